package format_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"opaudit/sql/format"
)

// numbered are n rows of a number and a text, made as they are read.
func numbered(n int, text func(i int) string) format.Rows {
	i := 0
	return format.Rows{Columns: []string{"n", "text"}, Types: []string{"BIGINT", "VARCHAR"}, Next: func() ([]any, bool, error) {
		if i++; i > n {
			return nil, false, nil
		}
		return []any{int64(i), text(i)}, true, nil
	}}
}

// as writes rows in a format.
func as(t *testing.T, name string, w io.Writer, rows format.Rows, o format.Options) error {
	t.Helper()
	f, err := format.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	o.Visible = func(s string) string { return s }
	return f.Write(w, rows, o)
}

// TestTableOfManyRows loses nothing of what comes after the widths have settled: into a
// file a cell stays whole, on a screen it is cut with a sign.
func TestTableOfManyRows(t *testing.T) {
	const many = 12_345
	wide := strings.Repeat("宽", 30)
	text := func(i int) string {
		if i == many {
			return wide
		}
		return fmt.Sprint("t", i)
	}
	for width, last := range map[int]string{0: "│ 12345 │ " + wide + " │", 40: "│ 12345 │ 宽宽…  │"} {
		var out strings.Builder
		if err := as(t, "table", &out, numbered(many, text), format.Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(lines) != many+4 || lines[3] != "│     1 │ t1     │" || lines[many+1] != "│ 12344 │ t12344 │" || lines[many+2] != last || lines[many+3] != "└───────┴────────┘" {
			t.Errorf("width %d: %d lines, the last ones\n%s", width, len(lines), strings.Join(lines[len(lines)-3:], "\n"))
		}
	}
	var blocks strings.Builder
	if err := as(t, "table", &blocks, numbered(many, text), format.Options{Width: 12}); err != nil {
		t.Fatal(err)
	}
	if got := blocks.String(); strings.Count(got, "\nn ") != many-1 || !strings.HasSuffix(got, "\nn    │ 12345\ntext │ 宽宽…\n") {
		t.Errorf("blocks end with %q", got[len(got)-60:])
	}
}

// TestTableHoldsFewRows reads no more rows ahead than settle the widths, however long
// their texts, and holds none that were written.
func TestTableHoldsFewRows(t *testing.T) {
	read, gone := 0, errors.New("gone")
	rows := numbered(1_000_000, func(i int) string { read = i; return strings.Repeat("x", 1<<20) })
	err := as(t, "table", writer(func([]byte) (int, error) { return 0, gone }), rows, format.Options{})
	if !errors.Is(err, gone) || read > 20 {
		t.Errorf("%d rows of a mebibyte were read before the first was written, %v", read, err)
	}
	var before, after runtime.MemStats
	most := uint64(0)
	runtime.GC()
	runtime.ReadMemStats(&before)
	lines := 0
	count := writer(func(b []byte) (int, error) {
		if lines++; lines%50_000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapAlloc)
		}
		return len(b), nil
	})
	if err := as(t, "table", count, numbered(400_000, func(i int) string { return fmt.Sprint("a text of some length, as is usual ", i) }), format.Options{}); err != nil {
		t.Fatal(err)
	}
	if held := int64(most) - int64(before.HeapAlloc); lines != 400_004 || held > 20<<20 {
		t.Errorf("%d lines, %d bytes held", lines, held)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// TestNumbersOfManyDigits writes what is very large or small with an exponent where
// people read it.
func TestNumbersOfManyDigits(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 1e15: "1e+15", 999999999999999: "999999999999999", 1.5e-6: "0.0000015", 1e-7: "1e-07", -1e300: "-1e+300", -0.25: "-0.25"} {
		next := []any{v}
		var out strings.Builder
		err := as(t, "csv", &out, format.Rows{Columns: []string{"n"}, Types: []string{"DOUBLE"}, Next: func() ([]any, bool, error) {
			row := next
			next = nil
			return row, row != nil, nil
		}}, format.Options{})
		if err != nil || out.String() != "n\n"+want+"\n" {
			t.Errorf("%g is written as %q, %v", v, out.String(), err)
		}
	}
}

// TestVisibleLines spells out what is in a line, also in pieces, and passes the last on.
func TestVisibleLines(t *testing.T) {
	var out strings.Builder
	lines := format.VisibleLines(&out, func(s string) string { return strings.ReplaceAll(s, "\x1b", `\x1b`) })
	for _, piece := range []string{"a\x1b", "b\nc", "", "\n\n\x1b[2J\nla\x1b", "st"} {
		if n, err := io.WriteString(lines, piece); n != len(piece) || err != nil {
			t.Errorf("%q: %d, %v", piece, n, err)
		}
	}
	if err := lines.Close(); err != nil || out.String() != "a\\x1bb\nc\n\n\\x1b[2J\nla\\x1bst" {
		t.Errorf("%q, %v", out.String(), err)
	}
	gone := errors.New("gone")
	broken := format.VisibleLines(writer(func([]byte) (int, error) { return 0, gone }), func(s string) string { return s })
	if _, err := io.WriteString(broken, "a"); err != nil {
		t.Errorf("half a line was passed on: %v", err)
	}
	if _, err := io.WriteString(broken, "b\n"); !errors.Is(err, gone) {
		t.Errorf("a line to nobody: %v", err)
	}
	if err := broken.Close(); !errors.Is(err, gone) {
		t.Errorf("the end of a line to nobody: %v", err)
	}
}
