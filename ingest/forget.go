package ingest

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opaudit/sql/duck"
)

// ErrUnknownFile says that a file that is to be forgotten was never loaded.
var ErrUnknownFile = errors.New("this file was never loaded")

// Forgotten tells what taking a file out did.
type Forgotten struct {
	Path     string       // personal data in it masked
	Events   int64        // rows that were taken out
	Reloaded []FileResult // files that held the same content and were read anew
	Gone     []string     // files that held some of the same content and cannot be read any more
}

// ErrHeldElsewhere says that nothing of a file is stored under its own name.
var ErrHeldElsewhere = errors.New("all its lines were loaded from another file before, and nothing is stored under this name; forget that file")

// Forget takes out everything that a file brought in and keeps its content out,
// under whatever name, until Again. What the same path held before it was rewritten
// stays, as a log that was rotated has it, until Forget is called once more. Files whose lines were held back as its duplicates are read anew.
func (l *Loader) Forget(ctx context.Context, path string) (Forgotten, error) {
	if err := l.upToDate(ctx, path); err != nil {
		return Forgotten{}, err
	}
	entry, known := l.ledger.byPath[pathDigest(l.key, path)]
	if known && entry.state == forgotten {
		if e, found, err := l.earlier(ctx, entry); err != nil {
			return Forgotten{}, err
		} else if found {
			entry = e
		}
	}
	switch {
	case !known:
		return Forgotten{}, fmt.Errorf("%s: %w", maskedText(path), ErrUnknownFile)
	case entry.state != forgotten && entry.lines > 0 && entry.duplicate == entry.lines:
		return Forgotten{}, fmt.Errorf("%s: %w", maskedText(path), ErrHeldElsewhere)
	}
	f := Forgotten{Path: entry.path, Events: entry.events}
	again, err := l.takeOut(ctx, entry, path, &f, `UPDATE line_chains SET forgotten = true WHERE file_id IN (FROM taken_out())`,
		`UPDATE files SET state = 'forgotten', error = NULL, blank = 0, accepted = 0, rejected = 0, duplicate = lines, events = 0, pending_bytes = 0
		WHERE file_id IN (FROM taken_out())`)
	if err != nil {
		return f, err
	}
	f.Reloaded, err = l.take(ctx, again)
	return f, err
}

// upToDate loads what a path holds by now, if it was ever loaded: what is taken out
// must not be what it held before it was rotated.
func (l *Loader) upToDate(ctx context.Context, path string) error {
	_, known := l.ledger.byPath[pathDigest(l.key, path)]
	info, err := os.Stat(path)
	if !known || err != nil || !info.Mode().IsRegular() || l.excluding(nil).own(path) || l.Sources.excludes(path) {
		return nil
	}
	path = filepath.Clean(path)
	_, err = l.take(ctx, []logFile{{path, filepath.Dir(path), filepath.Base(path), info, true}})
	return err
}

// Again loads a file as if nothing of it had ever been loaded or forgotten, in the
// place of what it brought in before; what the same path held before it was
// rewritten stays. Files whose lines were held back as its duplicates are read
// anew behind it.
func (l *Loader) Again(ctx context.Context, path string) ([]FileResult, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file; give a log file")
	}
	switch {
	case err != nil:
	case l.excluding(nil).own(path):
		err = ErrOwn
	case l.Sources.excludes(path):
		err = ErrExcluded
	}
	if err != nil {
		return nil, lookError(path, err)
	}
	path = filepath.Clean(path)
	if err := l.upToDate(ctx, path); err != nil {
		return nil, err
	}
	entry, known := l.ledger.byPath[pathDigest(l.key, path)]
	if !known { // its content may be kept out under another name
		entry = l.newEntry(logFile{path: path})
		if err := l.enter(ctx, entry); err != nil {
			return nil, err
		}
	}
	var f Forgotten
	again, err := l.takeOut(ctx, entry, path, &f, "DELETE FROM line_chains WHERE file_id IN (FROM taken_out())", resetEntries("taken_out"))
	if err != nil {
		return nil, err
	}
	first := logFile{path, filepath.Dir(path), filepath.Base(path), info, true}
	return l.take(ctx, append([]logFile{first}, again...))
}

// enter writes an entry of a file of which nothing is loaded.
func (l *Loader) enter(ctx context.Context, e entry) error {
	e.state = reload
	l.batch = &batch{parts: []*part{{entry: e, changed: true}}}
	defer func() { l.batch = &batch{} }()
	return l.db.InTransaction(ctx, func() error { return l.ledger.write(ctx) })
}

// resetEntries makes files to be read anew of the entries that a feed lists.
func resetEntries(feed string) string {
	return `UPDATE files SET state = 'reload', error = NULL, encoding = NULL, lines = 0, blank = 0, accepted = 0, rejected = 0, duplicate = 0,
  events = 0, pending_bytes = 0, chain = 0 WHERE file_id IN (FROM ` + feed + `())`
}

// takeOut deletes the rows of a file and, by the statements, changes its ledger
// entry. In the same transaction the files that hold some of its lines back as
// duplicates are emptied, to be read anew: they are returned. Whatever kills the
// process then, the next load reads them.
func (l *Loader) takeOut(ctx context.Context, out entry, path string, f *Forgotten, statements ...string) (again []logFile, err error) {
	dependents, err := l.dependents(ctx, out)
	if err != nil {
		return nil, err
	}
	var emptied []int64
	for _, e := range dependents {
		file, there := l.stillThere(e, folderOf(out, path))
		if !there {
			f.Gone = append(f.Gone, e.path)
			continue
		}
		emptied = append(emptied, e.fileID)
		again = append(again, file)
	}
	if err := l.feedIDs([]int64{out.fileID}, emptied); err != nil {
		return nil, err
	}
	all := slices.Concat(l.deletions("taken_out"), l.deletions("emptied"), statements,
		[]string{"DELETE FROM line_chains WHERE file_id IN (FROM emptied())", resetEntries("emptied")})
	err = l.db.InTransaction(ctx, func() error {
		for _, s := range all {
			if _, err := l.db.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("take file out: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if l.ledger, err = readLedger(ctx, l.db); err != nil {
		return nil, err
	}
	l.marks = map[string]*bookmark{}
	return again, l.feed()
}

// dependents are the files whose lines go on from one of a file's prefixes, or end
// with one: those lines are stored under that file alone.
func (l *Loader) dependents(ctx context.Context, out entry) ([]entry, error) {
	brought := map[uint64]bool{}
	err := l.db.Rows(ctx, "SELECT chain FROM line_chains WHERE file_id = ? AND NOT forgotten", []any{out.fileID}, func(rows *sql.Rows) error {
		var chain []byte
		err := rows.Scan(&chain)
		for _, sum := range unpacked(chain) {
			brought[sum] = true
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	branches := map[int64]uint64{} // the prefix that a file's own lines go on from
	err = l.db.Rows(ctx, "SELECT file_id, min_by(previous, first_line) FROM line_chains WHERE NOT forgotten GROUP BY file_id", nil, func(rows *sql.Rows) error {
		var id int64
		var previous uint64
		err := rows.Scan(&id, &previous)
		branches[id] = previous
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	var found []entry
	for _, e := range l.ledger.byPath {
		branch, own := branches[e.fileID]
		if !own {
			branch = e.sum
		}
		if e.fileID != out.fileID && e.state != forgotten && e.duplicate > 0 && brought[branch] {
			found = append(found, e)
		}
	}
	slices.SortFunc(found, func(a, b entry) int { return cmp.Compare(a.fileID, b.fileID) })
	return found, nil
}

// folderOf is the folder that the ledger's relative paths start from, as far as a
// file tells whose path is known in both ways: "" for the current one.
func folderOf(e entry, path string) string {
	abs, err := filepath.Abs(path)
	if err != nil || filepath.IsAbs(e.path) {
		return ""
	}
	folder, ok := strings.CutSuffix(abs, string(filepath.Separator)+e.path)
	if !ok {
		return ""
	}
	return folder
}

// stillThere finds the file of an entry on disk, if it still begins with the lines
// that the ledger counted: the ledger has its path as it was given, from the
// folder that the program was started in.
func (l *Loader) stillThere(e entry, folder string) (logFile, bool) {
	path := e.path
	if !filepath.IsAbs(path) && pathDigest(l.key, path) != e.digest {
		path = filepath.Join(folder, path)
	}
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || pathDigest(l.key, path) != e.digest {
		return logFile{}, false
	}
	file := logFile{path, filepath.Dir(path), filepath.Base(path), info, true}
	return file, l.beginsWith(file, e)
}

// beginsWith reports whether a file begins with the lines of an entry.
func (l *Loader) beginsWith(file logFile, e entry) bool {
	content, err := open(file)
	if err != nil {
		return false
	}
	defer content.close()
	hash := lineHash{l.key}
	cut := blocks{content: content, whole: content.compressed, quiet: true, source: l.Sources.of(file.path), hash: hash, block: l.sizes.block, size: content.size,
		buffer: func(size int64) []byte { return make([]byte, size) }}
	lines, sum := int64(0), uint64(0)
	for last := false; !last && lines < e.lines; {
		b, err := cut.next()
		if err != nil {
			return false
		}
		last = b.last
		b.split()
		for _, at := range b.lines {
			if lines == e.lines {
				break
			}
			number := hash.of(b.text[at.start:at.end])
			if b.long != nil {
				number = b.long.hash
			}
			lines, sum = lines+1, follows(sum, number)
		}
	}
	return lines == e.lines && sum == e.sum
}

// deletions delete the rows of the files that a feed lists from every table.
func (l *Loader) deletions(feed string) []string {
	tables := []string{"rejects", "spec_warnings", "pii_found"}
	for _, t := range l.db.Catalog.LogTypes {
		tables = append(tables, t.Table())
	}
	var statements []string
	for _, table := range tables {
		statements = append(statements, strings.Join([]string{"DELETE FROM", table, "WHERE file_id IN (FROM", feed + "())"}, " "))
	}
	return statements
}

// ids are rows of one column.
type ids []int64

func (r ids) Len() int { return len(r) }

func (r ids) Put(i int, set func(int, any) error) error { return set(0, r[i]) }

// feedIDs makes the ids of files readable for the engine.
func (l *Loader) feedIDs(takenOut, emptied []int64) error {
	for name, list := range map[string][]int64{"taken_out": takenOut, "emptied": emptied} {
		if err := l.db.Feed(name, "file_id BIGINT", func() duck.Rows { return ids(list) }); err != nil {
			return err
		}
	}
	return nil
}
