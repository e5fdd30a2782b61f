package analyzer

import (
	"slices"
	"time"

	"opaudit/analyzer/finding"
)

// Against is run with the status that each finding has against the run before,
// nil for none. A finding that has no rows any more is carried over; see carried. What
// was found by a rule that is not there any more is left out.
func Against(run finding.Run, before *finding.Run) finding.Run {
	rules := rulesOf(run)
	earlier := findingsOf(before)
	run.Findings = slices.DeleteFunc(slices.Clone(run.Findings), func(f finding.Finding) bool {
		return doubted(run) && !f.Open && earlier[f.Fingerprint].Open // over perhaps only because that day is so late
	})
	for i := range run.Findings {
		f := &run.Findings[i]
		was, known := earlier[f.Fingerprint]
		delete(earlier, f.Fingerprint)
		f.Status = statusOf(*f, was, known, rules[f.Rule], run.AsOf)
	}
	for _, was := range earlier {
		if rule, known := rules[was.Rule]; known {
			if f, kept := carried(&run, before, was, rule); kept {
				run.Findings = append(run.Findings, f)
			}
		}
	}
	order(run.Findings)
	return run
}

// carried is what becomes of a finding of the run before that has no rows any more.
// One that was open is resolved, but stays as it was when its rule could not look this
// time: then Unchecked says what was missing. The look-back ends that, too, as it ends
// what has rows, but not while the rule itself cannot be run. One that was over stays
// among what is, so that it is known should it come back, until it leaves the look-back.
func carried(run, before *finding.Run, was finding.Finding, rule finding.Rule) (f finding.Finding, kept bool) {
	over := !doubted(*run) && !rule.Failed && ended(lastDay(was), run.AsOf)
	if !was.Open && (over || lastDay(was) > run.AsOf) {
		return was, false
	}
	var lacks []string
	if was.Open && !over {
		lacks = lacking(run, before, was, rule)
	}
	was.Unchecked, was.Open, was.Status = lacks, len(lacks) > 0, finding.Resolved
	if was.Open {
		was.Status = finding.Known
	} else {
		was.Forecast = nil // what was to come does not any more
	}
	return was, true
}

// findingsOf are the findings of a run, nil for none, by fingerprint.
func findingsOf(run *finding.Run) map[string]finding.Finding {
	found := map[string]finding.Finding{}
	if run != nil {
		for _, f := range run.Findings {
			found[f.Fingerprint] = f
		}
	}
	return found
}

// rulesOf are the rules that a run was judged by, by id.
func rulesOf(run finding.Run) map[string]finding.Rule {
	rules := map[string]finding.Rule{}
	for _, r := range run.Rules {
		rules[r.Rule] = r
	}
	return rules
}

func statusOf(now, was finding.Finding, known bool, rule finding.Rule, asOf string) finding.Status {
	switch {
	case !now.Open:
		return finding.Resolved
	case !known:
		return finding.New
	case !was.Open:
		return finding.Reopened
	case worse(now, was, rule) || again(now, was, asOf):
		return finding.Worsened
	}
	return finding.Known
}

// worse reports whether a is at a higher level than b, or at the same with a worse value.
func worse(a, b finding.Finding, rule finding.Rule) bool {
	if a.Level != b.Level {
		return a.Level.Rank() > b.Level.Rank()
	}
	if rule.LowerIsWorse {
		return a.Value < b.Value
	}
	return a.Value > b.Value
}

// again reports whether a finding was broken anew since: an open episode, not at a
// lower level, begins after all that was known. Rules that look at the as-of day alone
// tell of one episode, which moves with that day: it is a new one only when the known
// one would be over by now.
func again(now, was finding.Finding, asOf string) bool {
	known := lastDay(was)
	moves := !slices.ContainsFunc(now.Episodes, func(e finding.Episode) bool { return e.FirstDay <= known })
	return slices.ContainsFunc(now.Episodes, func(e finding.Episode) bool {
		return e.FirstDay > known && e.Level.Rank() >= was.Level.Rank() && !ended(e.LastDay, asOf) && (!moves || ended(known, e.FirstDay))
	})
}

// lastDay is the last day that any episode of a finding reaches.
func lastDay(f finding.Finding) string {
	last := f.LastDay
	for _, e := range f.Episodes {
		last = max(last, e.LastDay)
	}
	return last
}

// ended reports whether what ended on a day is out of the look-back of another.
func ended(last, asOf string) bool {
	from, err := time.Parse(time.DateOnly, last)
	to, bad := time.Parse(time.DateOnly, asOf)
	return err == nil && bad == nil && daysBetween(from, to) > lookBack
}
