// Taking files out of the database, to keep their content out or to load it anew.

package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
// under whatever name, until Again. What the same path held before it was rewritten
// stays, as a log that was rotated has it, until Forget is called once more. Files
// whose lines were held back as its duplicates are read anew.
func (l *Loader) Forget(ctx context.Context, path string) (Forgotten, error) {
	if err := l.upToDate(ctx, path); err != nil {
		return Forgotten{}, err
	}
	current, known := l.ledger.byPath[pathDigest(l.key, path)]
	// What is added to a forgotten file is not forgotten, unless it was under another name.
	out := known && current.state == forgotten && (current.lines == 0 || l.ledger.chains.keptOut(current.sum))
	var before []entry
	switch {
	case !known:
		return Forgotten{}, fmt.Errorf("%s: %w", maskedText(path), ErrUnknownFile)
	case current.holds(): // that goes first
	case out:
		if e, found, err := l.earlier(ctx, current); err != nil {
			return Forgotten{}, err
		} else if found {
			current = e
		}
	case current.lines > 0:
		var err error
		if before, err = l.heldBefore(ctx, current); err != nil {
			return Forgotten{}, fmt.Errorf("%s: %w", maskedText(path), err)
		}
	}
	outs := append([]entry{current}, before...)
	f := Forgotten{Path: current.path}
	for _, out := range outs {
		f.Events += out.events
	}
	again, err := l.takeOut(ctx, outs, path, &f, forgetting...)
	if err != nil {
		return f, err
	}
	f.Reloaded, err = l.take(ctx, again)
	return f, err
}

// forgetting keeps the content of the file that is taken out from being loaded.
var forgetting = []string{
	"UPDATE line_chains SET forgotten = true WHERE file_id IN (FROM taken_out())",
	`UPDATE files SET state = 'forgotten', error = NULL, blank = 0, accepted = 0, rejected = 0, duplicate = lines, events = 0, pending_bytes = 0
	WHERE file_id IN (FROM taken_out())`,
}

// keepOut keeps the prefixes out that are fed.
const keepOut = "INSERT INTO line_chains SELECT file_id, first_line, CAST(previous AS UBIGINT), CAST(first AS UBIGINT), chain, true FROM chain_rows()"

// upToDate loads what a path holds by now, if it was ever loaded: what is taken out
// must not be what it held before it was rotated.
func (l *Loader) upToDate(ctx context.Context, path string) error {
	_, known := l.ledger.byPath[pathDigest(l.key, path)]
	info, err := os.Stat(path)
	if !known || err != nil || !info.Mode().IsRegular() || l.excluding(nil).own(path) || l.Sources.excludes(path) {
		return nil
	}
	path = filepath.Clean(path)
	given := maps.Clone(l.hinted) // these results are told to nobody
	defer func() { l.hinted = given }()
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
	current, known := l.ledger.byPath[pathDigest(l.key, path)]
	if !known { // its content may be kept out under another name
		current = l.newEntry(logFile{path: path})
		if err := l.enter(ctx, current); err != nil {
			return nil, err
		}
	}
	var f Forgotten
	again, err := l.takeOut(ctx, []entry{current}, path, &f, "DELETE FROM line_chains WHERE file_id IN (FROM taken_out())", resetEntries("taken_out"))
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

// takeOut deletes the rows of entries of a path and, by the statements, changes these in
// the ledger. In the same transaction the files that hold some of its lines back as
// duplicates are emptied, to be read anew: they are returned. What was kept out of them
// before stays so. Whatever kills the process then, the next load reads them.
func (l *Loader) takeOut(ctx context.Context, outs []entry, path string, f *Forgotten, statements ...string) (again []logFile, err error) {
	there, gone, err := l.dependents(ctx, outs, folderOf(outs[0], path))
	if err != nil {
		return nil, err
	}
	for _, e := range gone {
		f.Gone = append(f.Gone, e.path)
	}
	var takenOut, emptied []int64
	for _, out := range outs {
		takenOut = append(takenOut, out.fileID)
	}
	l.batch = &batch{}
	defer func() { l.batch = &batch{} }()
	for _, d := range there {
		emptied = append(emptied, d.entry.fileID)
		again = append(again, d.file)
		l.batch.segments = append(l.batch.segments, d.out...)
	}
	if err := l.feedIDs(takenOut, emptied); err != nil {
		return nil, err
	}
	all := slices.Concat(l.deletions("taken_out"), l.deletions("emptied"), statements,
		[]string{"DELETE FROM line_chains WHERE file_id IN (FROM emptied())", keepOut, resetEntries("emptied")})
	if err := l.together(ctx, "take file out", all); err != nil {
		return nil, err
	}
	if l.ledger, err = readLedger(ctx, l.db); err != nil {
		return nil, err
	}
	l.marks = map[string]*bookmark{}
	return again, l.feed()
}

// together runs statements in one transaction, or none of them.
func (l *Loader) together(ctx context.Context, what string, statements []string) error {
	return l.db.InTransaction(ctx, func() error {
		for _, s := range statements {
			if _, err := l.db.ExecContext(ctx, s); err != nil {
				return fmt.Errorf("%s: %w", what, err)
			}
		}
		return nil
	})
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
