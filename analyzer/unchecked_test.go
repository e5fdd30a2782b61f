package analyzer

import (
	"fmt"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

// judgedBy is a run of rule "own" over app a: what clause 3.1 lacks, and the log types
// that it has records of.
func judgedBy(missing, unchecked, logged string, findings ...finding.Finding) finding.Run {
	app := "a"
	words := strings.Fields
	run := finding.Run{AsOf: "2024-10-20", Findings: findings,
		Rules:   []finding.Rule{{Rule: "all", Needs: []string{"api", "receivers"}}, {Rule: "any", NeedsAny: []string{"open", "order"}}, {Rule: "broken", Failed: true}, {Rule: "none"}},
		Clauses: []finding.ClauseResult{{AppKey: &app, Clause: "3.1", Missing: words(missing), Unchecked: words(unchecked)}}}
	for _, logType := range words(logged) {
		run.Series = append(run.Series, finding.Series{AppKey: app, Figure: relations()[logType], Points: []finding.Point{{Day: "2024-10-01", Part: 1}}})
	}
	return run
}

// TestWhatCannotBeCheckedIsNotResolved takes a finding away together with what its rule
// looks at.
func TestWhatCannotBeCheckedIsNotResolved(t *testing.T) {
	for name, c := range map[string]struct {
		rule      string
		then, now finding.Run
		lacks     string // "" for resolved
	}{
		"all there":                    {"all", judgedBy("", "", "api"), judgedBy("", "", "api"), ""},
		"the log is gone":              {"all", judgedBy("", "", "api"), judgedBy("api", "", ""), "api"},
		"of a log with holes the rest": {"all", judgedBy("api", "", "api"), judgedBy("api", "", ""), "api"},
		"holes as before":              {"all", judgedBy("api", "", "api"), judgedBy("api", "", "api"), ""},
		"never there":                  {"all", judgedBy("api", "", ""), judgedBy("api", "", ""), ""},
		"another log is gone":          {"all", judgedBy("", "", "api sql"), judgedBy("sql", "", "api"), ""},
		"the configuration is gone":    {"all", judgedBy("", "", "api"), judgedBy("", "receivers", "api"), "receivers"},
		"one of two is gone":           {"any", judgedBy("", "", "open order"), judgedBy("open", "", "order"), ""},
		"both are gone":                {"any", judgedBy("", "", "open order"), judgedBy("open order", "", ""), "open order"},
		"the only one is gone":         {"any", judgedBy("open", "", "order"), judgedBy("open order", "", ""), "open order"},
		"the rule fails":               {"broken", judgedBy("", "", ""), judgedBy("", "", ""), "broken"},
		"nothing is needed":            {"none", judgedBy("api", "", "api"), judgedBy("api", "", ""), ""},
		"the app is gone":              {"all", judgedBy("", "", "api"), finding.Run{Rules: judgedBy("", "", "").Rules}, "api receivers"},
	} {
		before := c.then
		before.Findings = []finding.Finding{at("f", c.rule, finding.Violation, 3, true)}
		run := Compare(c.now, before)
		f := run.Findings[0]
		if got := strings.Join(f.Unchecked, " "); got != c.lacks || f.Open != (c.lacks != "") || (f.Status == finding.Known) != f.Open || (f.Status == finding.Resolved) == f.Open {
			t.Errorf("%s: %s, open %t, lacks %q, want %q", name, f.Status, f.Open, got, c.lacks)
		}
		if n := run.Comparison.Counts; (n.Resolved == 0) != f.Open || (n.Unchanged == 1) != f.Open {
			t.Errorf("%s: the counts are %+v", name, n)
		}
		// The next run lacks the same, and the one after has it again.
		again := Against(c.now, &run)
		if was := again.Findings; f.Open && (len(was) != 1 || fmt.Sprint(was[0]) != fmt.Sprint(f)) {
			t.Errorf("%s: the next run has %+v", name, was)
		}
		if !f.Open || c.rule == "broken" {
			continue
		}
		if last := Against(judgedBy("", "", "api open order"), &again).Findings[0]; last.Open || last.Status != finding.Resolved || len(last.Unchecked) > 0 {
			t.Errorf("%s: looked at again it is %s, open %t, lacks %v", name, last.Status, last.Open, last.Unchecked)
		}
	}
}

// TestNothingIsResolvedByADoubtedDay lets the look-back of a day that stands apart end
// what was open.
func TestNothingIsResolvedByADoubtedDay(t *testing.T) {
	before := judgedBy("", "", "api", at("over", "all", finding.Violation, 3, true), at("gone", "all", finding.Violation, 3, true), at("old", "all", finding.Violation, 3, false))
	now := judgedBy("", "", "api", at("over", "all", finding.Violation, 3, false), at("old", "all", finding.Violation, 3, false))
	now.AsOfApart = &finding.Apart{Records: 1, Gap: 3}
	if n := Compare(now, before).Comparison.Counts; n.Resolved != 2 {
		t.Errorf("after a short gap the counts are %+v", n)
	}
	now.AsOfApart.Doubted = true
	run := Compare(now, before)
	if n := run.Comparison.Counts; n.Resolved != 0 || n.Unchanged != 2 || len(run.Findings) != 3 {
		t.Errorf("the counts are %+v of %d findings", n, len(run.Findings))
	}
	for _, f := range run.Findings {
		if known := f.Fingerprint != "old"; f.Open != known || (len(f.Unchecked) > 0) != known || (f.Status == finding.Known) != known {
			t.Errorf("%s: %s, open %t, lacks %v", f.Fingerprint, f.Status, f.Open, f.Unchecked)
		}
	}
}

func TestApart(t *testing.T) {
	late := Freshness{Events: 1, Gap: 199, Outlier: true}
	if a := apart(late, false); a == nil || *a != (finding.Apart{Records: 1, Gap: 199, Doubted: true}) {
		t.Errorf("a day long after the rest is %+v", a)
	}
	if a := apart(Freshness{Events: 1, Gap: presenceReach, Outlier: true}, false); a == nil || a.Doubted {
		t.Errorf("a day as long after the rest as a log type may be away is %+v", a)
	}
	if apart(late, true) != nil || apart(Freshness{Events: 1, Gap: 199}, false) != nil {
		t.Error("today, or a day with as many records as others, stands apart")
	}
}
