package analyzer

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// lacking names what keeps run from telling whether a finding that was open in the
// run before still holds: the rule itself when it could not be run, all that the rule
// needs when nothing is known of the app any more, else what it needs, was there then,
// and is missing now. None means that the rule has looked.
func lacking(run, before *finding.Run, was finding.Finding, rule finding.Rule) []string {
	if rule.Failed {
		return []string{rule.Rule}
	}
	if doubted(*run) {
		return []string{asOfWord}
	}
	if was.AppKey == nil && !ofDeveloper(was.Clause) {
		return nil // of lines that name no app: no log type belongs to it
	}
	if forgotten(run, was) {
		return nil
	}
	now, judged := clauseOf(run, was)
	if !judged {
		return sorted(slices.Concat(rule.Needs, rule.NeedsAny))
	}
	then, _ := clauseOf(before, was)
	gone := func(word string) bool {
		return slices.Contains(absent(now), word) &&
			(slices.Contains(was.Unchecked, word) || !slices.Contains(absent(then), word) ||
				recorded(before, was.AppKey, word) && !recorded(run, was.AppKey, word))
	}
	lacks := []string{}
	for _, word := range rule.Needs {
		if gone(word) {
			lacks = append(lacks, word)
		}
	}
	there := func(word string) bool { return !slices.Contains(absent(now), word) }
	if slices.ContainsFunc(rule.NeedsAny, gone) && !slices.ContainsFunc(rule.NeedsAny, there) {
		lacks = append(lacks, rule.NeedsAny...)
	}
	return sorted(lacks)
}

// clauseOf is what a run says of the clause of a finding, for its app; for all apps
// when the finding is about none, or its clause is about the developer.
func clauseOf(run *finding.Run, f finding.Finding) (finding.ClauseResult, bool) {
	about := seat{clause: f.Clause, all: f.AppKey == nil, app: value(f.AppKey)}
	at := slices.IndexFunc(run.Clauses, func(c finding.ClauseResult) bool { return seatOf(c) == about })
	if at < 0 {
		return finding.ClauseResult{}, false
	}
	return run.Clauses[at], true
}

// absent are the words for all that was not there when a clause was judged.
func absent(c finding.ClauseResult) []string { return slices.Concat(c.Missing, c.Unchecked) }

// forgotten reports whether all that a finding could rest on was taken out: files were
// forgotten, and no record of the app is left. A prune keeps the days of what it
// deletes, and without forgotten files the logs of the app were not given this time.
func forgotten(run *finding.Run, was finding.Finding) bool {
	return run.DataQuality.ForgottenFiles > 0 && was.AppKey != nil && !was.OfConfiguration &&
		!slices.ContainsFunc(slices.Collect(maps.Keys(relations())), func(logType string) bool { return recorded(run, was.AppKey, logType) })
}

// recorded reports whether a run has a day on which an app logged a log type.
func recorded(run *finding.Run, app *string, logType string) bool {
	return slices.ContainsFunc(run.Series, func(s finding.Series) bool {
		return app != nil && s.AppKey == *app && s.Figure == relations()[logType] && len(s.Points) > 0
	})
}

// relations are the relations whose records are counted day by day, by log type.
var relations = sync.OnceValue(func() map[string]string {
	c, err := catalog.Load()
	if err != nil {
		panic(fmt.Sprintf("the catalog that every run loads cannot be loaded: %v", err))
	}
	of := map[string]string{}
	for _, t := range c.LogTypes {
		of[t.Name] = t.Relation
	}
	return of
})
