package samples

import "time"

// Days are counted from 1970-01-01 and are calendar days in Asia/Shanghai,
// which is eight hours ahead of UTC and knows no daylight saving.
const (
	millisAnHour   = 3_600_000
	millisADay     = 24 * millisAnHour
	shanghaiMillis = 8 * millisAnHour
)

// asOf is the last day of every scenario, 2024-10-20.
var asOf = int(time.Date(2024, time.October, 20, 0, 0, 0, 0, time.UTC).Unix() / 86_400)

// dayTime returns the UTC midnight that carries the day's calendar date.
func dayTime(day int) time.Time { return time.Unix(int64(day)*86_400, 0).UTC() }

func dayString(day int) string { return dayTime(day).Format(time.DateOnly) }

// hourWeights shape a shop's day: quiet at night, busy before noon and after eight.
var hourWeights = [24]float64{2, 1, 1, 1, 1, 2, 4, 8, 14, 20, 22, 20, 16, 18, 20, 20, 18, 16, 16, 18, 22, 18, 10, 5}

// clock hands out one day's times in rising order.
type clock struct {
	midnight int64 // epoch milliseconds of 00:00 in Shanghai
	lines    int
	line     int
	hour     int
	before   float64 // weight of the hours before hour
	total    float64
}

func newClock(day, lines int) clock {
	c := clock{midnight: int64(day)*millisADay - shanghaiMillis, lines: lines}
	for _, w := range hourWeights {
		c.total += w
	}
	return c
}

// next returns the next line's time; jitter in [0, 1) places it within its slot.
func (c *clock) next(jitter float64) int64 {
	at := (float64(c.line) + jitter) / float64(c.lines) * c.total
	c.line++
	for c.hour < 23 && at >= c.before+hourWeights[c.hour] {
		c.before += hourWeights[c.hour]
		c.hour++
	}
	within := int64((at - c.before) / hourWeights[c.hour] * millisAnHour)
	return c.midnight + int64(c.hour)*millisAnHour + min(within, millisAnHour-1)
}
