package analyzer

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// seen has two apps: a with api and order records on each of the last 30 days, and z
// that only the configuration knows.
func seen(gaps map[string][]string) audience {
	asOf := time.Date(2024, 10, 20, 0, 0, 0, 0, time.UTC)
	var days []time.Time
	for n := range 30 {
		days = append(days, asOf.AddDate(0, 0, -n))
	}
	return audience{apps: []string{"a", "z"}, asOf: asOf, gaps: gaps, logged: map[string]map[string][]time.Time{
		"a": {"": days, "api": days, "order": days}, "z": {},
	}}
}

func openFinding(clause string, level finding.Level, app string) finding.Finding {
	f := finding.Finding{Clause: clause, Level: level, Open: true}
	if app != "" {
		f.AppKey = &app
	}
	return f
}

// TestVerdicts judges by rules of every kind of need.
func TestVerdicts(t *testing.T) {
	logs := func(types ...string) catalog.Rule { return catalog.Rule{Needs: types} }
	told := func(r catalog.Rule, words ...string) catalog.Rule { r.Reference = words; return r }
	own := catalog.Rule{File: "own.sql", Needs: []string{"api"}}
	for name, c := range map[string]struct {
		clause   string
		rules    []catalog.Rule
		gaps     map[string][]string
		findings []finding.Finding
		want     [3]string // for all together, for a and for z: verdict, missing, unchecked
	}{
		"dates alone, all told": {clause: "2.5", rules: []catalog.Rule{told(logs(), "apps.created")},
			want: [3]string{"kept [] []", "kept [] []", "kept [] []"}},
		"dates alone, one untold": {clause: "2.5", rules: []catalog.Rule{told(logs(), "apps.created")}, gaps: map[string][]string{"z": {"apps.created", "receivers"}},
			want: [3]string{"not provable [apps.created] []", "kept [] []", "not provable [apps.created] []"}},
		"dates alone, untold but broken": {clause: "2.5", rules: []catalog.Rule{told(logs(), "apps.created")}, gaps: map[string][]string{"z": {"apps.created"}},
			findings: []finding.Finding{openFinding("2.5", finding.Violation, "z")},
			want:     [3]string{"violated [apps.created] []", "kept [] []", "violated [apps.created] []"}},
		"all rules need logs and words": {clause: "2.3", rules: []catalog.Rule{told(logs("api"), "apps.kind"), told(logs("order"), "shops")}, gaps: map[string][]string{"a": {"shops"}},
			want: [3]string{"not provable [api order shops] []", "not provable [shops] []", "not provable [api order] []"}},
		"some rules need words": {clause: "3.3", rules: []catalog.Rule{logs("order"), told(logs("order"), "receivers")}, gaps: map[string][]string{"a": {"apps.kind", "receivers"}, "z": {"receivers"}},
			want: [3]string{"not provable [order] [receivers]", "kept [] [receivers]", "not provable [order] [receivers]"}},
		"the developer, one app untold": {clause: "1.4", rules: []catalog.Rule{told(logs(), "developer.onboarded", "apps.created")}, gaps: map[string][]string{"z": {"apps.created"}},
			want: [3]string{"not provable [apps.created] []", "not provable [apps.created] []", "not provable [apps.created] []"}},
		"the developer, broken": {clause: "1.4", rules: []catalog.Rule{told(logs(), "developer.onboarded")},
			findings: []finding.Finding{openFinding("1.4", finding.Violation, "")},
			want:     [3]string{"violated [] []", "violated [] []", "violated [] []"}},
		"an app that is not created yet": {clause: "2.4", rules: []catalog.Rule{told(logs(), "apps.qualified")},
			findings: []finding.Finding{openFinding("2.4", finding.Warning, "")},
			want:     [3]string{"at risk [] []", "kept [] []", "kept [] []"}},
		"outside, whatever was found": {clause: "3.2", rules: []catalog.Rule{logs("api")},
			findings: []finding.Finding{openFinding("3.2", finding.Violation, "a")},
			want:     [3]string{"outside logs [] []", "outside logs [] []", "outside logs [] []"}},
		"no rule of ours": {clause: "2.1", rules: []catalog.Rule{own},
			findings: []finding.Finding{openFinding("2.1", finding.Violation, "a")},
			want:     [3]string{"outside logs [] []", "outside logs [] []", "outside logs [] []"}},
		"a rule of the user's own beside dates": {clause: "2.5", rules: []catalog.Rule{told(logs(), "apps.created"), own}, gaps: map[string][]string{"a": {"apps.created"}},
			want: [3]string{"not provable [api apps.created] []", "not provable [apps.created] []", "not provable [api] []"}},
		"whatever was logged": {clause: catalog.LogDuty, rules: []catalog.Rule{logs()},
			want: [3]string{"not provable [login open order sql] []", "kept [] []", "not provable [login open order sql] []"}},
		"one of two kinds": {clause: "2.7", rules: []catalog.Rule{{NeedsAny: []string{"open", "order"}}},
			want: [3]string{"not provable [open order] []", "kept [] []", "not provable [open order] []"}},
		"closed findings and infos": {clause: "2.7", rules: []catalog.Rule{logs("api")},
			findings: []finding.Finding{{Clause: "2.7", Level: finding.Violation, AppKey: new(string)}, openFinding("2.7", finding.Info, "a")},
			want:     [3]string{"not provable [api] []", "kept [] []", "not provable [api] []"}},
	} {
		rules := slices.Clone(c.rules)
		for i := range rules {
			rules[i].Clause = c.clause
		}
		at := slices.IndexFunc(catalog.Clauses(), func(clause catalog.Clause) bool { return clause.ID == c.clause })
		clause, need, known := catalog.Clauses()[at], catalog.NeedsOf(rules, c.clause), seen(c.gaps)
		each := []finding.ClauseResult{known.judge(clause, need, "a", c.findings), known.judge(clause, need, "z", c.findings)}
		for i, r := range append([]finding.ClauseResult{known.judgeTogether(clause, need, each, c.findings)}, each...) {
			if got := fmt.Sprintf("%s %v %v", r.Verdict, r.Missing, r.Unchecked); got != c.want[i] {
				t.Errorf("%s, row %d: %s, want %s", name, i, got, c.want[i])
			}
		}
	}
}

// TestNoAppAtAll: what clauses need is missing when there is no app to judge.
func TestNoAppAtAll(t *testing.T) {
	rules := []catalog.Rule{{Clause: "2.3", Needs: []string{"api"}, Reference: []string{"apps.kind"}}, {Clause: "2.7", Needs: []string{"api"}}}
	known := audience{asOf: time.Date(2024, 10, 20, 0, 0, 0, 0, time.UTC)}
	broken := openFinding("2.7", finding.Violation, "")
	got := map[string]string{}
	for _, r := range known.verdicts(rules, []finding.Finding{broken}) {
		if r.AppKey != nil {
			t.Errorf("app %s is judged", *r.AppKey)
		}
		got[r.Clause] = fmt.Sprintf("%s %v", r.Verdict, r.Missing)
	}
	if got["2.3"] != "not provable [api apps.kind]" || got["2.7"] != "violated [api]" || got["1.1"] != "outside logs []" {
		t.Errorf("the verdicts are %v", got)
	}
	// An app that only a finding is about is judged, too.
	if all := known.verdicts(rules, []finding.Finding{openFinding("2.7", finding.Violation, "x")}); *all[len(all)-1].AppKey != "x" {
		t.Errorf("the last verdict is %+v", all[len(all)-1])
	}
}

// TestPresence: a log type accompanies an active day within 7 days, looking back 30
// days, and 90 for clause 2.6.
func TestPresence(t *testing.T) {
	asOf := time.Date(2024, 10, 20, 0, 0, 0, 0, time.UTC)
	on := func(ago ...int) (days []time.Time) {
		for _, n := range ago {
			days = append(days, asOf.AddDate(0, 0, -n))
		}
		return days
	}
	for _, c := range []struct {
		active, of []int
		days       int
		want       bool
	}{
		{[]int{0}, []int{7}, 30, true}, {[]int{0}, []int{8}, 30, false}, {[]int{8}, []int{1}, 30, true}, {[]int{8}, []int{0}, 30, false},
		{[]int{0, 29}, []int{0}, 30, false}, {[]int{0, 30}, []int{0}, 30, true}, {[]int{0, 30}, []int{0}, 90, false}, {[]int{0, 90}, []int{0}, 90, true},
		{[]int{30}, []int{30}, 30, false}, {nil, []int{0}, 30, false}, {[]int{0}, nil, 30, false},
	} {
		if got := present(on(c.active...), on(c.of...), asOf, c.days); got != c.want {
			t.Errorf("active %v days ago, there %v days ago, of %d days: %t", c.active, c.of, c.days, got)
		}
	}
}
