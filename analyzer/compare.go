package analyzer

import "opaudit/analyzer/finding"

// directions are the ways in which a finding changes, in the order in which changes
// are told.
var directions = []finding.Direction{finding.BecameNew, finding.BecameReopened, finding.BecameWorse, finding.BecameBetter, finding.BecameResolved}

// Compare is run with the status of each finding against an earlier run that somebody
// chose, and all that changed since. It replaces what run was compared with so far.
func Compare(run, before finding.Run) finding.Run {
	run = Against(run, &before)
	rules, earlier := rulesOf(run), findingsOf(&before)
	changes := map[finding.Direction][]finding.Change{}
	for _, f := range run.Findings {
		was, known := earlier[f.Fingerprint]
		if direction := directionOf(f, was, known, rules[f.Rule]); direction != "" {
			changes[direction] = append(changes[direction], changeOf(direction, f, was, known))
		}
	}
	run.Comparison = &finding.Comparison{AsOf: before.AsOf, Changes: []finding.Change{}, Verdicts: verdictChanges(run, before)}
	for _, direction := range directions {
		run.Comparison.Changes = append(run.Comparison.Changes, changes[direction]...)
	}
	run.Comparison.Counts = countChanges(run)
	return run
}

// directionOf says how a finding with its status against was has changed, "" for not.
func directionOf(now, was finding.Finding, known bool, rule finding.Rule) finding.Direction {
	switch {
	case now.Status == finding.Resolved && !was.Open: // history then, too, or not known
		return ""
	case now.Status != finding.Known:
		return finding.Direction(now.Status)
	case known && worse(was, now, rule):
		return finding.BecameBetter
	}
	return ""
}

func changeOf(direction finding.Direction, now, was finding.Finding, known bool) finding.Change {
	c := finding.Change{Change: direction, Fingerprint: now.Fingerprint, Rule: now.Rule, Clause: now.Clause, AppKey: now.AppKey, SellerID: now.SellerID,
		Subject: now.Subject, Title: now.Title, Threshold: now.Threshold, Unit: now.Unit}
	if known {
		c.Before = stateOf(was)
	}
	if now.Open {
		c.Now = stateOf(now)
	}
	return c
}

func stateOf(f finding.Finding) *finding.State {
	return &finding.State{Level: f.Level, Open: f.Open, FirstDay: f.FirstDay, LastDay: f.LastDay, Value: f.Value}
}

// countChanges counts the changes of a compared run, and the findings without one.
func countChanges(run finding.Run) finding.ChangeCounts {
	n := map[finding.Direction]int64{}
	for _, c := range run.Comparison.Changes {
		n[c.Change]++
	}
	counts := finding.ChangeCounts{New: n[finding.BecameNew], Reopened: n[finding.BecameReopened], Worsened: n[finding.BecameWorse],
		Better: n[finding.BecameBetter], Resolved: n[finding.BecameResolved]}
	for _, f := range run.Findings {
		if f.Open {
			counts.Unchanged++
		}
	}
	counts.Unchanged -= counts.New + counts.Reopened + counts.Worsened + counts.Better
	return counts
}

// verdictChanges lists the clauses whose verdict is another one than before: those of
// now, then those that nobody judges any more.
func verdictChanges(now, before finding.Run) []finding.VerdictChange {
	changes := []finding.VerdictChange{}
	judged, earlier := verdictsOf(now), verdictsOf(before)
	for _, c := range now.Clauses {
		if was := earlier[seatOf(c)]; was != c.Verdict {
			changes = append(changes, finding.VerdictChange{AppKey: c.AppKey, Clause: c.Clause, Title: c.Title, Before: was, Now: c.Verdict})
		}
	}
	for _, c := range before.Clauses {
		if _, still := judged[seatOf(c)]; !still {
			changes = append(changes, finding.VerdictChange{AppKey: c.AppKey, Clause: c.Clause, Title: c.Title, Before: c.Verdict})
		}
	}
	return changes
}

// A seat is what a verdict is about: a clause, for one app or for all together.
type seat struct {
	app    string
	all    bool
	clause string
}

func seatOf(c finding.ClauseResult) seat { return seat{value(c.AppKey), c.AppKey == nil, c.Clause} }

func verdictsOf(run finding.Run) map[seat]finding.Verdict {
	verdicts := map[seat]finding.Verdict{}
	for _, c := range run.Clauses {
		verdicts[seatOf(c)] = c.Verdict
	}
	return verdicts
}
