package analyzer

import (
	"testing"

	"opaudit/analyzer/finding"
)

// with is a finding with episodes, each from a day to a day at a level.
func with(f finding.Finding, days ...[3]string) finding.Finding {
	f.Episodes = nil
	for _, e := range days {
		f.Episodes = append(f.Episodes, finding.Episode{FirstDay: e[0], LastDay: e[1], Level: finding.Level(e[2])})
	}
	return f
}

// TestBrokenAnew compares a finding with what was known of it: the value is never worse.
func TestBrokenAnew(t *testing.T) {
	const v, w = "violation", "warning"
	type days = [][3]string
	for name, c := range map[string]struct {
		was, now days
		asOf     string
		want     finding.Status
	}{
		"the same":                            {days{{"2024-09-01", "2024-09-02", v}}, days{{"2024-09-01", "2024-09-02", v}}, "2024-10-20", finding.Known},
		"it goes on":                          {days{{"2024-09-01", "2024-09-02", v}}, days{{"2024-09-01", "2024-09-08", v}}, "2024-10-20", finding.Known},
		"a second time":                       {days{{"2024-09-01", "2024-09-02", v}}, days{{"2024-09-01", "2024-09-02", v}, {"2024-09-20", "2024-09-20", v}}, "2024-10-20", finding.Worsened},
		"a second time, a warning":            {days{{"2024-09-01", "2024-09-02", v}}, days{{"2024-09-01", "2024-09-02", v}, {"2024-09-20", "2024-09-20", w}}, "2024-10-20", finding.Known},
		"a second time, long over":            {days{{"2024-01-01", "2024-01-02", v}}, days{{"2024-01-01", "2024-01-02", v}, {"2024-03-20", "2024-03-20", v}}, "2024-10-20", finding.Known},
		"an earlier one came to light":        {days{{"2024-09-10", "2024-09-12", v}}, days{{"2024-09-01", "2024-09-02", v}, {"2024-09-10", "2024-09-12", v}}, "2024-10-20", finding.Known},
		"after a later warning":               {days{{"2024-09-01", "2024-09-02", v}, {"2024-09-10", "2024-09-25", w}}, days{{"2024-09-01", "2024-09-02", v}, {"2024-09-20", "2024-09-20", v}}, "2024-10-20", finding.Known},
		"it moves with the as-of day":         {days{{"2024-09-01", "2024-09-07", v}}, days{{"2024-09-10", "2024-09-16", v}}, "2024-09-16", finding.Known},
		"the known one would be over by then": {days{{"2024-01-01", "2024-01-07", v}}, days{{"2024-09-10", "2024-09-16", v}}, "2024-09-16", finding.Worsened},
	} {
		was, now := with(at("f", "more", finding.Violation, 5, true), c.was...), with(at("f", "more", finding.Violation, 1, true), c.now...)
		was.FirstDay, was.LastDay = c.was[0][0], c.was[0][1]
		before, run := runOf(was), runOf(now)
		run.AsOf = c.asOf
		compared := Compare(run, before)
		if got := compared.Findings[0].Status; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if n := compared.Comparison.Counts; n.Worsened+n.Better != 1 || (n.Worsened == 1) != (c.want == finding.Worsened) {
			t.Errorf("%s: the counts are %+v", name, n)
		}
	}
}

// TestWhatIsOverStaysKnown takes a finding away for good, run by run.
func TestWhatIsOverStaysKnown(t *testing.T) {
	found := at("f", "all", finding.Violation, 3, true) // ended on 2024-10-02
	found.Forecast = &finding.Text{En: "offline in 12 days"}
	run := judgedBy("", "", "api", found)
	for _, day := range []string{"2024-10-21", "2024-10-21", "2024-12-31"} {
		next := judgedBy("", "", "api")
		next.AsOf = day
		next = Against(next, &run)
		if len(next.Findings) != 1 || next.Findings[0].Open || next.Findings[0].Status != finding.Resolved || next.Findings[0].Forecast != nil {
			t.Fatalf("as of %s: %+v", day, next.Findings)
		}
		if n := Compare(next, run).Comparison.Counts; (n.Resolved == 1) != run.Findings[0].Open {
			t.Errorf("as of %s the counts are %+v", day, n)
		}
		run = next
	}
	back := judgedBy("", "", "api", at("f", "all", finding.Warning, 3, true))
	if f := Against(back, &run).Findings[0]; f.Status != finding.Reopened {
		t.Errorf("back again it is %s", f.Status)
	}
	late := judgedBy("", "", "api")
	for day, kept := range map[string]int{"2024-12-31": 1, "2025-01-01": 0, "2024-10-01": 0} { // 90 and 91 days on, and before it ended
		late.AsOf = day
		if got := len(Against(late, &run).Findings); got != kept {
			t.Errorf("as of %s there are %d findings, want %d", day, got, kept)
		}
	}
}

// TestTheLookBackEndsWhatCannotBeChecked: not for a rule that cannot be run, nor on a
// day that is doubted.
func TestTheLookBackEndsWhatCannotBeChecked(t *testing.T) {
	for _, c := range []struct {
		rule, asOf string
		doubted    bool
		open       bool
	}{
		{"all", "2024-12-31", false, true}, {"all", "2025-01-01", false, false},
		{"broken", "2025-01-01", false, true}, {"all", "2025-01-01", true, true},
	} {
		before := judgedBy("", "", "api", at("f", c.rule, finding.Violation, 3, true))
		now := judgedBy("api", "", "")
		now.AsOf, now.AsOfApart = c.asOf, &finding.Apart{Doubted: c.doubted}
		if f := Against(now, &before).Findings[0]; f.Open != c.open || (len(f.Unchecked) > 0) != c.open || (f.Status == finding.Resolved) == c.open {
			t.Errorf("%s as of %s: %s, open %t, lacks %v", c.rule, c.asOf, f.Status, f.Open, f.Unchecked)
		}
	}
}

// TestForgottenFilesTakeTheirFindings: of an app of which a record is left, or whose
// finding needs none, they take nothing.
func TestForgottenFilesTakeTheirFindings(t *testing.T) {
	found := at("f", "all", finding.Violation, 3, true)
	configured := found
	configured.OfConfiguration = true
	for name, c := range map[string]struct {
		was       finding.Finding
		forgotten int64
		logged    string
		open      bool
	}{
		"forgotten":            {found, 1, "", false},
		"not given":            {found, 0, "", true},
		"another file":         {found, 1, "login", true},
		"of the configuration": {configured, 1, "", true},
	} {
		before := judgedBy("", "", "api", c.was)
		now := judgedBy("api", "", c.logged)
		now.DataQuality.ForgottenFiles = c.forgotten
		if f := Against(now, &before).Findings[0]; f.Open != c.open {
			t.Errorf("%s: %s, open %t, lacks %v", name, f.Status, f.Open, f.Unchecked)
		}
	}
}
