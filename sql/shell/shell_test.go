package shell

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/quick"

	catalog "opaudit/sql"
)

// TestStatements tells where a statement ends, whatever stands in it.
func TestStatements(t *testing.T) {
	for _, c := range []struct {
		text  string
		want  []string
		ended bool
	}{
		{"SELECT 1;", []string{"SELECT 1;"}, true},
		{"SELECT 1", []string{"SELECT 1"}, false},
		{"SELECT 1; -- done", []string{"SELECT 1;"}, true},
		{"SELECT 1 -- not yet;", []string{"SELECT 1 -- not yet;"}, false},
		{"SELECT 1; SELECT\n2;", []string{"SELECT 1;", " SELECT\n2;"}, true},
		{"SELECT ';' ;", []string{"SELECT ';' ;"}, true},
		{"SELECT 'it''s;", []string{"SELECT 'it''s;"}, false},
		{`SELECT E'\';';`, []string{`SELECT E'\';';`}, true},
		{`SELECT "a;""b";`, []string{`SELECT "a;""b";`}, true},
		{"SELECT $$;$$, $x$ $$; $x$;", []string{"SELECT $$;$$, $x$ $$; $x$;"}, true},
		{"SELECT $1;", []string{"SELECT $1;"}, true},
		{"/* ; /* ; */ ; */ SELECT '店;铺';", []string{"/* ; /* ; */ ; */ SELECT '店;铺';"}, true},
		{"SELECT 1; /* open", []string{"SELECT 1;"}, false},
		{";;", nil, true},
		{"-- nothing", nil, false},
	} {
		got, ended := statements(c.text)
		if !slices.Equal(got, c.want) || ended != c.ended {
			t.Errorf("%q: %q, %v, want %q, %v", c.text, got, ended, c.want, c.ended)
		}
	}
}

// TestTokens shows that tokens lose nothing but blanks, whatever the text.
func TestTokens(t *testing.T) {
	signs := []rune(`'"$$--/**/;;eE\a_1张 ` + "\n\t")
	check := func(picks []uint8) bool {
		var text strings.Builder
		for _, p := range picks {
			text.WriteRune(signs[int(p)%len(signs)])
		}
		at := 0
		for _, token := range tokens(text.String()) {
			if token.start < at || token.end <= token.start || strings.TrimSpace(text.String()[at:token.start]) != "" {
				return false
			}
			at = token.end
		}
		return strings.TrimSpace(text.String()[at:]) == ""
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 20_000}); err != nil {
		t.Error(err)
	}
}

func TestAccepted(t *testing.T) {
	for text, want := range map[string]bool{"": true, " \n": true, ".tables": true, "quit": true, `\q`: true, "SELECT 1": false, "SELECT 1;": true, "quit now": false, "SELECT\n.5": false} {
		if accepted(text) != want {
			t.Errorf("%q is accepted: %v", text, !want)
		}
	}
}

// TestLocate finds the place that the engine marks, in its own way to show it.
func TestLocate(t *testing.T) {
	long := "SELECT '" + strings.Repeat("字", 60) + "', apkey, '" + strings.Repeat("x", 90) + "'"
	for _, c := range []struct{ statement, message, at string }{
		{"SELECT apkey FROM x", "Binder Error: no\n\nLINE 1: SELECT apkey FROM x\n               ^", "apkey FROM x"},
		{"SELECT 1,\n  '张三', apkey", "Binder Error: no\n\nLINE 2:   '张三', apkey\n                  ^", "apkey"},
		{"\tSELECT\tapkey", "Binder Error: no\n\nLINE 1: \tSELECT\tapkey\n              ^", "apkey"},
		{long, "Binder Error: no\n\nLINE 1: ..." + long[len("SELECT '")+3*55:len("SELECT '")+3*60+12] + "...\n" + strings.Repeat(" ", 8+3+10+3) + "^", "apkey, "},
		{"SELECT 1", "Binder Error: no\n\nLINE 7: what\n         ^", ""},
	} {
		var m *MistakeError
		if !errors.As(Explain(c.statement, errors.New(c.message), nil), &m) || m.Error() != "Binder Error: no" {
			t.Fatalf("%q is not explained: %v", c.message, m)
		}
		if found := m.place >= 0; found != (c.at != "") || found && !strings.HasPrefix(c.statement[m.place:], c.at) {
			t.Errorf("%q: the place is %d", c.message, m.place)
		}
		for _, line := range m.Details(func(s string) string { return s }) {
			if !strings.HasPrefix(line, "  ") {
				t.Errorf("%q: a line that is not indented: %q", c.message, line)
			}
		}
	}
}

// TestHistory keeps entries of several lines, masked, for its user alone, and not too many.
func TestHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "made", "history")
	mask := func(s string) string { return strings.ReplaceAll(s, "secret", "******") }
	open := func() *history {
		t.Helper()
		h, err := openHistory(file, mask)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	h := open()
	h.offer("a rule")
	for _, line := range []string{"SELECT 1,\n'secret';", "again", "again"} {
		if _, err := h.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if h = open(); !slices.Equal(h.lines, []string{"SELECT 1,\n'******';", "again"}) {
		t.Errorf("%q", h.lines)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	for i := range 2 * longestHistory {
		if _, err := h.Write(fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
	}
	open()
	if h = open(); len(h.lines) != longestHistory || h.lines[longestHistory-1] != fmt.Sprint(2*longestHistory-1) {
		t.Errorf("%d entries, the last %q", len(h.lines), h.lines[len(h.lines)-1])
	}
}

// TestEveryTableIsDescribed wants .tables to say what each table of the schema holds.
func TestEveryTableIsDescribed(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range cat.Schema {
		for _, name := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(file.SQL, -1) {
			if found++; holds[name[1]] == "" {
				t.Errorf("nothing says what the table %s holds", name[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d tables", found)
	}
}
