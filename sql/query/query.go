// Package query answers the SQL that users ask: statements that only read, of which
// the Sandbox makes sure, within Limits. Local asks a database that was opened for
// reading, Writable runs any statement on one that nobody else has open. Where another
// process holds the database for loading, that process answers through Listen on a
// unix socket beside the file, by turns, and Dial asks it. What is asked and how rows
// are shown is for others.
package query

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"opaudit/sql/duck"
)

// An Asker answers statements that read.
type Asker interface {
	// Ask runs one statement. The Result must be closed before the next is asked.
	Ask(ctx context.Context, text string) (*Result, error)
}

// A Result is a query's rows, read one by one and closed at the end.
type Result struct {
	Columns []string
	Types   []string // DuckDB's names: BIGINT, DATE, …
	Stand   *Stand   // what the answer rests on; nil from Local
	next    func() (values []any, ok bool, err error)
	close   func() error
}

// A Stand is the state of a database that is being loaded when it answered.
type Stand struct {
	AsOf     *string    `json:"as_of"`      // the day that figures look back from; nil without an event
	DataAsOf *time.Time `json:"data_as_of"` // the last commit of a file; nil when there was none
}

// Next reads the next row; ok is false at the end. A value is nil, bool, int64,
// uint64, float64, *big.Int, string, or a slice or map of these.
func (r *Result) Next() (values []any, ok bool, err error) { return r.next() }

// Close ends the query.
func (r *Result) Close() error { return r.close() }

// Local asks db, which must be opened with ReadOnly and is confined for good, within
// Defaults.
func Local(db *duck.DB) Asker { return LocalWithin(db, Defaults) }

// LocalWithin is Local with other limits. That of an answer is for sockets alone.
func LocalWithin(db *duck.DB, limits Limits) Asker { return &local{db: db, limits: limits} }

type local struct {
	db      *duck.DB
	limits  Limits
	sandbox *Sandbox // after the first question
}

func (l *local) Ask(ctx context.Context, text string) (_ *Result, err error) {
	if l.sandbox == nil {
		if err := l.db.Confine(ctx); err != nil {
			return nil, err
		}
		if l.sandbox, err = NewSandbox(ctx, l.db); err != nil {
			return nil, err
		}
	}
	if _, err := l.db.ExecContext(ctx, "BEGIN TRANSACTION READ ONLY"); err != nil {
		return nil, fmt.Errorf("begin transaction: %w", err)
	}
	result, err := ask(ctx, l.sandbox, l.limits, text, nil)
	if err != nil {
		return nil, errors.Join(l.limits.explain(err), l.db.EndRead())
	}
	next, stop := result.next, result.close
	result.next = func() ([]any, bool, error) {
		values, ok, err := next()
		return values, ok, l.limits.explain(err)
	}
	result.close = sync.OnceValue(func() error { return errors.Join(stop(), l.db.EndRead()) })
	return result, nil
}

// Writable asks db, which must be opened without ReadOnly and is cut off from the
// network for good: any statements are run but those that install or load extensions,
// with the rights of the process, and without bounds but those of ctx. Of several in
// one text the rows of the last come back; one that has none answers with Count, the
// rows that it changed, or with no row.
func Writable(db *duck.DB) Asker { return writable{db} }

type writable struct{ db *duck.DB }

func (w writable) Ask(ctx context.Context, text string) (*Result, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	if err := w.db.Offline(ctx); err != nil {
		return nil, err
	}
	result, err := run(ctx, w.db, text)
	if duck.NoExtensions(err) {
		return nil, &AnswerError{"no extension is installed or loaded: the program never uses the network", KindQuery}
	}
	return result, err
}

// checkText refuses what is no text of a statement.
func checkText(text string) error {
	switch {
	case blank(text):
		return &AnswerError{"the statement is empty", KindQuery}
	case strings.ContainsRune(text, 0):
		return &AnswerError{"there is a NUL character in the statement, behind which nothing would be read: take it out", KindQuery}
	case !utf8.ValidString(text):
		return &AnswerError{"the statement is not UTF-8 text: save it as UTF-8", KindQuery}
	}
	return nil
}

// blank reports whether a statement is nothing but white space and semicolons.
func blank(text string) bool {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ';' }) == ""
}

// ask runs one statement that reads, in the transaction that the sandbox's database is
// in. Its errors are still to be explained by the limits; of one that the engine does not
// stop in time unstopped is told.
func ask(ctx context.Context, sandbox *Sandbox, limits Limits, text string, unstopped func(error)) (*Result, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	if err := sandbox.checkAsked(ctx, text); err != nil {
		return nil, err
	}
	b := newBudget(ctx, limits.Time, unstopped)
	var stream *duck.Stream
	err := b.spend(func() (err error) {
		stream, err = sandbox.db.Stream(b.ctx, text)
		return err
	})
	if err != nil {
		b.end(nil)
		return nil, err
	}
	r := resultOf(stream, func(row []driver.Value) error { return b.spend(func() error { return stream.Next(row) }) })
	r.close = func() error { stream.Close(); b.end(nil); return nil }
	return r, nil
}

// run runs statements, with the rights of the process.
func run(ctx context.Context, db *duck.DB, text string) (*Result, error) {
	stream, err := db.Run(ctx, text)
	if err != nil {
		return nil, err
	}
	r := resultOf(stream, func(row []driver.Value) error {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		return stream.Next(row)
	})
	r.close = func() error { stream.Close(); return nil }
	return r, nil
}

// resultOf gives the rows of a stream as others are to see them, still without a close.
func resultOf(stream *duck.Stream, next func(row []driver.Value) error) *Result {
	r := &Result{Columns: stream.Columns, Types: stream.Types}
	given := make([]driver.Value, len(r.Types))
	r.next = func() ([]any, bool, error) {
		err := next(given)
		if errors.Is(err, io.EOF) {
			return nil, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		values := make([]any, len(given))
		for i := range values {
			values[i] = plain(given[i], r.Types[i])
		}
		return values, true, nil
	}
	return r
}
