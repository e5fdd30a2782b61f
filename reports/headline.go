package reports

import (
	"slices"

	"opaudit/analyzer/finding"
)

// mostTasks bounds the list of what to do today, which has to fit one screen.
const mostTasks = 5

// headline is what a reader must know before any detail. It gathers what the
// run says and judges nothing itself.
type headline struct {
	Verdict     finding.Verdict // the worst one; "" when no clause was judged
	Violated    []string        // clauses
	AtRisk      []string
	NotProvable []string
	OutsideLogs []string
	Missing     []string // log types that the not provable clauses need
	Levels      []levelCount
	Tasks       []task // at most mostTasks
	MoreTasks   int
	Unbalanced  int // files whose lines do not add up
	Failed      int // files that could not be read to their end
	Ended       int // closed violations and risks
	Unchecked   int // findings of an earlier run that could not be looked for
}

// levelCount counts the findings of a level. NewOrWorse and SetAside are among
// the open ones.
type levelCount struct {
	Level                              finding.Level
	Open, NewOrWorse, SetAside, Closed int64
}

// task is one remedy and the findings that ask for it.
type task struct {
	Clause   string
	AppKey   *string // nil when the findings are of several apps, or of none
	Remedy   finding.Text
	Findings []int // numbers as in the report, from 1
}

func headlineOf(run finding.Run) headline {
	open, closed := byOpen(run.Findings)
	clauses := together(run.Clauses)
	h := headline{
		Violated:    clausesWith(clauses, finding.Violated),
		AtRisk:      clausesWith(clauses, finding.AtRisk),
		NotProvable: clausesWith(clauses, finding.NotProvable),
		OutsideLogs: clausesWith(clauses, finding.OutsideLogs),
		Missing:     missingLogs(clauses),
		Levels:      countLevels(run.Findings),
		Tasks:       tasksOf(open),
		Failed:      len(run.DataQuality.FailedFiles),
	}
	for _, clause := range clauses {
		if h.Verdict == "" || clause.Verdict.Rank() > h.Verdict.Rank() {
			h.Verdict = clause.Verdict
		}
	}
	for _, f := range closed {
		if f.Level.Rank() >= finding.Risk.Rank() {
			h.Ended++
		}
	}
	for _, f := range open {
		if len(f.Unchecked) > 0 {
			h.Unchecked++
		}
	}
	for _, file := range run.DataQuality.Files {
		if !file.Balanced {
			h.Unbalanced++
		}
	}
	if len(h.Tasks) > mostTasks {
		h.MoreTasks = len(h.Tasks) - mostTasks
		h.Tasks = h.Tasks[:mostTasks]
	}
	return h
}

// byOpen splits findings into those that are open and the history, keeping
// the order of the run, which is by urgency. Numbers in a report count the
// open ones first.
func byOpen(all []finding.Finding) (open, closed []finding.Finding) {
	for _, f := range all {
		if f.Open {
			open = append(open, f)
		} else {
			closed = append(closed, f)
		}
	}
	return open, closed
}

// together picks the verdicts for all apps together; a run without them is
// read by all that it has.
func together(clauses []finding.ClauseResult) []finding.ClauseResult {
	var all []finding.ClauseResult
	for _, clause := range clauses {
		if clause.AppKey == nil {
			all = append(all, clause)
		}
	}
	if all == nil {
		return clauses
	}
	return all
}

// appsOf lists the apps that have verdicts, in the order of the run.
func appsOf(clauses []finding.ClauseResult) []string {
	return distinct(clauses, func(c finding.ClauseResult) []string {
		if c.AppKey == nil {
			return nil
		}
		return []string{*c.AppKey}
	})
}

func clausesWith(clauses []finding.ClauseResult, verdict finding.Verdict) []string {
	return distinct(clauses, func(c finding.ClauseResult) []string {
		if c.Verdict != verdict {
			return nil
		}
		return []string{c.Clause}
	})
}

func missingLogs(clauses []finding.ClauseResult) []string {
	return distinct(clauses, func(c finding.ClauseResult) []string {
		if c.Verdict != finding.NotProvable {
			return nil // judged all the same; the table of clauses names them
		}
		return c.Missing
	})
}

// distinct gathers what pick gives for each row, each value once, first come
// first.
func distinct[T any](rows []T, pick func(T) []string) []string {
	var values []string
	seen := map[string]bool{}
	for _, row := range rows {
		for _, value := range pick(row) {
			if !seen[value] {
				seen[value] = true
				values = append(values, value)
			}
		}
	}
	return values
}

func countLevels(all []finding.Finding) []levelCount {
	counts := []levelCount{{Level: finding.Violation}, {Level: finding.Risk}, {Level: finding.Warning}, {Level: finding.Info}}
	for _, f := range all {
		at := slices.IndexFunc(counts, func(c levelCount) bool { return c.Level == f.Level })
		if at < 0 {
			at = len(counts)
			counts = append(counts, levelCount{Level: f.Level})
		}
		counts[at].add(f)
	}
	return counts
}

func (c *levelCount) add(f finding.Finding) {
	if !f.Open {
		c.Closed++
		return
	}
	c.Open++
	switch f.Status {
	case finding.New, finding.Worsened, finding.Reopened:
		c.NewOrWorse++
	}
	if f.Suppressed {
		c.SetAside++
	}
}

// tasksOf gives the remedies of the open findings by urgency, each once. What
// was set aside and what is only worth knowing asks for nothing today.
func tasksOf(open []finding.Finding) []task {
	type key struct {
		clause string
		remedy finding.Text
	}
	var tasks []task
	known := map[key]int{}
	for i, f := range open {
		if f.Suppressed || f.Level == finding.Info {
			continue
		}
		k := key{f.Clause, f.Remedy}
		at, ok := known[k]
		if !ok {
			at = len(tasks)
			known[k] = at
			tasks = append(tasks, task{Clause: f.Clause, AppKey: f.AppKey, Remedy: f.Remedy})
		}
		if !sameApp(tasks[at].AppKey, f.AppKey) {
			tasks[at].AppKey = nil
		}
		tasks[at].Findings = append(tasks[at].Findings, i+1)
	}
	return tasks
}

func sameApp(a, b *string) bool {
	return a != nil && b != nil && *a == *b
}
