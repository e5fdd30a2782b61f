package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/config"
)

// sourceNames are those of a program with two log types.
var sourceNames = config.Known{Fields: map[string][]string{"api": {"method", "result", "sellerId", "time"}, "sql": {"sql", "time"}}}

func readText(t *testing.T, text string) (config.Config, string, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "opaudit.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(path, sourceNames)
	return c, path, err
}

func TestWrongSources(t *testing.T) {
	for _, c := range []struct{ text, at, says string }{
		{"sources: app.log", "1:10", "sources is a list"},
		{"sources:\n  - app.log", "2:5", "a source is written as keys and values"},
		{"sources:\n  - logType: api", "2:5", "a source has files"},
		{"sources:\n  - file: app.log", "2:5", `a source has no key "file"; did you mean "files"?`},
		{"sources:\n  - {files: app.log, files: b.log}", "2:22", "files stands here a second time"},
		{"sources:\n  - files: ''", "2:12", "a text is missing here"},
		{"sources:\n  - files: 'app[.log'", "2:12", `"app[.log" is no glob`},
		{"sources:\n  - {files: a, logType: apis}", "2:25", `one of api, sql, not "apis"`},
		{"sources:\n  - {files: a, wrapper: dokcer}", "2:25", `one of docker, cri, not "dokcer"`},
		{"sources:\n  - {files: a, time: iso}", "2:22", "one of rfc3339, datetime"},
		{"sources:\n  - {files: a, appKey: }", "2:24", "a text is missing here"},
		{"sources:\n  - files: a\n    prefix: '<('", "3:13", "prefix is a regular expression (RE2): missing closing )"},
		{"sources:\n  - files: a\n    prefix: 'a)(b'", "3:13", "unexpected )"},
		{"sources:\n  - files: a\n    prefix: ' '", "3:13", "a text is missing here"},
		{"sources:\n  - files: a\n    fields: [method]", "3:13", "fields is written as keys and values"},
		{"sources:\n  - files: a\n    fields: {metod: x}", "3:14", `a record has no field "metod"; did you mean "method"?`},
		{"sources:\n  - files: a\n    fields: {sql: x}\n    logType: api", "3:14", `a record of logType api has no field "sql"; there are appKey, logType, method, result`},
		{"sources:\n  - files: a\n    fields: {method: [x]}", "3:22", "a text is missing here"},
		{"sources:\n  - files: a\n    fields: {method: x..y}", "3:22", "a field is named by a member"},
		{"sources:\n  - files: a\n    fields: {method: x, method: y}", "3:25", "method stands here a second time"},
		{"exclude: '*.bak'", "1:10", "exclude is a list"},
		{"exclude: [ok, '{a']", "1:15", `"{a" is no glob`},
		{"exclude: ['']", "1:11", "a text is missing here"},
		{"exclud: []", "1:1", `did you mean "exclude"?`},
	} {
		_, path, err := readText(t, c.text)
		if err == nil {
			t.Errorf("%q is taken", c.text)
		} else if got := err.Error(); !strings.HasPrefix(got, path+":"+c.at+": ") || !strings.Contains(got, c.says) {
			t.Errorf("%q: %s\nwant it at %s: %s", c.text, got, c.at, c.says)
		}
	}
}

func TestSources(t *testing.T) {
	c, _, err := readText(t, `
sources:
  - {files: "gateway/**", appKey: ks1, logType: api, time: rfc3339, fields: {sellerId: shop.id, appKey: app}}
  - {files: "*.log", wrapper: docker, prefix: '<\d+> '}
exclude: ["*.bak", old]
`)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Sources) != 2 || len(c.Exclude) != 2 || c.Exclude[1] != "old" {
		t.Fatalf("got %+v", c)
	}
	first, second := c.Sources[0], c.Sources[1]
	if first.Files != "gateway/**" || first.AppKey != "ks1" || first.LogType != "api" || first.Time != "rfc3339" ||
		first.Fields["sellerId"] != "shop.id" || first.Fields["appKey"] != "app" || first.Prefix != nil {
		t.Errorf("got %+v", first)
	}
	if second.Wrapper != "docker" || second.Prefix == nil {
		t.Fatalf("got %+v", second)
	}
	if at := second.Prefix.FindStringIndex("<34> {}"); at == nil || at[1] != 5 {
		t.Errorf("the prefix is %v", at)
	}
	if second.Prefix.MatchString("x <34> {}") {
		t.Error("a prefix is found behind the start of the line")
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		glob, path string
		fits       bool
	}{
		{"app.log", "/logs/app.log", true},
		{"app.log", "/app.log", true},
		{"app.log", "/logs/my-app.log", false},
		{"app.log", "/logs/app.log/x", false},
		{"app*.log", "/logs/app-1.log", true},
		{"*.log", "/logs/a/b.log", true},
		{"*.log", "/logs/a/b.log.gz", false},
		{"gateway/*.log", "/logs/gateway/b.log", true},
		{"gateway/*.log", "/logs/gateway/a/b.log", false},
		{"gateway/*.log", "/logs/my-gateway/b.log", false},
		{"gateway/**", "/logs/gateway/a/b.log", true},
		{"gateway/**/*.log", "/logs/gateway/b.log", true},
		{"**/b.log", "/logs/gateway/b.log", true},
		{"/logs/*.log", "/logs/b.log", true},
		{"/logs/*.log", "/var/logs/b.log", false},
		{"{app,web}-[0-9].log", "/logs/web-3.log", true},
		{"old", "/logs/old", true},
		{"old", "/logs/old/a.log", false},
	} {
		if got := config.Matches(c.glob, c.path); got != c.fits {
			t.Errorf("Matches(%q, %q) = %v", c.glob, c.path, got)
		}
	}
}
