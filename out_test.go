package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"testing"

	"opaudit/analyzer/finding"
	"opaudit/reports"
	"opaudit/samples/scripts"
)

// TestReportsAreReplacedTogether: an index that fits the documents beside it, and when
// one document cannot be written, all stay as they were.
func TestReportsAreReplacedTogether(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "out")
	run := finding.Run{Schema: finding.Schema, AsOf: "2024-10-20"}
	if err := writeReports(folder, reports.English, reports.Formats(reports.English), run); err != nil {
		t.Fatal(err)
	}
	before := scripts.FilesBelow(t, folder)
	var index struct{ Documents []reports.IndexEntry }
	if err := json.Unmarshal(before[reports.IndexName], &index); err != nil {
		t.Fatal(err)
	}
	if len(index.Documents) != len(before)-1 {
		t.Errorf("the index lists %d documents of %d files", len(index.Documents), len(before))
	}
	for _, document := range index.Documents {
		if sum := sha256.Sum256(before[document.Name]); document.SHA256 != hex.EncodeToString(sum[:]) {
			t.Errorf("the index has another digest of %s", document.Name)
		}
	}
	broken := errors.New("it broke")
	formats := append(reports.Formats(reports.English), reports.Format{Name: "broken", Documents: []reports.Document{{Name: "report.md", Write: func(w io.Writer, _ finding.Run) error {
		_, err := io.WriteString(w, "half")
		return errors.Join(err, broken)
	}}}})
	run.AsOf = "2024-10-21"
	if err := writeReports(folder, reports.English, formats, run); !errors.Is(err, broken) {
		t.Fatalf("the error is %v", err)
	}
	after := scripts.FilesBelow(t, folder)
	if len(after) != len(before) {
		t.Errorf("%d files became %d", len(before), len(after))
	}
	for name := range before {
		if !slices.Equal(after[name], before[name]) {
			t.Errorf("%s was changed", name)
		}
	}
}
