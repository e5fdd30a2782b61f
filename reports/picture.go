package reports

import (
	"math"
	"slices"
	"time"

	"opaudit/analyzer/finding"
)

// picture is a chart of an app's figures over days. What it draws stands in the saved
// run, and its latest days in the tables of the page.
type picture struct {
	Caption rich // its first piece says what is drawn
	Alt     rich // what it shows, for who cannot see it
	Legend  []mark
	plot    plot
}

// mark explains one sign of a chart.
type mark struct {
	Sign string // the class of what is drawn so
	Text rich
}

// plot is what is drawn: days from left to right, either rates or coverage.
type plot struct {
	first, last time.Time // calendar days, both shown
	lines       []line
	limits      []float64
	bands       []stretch
	running     bool  // the last day was still running
	rows        []row // of a calendar: it then has no lines
}

// line is a rate over days, without those that have none.
type line struct {
	sign  string
	rates map[int]float64 // by days since the first day of the plot
}

// stretch is some days, counted from the first day of the plot; it may reach over
// the ends of the plot.
type stretch struct {
	from, to int
	label    string
}

// row is what a calendar shows of one log type.
type row struct {
	name    string
	logged  map[int]bool
	missing []stretch
}

// drawn are the charts of rates, with the numbers of the rules about them: limits and
// score targets. Whether one is broken the findings say.
var drawn = []struct {
	figure, week string
	limits       []float64
	targets      []float64
	lowIsBad     bool
}{
	{figure: "api_success_daily", week: "api_success_7d", limits: []float64{0.8}, targets: []float64{0.98}, lowIsBad: true},
	{figure: "decrypt_ratio_7d", limits: []float64{0.05}, targets: []float64{0.01}},
	{figure: "push_success_daily", week: "push_success_7d", targets: []float64{0.99}, lowIsBad: true},
}

const (
	fewestDays = 14 // of a chart, so that a line is told from a dot
	mostDays   = 92 // of a chart; a run holds 90
)

// pictures draws what the page says of an app in its tables of figures.
func (p *page) pictures(run finding.Run, app string, all []finding.Series) {
	byFigure := map[string][]finding.Point{}
	for _, s := range all {
		byFigure[s.Figure] = s.Points
	}
	first, last, ok := span(all, run.AsOf)
	if !ok {
		return
	}
	for _, d := range drawn {
		rates := line{"rate", ratesOf(byFigure[d.figure], first, last)}
		if len(rates.rates) == 0 {
			continue
		}
		w := p.words.Chart
		pic := picture{Caption: p.figureTitle(d.figure), plot: plot{first: first, last: last, lines: []line{rates}, limits: slices.Concat(d.limits, d.targets)}}
		if d.week != "" {
			pic.plot.lines = append(pic.plot.lines, line{"week", ratesOf(byFigure[d.week], first, last)})
			pic.Legend = []mark{{"rate", say(w.Daily)}, {"week", say(w.Week)}}
		}
		for _, limit := range d.limits {
			pic.Legend = append(pic.Legend, mark{"limit", fill(w.Limit, say(finding.LimitPercent(limit)))})
		}
		for _, target := range d.targets {
			pic.Legend = append(pic.Legend, mark{"limit", fill(w.Target, say(finding.LimitPercent(target)))})
		}
		if d.figure == "api_success_daily" && len(byFigure[streaks]) > 0 {
			pic.plot.bands = p.bands(byFigure[streaks], first)
			pic.Legend = append(pic.Legend, mark{"streak", say(w.Streak)})
		}
		if _, shown := rates.rates[pic.plot.days()-1]; shown && run.AsOfProvisional {
			pic.plot.running = true
			pic.Legend = append(pic.Legend, mark{"running", say(p.words.Table.Running)})
		}
		pic.Alt = p.alternative(pic, app, d.lowIsBad)
		p.add(block{Picture: &pic})
	}
	p.calendar(run, app, byFigure, first, last)
}

// alternative says in words what a chart of rates shows.
func (p *page) alternative(pic picture, app string, lowIsBad bool) rich {
	w := p.words.Chart
	rates := pic.plot.lines[0].rates
	latest, worst := -1, -1
	for day, rate := range rates {
		latest = max(latest, day)
		if worst < 0 || rate != rates[worst] && (rate < rates[worst]) == lowIsBad || rate == rates[worst] && day < worst {
			worst = day
		}
	}
	at := func(text string, day int) rich {
		return fill(text, say(finding.Percent(rates[day], nil)), say(pic.plot.day(day).Format(time.DateOnly)))
	}
	stop := say(p.words.Stop)
	return join(p.shows(pic, app), stop, at(w.Latest, latest), stop, at(w.Worst, worst))
}

func (p *page) shows(pic picture, app string) rich {
	days := p.dayRange(pic.plot.first.Format(time.DateOnly), pic.plot.last.Format(time.DateOnly))
	return fill(p.words.Chart.Alt, pic.Caption[:1], code(app), days)
}

func (p *page) bands(streaks []finding.Point, first time.Time) []stretch {
	var bands []stretch
	for _, streak := range streaks {
		if last, ok := dayOf(streak.Day); ok && firstDayOf(streak) != "" {
			to := daysFrom(first, last)
			label := fill(p.words.Finding.DayCount.of(streak.Part), whole(streak.Part))
			bands = append(bands, stretch{to - int(streak.Part) + 1, to, textOf(label)})
		}
	}
	return bands
}

// calendar draws on which days an app logged what.
func (p *page) calendar(run finding.Run, app string, byFigure map[string][]finding.Point, first, last time.Time) {
	w := p.words.Chart
	pic := picture{Caption: stress(p.words.Screen.Coverage), plot: plot{first: first, last: last}}
	pic.Legend = []mark{{"logged", say(w.Logged)}, {"silent", say(w.Silent)}}
	found := false
	holes := slices.DeleteFunc(slices.Clone(run.DataQuality.MissingDays), func(m finding.MissingDays) bool { return m.AppKey != app })
	for _, t := range run.LogTypes {
		one := row{name: textOf(p.text(t.Title)), logged: map[int]bool{}}
		for _, point := range byFigure[t.Relation] {
			if day, ok := dayOf(point.Day); ok && point.Part > 0 {
				one.logged[daysFrom(first, day)] = true
				found = true
			}
		}
		for _, hole := range holes {
			from, ok1 := dayOf(hole.FirstDay)
			to, ok2 := dayOf(hole.LastDay)
			if (hole.LogType == nil || *hole.LogType == t.LogType) && ok1 && ok2 {
				one.missing = append(one.missing, stretch{from: daysFrom(first, from), to: daysFrom(first, to)})
			}
		}
		pic.plot.rows = append(pic.plot.rows, one)
	}
	if !found {
		return
	}
	pic.Alt = p.shows(pic, app)
	if len(holes) > 0 {
		pic.Legend = append(pic.Legend, mark{"missing", say(w.Missing)})
		pic.Alt = join(pic.Alt, say(p.words.Stop), counted(w.Gaps, int64(len(holes))))
	}
	p.add(block{Picture: &pic})
}

// span is the days that the charts of an app share: from its first point up to the
// as-of day. It is not ok when no day can be read.
func span(all []finding.Series, asOf string) (first, last time.Time, ok bool) {
	last, ok = dayOf(asOf)
	for _, s := range all {
		for _, point := range s.Points {
			if day, readable := dayOf(point.Day); readable && s.Figure != streaks {
				if first.IsZero() || day.Before(first) {
					first = day
				}
				if !ok {
					last = day
				}
			}
		}
	}
	if first.IsZero() {
		return first, last, false
	}
	if earliest := last.AddDate(0, 0, 1-mostDays); first.Before(earliest) {
		first = earliest
	}
	if latest := last.AddDate(0, 0, 1-fewestDays); first.After(latest) {
		first = latest
	}
	return first, last, true
}

// ratesOf are the rates of a figure by days since first, up to last.
func ratesOf(points []finding.Point, first, last time.Time) map[int]float64 {
	rates := map[int]float64{}
	for _, point := range points {
		day, ok := dayOf(point.Day)
		if !ok || point.Rate == nil || day.Before(first) || day.After(last) || *point.Rate < 0 || *point.Rate > highestRate || math.IsNaN(*point.Rate) {
			continue
		}
		rates[daysFrom(first, day)] = *point.Rate
	}
	return rates
}

// days is how many days a plot shows.
func (p plot) days() int { return daysFrom(p.first, p.last) + 1 }

// day is the day at a place of a plot.
func (p plot) day(place int) time.Time { return p.first.AddDate(0, 0, place) }
