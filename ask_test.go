package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// asking is the real program with a question whose answer never ends, of which the
// first line has come.
type asking struct {
	cmd    *exec.Cmd
	stderr bytes.Buffer
	lines  *bufio.Reader
}

func askWithoutEnd(t *testing.T, database string) *asking {
	t.Helper()
	a := &asking{cmd: exec.Command("opaudit", "--db", database, "sql", "--format", "csv", "-c", "SELECT range FROM range(1000000000000)")}
	a.cmd.Stderr = &a.stderr
	out, err := a.cmd.StdoutPipe()
	check(t, err)
	check(t, a.cmd.Start())
	t.Cleanup(func() { _ = a.cmd.Process.Kill() })
	a.lines = bufio.NewReader(out)
	if line, err := a.lines.ReadString('\n'); line != "range\n" {
		t.Fatalf("the answer begins with %q: %v", line, err)
	}
	return a
}

// ended wants the program to end with a message of one sentence and what to do next.
func (a *asking) ended(t *testing.T, sentence, next string) {
	t.Helper()
	_, _ = a.lines.WriteTo(new(bytes.Buffer))
	_ = a.cmd.Wait() // the exit code is looked at
	said := a.stderr.String()
	_, message, _ := strings.Cut(said, "opaudit: ")
	lines := strings.Split(strings.TrimSpace(message), "\n")
	if a.cmd.ProcessState.ExitCode() != exitWork || len(lines) != 2 || !strings.Contains(lines[0], sentence) || !strings.Contains(lines[1], next) {
		t.Errorf("it ended with %d and said:\n%s", a.cmd.ProcessState.ExitCode(), said)
	}
}

// TestKilledServer kills a watch while it answers: who asked is told, the socket that
// is left behind is in nobody's way, and what was committed is there.
func TestKilledServer(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(3)), 0o600))
	p := begin(t, "opaudit", "--db", database, "watch", logs)
	p.until("loaded")
	a := askWithoutEnd(t, database)
	check(t, p.cmd.Process.Kill())
	_ = p.cmd.Wait() // it was killed
	a.ended(t, "the process that answers ended before the answer was whole", "run the same command again")
	if _, err := os.Lstat(query.SocketPath(database)); err != nil {
		t.Fatalf("no socket was left behind: %v", err)
	}
	if got := count(t, database, "sql_statements"); got != "3" {
		t.Errorf("%s records are there", got)
	}
	again := begin(t, "opaudit", "--db", database, "watch", logs)
	again.until("watching")
	if got := count(t, database, "sql_statements"); got != "3" {
		t.Errorf("%s records are answered", got)
	}
	again.stop(os.Interrupt)
}

// TestStoppedClient stops and kills who asks: the watch loads on and answers others.
func TestStoppedClient(t *testing.T) {
	database, logs := place(t)
	p := begin(t, "opaudit", "--db", database, "watch", logs)
	p.until("watching")
	interrupted, killed := askWithoutEnd(t, database), askWithoutEnd(t, database) // as many as run at a time
	check(t, interrupted.cmd.Process.Signal(syscall.SIGINT))
	interrupted.ended(t, "stopped before the work was done", "run the same command again")
	check(t, killed.cmd.Process.Kill())
	_ = killed.cmd.Wait() // it was killed
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(3)), 0o600))
	p.until("loaded")
	if got := count(t, database, "sql_statements"); got != "3" {
		t.Errorf("%s records are answered", got)
	}
	p.stop(os.Interrupt)
}

// TestHeldWhileItIsAttachedAgain: a process that answers holds the database also while it
// has let go of the file, as it does for a moment when it attaches it again.
func TestHeldWhileItIsAttachedAgain(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(3)), 0o600))
	db, err := duck.Open(t.Context(), database, duck.Options{})
	check(t, err)
	t.Cleanup(func() { db.Close() })
	server, err := query.Listen(db, query.Hooks{})
	check(t, err)
	t.Cleanup(func() { _ = server.Close() })
	for _, s := range []string{"USE memory", "DETACH audit"} {
		_, err := db.ExecContext(t.Context(), s)
		check(t, err)
	}
	out, err := exec.Command("opaudit", "--db", database, "ingest", logs).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process has the database open") {
		t.Errorf("a load beside it ended with %v and said:\n%s", err, out)
	}
}
