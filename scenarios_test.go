package main

// The sample scenarios: the findings that each must give, and the same bytes whatever
// the order and the number of threads.

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/sql/duck"
)

// TestScenarios wants each sample scenario to give exactly the findings that
// were written down by hand from the rules.
func TestScenarios(t *testing.T) {
	expected, err := filepath.Glob("samples/expected/*.json")
	if err != nil || len(expected) == 0 {
		t.Fatalf("no expectations in samples/expected: %v", err)
	}
	type told struct {
		Rule   string        `json:"rule"`
		AppKey string        `json:"app_key"`
		Level  finding.Level `json:"level"`
	}
	for _, file := range expected {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []told
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			var run finding.Run
			if err := json.Unmarshal(output(t, nil, "report", "--format", "json", "--fail-on", "none", "samples/"+name), &run); err != nil {
				t.Fatal(err)
			}
			for _, f := range run.Findings {
				got = append(got, told{f.Rule, *f.AppKey, f.Level})
			}
			inOrder := func(a, b told) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
			slices.SortFunc(want, inOrder)
			slices.SortFunc(got, inOrder)
			if !slices.Equal(got, want) {
				t.Errorf("got findings\n%v\nwant\n%v", got, want)
			}
			if !run.DataQuality.Balance.Balanced {
				t.Errorf("lines are not balanced: %+v", run.DataQuality.Balance)
			}
		})
	}
}

// output runs the program, which must succeed, and returns its stdout.
func output(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	command := exec.Command("opaudit", args...)
	command.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("opaudit %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout
}

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
		return output(t, env, append(append([]string{"report", "--fail-on", "none"}, flags...), paths...)...)
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
			sameBytes(t, strings.Join(flags, " ")+", "+what, got, want)
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
		return bytes.ReplaceAll(output(t, nil, "report", "--format", "json", "--fail-on", "none", folder), []byte(folder), []byte("FOLDER"))
	}
	want := reportOf(names)
	slices.Reverse(names)
	sameBytes(t, "files made in the opposite order", reportOf(names), want)
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
		sameBytes(t, fmt.Sprintf("%d threads", threads), reportOf(threads), want)
	}
}

// sameBytes compares two documents and shows the first line that differs.
func sameBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s: line %d is\n%s\nwant\n%s", what, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g), len(w))
}
