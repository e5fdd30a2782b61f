package e2e_test

// The same bytes, whatever the order of files and the number of threads.

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/samples/scripts"
	"opaudit/sql/duck"
)

// TestSameBytes wants equal logs to give equal reports, byte for byte, whatever
// the order of the arguments, of the files' making, and the number of threads.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("samples/mixed/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cross-shop", "plaintext", "decrypt"} {
		more, err := filepath.Glob("samples/" + name + "/*")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	report := func(env []string, paths []string, flags ...string) []byte {
		return scripts.Output(t, env, append(append([]string{"report", "--fail-on", "none"}, flags...), paths...)...)
	}
	backwards := slices.Clone(files)
	slices.Reverse(backwards)
	middle := slices.Concat(files[len(files)/2:], files[:len(files)/2], files[:1])
	for _, flags := range [][]string{{"--format", "json"}, {"--format", "md"}, {"--format", "md", "--lang", "zh"}} {
		want := report(nil, files, flags...)
		for what, got := range map[string][]byte{
			"paths backwards":           report(nil, backwards, flags...),
			"paths from the middle":     report([]string{"GOMAXPROCS=1"}, middle, flags...),
			"many scheduler threads":    report([]string{"GOMAXPROCS=8"}, files, flags...),
			"in another place and zone": report([]string{"TZ=America/New_York", "LC_ALL=de_DE.UTF-8"}, files, flags...),
		} {
			scripts.SameBytes(t, strings.Join(flags, " ")+", "+what, got, want)
		}
	}
}

// TestSameBytesOfFolders wants the order in which files came into a folder not
// to matter.
func TestSameBytesOfFolders(t *testing.T) {
	t.Parallel()
	names := []string{"api.log", "login.log", "message.log", "open.log", "order.log", "sql.log"}
	reportOf := func(names []string) []byte {
		folder := t.TempDir()
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join("samples/cross-shop", name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return bytes.ReplaceAll(scripts.Output(t, nil, "report", "--format", "json", "--fail-on", "none", folder), []byte(folder), []byte("FOLDER"))
	}
	want := reportOf(names)
	slices.Reverse(names)
	scripts.SameBytes(t, "files made in the opposite order", reportOf(names), want)
}

// TestSameBytesOfThreads wants the number of the engine's threads, which no flag
// sets, not to matter.
func TestSameBytesOfThreads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	reportOf := func(threads int) []byte {
		db, err := duck.Open(ctx, filepath.Join(t.TempDir(), "threads.duckdb"), duck.Options{Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		loader, err := ingest.NewLoader(ctx, db, mask.DefaultVocabulary())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := loader.Load(ctx, []string{"samples/mixed", "samples/cross-shop"}, nil); err != nil {
			t.Fatal(err)
		}
		judgement, err := analyzer.Analyze(ctx, db, analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		formats, err := reports.Select("json", reports.English)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := formats[0].Documents[0].Write(&text, analyzer.Against(judgement.Run, nil)); err != nil {
			t.Fatal(err)
		}
		return text.Bytes()
	}
	want := reportOf(1)
	for _, threads := range []int{2, 7} {
		scripts.SameBytes(t, fmt.Sprintf("%d threads", threads), reportOf(threads), want)
	}
}
