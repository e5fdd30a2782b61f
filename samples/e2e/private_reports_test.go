package e2e_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/ingest/mask/corpus"
	"opaudit/reports"
	"opaudit/samples/scripts"
)

// TestNoPlaintextInAnyReport looks for personal data and secrets in every document of
// every format, in both languages, of a database and of files alone, and with rejects
// and failed files.
func TestNoPlaintextInAnyReport(t *testing.T) {
	t.Parallel()
	lines := corpus.Generate(14, 600)
	secrets := secretsOf(t, lines)
	secrets.add("13800138000.log")
	for _, line := range []string{
		`{"logType":"login","appKey":"ks1","sellerId":1,"loginMessage":"password=hush-5309-a","access_token":"hush-5309-b","time":1729396800000}`,
		`{"logType":"api","appKey":"ks1","method":"open.x","result":0,"errorMsg":"sign=hush-5309-c","param":"{\"appSecret\":\"hush-5309-d\"}","time":1729396800000}`,
		`{"logType":"open","appKey":"ks1","url":"http://erp.example.com/?access_token=hush-5309-e","sendToUrl":"http://erp.example.com/?sign=hush-5309-f","orderIds":[1],"time":1729396800000}`,
		`{"logType":"sql","appKey":"ks1","sql":"select * from orders where token = 'hush-5309-g'","time":1729396800000}`,
		`{"logType":"order","password":"hush-5309-h"`,
	} {
		lines = append(lines, corpus.Line{Text: []byte(line)})
	}
	for _, letter := range "abcdefgh" {
		secrets.add("hush-5309-" + string(letter))
	}
	logs, work := t.TempDir(), t.TempDir()
	writeLogs(t, logs, lines)
	runIn(t, work, "ingest", "-q", logs)
	for folder, args := range map[string][]string{
		"database-en": {}, "database-zh": {"--lang", "zh"}, "files-zh": {logs, "--lang", "zh"}, "part-en": {"--since", "2000-01-01"},
	} {
		runIn(t, work, append([]string{"report", "--out", folder}, args...)...)
	}
	runIn(t, work, "report", "--from", "part-en/run.json", "--out", "saved-en")
	runIn(t, work, "report", "--compare", "files-zh/run.json", "--out", "compared-en")
	folders, err := filepath.Glob(filepath.Join(work, "*-??"))
	if err != nil || len(folders) != 6 {
		t.Fatalf("%v: the reports are %v", err, folders)
	}
	masked := 0
	for _, folder := range folders {
		found := documentsIn(t, folder)
		mustHoldNone(t, secrets, found)
		for _, content := range found {
			masked += bytes.Count(content, []byte("****"))
		}
	}
	if masked < 100 {
		t.Errorf("only %d masked values were looked at", masked)
	}
}

// documentsIn reads every document in a folder of reports; those of Parquet as the
// rows that they hold.
func documentsIn(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	found := scripts.FilesBelow(t, folder)
	for _, format := range reports.Formats(reports.English) {
		for _, document := range format.Documents {
			if len(found[document.Name]) == 0 {
				t.Errorf("%s has no %s", folder, document.Name)
			}
			if strings.HasSuffix(document.Name, ".parquet") {
				found[document.Name+" unpacked"] = unpacked(t, filepath.Join(folder, document.Name))
			}
		}
	}
	return found
}

// unpacked is a line for each row of a Parquet file.
func unpacked(t *testing.T, file string) []byte {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query("SELECT CAST(to_json(r) AS VARCHAR) FROM read_parquet(?) r", file)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out bytes.Buffer
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(&out, row)
	}
	if err := rows.Err(); err != nil || out.Len() == 0 {
		t.Fatalf("%s: %v, %d bytes", file, err, out.Len())
	}
	return out.Bytes()
}
