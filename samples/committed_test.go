package samples

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// update writes the committed logs anew. It never touches expected/, which is
// written by hand from the rules.
var update = flag.Bool("update", false, "write the committed sample logs anew")

// TestCommittedLogs wants samples/NAME to hold what Generate writes, no more and no less.
func TestCommittedLogs(t *testing.T) {
	for _, name := range Scenarios() {
		files, _ := generated(t, name, CommittedLines, CommittedSeed)
		if *update {
			writeCommitted(t, name, files)
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(entries) != len(files) {
			t.Errorf("samples/%s holds %d files, Generate writes %d", name, len(entries), len(files))
		}
		size := 0
		for file, f := range files {
			size += f.Len()
			committed, err := os.ReadFile(filepath.Join(name, file))
			if err != nil {
				t.Error(err)
			} else if !bytes.Equal(committed, f.Bytes()) {
				t.Errorf("samples/%s/%s differs from what Generate writes; see -update", name, file)
			}
		}
		if size > 400_000 {
			t.Errorf("samples/%s takes %d bytes, want at most 400,000", name, size)
		}
	}
}

func writeCommitted(t *testing.T, name string, files map[string]*memoryFile) {
	t.Helper()
	if err := os.MkdirAll(name, 0o755); err != nil {
		t.Fatal(err)
	}
	for file, f := range files {
		if err := os.WriteFile(filepath.Join(name, file), f.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestExpectedFindings compares the hand-written findings with the planned ones.
func TestExpectedFindings(t *testing.T) {
	for _, name := range Scenarios() {
		raw, err := os.ReadFile(filepath.Join("expected", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want []ExpectedFinding
		if err := json.Unmarshal(raw, &want); err != nil {
			t.Fatalf("expected/%s.json: %v", name, err)
		}
		_, truth := generated(t, name, CommittedLines, CommittedSeed)
		if !slices.Equal(truth.Findings, want) {
			t.Errorf("%s: planned\n%v\nexpected by hand\n%v", name, truth.Findings, want)
		}
	}
}
