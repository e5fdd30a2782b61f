package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/creack/pty"

	"opaudit/analyzer/finding"
	"opaudit/sql/query"
)

// A site is a place in this package that words an error for the user: a call of usage,
// or a failure. Its name is its function and its longest text.
type site struct{ name, text string }

// sites are all of them.
func sites(t *testing.T) []site {
	t.Helper()
	files, err := filepath.Glob("*.go")
	check(t, err)
	var all []site
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		check(t, err)
		for _, declared := range parsed.Decls {
			in := strings.TrimSuffix(file, ".go")
			if function, ok := declared.(*ast.FuncDecl); ok {
				if in = function.Name.Name; in == "usage" {
					continue
				}
			}
			ast.Inspect(declared, func(n ast.Node) bool {
				if words(n) {
					text := longestText(t, n)
					all = append(all, site{in + ": " + text, text})
				}
				return true
			})
		}
	}
	return all
}

// words reports whether a node words an error.
func words(n ast.Node) bool {
	var named ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		named = n.Fun
	case *ast.CompositeLit:
		if len(n.Elts) == 0 {
			return false
		}
		named = n.Type
	}
	name, ok := named.(*ast.Ident)
	return ok && (name.Name == "usage" || name.Name == "failure")
}

func longestText(t *testing.T, n ast.Node) string {
	t.Helper()
	longest := ""
	ast.Inspect(n, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, err := strconv.Unquote(literal.Value)
			check(t, err)
			if len(text) > len(longest) {
				longest = text
			}
		}
		return true
	})
	return longest
}

var verb = regexp.MustCompile(`%[a-z]`)

// pattern matches what a format writes.
func pattern(format string) *regexp.Regexp {
	parts := verb.Split(format, -1)
	for i, part := range parts {
		parts[i] = regexp.QuoteMeta(part)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))
}

// TestErrorsHelp drives the real program into every error that this package words, and
// into those from below: each says what happened, where, and what to do. A new error
// without an entry fails.
func TestErrorsHelp(t *testing.T) {
	folder := errorsFolder(t)
	known, written := map[string]site{}, map[string]int{}
	for _, s := range sites(t) {
		known[s.name] = s
		written[s.name]++
	}
	if len(written) < 40 {
		t.Fatalf("only %d errors were found", len(written))
	}
	for _, e := range errorTable {
		s, ok := known[e.site]
		if !ok && e.site != "" {
			t.Errorf("there is no error %q any more", e.site)
			continue
		}
		written[e.site]--
		if e.elsewhere != "" {
			if !testExists(t, e.elsewhere) {
				t.Errorf("%s: there is no %s", e.site, e.elsewhere)
			}
			continue
		}
		t.Run(e.line, func(t *testing.T) {
			if e.code == exitUsage {
				t.Parallel() // it touches no database
			}
			e.shown(t, folder, s)
		})
	}
	for name, missing := range written {
		if missing > 0 {
			t.Errorf("errorTable lacks %d entries that show the error %q", missing, name)
		}
	}
}

// shown runs the line of an entry and looks at what it says.
func (e errorEntry) shown(t *testing.T, folder string, s site) {
	command := exec.Command("sh", "-c", e.line)
	command.Dir = folder
	var out []byte
	var err error
	if e.terminal {
		screen, started := pty.Start(command)
		check(t, started)
		out, _ = io.ReadAll(screen) // a terminal without a writer ends in an error
		err = errors.Join(command.Wait(), screen.Close())
	} else {
		out, err = command.CombinedOutput()
	}
	if got := command.ProcessState.ExitCode(); got != e.code {
		t.Errorf("exit code %d (%v), want %d", got, err, e.code)
	}
	if !pattern(s.text).Match(out) {
		t.Errorf("it does not end in %q", e.site)
	}
	if e.where == "" || e.do == "" {
		t.Error("the entry does not tell where, and what to do")
	}
	for _, part := range []string{e.where, e.do} {
		if !strings.Contains(string(out), part) {
			t.Errorf("it does not say %q", part)
		}
	}
	if strings.Contains(string(out), "panic") || strings.Contains(string(out), "goroutine") {
		t.Error("it does not end well")
	}
	if t.Failed() {
		t.Logf("%s", out)
	}
}

// TestErrorsOfRareMoments shows the errors that no command line brings about at will.
func TestErrorsOfRareMoments(t *testing.T) {
	if f := explain(fmt.Errorf("ask: %w", query.ErrEnded)); f.code != exitWork || !strings.Contains(f.next, "run the same command again") {
		t.Errorf("an end of the process that answers is told as %+v", f)
	}
	c := newCommand(io.Discard, io.Discard)
	c.narrowing.app = "ks1"
	if f := explain(c.knowsApp(finding.Run{})); f.code != exitUsage || !strings.Contains(f.Error(), `"ks1", nor any other, in the logs and the configuration`) {
		t.Errorf("an app of none is told as %+v", f)
	}
}

// testExists reports whether a test of that name, or a script of that path, is there.
func testExists(t *testing.T, name string) bool {
	t.Helper()
	if _, err := os.Stat(name); err == nil {
		return true
	}
	files, err := filepath.Glob("*_test.go")
	check(t, err)
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		check(t, err)
		return strings.Contains(string(text), fmt.Sprintf("func %s(t *testing.T)", name))
	})
}
