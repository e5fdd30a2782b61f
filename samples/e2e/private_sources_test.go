package e2e_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"opaudit/ingest/mask/corpus"
	"opaudit/samples/scripts"
)

// wrappedSources reads the logs of the test below.
const wrappedSources = `sources:
  - {files: docker.log, wrapper: docker, appKey: ks1}
  - {files: cri.log, wrapper: cri, logType: api, fields: {sellerId: shop.id, requestId: trace}}
  - {files: prefix.log, prefix: '\S+ \w+ ', time: rfc3339, fields: {sql: message}, logType: sql, appKey: ks1}
`

// TestNoPlaintextStaysOfWrappedLogs loads lines full of personal data through each
// wrapper, half of them broken off, so that they are rejected and kept as text.
func TestNoPlaintextStaysOfWrappedLogs(t *testing.T) {
	t.Parallel()
	lines := corpus.Generate(13, 800)
	for i := range lines {
		if n := len(lines[i].Text) - 1; i%2 == 1 && n > 0 && (len(lines[i].Spans) == 0 || lines[i].Spans[len(lines[i].Spans)-1].End < n) {
			lines[i].Text = lines[i].Text[:n]
		}
	}
	secrets := secretsOf(t, lines)
	logs, work := t.TempDir(), t.TempDir()
	files := map[string]*bytes.Buffer{"docker.log": {}, "cri.log": {}, "prefix.log": {}}
	for _, line := range lines {
		text, err := json.Marshal(string(line.Text) + "\n")
		if err != nil {
			t.Fatal(err)
		}
		files["docker.log"].WriteString(`{"log":` + string(text) + `,"stream":"stdout"}` + "\n")
		files["cri.log"].WriteString("2024-10-01T00:00:00.000000000+08:00 stdout F " + string(line.Text) + "\n")
		files["prefix.log"].WriteString("10:00:00.000 INFO " + string(line.Text) + "\n")
	}
	files["opaudit.yaml"] = bytes.NewBufferString(wrappedSources)
	for name, content := range files {
		folder := logs
		if name == "opaudit.yaml" {
			folder = work
		}
		if err := os.WriteFile(filepath.Join(folder, name), content.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	mustHoldNone(t, secrets, map[string][]byte{"ingest": runIn(t, work, "ingest", "-v", logs), "report": runIn(t, work, "report", "--format", "json")})
	mustHoldNone(t, secrets, scripts.FilesBelow(t, work))
	rows := tables(t, work)
	mustHoldNone(t, secrets, rows)
	if n := bytes.Count(rows["table rejects"], []byte("\n")); n < 600 {
		t.Errorf("only %d lines of rejects were looked at", n)
	}
}
