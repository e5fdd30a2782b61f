// Package ingest loads log files into the database: it finds and decodes them,
// cuts them into lines, masks personal data before anything else sees a line,
// and commits rows, rejects, evidence and the ledger together. It knows nothing
// of figures, rules or findings.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"opaudit/ingest/mask"
	"opaudit/sql/duck"
)

// A Loader loads files into one database, which it alone may write to.
type Loader struct {
	db      *duck.DB
	key     []byte
	ledger  *ledger
	scanner *mask.Scanner
	framer  framer
	batch   *batch
}

// FileResult is what became of one file in one load.
type FileResult struct {
	Path      string // personal data in it masked
	Known     bool   // nothing in it was new
	Rewritten bool   // it was loaded before and holds other content now
	Pending   int64  // bytes of a last line that is not complete
	Err       error  // why it could not be read to its end
	Hints     []string
	Balance
}

// Balance counts the lines of a file: Lines = Blank + Accepted + Rejected +
// Duplicate. Events are the rows that came from them.
type Balance struct {
	Lines, Blank, Accepted, Rejected, Duplicate, Events int64
}

func (t tally) balance() Balance {
	return Balance{t.lines, t.blank, t.accepted, t.rejected, t.duplicate, t.events}
}

// NewLoader prepares a database for loading. The key beside it is made when no
// file was ever loaded.
func NewLoader(ctx context.Context, db *duck.DB) (*Loader, error) {
	ledger, err := readLedger(ctx, db)
	if err != nil {
		return nil, err
	}
	key, err := readKey(db.Path, len(ledger.byPath) == 0)
	if err != nil {
		return nil, err
	}
	l := &Loader{db: db, key: key, ledger: ledger, scanner: mask.NewScanner(), batch: newBatch()}
	l.framer = framer{types: map[string]bool{}, uploads: map[string]string{}, rescan: l.mask}
	for _, t := range db.Catalog.LogTypes {
		l.framer.types[t.Name] = true
		if t.Upload != "" {
			l.framer.uploads[t.Upload] = t.Name
		}
	}
	return l, l.feed()
}

// Load loads the files among paths and below folders, but for those in exclude,
// in the order of their paths. A file that fails is a result with Err; the
// error returned is one that ends the whole load.
func (l *Loader) Load(ctx context.Context, paths, exclude []string) ([]FileResult, error) {
	files, bad := find(paths, exclude)
	var results []FileResult
	for _, err := range bad {
		results = append(results, FileResult{Err: errors.New(mask.Text(err.Error()))})
	}
	outcome := map[string]*FileResult{}
	for _, f := range files {
		results = append(results, FileResult{Path: l.maskedPath(f.path)})
	}
	for i, f := range files {
		outcome[f.path] = &results[len(bad)+i]
	}
	for _, f := range files {
		if err := l.file(ctx, f, outcome); err != nil {
			return results, err
		}
	}
	if err := l.flush(ctx, outcome); err != nil && !errors.Is(err, errRedone) {
		return results, err
	}
	return results, nil
}

// file reads one file into the batch. Its failure is a ledger entry.
func (l *Loader) file(ctx context.Context, f found, outcome map[string]*FileResult) error {
	err := l.read(ctx, f, outcome)
	if errors.Is(err, errRedone) {
		return nil
	}
	if err == nil || ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	l.drop(f)
	return l.fail(ctx, f, err, outcome)
}

// drop takes the part of a file that failed while it was read out of the batch:
// what was committed before stays, the rest is tried again another time.
func (l *Loader) drop(f found) {
	if l.batch.part == nil || l.batch.part.file != f {
		return
	}
	id := l.batch.part.entry.fileID
	if s := l.batch.part.segment; s != nil {
		l.ledger.chains.remove(s)
	}
	for logType, records := range l.batch.records {
		l.batch.records[logType] = slices.DeleteFunc(records, func(r record) bool { return r.fileID == id })
	}
	l.batch.refusals = slices.DeleteFunc(l.batch.refusals, func(r refusal) bool { return r.fileID == id })
	l.batch.notes = slices.DeleteFunc(l.batch.notes, func(n note) bool { return n.fileID == id })
	l.batch.hits = slices.DeleteFunc(l.batch.hits, func(h hit) bool { return h.fileID == id })
	l.batch.parts = l.batch.parts[:len(l.batch.parts)-1]
	l.batch.part = nil
}

// fail notes a file that could not be read or committed.
func (l *Loader) fail(ctx context.Context, f found, cause error, outcome map[string]*FileResult) error {
	e, known := l.ledger.byPath[pathDigest(l.key, f.path)]
	if !known {
		e = l.newEntry(f)
	}
	e.state, e.failure = failed, mask.Text(cause.Error())
	if err := l.db.InTransaction(ctx, func() error { return l.ledger.write(ctx, e) }); err != nil {
		return err
	}
	l.ledger.byPath[e.digest] = e
	outcome[f.path].Err = errors.New(e.failure)
	outcome[f.path].Balance = e.balance()
	return nil
}

func (l *Loader) newEntry(f found) entry {
	l.ledger.lastID++
	return entry{fileID: l.ledger.lastID, path: l.maskedPath(f.path), digest: pathDigest(l.key, f.path), state: loaded}
}

// maskedPath is the path for tables and reports; one that held personal data
// carries a digest, so that two such paths stay apart.
func (l *Loader) maskedPath(path string) string {
	if masked := mask.Text(path); masked != path {
		return fmt.Sprintf("%s (%x)", masked, digest(l.key, "path", []byte(path))[:4])
	}
	return path
}

// open opens a file and, when it is compressed, reads it to its end once, so
// that one that is cut off is not loaded in part.
func open(f found) (decoded, error) {
	d, err := openOnce(f)
	if err != nil || !d.compressed {
		return d, err
	}
	_, err = io.Copy(io.Discard, d)
	d.close()
	if err != nil {
		return decoded{}, err
	}
	return openOnce(f)
}

func openOnce(f found) (decoded, error) {
	file, err := f.open()
	if err != nil {
		return decoded{}, fmt.Errorf("open file: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return decoded{}, fmt.Errorf("look at file: %w", err)
	}
	d, err := decode(file, info.Size())
	if err != nil {
		file.Close()
		return decoded{}, fmt.Errorf("read file: %w", err)
	}
	closeDecoder := d.close
	d.close = func() { closeDecoder(); file.Close() }
	return d, nil
}
