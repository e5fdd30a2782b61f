package ingest

import (
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

// Forget takes out everything that a file brought in and keeps its content out,
// under whatever name, until Again. Files whose lines were held back as its
// duplicates are read anew.
func (l *Loader) Forget(ctx context.Context, path string) (Forgotten, error) {
	digest := pathDigest(l.key, path)
	entry, known := l.ledger.byPath[digest]
	if !known {
		return Forgotten{}, fmt.Errorf("%s: %w", maskedText(path), ErrUnknownFile)
	}
	f := Forgotten{Path: entry.path}
	again, err := l.takeOut(ctx, digest, &f, `UPDATE line_chains SET forgotten = true WHERE file_id IN (FROM taken_out())`,
		`UPDATE files SET state = 'forgotten', error = NULL, blank = 0, accepted = 0, rejected = 0, duplicate = lines, events = 0, pending_bytes = 0
		WHERE file_id IN (FROM taken_out())`)
	if err != nil {
		return f, err
	}
	f.Reloaded, err = l.take(ctx, again)
	return f, err
}

// Again loads a file as if nothing of it had ever been loaded or forgotten, in the
// place of what it brought in before. Files whose lines were held back as its
// duplicates are read anew behind it.
func (l *Loader) Again(ctx context.Context, path string) ([]FileResult, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", maskedText(path), err)
	}
	path = filepath.Clean(path)
	digest := pathDigest(l.key, path)
	if _, known := l.ledger.byPath[digest]; !known { // its content may be kept out under another name
		if err := l.enter(ctx, l.newEntry(logFile{path: path})); err != nil {
			return nil, err
		}
	}
	var f Forgotten
	again, err := l.takeOut(ctx, digest, &f, "DELETE FROM line_chains WHERE file_id IN (FROM taken_out())",
		// What the path held before it was rewritten is gone as well.
		"DELETE FROM files WHERE file_id IN (FROM taken_out()) AND file_id < (SELECT max(file_id) FROM taken_out())", resetEntries("taken_out"))
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

// takeOut deletes the rows of the files that ever stood at a path and, by the
// statements, changes their ledger entries. In the same transaction the files
// that hold some of their lines back as duplicates are emptied, to be read anew:
// they are returned. Whatever kills the process then, the next load reads them.
func (l *Loader) takeOut(ctx context.Context, digest string, f *Forgotten, statements ...string) (again []logFile, err error) {
	var ids []int64
	var dependents []entry
	err = l.db.Rows(ctx, "SELECT file_id, path, path_digest, duplicate, state, events FROM files ORDER BY file_id", nil, func(rows *sql.Rows) error {
		var e entry
		var d []byte
		if err := rows.Scan(&e.fileID, &e.path, &d, &e.duplicate, &e.state, &e.events); err != nil {
			return err
		}
		switch {
		case string(d) == digest:
			ids = append(ids, e.fileID)
			f.Events += e.events
		case e.duplicate > 0 && e.state != forgotten:
			dependents = append(dependents, e)
			dependents[len(dependents)-1].digest = string(d)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	var emptied []int64
	for _, e := range dependents {
		file, there := l.stillThere(e)
		if !there {
			f.Gone = append(f.Gone, e.path)
			continue
		}
		emptied = append(emptied, e.fileID)
		again = append(again, file)
	}
	if err := l.feedIDs(ids, emptied); err != nil {
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

// stillThere finds the file of an entry on disk: the ledger has its path as it was
// given, and a digest that tells whether it is the same path from here.
func (l *Loader) stillThere(e entry) (logFile, bool) {
	info, err := os.Stat(e.path)
	if err != nil || !info.Mode().IsRegular() || pathDigest(l.key, e.path) != e.digest || l.ledger.byPath[e.digest].fileID != e.fileID {
		return logFile{}, false
	}
	return logFile{e.path, filepath.Dir(e.path), filepath.Base(e.path), info, true}, true
}

// deletions delete the rows of the files that a feed lists from every table.
func (l *Loader) deletions(feed string) []string {
	tables := []string{"rejects", "spec_warnings", "pii_hits"}
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
