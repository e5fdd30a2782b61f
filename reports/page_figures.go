package reports

import (
	"slices"
	"strings"

	"opaudit/analyzer/finding"
)

// recentDays is how far back the tables of figures go; charts and the saved
// run hold the rest.
const recentDays = 14

// streaks is the figure whose points are stretches of days.
const streaks = "api_failure_streaks"

// series writes the daily figures, app by app.
func (p *page) series(run finding.Run) {
	w := p.words.Table
	p.section("figures", w.Figures)
	if len(run.Series) == 0 {
		p.paragraph(say(w.NoFigures))
		return
	}
	p.paragraph(say(w.FiguresIntro))
	byApp := map[string][]finding.Series{}
	for _, s := range run.Series {
		byApp[s.AppKey] = append(byApp[s.AppKey], s)
	}
	for _, app := range distinct(run.Series, func(s finding.Series) []string { return []string{s.AppKey} }) {
		p.heading(code(app))
		p.pictures(run, app, byApp[app])
		var records []finding.Series
		for _, s := range byApp[app] {
			switch {
			case s.Figure == streaks:
				p.beside(func() { p.streaks(s) })
			case logTypeOf(run, s.Figure) >= 0:
				records = append(records, s)
			default:
				p.beside(func() { p.oneSeries(run, s) })
			}
		}
		if len(records) > 0 {
			p.beside(func() { p.records(run, app, records) })
		}
	}
}

func (p *page) oneSeries(run finding.Run, s finding.Series) {
	names := p.figureWords(s.Figure)
	p.paragraph(p.figureTitle(s.Figure))
	points := recent(s.Points, run.AsOf)
	if len(points) == 0 {
		p.paragraph(p.noRecent(s.Points))
		return
	}
	var rows [][]rich
	for _, point := range points {
		rows = append(rows, append([]rich{p.day(run, point.Day), p.rate(point, names)}, wholes(point.Part, point.Whole)...))
	}
	w := p.words.Table
	p.grid(join(p.figureTitle(s.Figure), say(p.words.Then), code(s.AppKey)), []column{{Title: say(w.Day)}, {say(w.Rate), true}, {say(names.Part), true}, {say(names.Whole), true}}, rows)
}

// figureTitle is what people call a figure, and its view.
func (p *page) figureTitle(figure string) rich {
	if title, ok := p.words.FigureTitle[figure]; ok {
		return fill(p.words.In, stress(title), code(figure))
	}
	return code(figure)
}

// day marks the day that was still running.
func (p *page) day(run finding.Run, day string) rich {
	if run.AsOfProvisional && day == run.AsOf {
		return fill(p.words.In, plain(day), say(p.words.Table.Running))
	}
	return plain(day)
}

// streaks lists the stretches of days, the latest last.
func (p *page) streaks(s finding.Series) {
	p.paragraph(p.figureTitle(s.Figure))
	var lines []item
	for _, point := range s.Points {
		lines = append(lines, item{Text: p.dayRangeOf(point)})
	}
	p.bullets(lines...)
}

// dayRangeOf shows a streak, whose point stands at its last day.
func (p *page) dayRangeOf(streak finding.Point) rich {
	days := counted(p.words.Finding.DayCount, streak.Part)
	first := firstDayOf(streak)
	if first == "" {
		return fill(p.words.In, plain(streak.Day), days)
	}
	return fill(p.words.In, p.dayRange(first, streak.Day), days)
}

// logTypeOf is which of the run's log types has that relation, -1 for none.
func logTypeOf(run finding.Run, relation string) int {
	return slices.IndexFunc(run.LogTypes, func(t finding.LogType) bool { return t.Relation == relation })
}

// records is the table of what was logged, a column a log type.
func (p *page) records(run finding.Run, app string, all []finding.Series) {
	w := p.words.Table
	columns := []column{{Title: say(w.Day)}}
	counts := map[string][]int64{}
	var days []string
	for i, s := range all {
		columns = append(columns, column{p.text(run.LogTypes[logTypeOf(run, s.Figure)].Title), true})
		for _, point := range recent(s.Points, run.AsOf) {
			if counts[point.Day] == nil {
				days = append(days, point.Day)
				counts[point.Day] = make([]int64, len(all))
			}
			counts[point.Day][i] = point.Part
		}
	}
	p.paragraph(stress(w.Records))
	if len(days) == 0 {
		p.paragraph(say(w.NoRecent))
		return
	}
	slices.Sort(days)
	var rows [][]rich
	for _, day := range days {
		rows = append(rows, append([]rich{p.day(run, day)}, wholes(counts[day]...)...))
	}
	p.grid(join(say(w.Records+p.words.Then), code(app)), columns, rows)
}

func (p *page) rate(point finding.Point, names figureWords) rich {
	if point.Rate == nil {
		return fill(p.words.In, say(nothing), say(names.NoWhole))
	}
	return say(finding.Percent(*point.Rate, nil))
}

func (p *page) noRecent(points []finding.Point) rich {
	w := p.words.Table
	if len(points) == 0 {
		return say(w.NoRecent)
	}
	return join(say(w.NoRecent+p.words.Stop), fill(w.LatestDay, plain(points[len(points)-1].Day)))
}

// recent keeps the points of the last calendar days up to the as-of day. Days
// that cannot be read are kept: better shown than lost.
func recent(points []finding.Point, asOf string) []finding.Point {
	last, ok := dayOf(asOf)
	if !ok {
		return points[max(0, len(points)-recentDays):]
	}
	first := last.AddDate(0, 0, 1-recentDays)
	return slices.DeleteFunc(slices.Clone(points), func(point finding.Point) bool {
		day, ok := dayOf(point.Day)
		return ok && (day.Before(first) || day.After(last))
	})
}

// figureWords names what a figure counts, by the longest prefix that is known.
func (p *page) figureWords(figure string) figureWords {
	w := p.words.Table
	best, names := "", figureWords{w.Part, w.Whole, w.NoWhole}
	for prefix, candidate := range p.words.Figure {
		if strings.HasPrefix(figure, prefix) && len(prefix) > len(best) {
			best, names = prefix, candidate
		}
	}
	return names
}

// shownDefinitions are those of the figures that the report shows: of its findings and
// its series. The views behind them are explained with the database.
func shownDefinitions(run finding.Run) []finding.Definition {
	shown := map[string]bool{}
	for _, f := range run.Findings {
		shown[f.Figure] = true
	}
	for _, s := range run.Series {
		shown[s.Figure] = true
	}
	return slices.DeleteFunc(slices.Clone(run.Definitions), func(d finding.Definition) bool { return !shown[d.Figure] })
}

// definitions says in words what each figure is.
func (p *page) definitions(all []finding.Definition) {
	w := p.words.Table
	p.section("definitions", w.Definitions)
	if len(all) == 0 {
		p.paragraph(say(w.NoDefinitions))
		return
	}
	p.paragraph(say(w.DefinitionsIntro))
	var lines []item
	for _, d := range all {
		head := code(d.Figure)
		if source := p.source(d); source != nil {
			head = fill(p.words.In, head, source)
		}
		lines = append(lines, item{Text: join(head, say(p.words.Colon), p.text(d.Text))})
	}
	p.bullets(lines...)
}

func (p *page) source(d finding.Definition) rich {
	w := p.words.Table
	var parts []rich
	if d.Clause != "" {
		parts = append(parts, p.clauseRef(d.Clause))
	}
	if d.Unit != "" {
		parts = append(parts, fill(w.DefinitionUnit, known(p.words.UnitIn, d.Unit)))
	}
	return listed(parts, p.words.Then)
}
