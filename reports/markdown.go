package reports

import (
	"io"
	"strings"

	"opaudit/analyzer/finding"
)

// markdownDocuments is one page for people: the verdict and what to do first,
// then the details. It reads well raw in a terminal and on a code host.
func markdownDocuments(lang Language) []Document {
	return []Document{{
		Name: "report.md", Type: "text/markdown; charset=utf-8",
		About: finding.Text{En: "The report to read in a terminal, on a code host, or as text.", Zh: "在终端、代码平台或作为文本阅读的报告。"},
		Write: func(w io.Writer, run finding.Run) error {
			p := newPage(w, lang)
			p.headline(run)
			p.clauses(run.Clauses)
			p.findings(run)
			p.series(run)
			p.quality(run.DataQuality)
			p.definitions(run.Definitions)
			return p.close()
		},
	}}
}

// headline writes the first screen.
func (p *page) headline(run finding.Run) {
	h, w := headlineOf(run), p.words
	p.line("# %s", markup(w.Title))
	p.line("")
	p.verdict(h)
	p.line("")
	p.grounds(run, h)
	p.line("")
	p.levels(h.Levels)
	p.tasks(h)
}

func (p *page) verdict(h headline) {
	w := p.words.Headlines
	switch {
	case h.Verdict.Rank() == 0:
		p.labelled("", w.NotJudged, markup(w.NotJudgedText))
	case h.Verdict == finding.Violated:
		text := p.about(w.ViolatedText, h.Violated)
		if len(h.AtRisk) > 0 {
			text += markup(p.words.Stop) + p.about(w.AlsoAtRisk, h.AtRisk)
		}
		p.labelled("", w.Violated, text)
	case h.Verdict == finding.AtRisk:
		p.labelled("", w.AtRisk, p.about(w.AtRiskText, h.AtRisk))
	default:
		p.labelled("", w.NothingFound, markup(w.NothingText))
	}
}

// grounds says what the verdict rests on and what it cannot tell.
func (p *page) grounds(run finding.Run, h headline) {
	w := p.words.Headlines
	dataUpTo := fill(w.DataUpTo, plain(run.AsOf))
	if run.AsOfProvisional {
		dataUpTo += markup(p.words.Stop + w.StillRunning)
	}
	p.line("- %s", dataUpTo)
	if len(h.NotProvable) > 0 {
		p.line("- %s", p.notProvable(h))
	}
	if !run.DataQuality.Balance.Balanced {
		p.line("- %s", markup(w.UnbalancedTotal))
	}
	if h.Unbalanced > 0 {
		p.line("- %s", counted(w.Unbalanced, int64(h.Unbalanced)))
	}
	if h.Failed > 0 {
		p.line("- %s", counted(w.Failed, int64(h.Failed)))
	}
}

func (p *page) notProvable(h headline) markup {
	w := p.words.Headlines
	text := p.about(w.NotProvable, h.NotProvable)
	if len(h.Missing) > 0 {
		text += markup(p.words.Stop) + fill(w.MissingLogs, codes(h.Missing, p.words.Comma))
	}
	return text
}

func (p *page) levels(levels []levelCount) {
	w := p.words
	columns := []column{
		{title: w.Table.Level},
		{w.Headlines.OpenCount, true}, {w.Headlines.NewOrWorse, true},
		{w.Headlines.SetAside, true}, {w.Headlines.Closed, true},
	}
	var rows [][]markup
	for _, c := range levels {
		rows = append(rows, append([]markup{p.level(c.Level)}, wholes(c.Open, c.NewOrWorse, c.SetAside, c.Closed)...))
	}
	p.grid(columns, rows)
}

func (p *page) tasks(h headline) {
	w := p.words.Headlines
	p.heading("##", markup(w.Today))
	if len(h.Tasks) == 0 {
		p.line("%s", markup(w.NothingToday))
	}
	for i, t := range h.Tasks {
		subject := fill(w.ClauseTask, plain(t.Clause))
		if t.AppKey != nil {
			subject = fill(p.words.In, subject, code(*t.AppKey))
		}
		p.line("%s. %s%s%s", markup(finding.Whole(int64(i+1))), subject, markup(p.words.Colon),
			fill(p.words.In, prose(t.Remedy.In(string(p.words.Language))), p.numbers(t.Findings)))
	}
	if h.MoreTasks > 0 {
		p.line("")
		p.line("%s", counted(w.MoreTasks, int64(h.MoreTasks)))
	}
	p.line("")
}

// numbers refers to findings by their number in this report.
func (p *page) numbers(numbers []int) markup {
	const most = 5
	var shown markup
	for i, n := range numbers[:min(most, len(numbers))] {
		if i > 0 {
			shown += markup(p.words.Comma)
		}
		shown += markup(finding.Whole(int64(n)))
	}
	text := fill(p.words.Findings.of(int64(len(numbers))), shown)
	if len(numbers) > most {
		text += markup(p.words.Comma) + counted(p.words.AndMore, int64(len(numbers)-most))
	}
	return text
}

// clauses writes the verdicts, all apps together first; a single app says the
// same, so it gets no table of its own. What no log can show is the same for
// every app and stands in the first table only.
func (p *page) clauses(all []finding.ClauseResult) {
	p.heading("##", markup(p.words.Table.Clauses))
	if len(all) == 0 {
		p.line("%s", markup(p.words.Headlines.NotJudgedText))
		p.line("")
		return
	}
	apps := appsOf(all)
	overall := together(all)
	if overall[0].AppKey == nil {
		if len(apps) > 1 {
			p.heading("###", markup(p.words.AllApps))
		}
		p.clauseTable(overall)
		p.checks(overall)
		if len(apps) == 1 {
			return
		}
	}
	byApp := map[string][]finding.ClauseResult{}
	for _, clause := range all {
		toldAbove := overall[0].AppKey == nil && clause.Verdict == finding.OutsideLogs
		if clause.AppKey != nil && !toldAbove {
			byApp[*clause.AppKey] = append(byApp[*clause.AppKey], clause)
		}
	}
	for _, app := range apps {
		if len(byApp[app]) == 0 {
			continue
		}
		p.heading("###", code(app))
		p.clauseTable(byApp[app])
	}
}

func (p *page) clauseTable(clauses []finding.ClauseResult) {
	w := p.words.Table
	var rows [][]markup
	for _, c := range clauses {
		rows = append(rows, []markup{plain(c.Clause), prose(c.Title.In(string(p.words.Language))), known(p.words.Verdict, c.Verdict), p.missing(c)})
	}
	p.grid([]column{{title: p.words.Clause}, {title: w.ClauseTitle}, {title: w.Verdict}, {title: w.Missing}}, rows)
}

// missing names what is not there: what a verdict would need, and what it was given
// without.
func (p *page) missing(c finding.ClauseResult) markup {
	var parts []string
	if len(c.Missing) > 0 {
		parts = append(parts, string(codes(c.Missing, p.words.Comma)))
	}
	if len(c.Unchecked) > 0 {
		parts = append(parts, string(fill(p.words.Table.Unchecked, codes(c.Unchecked, p.words.Comma))))
	}
	if len(parts) == 0 {
		return nothing
	}
	return markup(strings.Join(parts, p.words.Then))
}

// checks lists what to check by hand, then how the rest is checked.
func (p *page) checks(clauses []finding.ClauseResult) {
	w := p.words.Table
	for _, list := range []struct {
		title  string
		byHand bool
	}{{w.ByHand, true}, {w.Checks, false}} {
		var lines []markup
		for _, c := range clauses {
			if check := c.Check.In(string(p.words.Language)); check != "" && (c.Verdict == finding.OutsideLogs) == list.byHand {
				lines = append(lines, fill("- **%s**%s%s", plain(c.Clause), markup(p.words.Colon), prose(check)))
			}
		}
		if len(lines) == 0 {
			continue // a run that an earlier version saved
		}
		p.line("%s%s", markup(list.title), markup(strings.TrimRight(p.words.Colon, " ")))
		p.line("")
		for _, line := range lines {
			p.line("%s", line)
		}
		p.line("")
	}
}

// heading writes a heading and the blank line after it.
func (p *page) heading(marks, text markup) {
	p.line("%s %s", marks, text)
	p.line("")
}

// labelled writes one labelled value; the mark before it makes it an item.
func (p *page) labelled(mark markup, label string, value markup) {
	p.line("%s**%s**%s%s", mark, markup(label), markup(p.words.Colon), value)
}

// about fills a plural text with clauses.
func (p *page) about(text plural, clauses []string) markup {
	var list markup
	for i, clause := range clauses {
		if i > 0 {
			list += markup(p.words.Comma)
		}
		list += plain(clause)
	}
	return fill(text.of(int64(len(clauses))), list)
}

func (p *page) level(level finding.Level) markup {
	return known(p.words.Level, level)
}

// known is the document's word for a value of the run, or the value itself
// when a later version of the run has one that is not known here.
func known[T ~string](words map[T]string, value T) markup {
	if word, ok := words[value]; ok {
		return markup(word)
	}
	return code(string(value))
}

func wholes(counts ...int64) []markup {
	cells := make([]markup, 0, len(counts))
	for _, n := range counts {
		cells = append(cells, markup(finding.Whole(n)))
	}
	return cells
}
