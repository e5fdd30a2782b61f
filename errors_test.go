package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/creack/pty"

	"opaudit/analyzer/finding"
	"opaudit/sql/query"
)

// A site is a place that words an error for the user. Its name is its package, unless
// that is this one, its function and its longest text.
type site struct{ name, text string }

// sites are all of them.
func sites(t *testing.T) []site {
	t.Helper()
	var all []site
	check(t, filepath.WalkDir(".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "samples/scripts/") { // those are of tests
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return err
		}
		constants := constantsOf(t, parsed)
		folder, within := path.Split(filepath.ToSlash(file))
		for _, declared := range parsed.Decls {
			in := strings.TrimSuffix(within, ".go")
			if function, ok := declared.(*ast.FuncDecl); ok {
				if in = function.Name.Name; in == "usage" {
					continue
				}
			}
			if folder != "" {
				in = strings.TrimSuffix(folder, "/") + " " + in
			}
			ast.Inspect(declared, func(n ast.Node) bool {
				word, always := wording(n)
				if word == "" {
					return true
				}
				if text := longestText(t, n, constants); always || words(text) {
					all = append(all, site{in + ": " + text, text})
				}
				return false
			})
		}
		return nil
	}))
	return all
}

// wording is what words an error at a node, "" for nothing: in this package usage and
// failure, which always need an entry, for what they say of the exit code; everywhere
// those of Go, config's and the catalog's wrong, and what refuses a question.
func wording(n ast.Node) (name string, always bool) {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch called := n.Fun.(type) {
		case *ast.Ident:
			name = called.Name
		case *ast.SelectorExpr:
			if name = called.Sel.Name; name != "wrong" {
				name = fmt.Sprint(called.X, ".", name)
			}
		}
	case *ast.CompositeLit:
		switch typ := n.Type.(type) {
		case *ast.Ident:
			name = typ.Name
		case *ast.SelectorExpr:
			name = typ.Sel.Name
		}
		if len(n.Elts) == 0 {
			return "", false
		}
	}
	always = name == "usage" || name == "failure"
	if always || slices.Contains([]string{"fmt.Errorf", "errors.New", "wrong", "AnswerError", "RefusedError"}, name) {
		return name, always
	}
	return "", false
}

// passesOn are the texts that say what was being done, or where, and leave to the error
// that they pass on what went wrong and what to do: "read ledger: %w". The error at the
// bottom is the one that is shown; where it is the system's, explain says what to do.
var passesOn = regexp.MustCompile(`^([^%;]|%[a-v])*: (%w)?$`)

// words reports whether a text says more than an error that it passes on, or than where.
func words(text string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(text, ""), unicode.IsLetter) && !passesOn.MatchString(text)
}

// longestText is the longest text that stands at a node, or else the constant that does.
func longestText(t *testing.T, n ast.Node, constants map[string]string) string {
	t.Helper()
	longest, constant := "", ""
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text := textOf(t, n); len(text) > len(longest) {
				longest = text
			}
		case *ast.Ident:
			constant = cmp.Or(constants[n.Name], constant)
		}
		return true
	})
	return cmp.Or(longest, constant)
}

// constantsOf are the texts that have a name in a file.
func constantsOf(t *testing.T, file *ast.File) map[string]string {
	t.Helper()
	constants := map[string]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Names) == len(spec.Values) {
			for i, name := range spec.Names {
				if literal, ok := spec.Values[i].(*ast.BasicLit); ok {
					constants[name.Name] = textOf(t, literal)
				}
			}
		}
		return true
	})
	return constants
}

// textOf is the text of a literal, "" for a number.
func textOf(t *testing.T, literal *ast.BasicLit) string {
	t.Helper()
	if literal.Kind != token.STRING {
		return ""
	}
	text, err := strconv.Unquote(literal.Value)
	check(t, err)
	return text
}

var verb = regexp.MustCompile(`%[a-zA-Z]`)

// pattern matches what a format writes.
func pattern(format string) *regexp.Regexp {
	parts := verb.Split(format, -1)
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))
}

// TestErrorsHelp drives the real program into every error that is worded for the user,
// in this package and below: each says what happened, where, and what to do. A new error
// without an entry fails.
func TestErrorsHelp(t *testing.T) {
	folder := errorsFolder(t)
	known, written := map[string]site{}, map[string]int{}
	for _, s := range sites(t) {
		known[s.name] = s
		written[s.name]++
	}
	if len(written) < 200 {
		t.Fatalf("only %d errors were found", len(written))
	}
	var lines []*shownLine
	for _, e := range slices.Concat(errorTable, configErrors, ruleErrors, askErrors, shellErrors, loadErrors, reportErrors) {
		s, ok := known[e.site]
		if !ok && e.site != "" {
			t.Errorf("there is no error %q any more", e.site)
			continue
		}
		written[e.site]--
		if e.line == "" {
			e.wantElsewhere(t, s)
			continue
		}
		same := func(l *shownLine) bool {
			return l.line == e.line && l.typed == e.typed && l.code == e.code && l.terminal == e.terminal
		}
		at := slices.IndexFunc(lines, same)
		if at < 0 {
			at, lines = len(lines), append(lines, &shownLine{errorEntry: e})
		}
		lines[at].says = append(lines[at].says, saying{e, s})
	}
	for _, l := range lines {
		t.Run(l.line+l.typed, func(t *testing.T) {
			if l.code == exitUsage {
				t.Parallel() // it touches no database
			}
			l.run(t, folder)
		})
	}
	for name, missing := range written {
		if missing > 0 {
			t.Errorf("the tables lack %d entries that show the error %q", missing, name)
		}
	}
}

// wantElsewhere wants an error that no line shows to be shown by a test, or by none for
// a reason.
func (e errorEntry) wantElsewhere(t *testing.T, s site) {
	t.Helper()
	if (e.elsewhere == "") == (e.never == "") {
		t.Errorf("%s: it is shown by a line, elsewhere or never", e.site)
	}
	if e.elsewhere == "" {
		return
	}
	text, err := os.ReadFile(e.elsewhere)
	check(t, err)
	said, isTable := longestPiece(s.text), strings.Contains(string(text), e.site)
	if !strings.Contains(string(text), said) || isTable {
		t.Errorf("%s: %s does not say %q", e.site, e.elsewhere, said)
	}
}

// longestPiece is the longest piece of a format that is written as it stands.
func longestPiece(format string) string {
	return slices.MaxFunc(verb.Split(format, -1), func(a, b string) int { return cmp.Compare(len(a), len(b)) })
}

// A shownLine is run once for all errors that it shows.
type shownLine struct {
	errorEntry
	says []saying
}

type saying struct {
	entry errorEntry
	site  site
}

// run runs a line and looks at what it says.
func (l *shownLine) run(t *testing.T, folder string) {
	command := exec.Command("sh", "-c", l.line)
	command.Dir = folder
	var out []byte
	var err error
	if l.terminal {
		screen, started := pty.StartWithSize(command, &pty.Winsize{Rows: screenHeight, Cols: screenWidth})
		check(t, started)
		_, err = screen.WriteString(l.typed)
		check(t, err)
		out, _ = io.ReadAll(screen) // a terminal without a writer ends in an error
		err = errors.Join(command.Wait(), screen.Close())
	} else {
		out, err = command.CombinedOutput()
	}
	if got := command.ProcessState.ExitCode(); got != l.code {
		t.Errorf("exit code %d (%v), want %d", got, err, l.code)
	}
	for _, said := range l.says {
		said.wanted(t, string(out))
	}
	if strings.Contains(string(out), "panic") || strings.Contains(string(out), "goroutine") {
		t.Error("it does not end well")
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
}

// wanted wants an output to say an error, with where it is and what to do.
func (s saying) wanted(t *testing.T, out string) {
	t.Helper()
	if !pattern(s.site.text).MatchString(out) {
		t.Errorf("it does not say %q", s.entry.site)
	}
	if s.entry.where == "" || s.entry.do == "" {
		t.Errorf("the entry of %q does not tell where, and what to do", s.entry.site)
	}
	for _, part := range []string{s.entry.where, s.entry.do} {
		if !strings.Contains(out, part) {
			t.Errorf("it does not say %q", part)
		}
	}
}

// TestErrorsOfRareMoments shows the errors that no command line brings about at will.
func TestErrorsOfRareMoments(t *testing.T) {
	if f := explain(fmt.Errorf("ask: %w", query.ErrEnded)); f.code != exitWork || f.next != "run the same command again: without that process the database is opened directly" {
		t.Errorf("an end of the process that answers is told as %+v", f)
	}
	limit := &query.AnswerError{Text: "the statement was stopped: ask for less", Kind: query.KindLimit}
	if f := explain(fmt.Errorf("ask: %w", limit)); f.code != exitWork || f.next != "" {
		t.Errorf("a statement that takes too much, which says what to do, is told as %+v", f)
	}
	if f := explain(knowsApp("ks1", appsOf(finding.Run{}))); f.code != exitUsage || !strings.Contains(f.Error(), `"ks1", nor any other, in the logs and the configuration`) {
		t.Errorf("an app of none is told as %+v", f)
	}
}
