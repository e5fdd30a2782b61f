package reports

import (
	"slices"

	"opaudit/analyzer/finding"
)

// changed says in one line what is different from an earlier run.
func (p *page) changed(c finding.Comparison) rich {
	w := p.words.Changes
	var parts []rich
	for _, count := range []struct {
		text plural
		n    int64
	}{
		{w.New, c.Counts.New}, {w.Reopened, c.Counts.Reopened}, {w.Worsened, c.Counts.Worsened},
		{w.Better, c.Counts.Better}, {w.Resolved, c.Counts.Resolved},
		{w.OtherVerdicts, otherVerdicts(c.Verdicts)},
	} {
		if count.n > 0 {
			parts = append(parts, counted(count.text, count.n))
		}
	}
	if len(parts) == 0 {
		parts = []rich{say(w.None)}
	}
	return fill(w.Since, plain(c.AsOf), listed(parts, p.words.Comma))
}

// otherVerdicts is on how many clauses a verdict changed.
func otherVerdicts(changes []finding.VerdictChange) int64 {
	var clauses []string
	for _, c := range changes {
		if !slices.Contains(clauses, c.Clause) {
			clauses = append(clauses, c.Clause)
		}
	}
	return int64(len(clauses))
}

// comparison lists what is different from an earlier run, if one was chosen.
func (p *page) comparison(c *finding.Comparison) {
	if c == nil {
		return
	}
	w := p.words.Changes
	p.section("changes", w.Heading)
	p.paragraph(join(p.changed(*c), say(p.words.Stop), counted(w.Unchanged, c.Counts.Unchanged)))
	if len(c.Verdicts) > 0 {
		p.verdictChanges(c.Verdicts)
	}
	if len(c.Changes) > 0 {
		p.findingChanges(c.Changes)
	}
}

func (p *page) verdictChanges(changes []finding.VerdictChange) {
	w := p.words
	var rows [][]rich
	for _, c := range changes {
		app := say(w.AllApps)
		if c.AppKey != nil {
			app = code(*c.AppKey)
		}
		before := say(nothing)
		if c.Before != "" {
			before = p.verdictWord(c.Before)
		}
		rows = append(rows, []rich{plain(c.Clause), p.text(c.Title), app, before, p.verdictWord(c.Now)})
	}
	p.heading(say(w.Changes.Verdicts))
	p.grid(say(w.Changes.Verdicts), []column{
		{Title: say(w.Clause)}, {Title: say(w.Table.ClauseTitle)}, {Title: say(w.Finding.App)}, {Title: say(w.Changes.Before)}, {Title: say(w.Changes.Now)},
	}, rows)
}

func (p *page) findingChanges(changes []finding.Change) {
	w := p.words
	var rows [][]rich
	for _, c := range changes {
		title := p.text(c.Title)
		if c.Subject != "" {
			title = fill(w.In, title, code(c.Subject))
		}
		rows = append(rows, []rich{known(w.Changes.Direction, c.Change), plain(c.Clause), title, p.app(c.AppKey), p.state(c, c.Before), p.state(c, c.Now)})
	}
	p.heading(say(w.Finding.Heading))
	p.grid(say(w.Changes.Heading), []column{
		{Title: say(w.Changes.Change)}, {Title: say(w.Clause)}, {Title: say(w.Table.ClauseTitle)}, {Title: say(w.Finding.App)},
		{Title: say(w.Changes.Before)}, {Title: say(w.Changes.Now)},
	}, rows)
}

// state is what a finding was at in one of the two runs.
func (p *page) state(c finding.Change, s *finding.State) rich {
	if s == nil {
		return say(nothing)
	}
	text := join(p.level(s.Level), say(p.words.Colon), p.quantity(s.Value, c.Unit, c.Threshold), say(p.words.Then), p.dayRange(s.FirstDay, s.LastDay))
	if !s.Open {
		text = fill(p.words.In, text, say(p.words.Finding.ClosedMark))
	}
	return text
}
