package reports

import (
	"strconv"

	"opaudit/analyzer/finding"
)

// headline says what a reader must know before any detail: one screen.
func (p *page) headline(run finding.Run) {
	h, w := headlineOf(run), p.words
	p.Title = say(w.Title)
	p.Verdict = p.verdict(run, h)
	p.Sections = []section{{}}
	p.grounds(run, h)
	p.levels(h.Levels)
	p.tasks(run, h)
}

func (p *page) verdict(run finding.Run, h headline) verdict {
	w := p.words.Headlines
	switch {
	case h.Verdict.Rank() == 0:
		return verdict{unsure, p.labelled(w.NotJudged, say(w.NotJudgedText))}
	case h.Verdict == finding.Violated:
		text := p.about(w.ViolatedText, h.Violated)
		if len(h.AtRisk) > 0 {
			text = join(text, say(p.words.Stop), p.about(w.AlsoAtRisk, h.AtRisk))
		}
		return verdict{bad, p.labelled(w.Violated, text)}
	case h.Verdict == finding.AtRisk:
		text := p.about(w.AtRiskText, h.AtRisk)
		if h.Unchecked > 0 {
			text = join(text, say(p.words.Stop), counted(w.NotChecked, int64(h.Unchecked)))
		}
		return verdict{careful, p.labelled(w.AtRisk, text)}
	}
	return p.nothingFound(run, h)
}

// nothingFound says that there is no breach and no risk, and all that this does not
// say: what could not be judged or looked for, what is over, and what is not shown.
func (p *page) nothingFound(run finding.Run, h headline) verdict {
	w := p.words.Headlines
	tone, text := good, say(w.NothingText)
	add := func(more rich) { text = join(text, say(p.words.Stop), more) }
	if n := len(h.NotProvable); n > 0 {
		tone = unsure
		text = counted(w.NothingButUnproven, int64(n))
	}
	if h.Unchecked > 0 {
		tone = unsure
		add(counted(w.NotChecked, int64(h.Unchecked)))
	}
	if h.Ended > 0 {
		add(counted(w.Ended, int64(h.Ended)))
	}
	if n := hiddenOpen(run); n > 0 {
		tone = unsure
		add(counted(w.HiddenOpen, n))
	}
	return verdict{tone, p.labelled(w.NothingFound, text)}
}

// hiddenOpen is how many open findings a run leaves out because it was narrowed.
func hiddenOpen(run finding.Run) int64 {
	if run.Narrowing == nil {
		return 0
	}
	return run.Narrowing.HiddenOpen
}

// grounds says what the verdict rests on and what it cannot tell.
func (p *page) grounds(run finding.Run, h headline) {
	w := p.words.Headlines
	dataUpTo := fill(w.DataUpTo, plain(run.AsOf))
	if run.NewestDay != "" && run.NewestDay != run.AsOf {
		dataUpTo = fill(w.JudgedAsOf, plain(run.NewestDay), plain(run.AsOf))
	}
	if run.AsOfProvisional {
		dataUpTo = join(dataUpTo, say(p.words.Stop+w.StillRunning))
	}
	lines := []item{{Text: dataUpTo}}
	add := func(text rich) { lines = append(lines, item{Text: text}) }
	if a := run.AsOfApart; a != nil {
		text := fill(w.Apart, counted(p.words.Unit["records"], a.Records), counted(p.words.Unit["days"], a.Gap))
		if a.Doubted {
			text = join(text, say(p.words.Stop+w.Doubted))
		}
		add(text)
	}
	if run.Narrowing != nil {
		add(p.narrowing(*run.Narrowing))
	}
	if run.Comparison != nil {
		add(p.changed(*run.Comparison))
	}
	if len(h.NotProvable) > 0 {
		add(p.notProvable(run, h))
	}
	if h.Unchecked > 0 {
		add(counted(w.NotChecked, int64(h.Unchecked)))
	}
	if !run.DataQuality.Balance.Balanced {
		add(say(w.UnbalancedTotal))
	}
	if h.Unbalanced > 0 {
		add(counted(w.Unbalanced, int64(h.Unbalanced)))
	}
	if h.Failed > 0 {
		add(counted(w.Failed, int64(h.Failed)))
	}
	p.bullets(lines...)
}

// narrowing says that the report shows a part of what was found, and how much it hides.
func (p *page) narrowing(n finding.Narrowing) rich {
	w := p.words.Headlines
	var limits []rich
	if n.Since != "" {
		limits = append(limits, fill(w.Since, plain(n.Since)))
	}
	if n.Until != "" {
		limits = append(limits, fill(w.Until, plain(n.Until)))
	}
	if n.AppKey != nil {
		limits = append(limits, fill(w.OneApp, code(*n.AppKey)))
	}
	if n.SellerID != nil {
		limits = append(limits, fill(w.OneShop, say(strconv.FormatInt(*n.SellerID, 10))))
	}
	judged := say(w.OfAll)
	if n.Until != "" {
		judged = fill(w.OfAllUntil, plain(n.Until))
	}
	text := join(fill(w.Narrowed, listed(limits, p.words.Comma)), say(p.words.Stop), judged)
	if n.Hidden > 0 {
		text = join(text, say(p.words.Stop), fill(w.Hidden.of(n.Hidden), whole(n.Hidden), whole(n.HiddenOpen)))
	}
	return text
}

func (p *page) notProvable(run finding.Run, h headline) rich {
	w := p.words.Headlines
	text := p.about(w.NotProvable, h.NotProvable)
	if len(h.Missing) > 0 {
		text = join(text, say(p.words.Stop), fill(w.MissingLogs, p.lacked(run.Clauses, h.NotProvable, h.Missing)))
	}
	return text
}

func (p *page) levels(levels []levelCount) {
	w := p.words
	columns := []column{
		{Title: say(w.Table.Level)},
		{say(w.Headlines.OpenCount), true}, {say(w.Headlines.NewOrWorse), true},
		{say(w.Headlines.SetAside), true}, {say(w.Headlines.Closed), true},
	}
	var rows [][]rich
	for _, c := range levels {
		rows = append(rows, append([]rich{p.level(c.Level)}, wholes(c.Open, c.NewOrWorse, c.SetAside, c.Closed)...))
	}
	p.grid(say(w.Finding.Heading), columns, rows)
}

func (p *page) tasks(run finding.Run, h headline) {
	w := p.words.Headlines
	p.section("today", w.Today)
	hidden := hiddenOpen(run)
	switch {
	case len(h.Tasks) > 0:
		p.taskList(h)
	case hidden == 0:
		p.paragraph(say(w.NothingToday))
	default:
		p.paragraph(say(w.NothingShownToday))
	}
	if hidden > 0 {
		p.paragraph(counted(w.HiddenOpen, hidden))
	}
}

func (p *page) taskList(h headline) {
	w := p.words.Headlines
	tasks := &list{Numbered: true}
	for _, t := range h.Tasks {
		subject := p.clauseRef(t.Clause)
		if t.AppKey != nil {
			subject = fill(p.words.In, code(*t.AppKey), subject)
		}
		text := join(subject, say(p.words.Colon), fill(p.words.In, p.text(t.Remedy), p.numbers(t.Findings)))
		tasks.Items = append(tasks.Items, item{Text: text})
	}
	p.add(block{List: tasks})
	if h.MoreTasks > 0 {
		p.paragraph(counted(w.MoreTasks, int64(h.MoreTasks)))
	}
}

// numbers refers to findings by their number in this report.
func (p *page) numbers(numbers []int) rich {
	const most = 5
	var shown []rich
	for _, n := range numbers[:min(most, len(numbers))] {
		shown = append(shown, reference(n))
	}
	text := fill(p.words.Findings.of(int64(len(numbers))), listed(shown, p.words.Comma))
	if len(numbers) > most {
		text = join(text, say(p.words.Comma), counted(p.words.AndMore, int64(len(numbers)-most)))
	}
	return text
}

// about fills a text with clauses.
func (p *page) about(text string, clauses []string) rich {
	return fill(text, p.clauseRef(clauses...))
}
