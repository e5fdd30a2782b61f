package main

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// script writes a program for the shell.
func script(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o700))
	check(t, os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700))
}

// TestCIVulnerabilities: a finding fails the checks, whatever it is about; only a
// database that cannot be reached lets them pass, and is told.
func TestCIVulnerabilities(t *testing.T) {
	text, err := os.ReadFile(".ci/run")
	check(t, err)
	function := regexp.MustCompile(`(?ms)^vulnerabilities\(\) \{$.*?^\}$`).FindString(string(text))
	for _, c := range []struct {
		name, govulncheck, want string
	}{
		{"none", "echo No vulnerabilities found.", "passed"},
		{"in crypto/tls", "echo 'Vulnerability #1: GO-2025-4175 in crypto/tls: context deadline exceeded, TLS, Forbidden'; exit 3", "failed"},
		{"unreachable", `echo 'govulncheck: fetching vulnerabilities: Get "https://vuln.go.dev/index/modules.json.gz": Forbidden' >&2; exit 1`, "passed, not checked: vulnerabilities"},
		{"found, and said to be unreachable", "echo 'govulncheck: fetching vulnerabilities: '; exit 3", "failed"},
		{"does not build", "echo 'govulncheck: loading packages: ingest/x.go:1: undefined: TLS' >&2; exit 1", "failed"},
		{"killed", "kill -9 $$", "failed"},
	} {
		tools := t.TempDir()
		script(t, filepath.Join(tools, "go"), "exit 0")
		script(t, filepath.Join(tools, "govulncheck"), c.govulncheck)
		shell := exec.CommandContext(t.Context(), "bash", "-euc", function+`
unchecked=() PATH="$tools:$PATH"
if vulnerabilities >&2; then echo "passed${unchecked:+, not checked: ${unchecked%%:*}}"; else echo failed; fi`)
		shell.Env = append(os.Environ(), "tools="+tools)
		var told strings.Builder
		shell.Stderr = &told
		out, err := shell.Output()
		if got := strings.TrimSpace(string(out)); got != c.want || err != nil {
			t.Errorf("%s: %s (%v), want %s; it told:\n%s", c.name, cmp.Or(got, "nothing"), err, c.want, told.String())
		}
	}
}

// TestReleaseEnvironment: what compiles a release, under its name, sees no setting of
// whoever makes it.
func TestReleaseEnvironment(t *testing.T) {
	text, err := os.ReadFile(".ci/release")
	check(t, err)
	folder := t.TempDir()
	check(t, os.MkdirAll(filepath.Join(folder, "tree", ".ci"), 0o700))
	check(t, os.WriteFile(filepath.Join(folder, "tree", ".ci", "release"), text, 0o700))
	seen := filepath.Join(folder, "seen")
	script(t, filepath.Join(folder, "bin", "go"), `if [ "$1" = build ]; then { echo "$@"; env | sort; } >'`+seen+`'; exit 1; fi; [ "$1" != env ] || echo "of go env"`)
	shell := exec.CommandContext(t.Context(), "bash", "-euc", "git init -q; git add .; git -c user.name=a -c user.email=a@example.com commit -qm a; .ci/release 0.1.0 || true")
	shell.Dir = filepath.Join(folder, "tree")
	shell.Env = []string{"PATH=" + filepath.Join(folder, "bin") + ":" + os.Getenv("PATH"), "HOME=" + folder, "https_proxy=http://proxy.example.com"}
	for _, name := range []string{"GOFLAGS", "GOENV", "GOEXPERIMENT", "GOFIPS140", "GOTOOLCHAIN", "GOAMD64", "GOARCH", "CC", "CXX", "CGO_CFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS", "CPATH", "LIBRARY_PATH", "SOURCE_DATE_EPOCH"} {
		shell.Env = append(shell.Env, name+"=strange")
	}
	out, err := shell.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	environment, err := os.ReadFile(seen)
	if err != nil {
		t.Fatalf("go build was not called: %s", out)
	}
	if strings.Contains(string(environment), "strange") {
		t.Errorf("a release is built with\n%s", environment)
	}
	for _, want := range []string{"/opaudit-0.1.0-linux-amd64 ", "GOENV=off\n", "GOPROXY=of go env\n", "https_proxy=http://proxy.example.com\n"} {
		if !strings.Contains(string(environment), want) {
			t.Errorf("a release is built without %q in\n%s", want, environment)
		}
	}
}
