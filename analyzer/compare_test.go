package analyzer

import (
	"fmt"
	"slices"
	"testing"

	"opaudit/analyzer/finding"
)

// at is a finding of rule "more" or "less", named by its fingerprint.
func at(fingerprint, rule string, level finding.Level, value float64, open bool) finding.Finding {
	app := "a"
	return finding.Finding{Fingerprint: fingerprint, Rule: rule, Clause: "3.1", Level: level, Value: value, Open: open, AppKey: &app,
		FirstDay: "2024-10-01", LastDay: "2024-10-02", Episodes: []finding.Episode{{Level: level, FirstDay: "2024-10-01", LastDay: "2024-10-02", Value: value}}}
}

func runOf(findings ...finding.Finding) finding.Run {
	return finding.Run{AsOf: "2024-10-20", Findings: findings,
		Rules: []finding.Rule{{Rule: "less", LowerIsWorse: true}, {Rule: "more"}, {Rule: "own-broken", Failed: true}}}
}

func TestCompare(t *testing.T) {
	const violation, warning = finding.Violation, finding.Warning
	before := runOf(
		at("same", "more", violation, 3, true), at("more", "more", violation, 3, true), at("fewer", "more", violation, 3, true),
		at("lower", "less", violation, 0.5, true), at("higher", "less", violation, 0.5, true),
		at("graver", "more", warning, 9, true), at("milder", "more", violation, 1, true),
		at("back", "more", violation, 3, false), at("old", "more", violation, 3, false),
		at("closed", "more", violation, 3, true), at("gone", "more", violation, 3, true),
		at("unseen", "own-broken", violation, 3, true), at("dropped", "own-removed", violation, 3, true))
	before.AsOf = "2024-10-13"
	now := runOf(
		at("same", "more", violation, 3, true), at("more", "more", violation, 4, true), at("fewer", "more", violation, 2, true),
		at("lower", "less", violation, 0.4, true), at("higher", "less", violation, 0.6, true),
		at("graver", "more", violation, 1, true), at("milder", "more", warning, 9, true),
		at("back", "more", violation, 3, true), at("old", "more", violation, 3, false),
		at("closed", "more", violation, 3, false), at("fresh", "more", violation, 3, true), at("history", "more", violation, 3, false))
	app := "a"
	before.Clauses = []finding.ClauseResult{{Clause: "3.1", Verdict: finding.Violated}, {Clause: "2.7", Verdict: finding.Kept}, {AppKey: &app, Clause: "2.7", Verdict: finding.Kept}}
	now.Clauses = []finding.ClauseResult{{Clause: "3.1", Verdict: finding.Violated}, {Clause: "2.7", Verdict: finding.AtRisk}, {Clause: "2.6", Verdict: finding.Kept}}
	run := Compare(now, before)

	var got []string
	for _, c := range run.Comparison.Changes {
		got = append(got, fmt.Sprintf("%s %s %t %t", c.Change, c.Fingerprint, c.Before != nil, c.Now != nil))
	}
	want := []string{
		"new fresh false true", "reopened back true true",
		"worsened lower true true", "worsened graver true true", "worsened more true true",
		"better higher true true", "better fewer true true", "better milder true true",
		"resolved closed true false", "resolved gone true false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the changes are\n%q, want\n%q", got, want)
	}
	if counts := (finding.ChangeCounts{New: 1, Reopened: 1, Worsened: 3, Better: 3, Resolved: 2, Unchanged: 2}); run.Comparison.Counts != counts { // same, unseen
		t.Errorf("the counts are %+v, want %+v", run.Comparison.Counts, counts)
	}
	if run.Comparison.AsOf != "2024-10-13" || run.AsOf != "2024-10-20" {
		t.Errorf("compared with %s as of %s", run.Comparison.AsOf, run.AsOf)
	}
	got = nil
	for _, v := range run.Comparison.Verdicts {
		got = append(got, fmt.Sprintf("%s %s: %s -> %s", value(v.AppKey), v.Clause, v.Before, v.Now))
	}
	if want := []string{" 2.7: kept -> at risk", " 2.6:  -> kept", "a 2.7: kept -> "}; !slices.Equal(got, want) {
		t.Errorf("the verdicts that changed are %q, want %q", got, want)
	}
	if again := Compare(run, before); fmt.Sprint(again.Comparison.Counts) != fmt.Sprint(run.Comparison.Counts) {
		t.Errorf("compared again the counts are %+v", again.Comparison.Counts)
	}
}

func TestNarrow(t *testing.T) {
	other, seller := "b", int64(7)
	ofOther := at("other", "more", finding.Violation, 1, true)
	ofOther.AppKey = &other
	ofShop := at("shop", "more", finding.Violation, 1, true)
	ofShop.SellerID = &seller
	mixed := at("mixed", "more", finding.Violation, 1, true)
	mixed.Shops = []int64{6, 7}
	ofNobody := at("nobody", "more", finding.Info, 1, false)
	ofNobody.AppKey = nil
	ofDeveloper := at("developer", "more", finding.Violation, 1, true)
	ofDeveloper.AppKey, ofDeveloper.Clause = nil, "1.4"
	late := at("late", "more", finding.Violation, 1, true)
	late.Episodes = append(late.Episodes, finding.Episode{FirstDay: "2024-10-10", LastDay: "2024-10-12"})
	whole := runOf(at("plain", "more", finding.Violation, 1, true), ofOther, ofShop, mixed, ofNobody, ofDeveloper, late)
	app := "a"
	whole.Clauses = []finding.ClauseResult{{Clause: "3.1"}, {AppKey: &app, Clause: "3.1"}, {AppKey: &other, Clause: "3.1"}}
	whole.Series = []finding.Series{{AppKey: "a", Points: []finding.Point{{Day: "2024-10-01"}, {Day: "2024-10-11"}}}, {AppKey: "b", Points: []finding.Point{{Day: "2024-10-01"}}}}
	earlier := runOf()
	earlier.Clauses = []finding.ClauseResult{{AppKey: &app, Clause: "2.7", Verdict: finding.Kept}, {AppKey: &other, Clause: "2.7", Verdict: finding.Kept}}
	whole = Compare(whole, earlier)
	for name, c := range map[string]struct {
		to                      finding.Narrowing
		shown                   []string
		hidden, open            int64
		clauses, series, points int
		verdicts                int
	}{
		"nothing": {finding.Narrowing{}, []string{"developer", "plain", "shop", "mixed", "late", "other", "nobody"}, 0, 0, 3, 2, 3, 2},
		"app":     {finding.Narrowing{AppKey: &app}, []string{"developer", "plain", "shop", "mixed", "late"}, 2, 1, 1, 1, 2, 1},
		"shop":    {finding.Narrowing{SellerID: &seller}, []string{"shop", "mixed"}, 5, 4, 3, 2, 3, 2},
		"since":   {finding.Narrowing{Since: "2024-10-03"}, []string{"late"}, 6, 5, 3, 1, 1, 2},
		"edges":   {finding.Narrowing{Since: "2024-10-02", Until: "2024-10-09", AppKey: &app}, []string{"developer", "plain", "shop", "mixed", "late"}, 2, 1, 1, 0, 0, 1},
		"before":  {finding.Narrowing{Until: "2024-09-30"}, nil, 7, 6, 3, 0, 0, 2},
	} {
		run := Narrow(whole, c.to)
		var shown []string
		for _, f := range run.Findings {
			shown = append(shown, f.Fingerprint)
		}
		slices.Sort(shown)
		slices.Sort(c.shown)
		points := 0
		for _, s := range run.Series {
			points += len(s.Points)
		}
		if !slices.Equal(shown, c.shown) || run.Narrowing.Hidden != c.hidden || run.Narrowing.HiddenOpen != c.open {
			t.Errorf("%s: %v shown, %d hidden, %d of them open", name, shown, run.Narrowing.Hidden, run.Narrowing.HiddenOpen)
		}
		if len(run.Clauses) != c.clauses || len(run.Series) != c.series || points != c.points {
			t.Errorf("%s: %d clauses, %d series with %d points", name, len(run.Clauses), len(run.Series), points)
		}
		open := int64(0)
		for _, f := range run.Findings {
			if f.Open {
				open++
			}
		}
		if len(run.Comparison.Verdicts) != c.verdicts {
			t.Errorf("%s: %d changed verdicts, want %d", name, len(run.Comparison.Verdicts), c.verdicts)
		}
		if run.Comparison.Counts.New != open || len(run.Comparison.Changes) != int(open) {
			t.Errorf("%s: %+v of %d open findings", name, run.Comparison.Counts, open)
		}
	}
	if len(whole.Findings) != 7 || len(whole.Clauses) != 3 || len(whole.Series[0].Points) != 2 || whole.Narrowing != nil {
		t.Error("the whole run was changed")
	}
}
