package samples

// Log duty: a log type that an app logs daily, and much, is not missing for a day.
func (o *oracle) missingTypes(app string) {
	active, first := map[int]bool{}, o.asOf
	logged := map[string]map[int]int{}
	for _, e := range o.events {
		active[e.day] = true
		first = min(first, e.day)
		if logged[e.logType] == nil {
			logged[e.logType] = map[int]int{}
		}
		logged[e.logType][e.day]++
	}
	for logType, days := range logged {
		for last := first; last <= o.asOf; last++ {
			if days[last] > 0 && loggedDaily(days, active, last) {
				o.holeAfter(app, logType, days, active, last)
			}
		}
	}
}

// holeAfter looks at the active days without records that follow a day with some.
func (o *oracle) holeAfter(app, logType string, days map[int]int, active map[int]bool, last int) {
	missing, next, weekBefore := 0, last+1, false
	for ; next <= o.asOf && days[next] == 0; next++ {
		if active[next] {
			missing++
		}
		weekBefore = weekBefore || days[next-7] > 0
	}
	after := 0
	for day := next; day < next+7; day++ {
		after += days[day]
	}
	switch {
	case missing == 0 || !weekBefore:
	case next <= o.asOf && after >= 10:
		o.find("log-missing-type", app, "risk", logType)
	case next > o.asOf && missing >= 7 && o.asOf-last < 60:
		o.find("log-missing-type", app, "warning", logType)
	}
}

// loggedDaily: on 7 or more days and four fifths of the active ones, with 10 records each.
func loggedDaily(days map[int]int, active map[int]bool, last int) bool {
	with, among, records := 0, 0, 0
	for day := last - 29; day <= last; day++ {
		if days[day] > 0 {
			with++
		}
		if active[day] {
			among++
		}
		records += days[day]
	}
	return with >= 7 && 5*with >= 4*among && records >= 10*with
}
