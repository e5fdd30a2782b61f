package catalog

import (
	"strings"
	"testing"
)

const header = `-- id: 9.9-test
-- clause: 9.9
-- title.en: a
-- title.zh: a
-- level: risk
-- figure: as_of
-- unit: days
-- summary.en: a
-- summary.zh: a
-- consequence.en: a
-- consequence.zh: a
-- remedy.en: a
-- remedy.zh: a
-- needs: all: api
`

// TestRuleNumbers: a rule has a number of its own or says that it has none, and
// may warn from another one.
func TestRuleNumbers(t *testing.T) {
	r, err := rule(header + "-- threshold: 0.05\n-- warn: 0.01\nSELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	if limit, ok := r.Limit(); limit != 0.05 || !ok || r.Warn == nil || *r.Warn != 0.01 || r.Behind != nil {
		t.Errorf("limit %v, %v, warn %v, behind %v", limit, ok, r.Warn, r.Behind)
	}
	r, err = rule(header + "-- threshold: none\n-- behind: api_calls; logins\nSELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	if limit, ok := r.Limit(); ok || r.Warn != nil || len(r.Behind) != 2 {
		t.Errorf("limit %v, warn %v, behind %v", limit, r.Warn, r.Behind)
	}
	for _, wrong := range []string{"-- threshold: some\n", "-- threshold: 1\n-- warn: soon\n"} {
		if _, err := rule(header + wrong + "SELECT 1"); err == nil || !strings.Contains(err.Error(), "is a number") {
			t.Errorf("%s gives %v", wrong, err)
		}
	}
}

// TestWarningsAreRead: the number that a header names is the one that the SQL uses
// when the configuration names no other.
func TestWarningsAreRead(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		own := "earlier_warnings WHERE rule = '" + r.ID + "'"
		if (r.Warn != nil) != strings.Contains(r.Body, own) {
			t.Errorf("%s: the header's warn and %q go together", r.ID, own)
		}
	}
}

// TestSubjectWords: a subject has words of its own in each language, or is called by itself.
func TestSubjectWords(t *testing.T) {
	r, err := rule(header + "-- threshold: none\n-- subject.zh: a b = 甲; c=乙\n-- subject.en: c = sea\nSELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	for subject, want := range map[string]Words{"a b": {"a b", "甲"}, "c": {"sea", "乙"}, "d": {"d", "d"}} {
		if got := r.SubjectWords(subject); got != want {
			t.Errorf("%s is called %v, want %v", subject, got, want)
		}
	}
	if _, err := rule(header + "-- threshold: none\n-- subject.zh: a\nSELECT 1"); err == nil || !strings.Contains(err.Error(), `is written as "subject = words; …", not "a"`) {
		t.Errorf("a subject without words gives %v", err)
	}
}

// rule reads the text of a rule.
func rule(text string) (Rule, error) {
	s, err := parse("rules/9.9-test.sql", text)
	if err != nil {
		return Rule{}, err
	}
	return ruleOf(s)
}
