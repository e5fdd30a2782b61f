package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/text/encoding/simplifiedchinese"

	"opaudit/ingest/mask"
	"opaudit/ingest/mask/corpus"
	"opaudit/samples/scripts"
)

// The tests here load lines full of labelled personal data and look for it in
// everything that the program leaves behind.

// secrets are values to look for, by the bytes they start with, so that one
// pass over a text finds all of them.
type secrets map[[prefix]byte][]string

const prefix = 6

func (s secrets) add(value string) {
	head := [prefix]byte([]byte(value[:prefix]))
	s[head] = append(s[head], value)
}

func (s secrets) remove(value string) {
	head := [prefix]byte([]byte(value[:prefix]))
	s[head] = slices.DeleteFunc(s[head], func(other string) bool { return other == value })
}

func (s secrets) count() (n int) {
	for _, values := range s {
		n += len(values)
	}
	return n
}

// in returns where each of the secrets first stands in text.
func (s secrets) in(text []byte) map[string]int {
	const buckets = 1 << 16 // by two bytes: most places are passed without a look into the map
	var starts [buckets]bool
	for head := range s {
		starts[int(head[4])<<8|int(head[5])] = true
	}
	found := map[string]int{}
	for i := 0; i+prefix <= len(text); i++ {
		if !starts[int(text[i+4])<<8|int(text[i+5])] {
			continue
		}
		for _, value := range s[[prefix]byte(text[i:i+prefix])] {
			if _, known := found[value]; !known && bytes.HasPrefix(text[i:], []byte(value)) {
				found[value] = i
			}
		}
	}
	return found
}

// secretsOf returns the labelled values that the detector covers, as written
// and as people write them, each with its line. What stays readable somewhere in
// the masked lines, such as a name that is also part of a product's, is none.
func secretsOf(t *testing.T, lines []corpus.Line) secrets {
	t.Helper()
	scanner := mask.NewScanner(mask.DefaultVocabulary())
	var masked bytes.Buffer
	candidates := map[string]string{} // values by how they are written
	labelled, lost, missed := 0, 0, map[string]bool{}
	for _, line := range lines {
		text := bytes.Clone(line.Text)
		scanner.Line(text, nil)
		masked.Write(append(text, '\n'))
		for _, s := range line.Spans {
			labelled++
			if bytes.Equal(text[s.Start:s.End], line.Text[s.Start:s.End]) {
				missed[s.Value] = true
				lost++
				continue
			}
			candidates[s.Value] = s.Value
			candidates[string(line.Text[s.Start:s.End])] = s.Value
		}
	}
	if labelled < len(lines)/5 || lost*50 > labelled {
		t.Fatalf("%d of %d labelled values are not found: that proves nothing", lost, labelled)
	}
	// The database holds what is missed in a line with an escape less, as another line may write it.
	maps.DeleteFunc(candidates, func(_, value string) bool { return missed[value] })
	secrets := secrets{}
	for value := range candidates {
		if len(value) >= prefix {
			secrets.add(value)
		}
	}
	for value := range secrets.in(masked.Bytes()) {
		secrets.remove(value)
	}
	if secrets.count() < len(candidates)*3/4 {
		t.Fatalf("only %d of %d values can be told from the rest", secrets.count(), len(candidates))
	}
	return secrets
}

// writeLogs writes the lines into folder: plain, compressed, in another encoding,
// and under a name that is itself a phone number.
func writeLogs(t *testing.T, folder string, lines []corpus.Line) {
	t.Helper()
	var plain bytes.Buffer
	for _, line := range lines {
		plain.Write(append(bytes.Clone(line.Text), '\n'))
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(plain.Bytes()[:plain.Len()/2]); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var gb bytes.Buffer
	for _, line := range lines[:len(lines)/4] {
		text, err := simplifiedchinese.GB18030.NewEncoder().Bytes(append(bytes.Clone(line.Text), " \n"...))
		if err != nil {
			t.Fatal(err)
		}
		gb.Write(text)
	}
	for name, content := range map[string][]byte{
		"app.log": plain.Bytes(), "app.log.gz": packed.Bytes(), "gb18030.log": gb.Bytes(), "13800138000.log": plain.Bytes()[:plain.Len()/3],
	} {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// started returns the program, which keeps what it writes below folder.
func started(folder string, args ...string) *exec.Cmd {
	command := exec.Command("opaudit", args...)
	command.Dir = folder
	command.Env = append(os.Environ(), "TMPDIR="+folder, "OPAUDIT_DB=audit.duckdb")
	return command
}

// runIn runs the program and returns all that it says.
func runIn(t *testing.T, folder string, args ...string) []byte {
	t.Helper()
	out, err := started(folder, args...).CombinedOutput()
	code, exit := 0, (*exec.ExitError)(nil)
	if errors.As(err, &exit) {
		code, err = exit.ExitCode(), nil
	}
	if err != nil || code != 0 && code != 1 && code != 3 {
		t.Fatalf("opaudit %s: %v, exit code %d\n%s", strings.Join(args, " "), err, code, out)
	}
	return out
}

// mustHoldNone fails for each secret in what was left behind or said.
func mustHoldNone(t *testing.T, secrets secrets, places map[string][]byte) {
	t.Helper()
	for place, content := range places {
		for secret, i := range secrets.in(content) {
			t.Errorf("%s holds %q: …%s…", place, secret, content[max(0, i-60):min(len(content), i+len(secret)+40)])
		}
	}
}

// tables writes out every row of every table, which the database file holds
// compressed.
func tables(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	var names []struct {
		Name string `json:"name"`
	}
	list := runIn(t, folder, "sql", "--format", "json", "-c", "SELECT DISTINCT table_name AS name FROM duckdb_tables() WHERE NOT internal ORDER BY 1")
	if err := json.Unmarshal(list, &names); err != nil || len(names) < 10 {
		t.Fatalf("%v: %s", err, list)
	}
	rows := map[string][]byte{}
	for _, table := range names {
		rows["table "+table.Name] = runIn(t, folder, "sql", "--format", "json", "-c", fmt.Sprintf(`SELECT * FROM %q`, table.Name))
	}
	return rows
}

func TestNoPlaintextStays(t *testing.T) {
	t.Parallel()
	lines := corpus.Generate(11, 3000)
	secrets := secretsOf(t, lines)
	secrets.add("13800138000.log")
	logs, work := t.TempDir(), t.TempDir()
	writeLogs(t, logs, lines)
	said := map[string][]byte{
		"ingest -v":   runIn(t, work, "ingest", "-v", logs),
		"report":      runIn(t, work, "report"),
		"report zh":   runIn(t, work, "report", "--lang", "zh"),
		"report json": runIn(t, work, "report", "--format", "json"),
		"analyze":     runIn(t, work, "analyze", "-v"),
	}
	mustHoldNone(t, secrets, said)
	mustHoldNone(t, secrets, scripts.FilesBelow(t, work))
	mustHoldNone(t, secrets, tables(t, work))
}

// TestNoPlaintextStaysOfKilledLoad kills the program in the middle of a load.
func TestNoPlaintextStaysOfKilledLoad(t *testing.T) {
	t.Parallel()
	lines := corpus.Generate(12, 20_000)
	secrets := secretsOf(t, lines)
	logs, work := t.TempDir(), t.TempDir()
	const files = 10
	for k := range files {
		var text bytes.Buffer
		for i := range lines { // the same lines in another order: nothing is a duplicate
			line := lines[(i+k*len(lines)/files)%len(lines)]
			text.Write(append(bytes.Clone(line.Text), '\n'))
		}
		if err := os.WriteFile(filepath.Join(logs, fmt.Sprintf("%d.log", k)), text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := started(work, "ingest", "-q", logs)
	if err := load.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- load.Wait() }()
	for written := int64(0); written < 4<<20; {
		select {
		case err := <-ended:
			t.Fatalf("the load ended before it could be killed: %v", err)
		case <-time.After(time.Millisecond):
		}
		written = 0
		for _, name := range []string{"audit.duckdb", "audit.duckdb.wal"} {
			if info, err := os.Stat(filepath.Join(work, name)); err == nil {
				written += info.Size()
			}
		}
	}
	if err := load.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Fatal("the load ended before it was killed")
	}
	mustHoldNone(t, secrets, scripts.FilesBelow(t, work))
	runIn(t, work, "ingest", "-q", logs)
	mustHoldNone(t, secrets, scripts.FilesBelow(t, work))
	mustHoldNone(t, secrets, tables(t, work))
	var balance []struct {
		Lines, Files int
	}
	out := runIn(t, work, "sql", "--format", "json", "-c", "SELECT count(*) AS files, sum(lines) AS lines FROM files")
	if err := json.Unmarshal(out, &balance); err != nil || len(balance) != 1 || balance[0].Files != files || balance[0].Lines != files*len(lines) {
		t.Errorf("%v: after the second load the ledger has %s, want %d files and %d lines", err, out, files, files*len(lines))
	}
}
