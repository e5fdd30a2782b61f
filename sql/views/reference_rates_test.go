package views_test

// The reference for success rates, failure streaks and activity (clauses 2.6
// and 2.7).

import "slices"

// successRows has a row for each day with an event that counts, over the window
// of that many calendar days that ends with it.
func successRows(a app, counts, succeeded func(event) bool, window int) []row {
	var rows []row
	for _, d := range a.days(counts) {
		all, good := a.tally(counts, succeeded, d-day(window)+1, d)
		rows = append(rows, row{a.key, d, all, good, quotient(good, all)})
	}
	return rows
}

// tally counts the events of the days from first to last.
func (a app) tally(counts, succeeded func(event) bool, first, last day) (all, good int64) {
	for _, e := range a.events {
		if !counts(e) || e.day < first || e.day > last {
			continue
		}
		all++
		if succeeded(e) {
			good++
		}
	}
	return all, good
}

// failureStreaks walks through the calendar. A day without calls ends a streak;
// a day that is not over cannot make one longer.
func failureStreaks(a app) []row {
	called := a.days(isCall)
	if len(called) == 0 {
		return nil
	}
	var rows []row
	length := day(0)
	for d := called[0]; d <= called[len(called)-1]+1; d++ {
		all, good := a.tally(isCall, callSucceeded, d, d)
		running := d >= a.today
		if all > 0 && 100*good < 80*all && !running {
			length++
			continue
		}
		if length > 0 {
			rows = append(rows, row{a.key, d - length, d - 1, int64(length)})
		}
		length = 0
	}
	return rows
}

func appActivity(a app) []row {
	called := a.days(isCall)
	if len(called) == 0 {
		return nil
	}
	succeeded := a.days(func(e event) bool { return isCall(e) && callSucceeded(e) })
	if len(succeeded) == 0 {
		return []row{{a.key, called[0], nil, nil}}
	}
	last := slices.Max(succeeded)
	return []row{{a.key, called[0], last, int64(a.asOf - last)}}
}
