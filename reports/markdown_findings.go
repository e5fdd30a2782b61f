package reports

import (
	"strconv"

	"opaudit/analyzer/finding"
)

// findings writes the open findings and then the history, numbered through.
func (p *page) findings(run finding.Run) {
	w := p.words.Finding
	open, closed := byOpen(run.Findings)
	p.heading("##", markup(w.Heading))
	if len(open) == 0 {
		p.noneOpen(run)
	} else {
		p.line("%s", markup(w.Open))
		p.line("")
	}
	for i, f := range open {
		p.finding(i+1, f)
	}
	if len(closed) == 0 {
		return
	}
	p.heading("##", markup(w.History))
	for i, f := range closed {
		p.finding(len(open)+i+1, f)
	}
}

// noneOpen says what an empty list does and does not mean.
func (p *page) noneOpen(run finding.Run) {
	h, w := headlineOf(run), p.words.Finding
	p.line("%s", markup(w.NoneOpen+p.words.Stop+w.NoneMeans))
	p.line("")
	if len(h.NotProvable) > 0 {
		p.line("- %s", p.notProvable(h))
	}
	if len(h.OutsideLogs) > 0 {
		p.line("- %s", p.about(w.OutsideLogs, h.OutsideLogs))
	}
	if len(h.NotProvable)+len(h.OutsideLogs) > 0 {
		p.line("")
	}
}

func (p *page) finding(n int, f finding.Finding) {
	w, lang := p.words.Finding, string(p.words.Language)
	title := p.level(f.Level) + markup(p.words.Colon) + prose(f.Title.In(lang))
	for _, mark := range p.marks(f) {
		title = fill(p.words.In, title, mark)
	}
	p.heading("###", fill("%s. %s", markup(finding.Whole(int64(n))), title))
	p.line("%s", prose(f.Summary.In(lang)))
	p.line("")
	p.subject(f)
	p.item(w.Days, p.days(f.FirstDay, f.LastDay))
	p.item(w.Figure, p.figure(f))
	if f.Forecast != nil {
		p.item(w.Forecast, prose(f.Forecast.In(lang)))
	}
	p.item(w.Consequence, prose(f.Consequence.In(lang)))
	p.item(w.Remedy, prose(f.Remedy.In(lang)))
	p.suppression(f)
	p.episodes(f)
	p.evidence(f)
	p.item(w.Rule, fill(p.words.In, code(f.Rule), fill(p.words.Table.ClauseRef, plain(f.Clause))))
	p.item(w.Status, known(p.words.Status, f.Status))
	p.item(w.Fingerprint, code(f.Fingerprint))
	p.line("")
}

func (p *page) marks(f finding.Finding) []markup {
	var marks []markup
	if !f.Open {
		marks = append(marks, markup(p.words.Finding.ClosedMark))
	}
	if f.Suppressed {
		marks = append(marks, markup(p.words.Finding.SetAsideMark))
	}
	return marks
}

func (p *page) item(label string, value markup) {
	p.labelled("- ", label, value)
}

func (p *page) subject(f finding.Finding) {
	w := p.words.Finding
	app := markup(w.NoApp)
	if f.AppKey != nil {
		app = code(*f.AppKey)
	}
	p.item(w.App, app)
	if f.SellerID != nil {
		p.item(w.Shop, markup(strconv.FormatInt(*f.SellerID, 10)))
	}
	if f.Subject != "" {
		p.item(w.Subject, code(f.Subject))
	}
}

// days shows a stretch of days and how many calendar days it has.
func (p *page) days(first, last string) markup {
	text := p.dayRange(first, last)
	if n := daysBetween(first, last); n > 0 {
		text = fill(p.words.In, text, counted(p.words.Finding.DayCount, n))
	}
	return text
}

func (p *page) dayRange(first, last string) markup {
	if first == last {
		return plain(first)
	}
	return fill(p.words.Range, plain(first), plain(last))
}

// figure shows a value against the number that decides, and where it is from.
func (p *page) figure(f finding.Finding) markup {
	w := p.words.Finding
	text := p.quantity(f.Value, f.Unit, f.Threshold)
	switch {
	case f.Threshold != nil && f.Unit == "ratio":
		text = fill(w.Limit, text, markup(finding.LimitPercent(*f.Threshold)))
	case f.Threshold != nil:
		text = fill(w.Limit, text, p.quantity(*f.Threshold, f.Unit, nil))
	case f.Level == finding.Violation:
		text = fill(w.NoLimit, text)
	}
	return text + markup(p.words.Then+w.From) + " " + code(f.Figure)
}

// quantity shows a value with its unit. limit keeps a ratio from being rounded
// to the other side of it.
func (p *page) quantity(value float64, unit string, limit *float64) markup {
	if unit == "ratio" {
		return markup(finding.Percent(value, limit))
	}
	text := markup(finding.Number(value))
	if noun, ok := p.words.Unit[unit]; ok {
		if value == 1 {
			return fill(noun.One, text)
		}
		return fill(noun.Other, text)
	}
	if unit == "" {
		return text
	}
	return text + " " + code(unit)
}

func (p *page) suppression(f finding.Finding) {
	w := p.words.Finding
	if f.Suppression == nil {
		if f.Suppressed {
			p.item(w.SetAside, nothing)
		}
		return
	}
	text := w.SetAsideBy
	if !f.Suppressed {
		text = w.Expired
	}
	p.item(w.SetAside, fill(text, code(f.Suppression.Owner), plain(f.Suppression.Expiry), prose(f.Suppression.Reason)))
}

func (p *page) episodes(f finding.Finding) {
	if len(f.Episodes) < 2 {
		return
	}
	p.item(p.words.Finding.Episodes, markup(finding.Whole(int64(len(f.Episodes)))))
	for _, e := range f.Episodes {
		stretch := p.days(e.FirstDay, e.LastDay)
		if f.Unit == "days" { // the value is the number of days already
			stretch = p.dayRange(e.FirstDay, e.LastDay)
		}
		p.line("  - %s%s%s%s%s", p.level(e.Level), markup(p.words.Colon),
			p.quantity(e.Value, f.Unit, f.Threshold), markup(p.words.Then), stretch)
	}
}

func (p *page) evidence(f finding.Finding) {
	w := p.words.Finding
	if f.EvidenceCount == 0 && len(f.Evidence) == 0 {
		p.item(w.Evidence, markup(w.NoEvidence))
		return
	}
	p.item(w.Evidence, counted(w.EvidenceCount, f.EvidenceCount))
	for _, e := range f.Evidence {
		place := code(e.File + ":" + strconv.FormatInt(e.Line, 10))
		if e.Element != nil {
			place = fill(p.words.In, place, fill(w.Element, markup(strconv.FormatInt(*e.Element, 10))))
		}
		if e.Day != "" {
			place += markup(p.words.Then) + plain(e.Day)
		}
		if e.Detail != "" {
			place += markup(p.words.Colon) + code(e.Detail)
		}
		p.line("  - %s", place)
	}
	if more := f.EvidenceCount - int64(len(f.Evidence)); more > 0 {
		p.line("  - %s", counted(p.words.AndMore, more))
	}
}
