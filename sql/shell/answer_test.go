package shell

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/format"
	"opaudit/sql/query"
)

// shellOn is a shell on an empty database, whose screen is a file.
func shellOn(t *testing.T) (s *Shell, shown func() string) {
	t.Helper()
	folder := t.TempDir()
	path := filepath.Join(folder, "audit.duckdb")
	made, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	made.Close()
	screenFile := filepath.Join(folder, "screen")
	out, err := os.Create(screenFile)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close() })
	table, err := format.ByName("table")
	if err != nil {
		t.Fatal(err)
	}
	same := func(text string) string { return text }
	o := Options{Database: path, Format: table, Visible: same, Mask: same, Terminal: out,
		Open: func(ctx context.Context) (query.Asker, func() error, error) {
			db, err := duck.Open(ctx, path, duck.Options{ReadOnly: true})
			if err != nil {
				return nil, nil, err
			}
			return query.Local(db), db.Close, nil
		},
		Replace: func(path string, write func(w io.Writer) error) error {
			f, err := os.Create(path)
			if err != nil {
				return err
			}
			defer f.Close()
			return write(f)
		},
		Explain: func(err error) (string, string) { return err.Error(), "" },
	}
	s = &Shell{o: o, screen: &screen{out, "", same}, mode: table}
	if err := s.readNames(t.Context()); err != nil {
		t.Fatal(err)
	}
	at := 0
	return s, func() string {
		text, err := os.ReadFile(screenFile)
		if err != nil {
			t.Fatal(err)
		}
		new := string(text[at:])
		at = len(text)
		return new
	}
}

// TestAnswerOfManyRows shows so many rows of an answer on the screen, says that there
// are more and how to have them all, and writes all into a file.
func TestAnswerOfManyRows(t *testing.T) {
	s, shown := shellOn(t)
	for _, c := range []struct {
		rows string
		said []string
		last string
	}{
		{"1", []string{"\n1 row; data as of now: no file was loaded yet\n"}, "│ 0 │"},
		{"10000", []string{"\n10000 rows; data as of"}, "│ 9999 │"},
		{"10001", []string{"\nthe first 10000 rows; data as of", ".\n.output FILE writes all rows of the next answer\n"}, "│ 9999 │"},
	} {
		if err := s.run(t.Context(), "SELECT range AS n FROM range("+c.rows+") ORDER BY n;"); err != nil {
			t.Fatal(err)
		}
		got := shown()
		for _, want := range append(c.said, c.last) {
			if !strings.Contains(got, want) {
				t.Errorf("%s rows: the end is %q, want %q", c.rows, got[max(0, len(got)-200):], want)
			}
		}
		if strings.Contains(got, "10000 │") {
			t.Errorf("%s rows: more are shown", c.rows)
		}
	}
	file := filepath.Join(t.TempDir(), "rows")
	if err := s.run(t.Context(), ".output "+file); err != nil {
		t.Fatal(err)
	}
	if err := s.run(t.Context(), "SELECT range AS n FROM range(10001) ORDER BY n;"); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if got := shown(); err != nil || !strings.Contains(string(text), "│ 10000 │") || !strings.Contains(got, "10001 rows; data as of") {
		t.Errorf("%d bytes are written, %v; %q", len(text), err, got)
	}
}

// TestShellWithoutHistory keeps what was typed for the session alone, and makes no file.
func TestShellWithoutHistory(t *testing.T) {
	t.Chdir(t.TempDir())
	h, err := openHistory("", func(s string) string { return strings.ReplaceAll(s, "secret", "******") })
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"SELECT 1;", "SELECT 'secret';", "SELECT 'secret';"} {
		if _, err := h.Write(line); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
	if line, err := h.GetLine(1); h.Len() != 2 || line != "SELECT '******';" || err != nil {
		t.Errorf("%d lines, the last %q, %v", h.Len(), line, err)
	}
	for _, outside := range []int{-1, 2} {
		if _, err := h.GetLine(outside); err == nil {
			t.Errorf("there is a line %d", outside)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("files were made: %v, %v", left, err)
	}
}
