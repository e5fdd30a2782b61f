package reports

import (
	"strconv"

	"opaudit/analyzer/finding"
)

// findings writes the open findings and then the history, numbered through.
func (p *page) findings(run finding.Run) {
	w := p.words.Finding
	open, closed := byOpen(run.Findings)
	p.section("findings", w.Heading)
	if len(open) == 0 {
		p.noneOpen(run)
	} else {
		p.paragraph(say(w.Open))
		p.overview(1, open)
	}
	for i, f := range open {
		p.finding(i+1, f)
	}
	if len(closed) == 0 {
		return
	}
	p.section("history", w.History)
	p.overview(len(open)+1, closed)
	for i, f := range closed {
		p.finding(len(open)+i+1, f)
	}
}

// noneOpen says what an empty list does and does not mean.
func (p *page) noneOpen(run finding.Run) {
	h, w := headlineOf(run), p.words.Finding
	none := say(w.NoneOpen)
	if n := hiddenOpen(run); n > 0 {
		none = join(say(w.NoneShownOpen+p.words.Stop), counted(p.words.Headlines.HiddenOpen, n))
	}
	p.paragraph(join(none, say(p.words.Stop+w.NoneMeans)))
	var lines []item
	if len(h.NotProvable) > 0 {
		lines = append(lines, item{Text: p.notProvable(run, h)})
	}
	if len(h.OutsideLogs) > 0 {
		lines = append(lines, item{Text: p.about(w.OutsideLogs, h.OutsideLogs)})
	}
	p.bullets(lines...)
}

// overview is a table of the findings that follow, to sort and filter on a screen.
func (p *page) overview(first int, findings []finding.Finding) {
	w := p.words
	var rows [][]rich
	for i, f := range findings {
		title := p.title(f)
		if f.Subject != "" {
			title = fill(w.In, title, p.subjectName(f))
		}
		rows = append(rows, []rich{
			reference(first + i), p.level(f.Level), plain(f.Clause), title, p.whose(f), p.dayRange(f.FirstDay, f.LastDay),
			p.quantity(f.Value, f.Unit, f.Threshold), known(w.Status, f.Status),
		})
	}
	columns := []column{
		{say(w.Finding.Number), true}, {Title: say(w.Table.Level)}, {Title: say(w.Clause)}, {Title: say(w.Table.ClauseTitle)},
		{Title: say(w.Finding.App)}, {Title: say(w.Finding.Days)}, {say(w.Finding.Figure), true}, {Title: say(w.Finding.Status)},
	}
	p.add(block{Table: &grid{Name: say(w.Finding.Overview), Columns: columns, Rows: rows, ScreenOnly: true}})
}

// reference is the number of a finding in this report, and leads to it.
func reference(n int) rich {
	return rich{{Kind: link, Text: finding.Whole(int64(n)), Target: findingID(n)}}
}

func findingID(n int) string { return "finding-" + strconv.Itoa(n) }

func (p *page) finding(n int, f finding.Finding) {
	w := p.words.Finding
	e := entry{ID: findingID(n), Muted: !f.Open || f.Suppressed, Summary: p.text(f.Summary)}
	if f.Level.Rank() > 0 { // else it is any text
		e.Level = f.Level
	}
	e.Title = join(whole(int64(n)), say(". "), p.level(f.Level), say(p.words.Colon), p.title(f))
	e.Items = p.subject(f)
	add := func(label string, text rich, sub ...rich) {
		e.Items = append(e.Items, item{Text: p.labelled(label, text), Sub: sub})
	}
	add(w.Days, p.days(f.FirstDay, f.LastDay))
	add(w.Figure, p.figure(f))
	if f.Forecast != nil {
		add(w.Forecast, p.text(*f.Forecast))
	}
	add(w.Consequence, p.text(f.Consequence))
	add(w.Remedy, p.text(f.Remedy))
	if f.Suppression != nil || f.Suppressed {
		add(w.SetAside, p.suppression(f))
	}
	if len(f.Unchecked) > 0 {
		add(w.NotChecked, fill(w.NotCheckedText, codes(f.Unchecked, p.words.Comma)))
	}
	if len(f.Episodes) > 1 {
		add(w.Episodes, whole(int64(len(f.Episodes))), p.episodes(f)...)
	}
	count, lines := p.evidence(f)
	add(w.Evidence, count, lines...)
	add(w.Rule, fill(p.words.In, code(f.Rule), p.clauseRef(f.Clause)))
	add(w.Status, known(p.words.Status, f.Status))
	add(w.Fingerprint, code(f.Fingerprint))
	p.add(block{Finding: &e})
}

// title is what a finding is called, and whether it is closed or set aside.
func (p *page) title(f finding.Finding) rich {
	title := p.text(f.Title)
	if !f.Open {
		title = fill(p.words.In, title, say(p.words.Finding.ClosedMark))
	}
	if f.Suppressed {
		title = fill(p.words.In, title, say(p.words.Finding.SetAsideMark))
	}
	if len(f.Unchecked) > 0 {
		title = fill(p.words.In, title, say(p.words.Finding.UncheckedMark))
	}
	return title
}

func (p *page) app(key *string) rich {
	if key == nil {
		return say(p.words.Finding.NoApp)
	}
	return code(*key)
}

// subjectName is what people call the subject of a finding, with the subject as the
// logs and the database have it.
func (p *page) subjectName(f finding.Finding) rich {
	name := f.SubjectName.In(string(p.words.Language))
	if name == "" || name == f.Subject {
		return code(f.Subject)
	}
	return fill(p.words.In, prose(name), code(f.Subject))
}

// refusedShares is the figure of files, whose refused records are of no known app.
const refusedShares = "refused_shares"

// ofNamedApp says that a finding's subject is the name of an app without a key.
func ofNamedApp(f finding.Finding) bool {
	return f.AppKey == nil && f.OfConfiguration && f.Subject != ""
}

// whose is the app of a finding, or why it has none.
func (p *page) whose(f finding.Finding) rich {
	w := p.words.Finding
	switch {
	case f.AppKey != nil:
		return code(*f.AppKey)
	case ofNamedApp(f):
		return fill(w.WithoutKey, code(f.Subject))
	case f.OfConfiguration:
		return say(w.OfDeveloper)
	case f.Figure == refusedShares:
		return say(w.OfFile)
	}
	return say(w.NoReadableApp)
}

func (p *page) subject(f finding.Finding) []item {
	w := p.words.Finding
	items := []item{{Text: p.labelled(w.App, p.whose(f))}}
	if f.SellerID != nil {
		items = append(items, item{Text: p.labelled(w.Shop, say(strconv.FormatInt(*f.SellerID, 10)))})
	}
	if f.Subject != "" && !ofNamedApp(f) {
		items = append(items, item{Text: p.labelled(w.Subject, p.subjectName(f))})
	}
	return items
}

// days shows a stretch of days and how many calendar days it has.
func (p *page) days(first, last string) rich {
	text := p.dayRange(first, last)
	if n := daysBetween(first, last); n > 0 {
		text = fill(p.words.In, text, counted(p.words.Finding.DayCount, n))
	}
	return text
}

func (p *page) dayRange(first, last string) rich {
	if first == last {
		return plain(first)
	}
	return fill(p.words.Range, plain(first), plain(last))
}

// figure shows a value against the number that decides, and where it is from.
func (p *page) figure(f finding.Finding) rich {
	w := p.words.Finding
	text := p.quantity(f.Value, f.Unit, f.Threshold)
	limit := w.Limit
	comesNear := f.Bound == finding.From && f.Threshold != nil && f.Value < *f.Threshold // it is noted before
	if side, ok := w.Bound[f.Bound]; ok && !comesNear {
		limit = side
	}
	switch {
	case f.Threshold != nil && *f.Threshold == 0 && f.Bound == finding.Over:
		text = fill(w.NoneAllowed, text)
	case f.Threshold != nil && f.Unit == "ratio":
		text = fill(limit, text, say(finding.LimitPercent(*f.Threshold)))
	case f.Threshold != nil:
		text = fill(limit, text, p.quantity(*f.Threshold, f.Unit, nil))
	case f.Level == finding.Violation:
		text = fill(w.NoLimit, text)
	}
	return join(text, say(p.words.Then+w.From+" "), code(f.Figure))
}

// quantity shows a value with its unit. limit keeps a ratio from being rounded
// to the other side of it.
func (p *page) quantity(value float64, unit string, limit *float64) rich {
	if unit == "ratio" {
		return say(finding.Percent(value, limit))
	}
	text := say(finding.Number(value))
	if noun, ok := p.words.Unit[unit]; ok {
		if value == 1 {
			return fill(noun.One, text)
		}
		return fill(noun.Other, text)
	}
	if unit == "" {
		return text
	}
	return join(text, say(" "), code(unit))
}

func (p *page) suppression(f finding.Finding) rich {
	w := p.words.Finding
	if f.Suppression == nil {
		return say(nothing)
	}
	text := w.SetAsideBy
	if !f.Suppressed {
		text = w.Expired
	}
	return fill(text, code(f.Suppression.Owner), plain(f.Suppression.Expiry), prose(f.Suppression.Reason))
}

func (p *page) episodes(f finding.Finding) []rich {
	var lines []rich
	for _, e := range f.Episodes {
		stretch := p.days(e.FirstDay, e.LastDay)
		if f.Unit == "days" { // the value is the number of days already
			stretch = p.dayRange(e.FirstDay, e.LastDay)
		}
		lines = append(lines, join(p.level(e.Level), say(p.words.Colon), p.quantity(e.Value, f.Unit, f.Threshold), say(p.words.Then), stretch))
	}
	return lines
}

// evidence says how many log records a finding rests on, and shows some of them.
func (p *page) evidence(f finding.Finding) (count rich, lines []rich) {
	w := p.words.Finding
	if f.EvidenceCount == 0 && len(f.Evidence) == 0 {
		if f.OfConfiguration {
			return say(w.ConfigurationShows), nil
		}
		return say(w.NoEvidence), nil
	}
	for _, e := range f.Evidence {
		place := code(e.File + ":" + strconv.FormatInt(e.Line, 10))
		if e.Element != nil {
			place = fill(p.words.In, place, fill(w.Element, say(strconv.FormatInt(*e.Element, 10))))
		}
		if e.Day != nil {
			place = join(place, say(p.words.Then), plain(*e.Day))
		}
		if e.Detail != "" {
			place = join(place, say(p.words.Colon), code(e.Detail))
		}
		lines = append(lines, place)
	}
	if more := f.EvidenceCount - int64(len(f.Evidence)); more > 0 {
		lines = append(lines, counted(p.words.AndMore, more))
	}
	return counted(w.EvidenceCount, f.EvidenceCount), lines
}
