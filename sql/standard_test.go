package catalog

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// functions are what views and rules may call, with the reason why it runs on
// other engines too.
var functions = map[string]string{
	"cast":       "SQL-92",
	"coalesce":   "SQL-92",
	"nullif":     "SQL-92",
	"mod":        "SQL:2003; the percent sign is not",
	"count":      "SQL-92",
	"sum":        "SQL-92; results are cast to BIGINT, which DuckDB does not do by itself",
	"min":        "SQL-92",
	"max":        "SQL-92",
	"least":      "SQL:2023, and everywhere before it",
	"lead":       "SQL:2003; always with a default",
	"row_number": "SQL:2003",
	"filter":     "SQL:2003: count(*) FILTER (WHERE …)",
	"over":       "SQL:2003",
	"date_diff":  "Trino and DuckDB: date_diff('day', a, b); b - a differs everywhere",
	"position":   "SQL-92: position(a IN b)",
	"substr":     "Trino, DuckDB, Spark; from 1",
	"lower":      "SQL-92",
	"replace":    "Trino, DuckDB, Spark: replace(text, from, to)",
	"upper":      "SQL-92",
	"date_trunc": "Trino, DuckDB, Spark; its result is cast",
}

// keywords are followed by a parenthesis without being functions.
var keywords = []string{"as", "in", "and", "or", "where", "exists", "values", "from", "join", "on", "when", "then", "select", "not", "union", "all", "by", "select", "least"}

// forbidden are spellings that other engines do not know, or understand otherwise.
var forbidden = map[string]*regexp.Regexp{
	"QUALIFY":                           regexp.MustCompile(`(?i)\bqualify\b`),
	"UNNEST outside order_refs":         regexp.MustCompile(`(?i)\bunnest\b`),
	"the cast ::":                       regexp.MustCompile(`::`),
	"GROUP BY ALL, ORDER BY ALL":        regexp.MustCompile(`(?i)\bby\s+all\b`),
	"DISTINCT ON":                       regexp.MustCompile(`(?i)\bdistinct\s+on\b`),
	"UNION without ALL":                 regexp.MustCompile(`(?i)\bunion\b(?:\s+)(?:select|\()`),
	"a quoted name":                     regexp.MustCompile(`"`),
	"RANGE over an interval":            regexp.MustCompile(`(?i)range\s+between\s+interval`),
	"an interval without quotes":        regexp.MustCompile(`(?i)interval\s+[0-9]`),
	"a lambda":                          regexp.MustCompile(`->`),
	"EXCLUDE or REPLACE":                regexp.MustCompile(`(?i)\*\s+(exclude|replace)`),
	"COUNT(DISTINCT) OVER":              regexp.MustCompile(`(?is)count\s*\(\s*distinct[^)]*\)\s*over`),
	"a list":                            regexp.MustCompile(`\[`),
	"IS NOT DISTINCT FROM":              regexp.MustCompile(`(?i)is\s+(not\s+)?distinct\s+from`),
	"a semi or anti join":               regexp.MustCompile(`(?i)\b(semi|anti|asof)\s+join\b`),
	"a text compared with a day":        regexp.MustCompile(`(?i)\bday\s*[<>=]+\s*'`),
	"a percent sign or an integer part": regexp.MustCompile(`//|%`),
}

var (
	call    = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_]*)\s*\(`)
	comment = regexp.MustCompile(`(?m)--.*$`)
	literal = regexp.MustCompile(`'(?:[^']|'')*'`)
)

// TestStandardSpelling holds views and rules to SQL that runs on more than one
// engine: every function from the list above, no construct of one engine.
func TestStandardSpelling(t *testing.T) {
	used := map[string]bool{}
	for name, text := range portable(t) {
		code := comment.ReplaceAllString(text, "")
		for what, pattern := range forbidden {
			searched := code
			if what != "a text compared with a day" {
				searched = literal.ReplaceAllString(code, "''")
			}
			if found := pattern.FindString(searched); found != "" {
				t.Errorf("%s: %s (%q)", name, what, found)
			}
		}
		for _, match := range call.FindAllStringSubmatch(literal.ReplaceAllString(code, "''"), -1) {
			function := strings.ToLower(match[1])
			used[function] = true
			if functions[function] == "" && !slices.Contains(keywords, function) {
				t.Errorf("%s calls %s, which is not in the list of functions", name, match[1])
			}
		}
	}
	for function := range functions {
		if !used[function] {
			t.Errorf("%s stands in the list of functions, but nothing calls it", function)
		}
	}
}

// TestIntegerSumsAreCast: the sum of integers is a HUGEINT in DuckDB alone.
func TestIntegerSumsAreCast(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range c.Views {
		final := v.Body[strings.LastIndex(v.Body, "SELECT"):]
		if v.Kind == "view" && strings.Contains(final, "sum(") && !strings.Contains(final, "CAST(sum(") {
			t.Errorf("%s gives a sum that is not cast to BIGINT", v.Name)
		}
	}
}

// portable returns the SQL of views and rules, without headers, by file.
func portable(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, folder := range []string{"views", "rules"} {
		entries, err := fs.ReadDir(files, folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text, err := fs.ReadFile(files, path.Join(folder, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			texts[path.Join(folder, e.Name())] = string(text)
		}
	}
	if len(texts) < 30 {
		t.Fatalf("only %d files were found", len(texts))
	}
	return texts
}
