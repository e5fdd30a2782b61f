// Package rules_test runs the program on logs: what each rule finds, what all of them
// together say of a clause, and what they say when a log is missing.
package rules_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
	"opaudit/samples/scripts"
)

func TestMain(m *testing.M) { os.Exit(scripts.Program{Tests: m}.Run()) }

// TestRules runs the script beside each rule: what the rule must find, must
// leave alone, and where exactly the border is.
func TestRules(t *testing.T) {
	rules, err := filepath.Glob("sql/rules/*.sql")
	if err != nil || len(rules) == 0 {
		t.Fatalf("no rules in sql/rules: %v", err)
	}
	for _, rule := range rules {
		script := strings.TrimSuffix(rule, ".sql") + ".txtar"
		text, err := os.ReadFile(script)
		if err != nil {
			t.Errorf("%s has no script beside it: %v", rule, err)
			continue
		}
		for _, word := range []string{"hit", "miss", "boundary"} {
			if !commented(string(text), word) {
				t.Errorf("%s has no comment that begins with the word %q", script, word)
			}
		}
	}
	scripts.Run(t, "sql/rules", nil)
}

// commented reports whether a comment line of a script begins with a word and a colon.
func commented(script, word string) bool {
	return slices.ContainsFunc(strings.Split(script, "\n"), func(line string) bool {
		return strings.HasPrefix(line, "# "+word+":")
	})
}

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
			if err := json.Unmarshal(scripts.Output(t, nil, "report", "--format", "json", "--fail-on", "none", "samples/"+name), &run); err != nil {
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
