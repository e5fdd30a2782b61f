package reports

import (
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

// TestNothingFoundSaysWhatItDoesNot holds the all-clear against all that takes from it.
func TestNothingFoundSaysWhatItDoesNot(t *testing.T) {
	clear := func(verdicts ...finding.Verdict) finding.Run {
		run := emptyRun()
		run.Clauses = nil
		for i, v := range verdicts {
			run.Clauses = append(run.Clauses, finding.ClauseResult{Clause: []string{"2.6", "2.7", "3.4"}[i], Verdict: v})
		}
		return run
	}
	ended := clear(finding.Kept)
	ended.Findings = []finding.Finding{oldTransport()}
	unchecked := clear(finding.NotProvable)
	unchecked.Findings = []finding.Finding{streak()}
	unchecked.Findings[0].Unchecked = []string{"order"}
	atRisk := clear(finding.AtRisk)
	atRisk.Findings = unchecked.Findings
	atRisk.AsOfProvisional, atRisk.NewestDay = true, "2024-10-01"
	hidden := clear(finding.Kept)
	hidden.Narrowing = &finding.Narrowing{Until: asOf, Hidden: 2, HiddenOpen: 1}
	allHidden := clear(finding.Violated)
	allHidden.Narrowing = &finding.Narrowing{Since: asOf, Hidden: 4, HiddenOpen: 4}
	for name, c := range map[string]struct {
		run       finding.Run
		tone      tone
		says, not []string
	}{
		"kept": {clear(finding.Kept), good, []string{"**NOTHING FOUND**: These logs show no open breach and no open risk.\n", "Nothing is urgent today.", "There is no open finding."},
			[]string{"could not be judged", "History", "not shown"}},
		"not provable": {clear(finding.Kept, finding.NotProvable, finding.NotProvable), unsure, []string{"no open risk, but 2 clauses could not be judged.\n"}, []string{"no open risk."}},
		"ended":        {ended, good, []string{"no open risk. 1 earlier breach or risk is over: see “History”.\n", "\n## History\n"}, nil},
		"unchecked": {unchecked, unsure, []string{"but 1 clause could not be judged. 1 earlier finding could not be checked this time", "(not checked this time)", "in doubt: `order`. It stands"},
			[]string{"Nothing is urgent"}},
		"at risk and unchecked": {atRisk, careful, []string{"**AT RISK**: Nothing is proven to be broken. At risk: clause 2.6. 1 earlier finding could not be checked this time",
			"- The newest record is of 2024-10-01; judged as of 2024-10-20. That day was still running"}, []string{"Data up to"}},
		"hidden": {hidden, unsure, []string{"no open risk. 1 open finding is not shown in this report.\n", "Nothing among what is shown is urgent today.\n", "None of the findings that are shown is open. 1 open finding is not shown",
			"everything that is loaded up to 2024-10-20."}, []string{"Nothing is urgent", "There is no open finding."}},
		"all hidden": {allHidden, bad, []string{"**VIOLATED**", "Nothing among what is shown is urgent today.\n", "4 open findings are not shown in this report.", "of everything that is loaded."}, []string{"Nothing is urgent"}},
	} {
		text := render(t, markdownDocuments(English)[0], c.run)
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the report lacks %q", name, want)
			}
		}
		if i := slices.IndexFunc(c.not, func(not string) bool { return strings.Contains(text, not) }); i >= 0 {
			t.Errorf("%s: the report says %q", name, c.not[i])
		}
		if p := newPage(c.run, Chinese); p.Verdict.Tone != c.tone {
			t.Errorf("%s: the tone is %s", name, p.Verdict.Tone)
		}
	}
}

// TestMissingLogsNameTheirApp: what all apps lack needs no name.
func TestMissingLogsNameTheirApp(t *testing.T) {
	p := newPage(sampleRun(), English)
	all := sampleClauses()
	for word, want := range map[string]string{"api": "api (" + secondApp + ")", "message": "message"} {
		if got := textOf(p.lacked(all, []string{"2.7"}, []string{word})); got != want {
			t.Errorf("%s is lacked as %q, want %q", word, got, want)
		}
	}
}
