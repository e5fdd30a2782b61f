package reports

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-analyze/charts/chartdraw"
	"github.com/go-analyze/charts/chartdraw/drawing"

	"opaudit/analyzer/finding"
)

// Charts are drawn in these units, and scaled by the browser.
const (
	chartWidth  = 720
	chartHeight = 230
	rowHeight   = 22
	labelWidth  = 110 // of the names of a calendar's rows
	tickSpace   = 24  // under a calendar
)

// highestRate bounds the rates that a chart shows; a decrypt ratio has no end.
const highestRate = 1e6

// ink makes the library draw; what it looks like, the style sheet says by class, so
// that light, dark and paper differ and the page needs no inline style.
var ink = drawing.ColorBlack

// stroked draws a line of a class.
func stroked(class string) chartdraw.Style {
	return chartdraw.Style{ClassName: class, StrokeColor: ink, StrokeWidth: 1}
}

// filled draws a shape of a class.
func filled(class string) chartdraw.Style {
	return chartdraw.Style{ClassName: class, FillColor: ink, StrokeColor: ink, StrokeWidth: 1}
}

// lettered writes text of a class.
func lettered(class string) chartdraw.Style {
	return chartdraw.Style{ClassName: class, FontStyle: chartdraw.FontStyle{FontSize: 9, FontColor: ink, Font: chartdraw.GetDefaultFont()}}
}

// svg draws a plot as an SVG element without ids, scripts and style attributes.
func (p plot) svg() (string, error) {
	var out bytes.Buffer
	var err error
	if p.rows != nil {
		err = p.drawCalendar(&out)
	} else {
		err = p.drawRates(&out)
	}
	if err != nil {
		return "", fmt.Errorf("draw chart: %w", err)
	}
	return strings.ReplaceAll(out.String(), ` xmlns:xlink="http://www.w3.org/1999/xlink"`, ""), nil
}

func (p plot) drawRates(out *bytes.Buffer) error {
	low, high, step := p.scale()
	end := float64(p.days()) - 0.5
	rates := &chartdraw.ContinuousRange{Min: low, Max: high}
	hidden := chartdraw.Hidden()
	axis := lettered("axis")
	axis.StrokeColor, axis.StrokeWidth = ink, 1
	chart := chartdraw.Chart{
		Width: chartWidth, Height: chartHeight,
		Background: chartdraw.Style{ClassName: "ground", Padding: chartdraw.Box{Top: 12, Left: 4, Right: 44, Bottom: 4, IsSet: true}},
		Canvas:     chartdraw.Style{ClassName: "ground"},
		XAxis: chartdraw.XAxis{
			Style: axis, Range: &chartdraw.ContinuousRange{Min: -0.5, Max: end}, Ticks: p.ticks(end), GridMajorStyle: hidden, GridMinorStyle: hidden,
		},
		YAxis: chartdraw.YAxis{Style: hidden, Range: &chartdraw.ContinuousRange{Min: 0, Max: 1}},
		YAxisSecondary: chartdraw.YAxis{ // the one at the left
			Style: axis, Range: rates, Ticks: rateTicks(low, high, step), Zero: chartdraw.GridLine{Style: hidden}, GridMajorStyle: hidden, GridMinorStyle: hidden,
		},
	}
	for _, band := range p.bands {
		if from, to := max(float64(band.from)-0.5, -0.5), min(float64(band.to)+0.5, end); from < to {
			chart.Series = append(chart.Series, across(filled("streak"), from, to, high))
		}
	}
	for _, tick := range chart.YAxisSecondary.Ticks {
		chart.Series = append(chart.Series, across(stroked("grid"), -0.5, end, tick.Value))
	}
	for _, limit := range p.limits {
		chart.Series = append(chart.Series, across(stroked("limit"), -0.5, end, limit))
	}
	for _, l := range slices.Backward(p.lines) { // the first one on top
		chart.Series = append(chart.Series, p.segments(l)...)
	}
	if p.running {
		last := p.days() - 1
		dot := stroked("running")
		dot.DotColor, dot.DotWidth = ink, 4
		chart.Series = append(chart.Series, chartdraw.ContinuousSeries{
			Style: dot, YAxis: chartdraw.YAxisSecondary, XValues: []float64{float64(last)}, YValues: []float64{p.lines[0].rates[last]},
		})
	}
	chart.Elements = []chartdraw.Renderable{func(r chartdraw.Renderer, box chartdraw.Box, _ chartdraw.Style) {
		p.label(r, box, rates)
	}}
	return chart.Render(chartdraw.SVG, out)
}

// label writes the limits at the right, and how long each streak is.
func (p plot) label(r chartdraw.Renderer, box chartdraw.Box, rates chartdraw.Range) {
	for _, limit := range p.limits {
		text := finding.LimitPercent(limit)
		style := lettered("limit")
		chartdraw.Draw.Text(r, text, box.Right+6, box.Bottom-rates.Translate(limit)+4, style)
	}
	for _, band := range p.bands {
		from, to := max(band.from, 0), min(band.to, p.days()-1)
		style := lettered("streak")
		size := chartdraw.Draw.MeasureText(r, band.label, style)
		width := (to - from + 1) * box.Width() / p.days()
		if to >= from && size.Width()+4 < width {
			left := box.Left + from*box.Width()/p.days()
			chartdraw.Draw.Text(r, band.label, left+(width-size.Width())/2, box.Top+3*size.Height()+4, style) // under the lines of limits near 100%
		}
	}
}

// across is a level line.
func across(style chartdraw.Style, from, to, at float64) chartdraw.Series {
	return chartdraw.ContinuousSeries{Style: style, YAxis: chartdraw.YAxisSecondary, XValues: []float64{from, to}, YValues: []float64{at, at}}
}

// segments draws a line; days without a rate interrupt it.
func (p plot) segments(l line) []chartdraw.Series {
	style := stroked(l.sign)
	if l.sign == "rate" {
		style.DotColor, style.DotWidth = ink, 2
	}
	var all []chartdraw.Series
	var current chartdraw.ContinuousSeries
	for day := range p.days() + 1 {
		rate, ok := l.rates[day]
		if ok {
			current.XValues, current.YValues = append(current.XValues, float64(day)), append(current.YValues, rate)
			continue
		}
		if current.XValues != nil {
			current.Style, current.YAxis = style, chartdraw.YAxisSecondary
			all = append(all, current)
		}
		current = chartdraw.ContinuousSeries{}
	}
	return all
}

// ticks name some days, the last one for sure; the two without a name hold the ends
// of the axis.
func (p plot) ticks(end float64) []chartdraw.Tick {
	ticks := []chartdraw.Tick{{Value: -0.5}}
	for _, place := range p.named() {
		ticks = append(ticks, chartdraw.Tick{Value: float64(place), Label: p.day(place).Format("01-02")})
	}
	return append(ticks, chartdraw.Tick{Value: end})
}

// named are the places of the days that a chart names.
func (p plot) named() []int {
	const most = 9
	step := (p.days() + most - 1) / most
	var places []int
	for place := p.days() - 1; place >= 0; place -= step {
		places = append(places, place)
	}
	slices.Reverse(places)
	return places
}

// scale chooses the part of the rates that a chart shows: what is drawn in it, the
// limits included, with round steps.
func (p plot) scale() (low, high, step float64) {
	least, most := math.Inf(1), math.Inf(-1)
	for _, limit := range p.limits {
		least, most = min(least, limit), max(most, limit)
	}
	for _, l := range p.lines {
		for _, rate := range l.rates {
			least, most = min(least, rate), max(most, rate)
		}
	}
	if slices.Max(p.limits) > 0.5 && most <= 1 { // the nearer to all, the better
		for _, s := range []struct{ low, step float64 }{{0.95, 0.01}, {0.9, 0.02}, {0.7, 0.1}, {0.5, 0.1}} {
			if least > s.low {
				return s.low, 1, s.step
			}
		}
		return 0, 1, 0.2
	}
	for high = 0.06; high < most; {
		switch { // 6%, 10%, 20%, 50%, 100% …
		case high == 0.06:
			high = 0.1
		case strings.HasPrefix(fmt.Sprintf("%e", high), "2"):
			high *= 2.5
		default:
			high *= 2
		}
	}
	if high == 0.06 {
		return 0, high, 0.01
	}
	return 0, high, high / 5
}

func rateTicks(low, high, step float64) []chartdraw.Tick {
	var ticks []chartdraw.Tick
	for i := range int(math.Round((high-low)/step)) + 1 {
		at := math.Round((low+float64(i)*step)*1e6) / 1e6
		ticks = append(ticks, chartdraw.Tick{Value: at, Label: finding.LimitPercent(at)})
	}
	return ticks
}

// drawCalendar draws a row a log type and a cell a day. A missing day is crossed out,
// so that it is told without colours.
func (p plot) drawCalendar(out *bytes.Buffer) error {
	height := len(p.rows)*rowHeight + tickSpace
	r := chartdraw.SVG(chartWidth, height)
	r.SetDPI(drawing.DefaultDPI)
	left := func(day int) int { return labelWidth + day*(chartWidth-labelWidth-24)/p.days() }
	for i, row := range p.rows {
		top := i * rowHeight
		chartdraw.Draw.Text(r, row.name, 0, top+15, lettered("axis"))
		for day := range p.days() {
			cell := chartdraw.Box{Left: left(day), Right: left(day+1) - 1, Top: top + 2, Bottom: top + rowHeight - 2, IsSet: true}
			missing := slices.ContainsFunc(row.missing, func(s stretch) bool { return s.from <= day && day <= s.to })
			switch {
			case row.logged[day]:
				chartdraw.Draw.Box(r, cell, filled("logged"))
			case missing:
				chartdraw.Draw.Box(r, cell, filled("missing"))
				stroked("cross").WriteToRenderer(r)
				r.MoveTo(cell.Left, cell.Top)
				r.LineTo(cell.Right, cell.Bottom)
				r.Stroke()
			default:
				chartdraw.Draw.Box(r, cell, filled("silent"))
			}
		}
	}
	for _, day := range p.named() {
		style := lettered("axis")
		label := p.day(day).Format("01-02")
		size := chartdraw.Draw.MeasureText(r, label, style)
		middle := (left(day) + left(day+1)) / 2
		chartdraw.Draw.Text(r, label, middle-size.Width()/2, height-6, style)
	}
	return r.Save(out)
}
