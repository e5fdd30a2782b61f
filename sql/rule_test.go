package catalog

import (
	"slices"
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

// TestTextsAtALevel: where a level means something else, the header says so; the rest
// is as at the other levels.
func TestTextsAtALevel(t *testing.T) {
	r, err := rule(strings.Replace(header, "level: risk", "level: risk, warning", 1) + "-- threshold: none\n-- title.warning.en: soon\n-- title.warning.zh: 将\nSELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	if at := r.At("warning"); at.Title != (Words{"soon", "将"}) || at.Summary != r.Summary {
		t.Errorf("a warning says %v", at)
	}
	if r.At("risk") != r.Texts {
		t.Errorf("a risk says %v", r.At("risk"))
	}
	for text, want := range map[string]string{
		"-- title.info.en: a\n-- title.info.zh: a\n": `unknown header key "title.info.`, // not a level of the rule
		"-- title.risk.en: a\n":                      "title.risk.en goes with title.risk.zh",
	} {
		if _, err := rule(header + "-- threshold: none\n" + text + "SELECT 1"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
}

// TestWarningsAreNoBreach: a warning of a rule that can be broken is told neither under
// the title of the breach nor with what the platform does about one.
func TestWarningsAreNoBreach(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, r := range c.Rules {
		if !slices.Contains(r.Levels, "violation") || !slices.Contains(r.Levels, "warning") {
			continue
		}
		seen++
		if at := r.At("warning"); at.Title == r.Title || at.Consequence == r.Consequence {
			t.Errorf("%s: a warning is called %q with %q, like a violation", r.ID, at.Title.En, at.Consequence.En)
		}
	}
	if seen == 0 {
		t.Error("no rule warns before it is broken")
	}
}

// TestEveryThresholdHasASide: a limit says nothing without the side that breaks it, and
// the SQL of the rules is on it.
func TestEveryThresholdHasASide(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		if _, ok := r.Limit(); ok != (r.Bound != "") {
			t.Errorf("%s has the bound %q", r.ID, r.Bound)
		}
		if (r.Merge == "min") != (r.Bound == "under" || r.Bound == "not over") {
			t.Errorf("%s: the worst value is the %simum, and noted %s the limit", r.ID, r.Merge, r.Bound)
		}
	}
	if _, err := rule(header + "-- threshold: 1\n-- bound: near\nSELECT 1"); err == nil || !strings.Contains(err.Error(), "bound is from, over, under or not over") {
		t.Errorf("another bound gives %v", err)
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

// TestSubjectForm: a subject of several words is spelt out by its parts; what stands in
// the middle is a name of the user's, whatever it is called.
func TestSubjectForm(t *testing.T) {
	r, err := rule(header + "-- threshold: none\n-- subject.en: sql = sql records; - = not readable; phone = phones\n-- subject.zh: sql = 日志\n" +
		"-- subject_form.en: {last}, {middle}, {first}\n-- subject_form.zh: {first}{middle}{last}\nSELECT 1")
	if err != nil {
		t.Fatal(err)
	}
	for subject, want := range map[string]Words{
		"sql sql phone": {"phones, sql, sql records", "日志sqlphone"}, "api - phone": {"phones, not readable, api", "api-phone"},
		"sql a b phone": {"phones, a b, sql records", "日志a bphone"}, "phone": {"phones", "phone"},
	} {
		if got := r.SubjectWords(subject); got != want {
			t.Errorf("%s is called %v, want %v", subject, got, want)
		}
	}
	if _, err := rule(header + "-- threshold: none\n-- subject_form.en: a\nSELECT 1"); err == nil || !strings.Contains(err.Error(), "goes with subject_form.zh") {
		t.Errorf("a form in one language gives %v", err)
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
