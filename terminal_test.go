package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// TestProgress shows that a load tells how far it is on a terminal, and only there.
func TestProgress(t *testing.T) {
	load := func(stderr io.Writer) (stdout string) {
		var out bytes.Buffer
		cmd := exec.Command("opaudit", "--db", filepath.Join(t.TempDir(), "audit.duckdb"), "ingest", filepath.Join("samples", "throttled"))
		cmd.Stdout, cmd.Stderr = &out, stderr
		if err := cmd.Run(); err != nil {
			t.Fatalf("ingest: %v\n%s", err, out.String())
		}
		return out.String()
	}
	screen, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer screen.Close()
	if err := pty.Setsize(terminal, &pty.Winsize{Rows: 24, Cols: 160}); err != nil {
		t.Fatal(err)
	}
	shown := make(chan string)
	go func() {
		all, _ := io.ReadAll(screen) // a terminal without a writer ends in an error
		shown <- string(all)
	}()
	onTerminal := load(terminal)
	terminal.Close()
	seen := <-shown
	for _, part := range []string{"lines/s", "sql.log", "KiB"} {
		if !strings.Contains(seen, part) {
			t.Errorf("the terminal shows no %q:\n%q", part, seen)
		}
	}
	var elsewhere bytes.Buffer
	if got := load(&elsewhere); got != onTerminal {
		t.Errorf("stdout on a terminal:\n%s\nelsewhere:\n%s", onTerminal, got)
	}
	if elsewhere.Len() > 0 {
		t.Errorf("messages that are not shown on a terminal: %q", elsewhere.String())
	}
}
