package reports

import "time"

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
	const secondsADay = 24 * 60 * 60 // days of the run carry no daylight saving
	return (to.Unix()-from.Unix())/secondsADay + 1
}
