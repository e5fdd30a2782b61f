package views_test

// The reference for what the logs lack: holes, and days of which records are not
// all there (log duty).

import (
	"slices"
	"strings"
)

// logHoles looks, after each day with records of a log type, for the active days
// without, and after each active day for calendar days without anything.
func logHoles(a app) []row {
	rows := holesOf(a, "")
	for _, logType := range []string{"login", "order", "open", "sql", "api", "message"} {
		rows = append(rows, holesOf(a, logType)...)
	}
	return rows
}

// holesOf finds those of one log type, "" for any.
func holesOf(a app, logType string) []row {
	active := a.days(func(event) bool { return true })
	of := func(e event) bool { return logType == "" || e.Type == logType }
	logged := a.days(of)
	var rows []row
	for i, d := range logged {
		resumed := i+1 < len(logged)
		until := a.asOf + 1
		if resumed {
			until = logged[i+1]
		} else if logType == "" {
			continue
		}
		var hole []day
		for h := d + 1; h < until && h < a.today; h++ {
			if logType == "" || slices.Contains(active, h) {
				hole = append(hole, h)
			}
		}
		if len(hole) == 0 || !usual(logged, hole[0], hole[len(hole)-1]) {
			continue
		}
		among := int64(min(30, d-active[0]+1))
		if logType != "" {
			among = within(active, d-29, d)
		}
		records, _ := a.tally(of, of, d-29, d)
		after := int64(0)
		if resumed {
			after, _ = a.tally(of, of, until, until+6)
		}
		n := within(logged, d-29, d)
		rows = append(rows, row{a.key, textOrNull(logType), hole[0], hole[len(hole)-1], int64(len(hole)), resumed,
			n, among, records, after, n >= 7 && 100*n >= 80*among && records >= 10*n})
	}
	return rows
}

// usual tells whether records were there a week before one of the days of a hole.
func usual(logged []day, first, last day) bool { return within(logged, first-7, last-7) > 0 }

// within counts the days from first to last.
func within(days []day, first, last day) (n int64) {
	for _, d := range days {
		if d >= first && d <= last {
			n++
		}
	}
	return n
}

// A typedDay is a day of a log type of an app.
type typedDay struct {
	app, logType string
	day          day
}

// incompleteDays gathers the days of each reason.
func incompleteDays(w world, events []event, asOf day) []row {
	var rows []row
	for _, a := range w.apps(events, asOf) {
		rows = append(rows, runningDays(a)...)
		rows = append(rows, daysWithoutCalls(a.whole())...)
	}
	refused, cut := map[typedDay]int64{}, map[typedDay]bool{}
	for _, f := range w.Files {
		stored := slices.DeleteFunc(slices.Clone(events), func(e event) bool { return e.file != f.Name || e.gone })
		for at, n := range refusedDays(w.rejectsOf(f.Name), stored) {
			refused[at] += n
		}
		if f.Failed {
			for _, e := range stored {
				cut[typedDay{e.App, e.Type, newest(stored)}] = true
			}
		}
	}
	for at, lost := range refused {
		if at.day <= asOf {
			rows = append(rows, row{at.app, at.logType, at.day, "refused lines", lost})
		}
	}
	for at := range cut {
		if at.day <= asOf {
			rows = append(rows, row{at.app, at.logType, at.day, "failed file", nil})
		}
	}
	return rows
}

func newest(events []event) day {
	last := day(0)
	for _, e := range events {
		last = max(last, e.day)
	}
	return last
}

// runningDays are those that are not over.
func runningDays(a app) []row {
	seen := map[typedDay]bool{}
	for _, e := range a.logged {
		if e.day >= a.today {
			seen[typedDay{e.App, e.Type, e.day}] = true
		}
	}
	var rows []row
	for at := range seen {
		rows = append(rows, row{at.app, at.logType, at.day, "running", nil})
	}
	return rows
}

// daysWithoutCalls are active days in a hole of an app that calls daily.
func daysWithoutCalls(a app) []row {
	var rows []row
	for _, h := range holesOf(a, "api") {
		resumed, logged, active := h[5].(bool), h[6].(int64), h[7].(int64)
		if !resumed || logged < 7 || 100*logged < 80*active {
			continue
		}
		for _, d := range a.days(func(event) bool { return true }) {
			if d >= h[2].(day) && d <= h[3].(day) {
				rows = append(rows, row{a.key, "api", d, "no calls", nil})
			}
		}
	}
	return rows
}

// rejectsOf lists the lines of a file that were refused, once a record, but for
// those of unknown log types.
func (w world) rejectsOf(name string) []int64 {
	var lines []int64
	for i, f := range w.Files {
		if f.Name != name {
			continue
		}
		for n, l := range f.Lines {
			switch {
			case n < w.known(i) || !l.Rejected || strings.Contains(l.Text, `"logType":"refund"`):
			case strings.HasPrefix(l.Text, `["nothing"`):
				lines = append(lines, int64(n+1), int64(n+1)) // two elements
			default:
				lines = append(lines, int64(n+1))
			}
		}
	}
	return lines
}

// refusedDays asks of each day of a file how many refused records can be of it:
// those that do not lie on the far side of a line of an earlier or a later day.
func refusedDays(rejects []int64, stored []event) map[typedDay]int64 {
	ofDay := map[day]int64{}
	for _, e := range stored {
		ofDay[e.day]++
	}
	lost := map[typedDay]int64{}
	for d, records := range ofDay {
		refused := int64(0)
		for _, line := range rejects {
			if couldBe(line, d, stored) {
				refused++
			}
		}
		if 100*refused <= 5*(records+refused) {
			continue
		}
		for _, e := range stored {
			if e.day == d {
				lost[typedDay{e.App, e.Type, d}] = refused
			}
		}
	}
	return lost
}

// couldBe tells whether a line lies among those of a day, or behind all lines of
// earlier days and before all of later ones.
func couldBe(line int64, d day, stored []event) bool {
	first, last := int64(0), int64(0)
	behind, before := true, true
	for _, e := range stored {
		switch {
		case e.day == d:
			if first == 0 || e.line < first {
				first = e.line
			}
			last = max(last, e.line)
		case e.day < d:
			behind = behind && line > e.line
		default:
			before = before && line < e.line
		}
	}
	return (line >= first || behind) && (line <= last || before)
}
