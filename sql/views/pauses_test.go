package views_test

// Logs with pauses, and files in the order of time: beside what the other cases
// hold, and made from randomness of their own, so that those stay as they are.

import (
	"cmp"
	"slices"
)

// newPause makes the lines of an app that logs in every day but for some, sometimes
// often, and calls on most of those, now and then without a login.
func newPause(seed uint64, number int, around, hole day) []line {
	g := newRandomness(seed, ofPause, number)
	s := &stage{randomness: g, around: around, apps: []string{caseKey(number) + "p"}, sellers: []int64{3000001}, orders: []int64{2406400000000001}, days: []day{around}}
	last := around + day(pick(g, 1, 0, 0, -1, -2))
	rests := pick[day](g, 7, 7, 50)  // one day in so many
	seldom := pick(g, 3, 15, 15)     // calls are missing one day in so many
	often := pick(g, 1, 1, 1, 9, 10) // logins a day
	callless := last - day(g.IntN(6))
	for d := last - day(8+g.IntN(14)); d <= last; d++ {
		if d == hole || d%rests == 3 || g.oneIn(12) {
			continue
		}
		var drafts []draft
		for range often {
			drafts = append(drafts, s.login())
		}
		if d < callless && !g.oneIn(seldom) || d >= callless && g.oneIn(2) {
			drafts = append(drafts, s.call(s.method()))
		}
		if often == 1 && g.oneIn(8) {
			drafts = drafts[len(drafts)-1:]
		}
		for _, one := range drafts {
			one.Millis = d.start() + pick(g, clockTimes...)
			s.add(one)
		}
	}
	return s.lines()
}

// sorted puts the lines of a file in the order of their records' times; lines
// without a record come at the end of the day of one that they follow.
func (f file) sorted() {
	at, latest := map[string]int64{}, int64(0)
	for _, l := range f.Lines {
		if len(l.Records) > 0 {
			latest = l.Records[0].Millis
			at[l.Text] = latest
		} else {
			at[l.Text] = (dayOf(latest) + 1).start() - 1
		}
	}
	slices.SortStableFunc(f.Lines, func(a, b line) int { return cmp.Compare(at[a.Text], at[b.Text]) })
}

// severalDays tells whether a line holds records of different days.
func (l line) severalDays() bool {
	return slices.ContainsFunc(l.Records, func(r record) bool { return dayOf(r.Millis) != dayOf(l.Records[0].Millis) })
}
