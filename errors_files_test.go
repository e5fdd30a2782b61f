package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/ingest"
)

// TestErrorsOfPermission shows what a user may not do: the message names the file and says
// what to do, whether the program or the engine opens it.
func TestErrorsOfPermission(t *testing.T) {
	database, logs := place(t)
	folder := filepath.Dir(database)
	locked := filepath.Join(folder, "locked")
	log := filepath.Join(logs, "a.log")
	check(t, os.WriteFile(log, []byte(statements(10)), 0o600))
	runs(t, exitDone, "--db", database, "ingest", log)
	check(t, os.Chmod(database, 0o000))
	check(t, os.Mkdir(locked, 0o500))
	for _, each := range []struct {
		code int
		told string
		line []string
	}{
		{exitWork, "opaudit: open " + database + ": permission denied", []string{"--db", database, "analyze"}},
		{exitWork, "opaudit: open " + database + ": permission denied", []string{"--db", database, "ingest", log}},
		{exitWork, "opaudit: open " + locked + "/new.duckdb: permission denied", []string{"--db", locked + "/new.duckdb", "ingest", log}},
		{exitUsage, "opaudit: read configuration " + database + ": permission denied", []string{"--config", database, "report", log}},
	} {
		line := boundByModes(append([]string{"opaudit"}, each.line...)...)
		var stderr bytes.Buffer
		command := exec.Command(line[0], line[1:]...)
		command.Stderr = &stderr
		_ = command.Run() // its exit code says more
		if got := command.ProcessState.ExitCode(); got != each.code {
			t.Errorf("%v: exit code %d, want %d", each.line, got, each.code)
		}
		if want := each.told + "\n  next: give your user the right to that, or name another place\n"; stderr.String() != want {
			t.Errorf("%v: told is\n%s\nwant\n%s", each.line, stderr.String(), want)
		}
	}
}

// TestToldOfAFileThatWentAway: between a file's being found and its being read there is
// no time in which a test could take it away.
func TestToldOfAFileThatWentAway(t *testing.T) {
	var stderr, stdout bytes.Buffer
	c := newCommand(io.Discard, &stderr)
	c.logFormat, c.failOn = "json", "none"
	check(t, c.prepare("ingest"))
	results := []ingest.FileResult{{Path: "a.log", Gone: true}}
	c.tellFiles(results)
	check(t, writeBalance(&stdout, results))
	if !strings.Contains(stderr.String(), `"level":"WARN","msg":"a.log went away before it was read"`) {
		t.Errorf("told is %s", stderr.String())
	}
	if !strings.HasPrefix(stdout.String(), "total: 0 files: ") || failedFiles(results) != nil {
		t.Errorf("it counts: %s", stdout.String())
	}
}
