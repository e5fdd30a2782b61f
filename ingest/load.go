// Package ingest loads log files into the database: it finds and decodes them,
// cuts them into lines, masks personal data before anything else sees a line,
// and commits rows, rejects, evidence and the ledger together. It knows nothing
// of figures, rules or findings.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"opaudit/ingest/mask"
	"opaudit/ingest/statement"
	"opaudit/sql/duck"
)

// A Loader loads files into one database, which it alone may write to.
type Loader struct {
	db       *duck.DB
	key      []byte
	clock    func() time.Time // against which records are held that are of the future
	sizes    sizes
	ledger   *ledger
	words    *mask.Vocabulary
	readings map[int64]bool           // of statements that the database holds
	reader   func() *statement.Reader // nil in a benchmark of what reading statements costs
	batch    *batch                   // that is being committed
	marks    map[string]*bookmark     // where files were left, by the digest of their path
	rested   time.Time                // when that was
	since    int64                    // bytes that were stored since the engine last forgot the file

	// Sources, when they are set, say how files are read, and which are not.
	Sources *Sources
	hinted  map[string]bool // hints that were given

	// IsReport, when it is set, tells which files this program wrote as reports:
	// they are not read.
	IsReport func(path string) bool

	// Progress, when it is set, is called now and then from the goroutine that
	// called Load.
	Progress func(Progress)
	progress Progress
}

// reattachAfter is how many bytes of lines are stored before the engine is made
// to forget what it keeps in memory of the file.
const reattachAfter = 2 << 30

// Between loads the engine forgets more often: what was stored in small pieces
// takes it several times the room.
const (
	restAfter = 4 << 20
	restEvery = time.Minute
)

func (l *Loader) forgetRows(ctx context.Context) error {
	l.since, l.rested = 0, time.Now()
	return l.db.Reattach(ctx)
}

// rest is called when nothing is to be loaded for the moment.
func (l *Loader) rest(ctx context.Context) error {
	if l.since < restAfter && (l.since == 0 || time.Since(l.rested) < restEvery) {
		return nil
	}
	return l.forgetRows(ctx)
}

// Progress is how far a load is.
type Progress struct {
	File        string // that is being read, personal data in its path masked
	Read, Total int64  // bytes of all files, compressed as they may be
	Lines       int64  // that were read
}

// FileResult is what became of one file in one load.
type FileResult struct {
	Path      string // personal data in it masked
	Known     bool   // nothing in it was new
	Rewritten bool   // it was loaded before and holds other content now
	Replaced  bool   // and of what it held before nothing had been accepted, nor is it evidence: that is gone
	Fresh     int64  // lines that this load counted
	Repeated  int64  // of them, those that were loaded before under another name
	Pending   int64  // bytes of a last line that is not complete
	Waiting   bool   // it is compressed and not known to be complete yet
	Gone      bool   // it was found and went away before it was read
	Excluded  bool   // it was given, and the configuration excludes it
	Own       bool   // it was given, and is this program's own
	Spoiled   bool   // Err is about its content: it is of no use before it changes
	Err       error  // why it could not be read to its end
	unjudged  bool   // it may yet be no log: that is told when it is quiet
	Hints     []string
	Balance
}

// Balance counts the lines of a file: Lines = Blank + Accepted + Rejected +
// Duplicate. Events are the rows that came from them.
type Balance struct {
	Lines, Blank, Accepted, Rejected, Duplicate, Events int64
}

// NewLoader prepares a database for loading. The key beside it is made when no
// file was ever loaded. words tell personal data from what looks like it.
func NewLoader(ctx context.Context, db *duck.DB, words *mask.Vocabulary) (*Loader, error) {
	ledger, err := readLedger(ctx, db)
	if err != nil {
		return nil, err
	}
	key, err := readKey(db.Path, len(ledger.byPath) == 0)
	if err == nil {
		err = checkKey(ctx, db, key, len(ledger.byPath) == 0)
	}
	if err != nil {
		return nil, err
	}
	l := &Loader{db: db, key: key, clock: time.Now, sizes: usual, ledger: ledger, batch: &batch{}, words: words, marks: map[string]*bookmark{},
		readings: map[int64]bool{}, reader: statement.NewReader, hinted: map[string]bool{}}
	return l, l.feed()
}

// Load loads the files among paths and below folders, but for those in exclude and
// those of this program's own, in the order of their paths. A file that fails is a
// result with Err; the error returned is one that ends the whole load.
func (l *Loader) Load(ctx context.Context, paths, exclude []string) ([]FileResult, error) {
	files, bad := find(paths, l.excluding(exclude))
	results, err := l.take(ctx, files)
	failures := make([]FileResult, len(bad), len(bad)+len(results))
	for i, err := range bad {
		if excluded := (excludedError{}); errors.As(err, &excluded) {
			failures[i].Path = l.maskedPath(excluded.path)
			failures[i].Own = errors.Is(err, ErrOwn)
			failures[i].Excluded = !failures[i].Own
			continue
		}
		failures[i].Err = maskedError{err}
	}
	return append(failures, results...), err
}

// take loads files, a result for each.
func (l *Loader) take(ctx context.Context, files []logFile) ([]FileResult, error) {
	results := make([]FileResult, len(files))
	var waiting []*reading
	for i, f := range files {
		result := &results[i]
		result.Path = l.maskedPath(f.path)
		waiting = append(waiting, l.goOn(f, result))
		l.progress.Total += f.info.Size()
	}
	// The large pieces of a load are kept and lent again, so that the collector
	// finds little; it must not wait until as much again has come.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	// The engine's threads call back for rows and must not wait until a worker is
	// through with its block.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3 * l.sizes.workers))
	defer l.hintOnce(results)
	return results, l.db.Loading(ctx, func() error {
		for len(waiting) > 0 {
			now := together(waiting)
			again, err := l.load(ctx, now)
			if err != nil {
				return err
			}
			waiting = append(again, waiting[len(now):]...)
		}
		return nil
	})
}

// hintOnce takes out hints that were given before: a file that is watched would get
// its own with each append.
func (l *Loader) hintOnce(results []FileResult) {
	for i := range results {
		r := &results[i]
		r.Hints = slices.DeleteFunc(r.Hints, func(hint string) bool {
			key := r.Path + "\x00" + hint
			given := l.hinted[key]
			l.hinted[key] = true
			return given
		})
	}
}

// together are the first of the readings: those that can share batches, or one
// that must be loaded alone.
func together(waiting []*reading) []*reading {
	n := slices.IndexFunc(waiting, func(r *reading) bool { return r.alone })
	switch n {
	case -1:
		return waiting
	case 0:
		return waiting[:1]
	}
	return waiting[:n]
}

// load loads files and returns those that must be read once more: all that were
// not settled when a batch failed, and files that hold other content than before.
func (l *Loader) load(ctx context.Context, readings []*reading) (again []*reading, err error) {
	p := l.begin(ctx, readings)
	next := &batch{}
	flush := func() error {
		full := next
		next = &batch{}
		defer p.release(full.blocks)
		if err := l.store(ctx, full); err != nil {
			return err
		}
		if l.since += int64(full.size); l.since < reattachAfter {
			return nil
		}
		return l.forgetRows(ctx)
	}
	cause := p.each(func(b *block) error {
		l.tell(b)
		if next.add(b); int64(next.size) < l.sizes.batch {
			return nil
		}
		return flush()
	})
	if cause == nil {
		cause = flush()
	}
	for _, b := range p.end() {
		next.add(b)
	}
	l.unlearn(next)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("load files: %w", err)
	}
	var failed batchError
	if cause != nil && !errors.As(cause, &failed) {
		return nil, cause
	}
	for _, r := range readings {
		switch {
		case r.other:
			if err := l.rewritten(ctx, r); err != nil {
				return nil, err
			}
		case r.settled:
			continue
		case r.alone:
			if err := l.fail(ctx, r, cause); err != nil {
				return nil, err
			}
			continue
		default:
			r.goOn()
			r.alone = slices.Contains(failed.of, r)
		}
		again = append(again, r)
	}
	return again, nil
}

// tell reports progress by a block that was worked on. What is read once more,
// because a batch failed, is told only where it gets further.
func (l *Loader) tell(b *block) {
	r := b.r
	l.progress.File = r.result.Path
	l.progress.Read += max(0, b.raw-r.told)
	r.told = max(r.told, b.raw)
	l.progress.Lines += b.tally.lines
	if l.Progress != nil {
		l.Progress(l.progress)
	}
}

// batchError says that the transaction of a batch failed.
type batchError struct {
	of    []*reading
	cause error
}

func (e batchError) Error() string { return e.cause.Error() }
func (e batchError) Unwrap() error { return e.cause }

// store commits a batch.
func (l *Loader) store(ctx context.Context, b *batch) error {
	if err := l.db.InPlace(); err != nil {
		return err // of the load, not of its files
	}
	l.batch = b
	defer func() { l.batch = &batch{} }()
	if err := l.db.Store(ctx, func() error { return l.commit(ctx) }); err != nil {
		l.unlearn(b)
		failed := batchError{cause: err}
		for _, p := range b.parts {
			failed.of = append(failed.of, p.r)
		}
		return failed
	}
	l.keepInMind(b.unseen)
	for _, s := range b.segments {
		l.ledger.chains.stored(s)
	}
	for _, p := range b.parts {
		if !p.r.waiting && !p.r.gone {
			l.ledger.byPath[p.entry.digest] = p.entry
		}
		p.r.commit(p)
		if p.last {
			l.left(p.r)
		}
	}
	return nil
}

// unlearn takes the lines of a batch that was not committed out of those known.
func (l *Loader) unlearn(b *batch) {
	for _, s := range b.segments {
		l.ledger.chains.remove(s)
	}
}

// goOn prepares to read a file from where the ledger says.
func (l *Loader) goOn(f logFile, result *FileResult) *reading {
	r := &reading{file: f, source: l.Sources.of(f.path), result: result}
	r.entry, r.known = l.ledger.byPath[pathDigest(l.key, f.path)]
	if !r.known {
		r.entry = l.newEntry(f)
	}
	r.wasFailed = r.entry.failed()
	r.goOn()
	r.mark = l.marks[r.entry.digest]
	return r
}

// rewritten prepares to read a file anew that holds other content than before. What is
// read now replaces that if no line of it was accepted, and it is no evidence: the file
// was mended.
func (l *Loader) rewritten(ctx context.Context, r *reading) (err error) {
	if r.result.Replaced, err = l.dropRefused(ctx, r.entry); err != nil {
		return err
	}
	*r = reading{file: r.file, source: r.source, result: r.result, told: r.told, entry: l.newEntry(r.file)}
	r.result.Rewritten = true
	r.goOn()
	return nil
}

// fail notes a file that could not be committed.
func (l *Loader) fail(ctx context.Context, r *reading, cause error) error {
	p := &part{r: r, entry: r.entry, changed: true}
	p.entry.fail(cause)
	l.batch = &batch{parts: []*part{p}}
	defer func() { l.batch = &batch{} }()
	if err := l.db.Store(ctx, func() error { return l.ledger.write(ctx) }); err != nil {
		return err
	}
	l.ledger.byPath[p.entry.digest] = p.entry
	r.commit(p)
	return nil
}

func (l *Loader) newEntry(f logFile) entry {
	l.ledger.lastID++
	return entry{fileID: l.ledger.lastID, path: l.maskedPath(f.path), digest: pathDigest(l.key, f.path), state: loaded}
}
