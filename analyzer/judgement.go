package analyzer

import (
	"errors"
	"maps"
	"slices"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// A Judgement is what was found, before it is compared with an earlier run.
type Judgement struct {
	Run    finding.Run // compared with nothing, its findings in no order: see Against
	Fresh  Freshness
	Errors map[string]string // of the rules of the user's own that could not be run, by the rule's id
}

// Failures are the errors of the rules that could not be run, by rule.
func (j Judgement) Failures() []error {
	var failures []error
	for _, id := range slices.Sorted(maps.Keys(j.Errors)) {
		failures = append(failures, errors.New(j.Errors[id]))
	}
	return failures
}

// ran adds a rule that was run, or could not be for a failure.
func (j *Judgement) ran(rule catalog.Rule, failure string) {
	if failure != "" {
		j.Errors[rule.ID] = failure
	}
	j.Run.Rules = append(j.Run.Rules, finding.Rule{Rule: rule.ID, Clause: rule.Clause, Title: finding.Text(rule.Title),
		Consequence: finding.Text(rule.Consequence), Remedy: finding.Text(rule.Remedy), LowerIsWorse: rule.Merge == "min", Failed: failure != "",
		Needs: slices.Concat(rule.Needs, rule.Reference), NeedsAny: rule.NeedsAny})
}

// nameUnjudged names rules that could not be run beside the verdicts on their clauses,
// which without them cannot be called kept.
func nameUnjudged(run *finding.Run) {
	for _, r := range run.Rules {
		for i := range run.Clauses {
			if c := &run.Clauses[i]; r.Failed && c.Clause == r.Clause && c.Verdict != finding.OutsideLogs {
				c.Unchecked = append(c.Unchecked, r.Rule)
				if c.Verdict == finding.Kept {
					c.Verdict = finding.NotProvable
				}
			}
		}
	}
}
