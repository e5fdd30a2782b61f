package reports

import (
	"time"

	"opaudit/analyzer/finding"
)

const secondsADay = 24 * 60 * 60

// dayOf parses a day of the run; ok is false when the text is none.
func dayOf(text string) (day time.Time, ok bool) {
	day, err := time.Parse(time.DateOnly, text)
	return day, err == nil
}

// daysBetween counts the calendar days from first to last, both included; 0
// when that cannot be told.
func daysBetween(first, last string) int64 {
	from, ok1 := dayOf(first)
	to, ok2 := dayOf(last)
	if !ok1 || !ok2 || to.Before(from) {
		return 0
	}
	return int64(daysFrom(from, to)) + 1
}

// firstDayOf is the first day of a streak, whose point stands at its last day with
// the number of its days; "" when that cannot be told.
func firstDayOf(streak finding.Point) string {
	last, ok := dayOf(streak.Day)
	if !ok || streak.Part < 1 || streak.Part > 1_000_000 {
		return ""
	}
	return last.AddDate(0, 0, 1-int(streak.Part)).Format(time.DateOnly)
}

// daysFrom counts the calendar days from one day to another; negative when it is earlier.
func daysFrom(first, day time.Time) int {
	return int((day.Unix() - first.Unix()) / secondsADay) // days of the run carry no daylight saving
}
