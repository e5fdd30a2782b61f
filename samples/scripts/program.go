package scripts

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Program is the tests of a package with the real program: it is built and put on PATH,
// and they run in the folder of the module. Of tests with the race detector it has that,
// too, and of those that measure what they reach it writes that into the same folder.
type Program struct{ Tests testscript.TestingM }

// Run builds the program and runs the tests.
func (p Program) Run() int {
	code, err := p.run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	return code
}

func (p Program) run() (code int, err error) {
	root, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return 0, fmt.Errorf("find module: %w", err)
	}
	if err := os.Chdir(filepath.Dir(strings.TrimSpace(string(root)))); err != nil {
		return 0, err
	}
	folder, err := os.MkdirTemp("", "opaudit-program-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	line := []string{"build", "-buildvcs=false", "-o", filepath.Join(folder, "opaudit"), fmt.Sprintf("-race=%v", raced())}
	if folder := coverage(); folder != "" {
		line = append(line, "-cover", "-coverpkg=./...")
		if err := os.Setenv("GOCOVERDIR", folder); err != nil { // go test's own is another one
			return 0, err
		}
	}
	build := exec.Command("go", append(line, "opaudit")...)
	if said, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build program: %w\n%s", err, said)
	}
	if err := os.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		return 0, err
	}
	return p.Tests.Run(), nil
}

// coverage is the folder into which these tests write what they reach, "" when they do not.
func coverage() string {
	flag.Parse() // go test may name several: the last one counts
	if folder := flag.Lookup("test.gocoverdir"); folder != nil {
		return folder.Value.String()
	}
	return ""
}

// raced reports whether this very program has the race detector.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, s := range info.Settings {
		if s.Key == "-race" {
			return s.Value == "true"
		}
	}
	return false
}

// Output runs the program, which must succeed, and returns its stdout.
func Output(t testing.TB, env []string, args ...string) []byte {
	t.Helper()
	command := exec.Command("opaudit", args...)
	command.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("opaudit %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout
}

// SameBytes compares two documents and shows the first line that differs.
func SameBytes(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s: line %d is\n%s\nwant\n%s", what, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g), len(w))
}

// Check ends a test that meets an error.
func Check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// FilesBelow reads every file below folder, by name.
func FilesBelow(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	found := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found[filepath.Base(path)] = content
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
