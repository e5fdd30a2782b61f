package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestModes starts the real program without a umask and looks at everything that it
// writes: files are for their user alone, 0600, and folders 0700.
func TestModes(t *testing.T) {
	_, logs := place(t)
	folder := filepath.Dir(logs)
	open := func(args ...string) []string {
		return append([]string{"sh", "-c", `umask 0 && cd "$0" && exec opaudit "$@"`, folder, "--db", "audit.duckdb"}, args...)
	}
	finished := func(args ...string) {
		t.Helper()
		p := begin(t, open(args...)...)
		for range p.messages { // until it ends
		}
		check(t, p.cmd.Wait())
	}
	finished("sample", "--scenario", "throttled", "--out", "made/logs")
	finished("ingest", "made/logs")
	finished("analyze", "--fail-on", "none")
	finished("report", "--fail-on", "none", "--out", "out/report")
	finished("snapshot", "copy.duckdb")
	finished("prune", "--force", "--older-than", "30d")
	check(t, os.WriteFile(filepath.Join(logs, "once.log"), []byte(statements(10)), 0o600))
	finished("watch", "--once", "--fail-on", "none", "--out", "out/once", "--after", "move=moved/once", "logs")

	p := begin(t, open("watch", "--poll", "50ms", "--settle", "10ms", "--analyze-every", "0s", "--out", "out/watch", "--after", "move=moved/watch", "logs")...)
	p.until("watching")
	check(t, os.WriteFile(filepath.Join(logs, "b.log"), []byte(strings.Replace(statements(1000), "SELECT 0", "SELECT 1", 1)), 0o600))
	p.until("loaded", "b.log")
	there(t, filepath.Join(folder, "out", "watch", "index.json"))
	seen := modes(t, folder)
	p.stop(os.Interrupt)
	for name := range modes(t, folder) {
		seen[name] = true
	}
	for _, name := range []string{"audit.duckdb", "audit.duckdb.key", "audit.duckdb.sock", "copy.duckdb", "made/logs/api.log", "out/report/report.html", "out/report/index.json", "out/report/findings.parquet", "out/once/run.json", "out/watch/report.md", "moved/once", "moved/watch"} {
		if !seen[name] {
			t.Errorf("%s was not written, only %v", name, seen)
		}
	}
}

// there waits for a file.
func there(t *testing.T, path string) {
	t.Helper()
	deadline, again := time.After(time.Minute), time.NewTicker(10*time.Millisecond)
	defer again.Stop()
	for {
		if _, err := os.Stat(path); err == nil {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("%s does not come", path)
		case <-again.C:
		}
	}
}

// modes looks at all that is in a folder, and returns its names.
func modes(t *testing.T, folder string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	check(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil // a running program renames and removes
		}
		if err != nil {
			return err
		}
		info, err := d.Info()
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode(), want)
		}
		name, err := filepath.Rel(folder, path)
		names[filepath.ToSlash(name)] = true
		return err
	}))
	return names
}
