package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ends wants the program to end by itself, with an exit code.
func (p *program) ends(code int) {
	p.t.Helper()
	late := time.AfterFunc(time.Minute, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	for m := range p.messages {
		p.seen = append(p.seen, m)
	}
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Fatalf("exit %d, want %d\n%s", got, code, strings.Join(p.seen, "\n"))
	}
}

// TestWatchDatabaseRemoved removes the database beside a watch, which commits nothing more
// into a file that has no name, and makes none in its place.
func TestWatchDatabaseRemoved(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(10)), 0o600))
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "1h", logs) // it notices when it loads, or before
	p.until("loaded", "a.log")
	check(t, os.Remove(database))
	check(t, os.WriteFile(filepath.Join(logs, "b.log"), []byte(strings.ReplaceAll(statements(20), "ks1", "ks2")), 0o600))
	p.until("audit.duckdb was removed or replaced; what was loaded since is lost")
	p.until("start watch again")
	p.ends(exitWork)
	if left, err := filepath.Glob(database); err != nil || len(left) > 0 {
		t.Errorf("left: %v (%v)", left, err)
	}
	again := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", logs)
	again.until("loaded", "b.log")
	again.stop(os.Interrupt)
	if got := count(t, database, "sql_statements"); got != "30" {
		t.Errorf("%s statements are stored, want 30", got)
	}
}

// TestWatchDatabaseReplaced puts an earlier copy of the database in its place: the watch
// ends, and all that was loaded since is loaded again into the copy.
func TestWatchDatabaseReplaced(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(10)), 0o600))
	runs(t, exitDone, "--db", database, "ingest", logs)
	text, err := os.ReadFile(database)
	check(t, err)
	check(t, os.WriteFile(database+".earlier", text, 0o600))
	check(t, os.WriteFile(filepath.Join(logs, "c.log"), []byte(strings.ReplaceAll(statements(40), "ks1", "ks3")), 0o600))
	runs(t, exitDone, "--db", database, "ingest", logs)
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", logs)
	p.until("watching")
	check(t, os.WriteFile(filepath.Join(logs, "b.log"), []byte(strings.ReplaceAll(statements(20), "ks1", "ks2")), 0o600))
	p.until("loaded", "b.log")
	check(t, os.Rename(database+".earlier", database))
	p.until("was removed or replaced")
	p.ends(exitWork)
	runs(t, exitDone, "--db", database, "ingest", logs)
	if got := count(t, database, "sql_statements"); got != "70" {
		t.Errorf("%s statements are stored, want 70", got)
	}
}

// TestRebuildKeepsWhatItCannotRead lets a user ask for a rebuild who may not read the
// database, which may be whole: it is not set aside.
func TestRebuildKeepsWhatItCannotRead(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(10)), 0o600))
	runs(t, exitDone, "--db", database, "ingest", logs)
	check(t, os.Chmod(database, 0))
	line := []string{"opaudit", "--db", database, "watch", "--once", "--rebuild", logs}
	if os.Geteuid() == 0 { // to whom every file is readable, but for this
		line = append([]string{"setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--"}, line...)
	}
	p := begin(t, line...)
	p.until("ermission denied")
	p.ends(exitWork)
	check(t, os.Chmod(database, 0o600))
	if got := count(t, database, "sql_statements"); got != "10" {
		t.Errorf("%s statements are stored, want 10", got)
	}
}

// TestSnapshotRemovesWhatAKilledOneLeft finds the folders of two snapshots that did not
// end, of which one is still held.
func TestSnapshotRemovesWhatAKilledOneLeft(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(10)), 0o600))
	runs(t, exitDone, "--db", database, "ingest", logs)
	folder := filepath.Dir(logs)
	left := func(name string, files ...string) string {
		path := filepath.Join(folder, unfinished+name)
		check(t, os.Mkdir(path, 0o700))
		for _, file := range files {
			check(t, os.WriteFile(filepath.Join(path, file), []byte("x"), 0o600))
		}
		return path
	}
	killed := left("1", "snapshot.duckdb", "snapshot.duckdb.wal")
	other := left("2", "snapshot.duckdb", "mine")
	held, letGo, err := unfinishedFolder(folder)
	check(t, err)
	target := filepath.Join(folder, "elsewhere")
	check(t, os.Mkdir(target, 0o700))
	check(t, os.Symlink(target, filepath.Join(folder, unfinished+"3")))
	_, stderr := runs(t, exitDone, "--db", database, "snapshot", filepath.Join(folder, "copy.duckdb"))
	if !strings.Contains(stderr, "removed what a snapshot that did not end left behind: "+unfinished+"1") {
		t.Errorf("it says %s", stderr)
	}
	for path, stays := range map[string]bool{killed: false, other: true, held: true, target: true, filepath.Join(folder, unfinished+"3"): true, filepath.Join(folder, "copy.duckdb"): true} {
		if _, err := os.Lstat(path); (err == nil) != stays {
			t.Errorf("%s: %v", path, err)
		}
	}
	check(t, letGo())
	runs(t, exitDone, "--db", database, "snapshot", filepath.Join(folder, "copy2.duckdb"))
	if _, err := os.Lstat(held); err == nil {
		t.Errorf("%s stays", held)
	}
}
