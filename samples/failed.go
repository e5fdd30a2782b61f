package samples

// failedDays counts, day by day, what the findings about failing calls follow
// from (2.7-api-errors and 2.7-quota). How many there are depends on the number of
// lines, so they cannot be planned like the others.
type failedDays struct {
	day    int // the one that is being counted
	calls  int // of that day
	refuse [2]int
	limits [2]bool                // days with many refusals: quota, qps
	recent [13]map[failedCall]int // failed calls of the day that many days before asOf
	rates  [13]struct{ calls, failed int }
}

// failedCall is what one finding is about.
type failedCall struct{ method, code string }

// refusals are the failures that mean an exceeded limit, by their place in failures.
const refusals = 2

// note counts a call of the day.
func (f *failedDays) note(day int, c call) {
	if day != f.day {
		f.endDay()
		f.day = day
	}
	f.calls++
	ago := asOf - day
	if ago < len(f.rates) {
		f.rates[ago].calls++
	}
	if c.failure == nil {
		return
	}
	for i := range refusals {
		if c.failure.code == failures[i].code {
			f.refuse[i]++
		}
	}
	if ago >= len(f.rates) {
		return
	}
	f.rates[ago].failed++
	if f.recent[ago] == nil {
		f.recent[ago] = map[failedCall]int{}
	}
	f.recent[ago][failedCall{c.method, c.failure.code}]++
}

// endDay keeps whether a limit was exceeded often: 10 refusals that are 1% of the calls.
func (f *failedDays) endDay() {
	for i, n := range f.refuse {
		f.limits[i] = f.limits[i] || n >= 10 && 100*n >= f.calls
	}
	f.calls, f.refuse = 0, [2]int{}
}

// findings are those about failing calls of an app.
func (f *failedDays) findings(app string) []ExpectedFinding {
	f.endDay()
	var found []ExpectedFinding
	for _, often := range f.limits {
		if often {
			found = append(found, ExpectedFinding{"2.7-quota", app, "warning"})
		}
	}
	for range f.patterns() {
		found = append(found, ExpectedFinding{"2.7-api-errors", app, "info"})
	}
	return found
}

// patterns are the calls that fail most in the 7 days to the latest one with a
// call, unless 98% succeed.
func (f *failedDays) patterns() (often []failedCall) {
	latest := 0
	for latest < 7 && f.rates[latest].calls == 0 {
		latest++
	}
	if latest == 7 {
		return nil
	}
	calls, failed, sums := 0, 0, map[failedCall]int{}
	for ago := latest; ago < latest+7; ago++ {
		calls, failed = calls+f.rates[ago].calls, failed+f.rates[ago].failed
		for c, n := range f.recent[ago] {
			sums[c] += n
		}
	}
	for c, n := range sums {
		if 100*failed > 2*calls && n >= 3 && 20*n >= failed {
			often = append(often, c)
		}
	}
	return often
}
