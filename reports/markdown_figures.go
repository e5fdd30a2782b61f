package reports

import (
	"slices"
	"strings"

	"opaudit/analyzer/finding"
)

// recentDays is how far back the tables of figures go; charts and the saved
// run hold the rest.
const recentDays = 14

// series writes the daily figures, app by app.
func (p *page) series(run finding.Run) {
	w := p.words.Table
	p.heading("##", markup(w.Figures))
	if len(run.Series) == 0 {
		p.line("%s", markup(w.NoFigures))
		p.line("")
		return
	}
	p.line("%s", markup(w.FiguresIntro))
	p.line("")
	byApp := map[string][]finding.Series{}
	apps := distinct(run.Series, func(s finding.Series) []string { return []string{s.AppKey} })
	for _, s := range run.Series {
		byApp[s.AppKey] = append(byApp[s.AppKey], s)
	}
	for _, app := range apps {
		p.heading("###", code(app))
		for _, s := range byApp[app] {
			p.oneSeries(run, s)
		}
	}
}

func (p *page) oneSeries(run finding.Run, s finding.Series) {
	names := p.figureWords(s.Figure)
	p.line("%s", code(s.Figure))
	p.line("")
	points := recent(s.Points, run.AsOf)
	if len(points) == 0 {
		p.line("%s", p.noRecent(s.Points))
		p.line("")
		return
	}
	var rows [][]markup
	for _, point := range points {
		day := plain(point.Day)
		if run.AsOfProvisional && point.Day == run.AsOf {
			day = fill(p.words.In, day, markup(p.words.Table.Running))
		}
		rows = append(rows, append([]markup{day, p.rate(point, names)}, wholes(point.Part, point.Whole)...))
	}
	w := p.words.Table
	p.grid([]column{{title: w.Day}, {w.Rate, true}, {names.Part, true}, {names.Whole, true}}, rows)
}

func (p *page) rate(point finding.Point, names figureWords) markup {
	if point.Rate == nil {
		return fill(p.words.In, nothing, markup(names.NoWhole))
	}
	return markup(finding.Percent(*point.Rate, nil))
}

func (p *page) noRecent(points []finding.Point) markup {
	w := p.words.Table
	if len(points) == 0 {
		return markup(w.NoRecent)
	}
	return markup(w.NoRecent+p.words.Stop) + fill(w.LatestDay, plain(points[len(points)-1].Day))
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

// definitions says in words what each figure is.
func (p *page) definitions(all []finding.Definition) {
	w := p.words.Table
	p.heading("##", markup(w.Definitions))
	if len(all) == 0 {
		p.line("%s", markup(w.NoDefinitions))
		return
	}
	p.line("%s", markup(w.DefinitionsIntro))
	p.line("")
	for _, d := range all {
		head := code(d.Figure)
		if source := p.source(d); source != "" {
			head = fill(p.words.In, head, source)
		}
		p.line("- %s%s%s", head, markup(p.words.Colon), prose(d.Text.In(string(p.words.Language))))
	}
}

func (p *page) source(d finding.Definition) markup {
	w := p.words.Table
	var source markup
	if d.Clause != "" {
		source = fill(w.ClauseRef, plain(d.Clause))
	}
	if d.Unit == "" {
		return source
	}
	if source != "" {
		source += markup(p.words.Then)
	}
	return source + fill(w.DefinitionUnit, known(p.words.UnitIn, d.Unit))
}
