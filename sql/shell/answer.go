package shell

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"opaudit/sql/format"
	"opaudit/sql/query"
)

// mostShown is how many rows of an answer are shown on the screen.
const mostShown = 10_000

// answer runs a statement and shows its rows, or writes them into the output file.
func (s *Shell) answer(ctx context.Context, statement string) (err error) {
	if s.output == "" && s.mode.Binary {
		return fmt.Errorf("%s is not for a screen; .output FILE names a file for the next answer", s.mode.Name)
	}
	statement = strings.TrimSpace(statement)
	done := s.screen.waiting("running; Ctrl-C stops it")
	defer done()
	begin := time.Now()
	asker, end, err := s.o.Open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	result, err := asker.Ask(ctx, statement)
	if err != nil {
		return Explain(statement, err, s.names)
	}
	defer result.Close()
	t := &tally{result: result}
	if s.output != "" {
		err = s.writeOutput(t)
	} else {
		t.most = mostShown
		var shown bytes.Buffer
		if err = s.mode.Write(&shown, t.rows(), s.screen.options(s.o.RawCSV)); err == nil {
			took := time.Since(begin)
			done()
			result.Close()
			return s.show(ctx, asker, t, shown.String(), took)
		}
	}
	if t.err != nil {
		return Explain(statement, t.err, s.names)
	}
	if err != nil {
		return err
	}
	took := time.Since(begin)
	done()
	result.Close()
	s.screen.say("%s", s.summary(ctx, asker, t, took)+" written into "+s.o.Visible(s.output))
	s.output = ""
	return nil
}

// show shows rows and what is to be said of them.
func (s *Shell) show(ctx context.Context, asker query.Asker, t *tally, rows string, took time.Duration) error {
	summary := s.summary(ctx, asker, t, took)
	if s.o.Write && t.count == 0 && slices.Contains([]string{"Count", "Success"}, strings.Join(t.result.Columns, ",")) { // what the engine says of a statement without rows
		rows, summary = "", strings.Replace(summary, "0 rows", "done", 1)
	}
	if rows != "" {
		if err := s.screen.page(rows); err != nil {
			return err
		}
	}
	s.screen.say("%s", summary)
	if s.o.Write {
		_ = s.readNames(ctx) // in a transaction that failed nothing can be asked
	}
	return nil
}

// summary says how many rows there were, how long it took, and what they rest on.
func (s *Shell) summary(ctx context.Context, asker query.Asker, t *tally, took time.Duration) string {
	summary := strconv.Itoa(t.count) + " rows"
	switch {
	case t.cut:
		summary = fmt.Sprintf("the first %d rows", t.count)
	case t.count == 1:
		summary = "1 row"
	}
	if s.timed {
		summary += " in " + seconds(took)
	}
	if as := dataAsOf(ctx, asker, t.result.Stand); as != "" {
		summary += "; data as of " + as
	}
	if t.cut {
		summary += ".\n.output FILE writes all rows of the next answer"
	}
	return summary
}

// dataAsOf is the moment of the last commit of a file, "" when it cannot be told.
func dataAsOf(ctx context.Context, asker query.Asker, stand *query.Stand) string {
	if stand != nil {
		if stand.DataAsOf == nil {
			return "now: no file was loaded yet"
		}
		return stand.DataAsOf.Format(time.RFC3339)
	}
	as := ""
	err := query.EachRow(ctx, asker, "SELECT strftime(max(loaded_at), '%Y-%m-%dT%H:%M:%SZ') FROM files", func(row []any) error {
		as = query.Text(row[0])
		return nil
	})
	if err == nil && as == "" {
		as = "now: no file was loaded yet"
	}
	return as
}

// A tally counts the rows that go through it.
type tally struct {
	result *query.Result
	most   int // 0 for no limit
	count  int
	cut    bool // there were more
	err    error
}

func (t *tally) rows() format.Rows {
	return format.Rows{Columns: t.result.Columns, Types: t.result.Types, Next: func() ([]any, bool, error) {
		values, ok, err := t.result.Next()
		t.err = err
		if !ok || err != nil {
			return nil, false, err
		}
		if t.most > 0 && t.count == t.most {
			t.cut = true
			return nil, false, nil
		}
		t.count++
		return values, true, nil
	}}
}

// writeOutput writes all rows into the output file.
func (s *Shell) writeOutput(t *tally) error {
	err := s.o.Replace(s.output, func(w io.Writer) error {
		return s.mode.Write(w, t.rows(), format.Options{RawCSV: s.o.RawCSV, Visible: s.o.Visible})
	})
	var path *fs.PathError // of a file beside it
	if errors.As(err, &path) {
		err = path.Err
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", s.o.Visible(s.output), err)
	}
	return nil
}

// setOutput names the file of the next answer.
func (s *Shell) setOutput(_ context.Context, file string) error {
	if file == "" {
		s.output = ""
		s.screen.say("the next answer is shown")
		return nil
	}
	path, err := filepath.Abs(file)
	if err != nil {
		return fmt.Errorf("find %s: %w", file, err)
	}
	database, err := filepath.Abs(s.o.Database)
	if err != nil {
		return fmt.Errorf("find %s: %w", s.o.Database, err)
	}
	if strings.HasPrefix(path, database) {
		return fmt.Errorf("%s is, or may be, a file of the database itself; choose another name", file)
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s to write into; make it first, or name another file", filepath.Dir(path))
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder; name a file in it", file)
	}
	s.output = file
	s.screen.say("the next answer goes into %s, as %s", s.o.Visible(file), s.mode.Name)
	return nil
}
