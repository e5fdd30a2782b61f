package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/config"
	"opaudit/ingest"
	"opaudit/ingest/mask"
)

// scanned is what a scan of a folder of files tells, a line each.
func scanned(t *testing.T, folder string, sources *ingest.Sources, more ...string) ([]string, ingest.ScanResult) {
	t.Helper()
	var told []string
	result, err := ingest.Scan(context.Background(), append(more, folder), mask.DefaultVocabulary(), sources, func(h ingest.ScanHit) error {
		told = append(told, fmt.Sprintf("%s:%d %s %s %s", filepath.Base(h.Path), h.Line, h.Kind, h.Field, h.Sample))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return told, result
}

// TestScanPieces puts values at every kind of border that a long line is cut at.
func TestScanPieces(t *testing.T) {
	const phone, name = "13800138000", "收件人：王小明，"
	folder := testFolder(t)
	write := func(file, content string) {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for i := range 14 { // a comma is near
		write(fmt.Sprintf("a%02d.log", i), strings.Repeat("x", ingest.MaxLine-13+i)+","+phone+",\r\nphone "+phone)
		want = append(want, fmt.Sprintf("a%02d.log:1 phone  138****8000", i), fmt.Sprintf("a%02d.log:2 phone  138****8000", i))
	}
	for i := range 9 { // none is, and a character is cut through
		text := name + strings.Repeat("国", ingest.MaxLine/3) + name + "\n"
		write(fmt.Sprintf("u%02d.log", i), strings.Repeat("x", i)+text)
		write(fmt.Sprintf("z%02d.log", i), strings.Repeat("x", i)+gb(t, name+strings.Repeat("国", ingest.MaxLine/2)+name)+"\n")
	}
	for _, charset := range []string{"u", "z"} {
		for i := range 9 {
			hit := fmt.Sprintf("%s%02d.log:1 name  王**", charset, i)
			want = append(want, hit, hit)
		}
	}
	got, result := scanned(t, folder, nil)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if result.Files != 32 || result.Lines != 14*2+18 || result.Binary != 0 || len(result.Errs) > 0 {
		t.Errorf("scanned %+v", result)
	}
}

func TestScan(t *testing.T) {
	folder := testFolder(t)
	for name, content := range map[string]string{
		"empty.log": "", "binary.log": "x\x00 13800138000\n", "json.log": `{"sub":{"list":["13800138000"]},"shop":13900139000}` + "\n\n",
		"zipped.gz": gzipped(t, "a\nb 13800138000\n"), "cut.gz": gzipped(t, "b 13800138000\n")[:20], "13800138000.log": "13700137000 and 13700137001\n", "out.bak": "call 13600136000",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sources := ingest.NewSources(&config.Config{Exclude: []string{"*.bak"}, Sources: []config.Source{{Files: "json.log", Fields: map[string]string{"sellerId": "shop"}}}})
	got, result := scanned(t, folder, sources, filepath.Join(folder, "13900139000.log"))
	want := []string{"138****8000.log:1 phone  137****7000", "138****8000.log:1 phone  137****7001", "json.log:1 phone sub.list[] 138****8000",
		"out.bak:1 phone  136****6000", "zipped.gz:2 phone  138****8000"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if result.Files != 7 || result.Lines != 6 || result.Binary != 1 || len(result.Errs) != 2 {
		t.Fatalf("scanned %+v", result)
	}
	if text := result.Errs[0].Error(); !strings.Contains(text, "139****9000.log: there is no such file") {
		t.Errorf("a file that is missing: %s", text)
	}
	if text := result.Errs[1].Error(); !strings.Contains(text, "cut.gz: ") || !strings.Contains(text, "cut off") {
		t.Errorf("a file that is cut off: %s", text)
	}
}

// TestScanEnds when it is told to, or when nobody takes its hits any more.
func TestScanEnds(t *testing.T) {
	folder := testFolder(t)
	for i := range 20 {
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.log", i)), []byte(strings.Repeat("call 13800138000\n", 5000)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	enough := errors.New("enough")
	_, err := ingest.Scan(context.Background(), []string{folder}, mask.DefaultVocabulary(), nil, func(ingest.ScanHit) error { return enough })
	if !errors.Is(err, enough) {
		t.Errorf("after a hit that was not taken: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	hits := 0
	_, err = ingest.Scan(ctx, []string{folder}, mask.DefaultVocabulary(), nil, func(ingest.ScanHit) error {
		if hits++; hits == 3 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || hits >= 100_000 {
		t.Errorf("after it was told to end: %v, %d hits", err, hits)
	}
}
