package finding

import (
	"math"
	"strconv"
	"strings"
)

const (
	fewestPercentDigits = 2
	mostPercentDigits   = 24 // more than any two different ratios need to differ
)

// Whole writes a count with its thousands apart: 4,000,000.
func Whole(n int64) string {
	return grouped(strconv.FormatInt(n, 10))
}

// Number writes a value that is no ratio, without rounding it.
func Number(value float64) string {
	switch {
	case math.IsNaN(value) || math.IsInf(value, 0):
		return "–"
	case math.Abs(value) >= 1e15:
		return strconv.FormatFloat(value, 'g', -1, 64)
	}
	return grouped(strconv.FormatFloat(value, 'f', -1, 64))
}

// Percent writes a ratio as a percentage with two digits, and with as many
// more as it takes to stay on its own side of limit (may be nil) and off a
// Whole percentage that it does not have: 0.050004 is 5.0004%, never 5.00%.
// The limits of the rules are whole percentages, so a rate without a limit at
// hand cannot seem to meet one either.
func Percent(ratio float64, limit *float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) || math.Abs(ratio) >= 1e15 {
		return Number(ratio)
	}
	for digits := fewestPercentDigits; digits < mostPercentDigits; digits++ {
		text := strconv.FormatFloat(ratio, 'f', digits+2, 64)
		if !misleads(text, ratio, limit) {
			return asPercent(text)
		}
	}
	return asPercent(strconv.FormatFloat(ratio, 'f', mostPercentDigits+2, 64))
}

// misleads says whether text, a rounded ratio, shows another side of limit
// than ratio is on, or a whole percentage that ratio is not.
func misleads(text string, ratio float64, limit *float64) bool {
	shown, err := strconv.ParseFloat(text, 64)
	if err != nil || shown == ratio {
		return false
	}
	if limit != nil && side(shown, *limit) != side(ratio, *limit) {
		return true
	}
	_, fraction, _ := strings.Cut(text, ".")
	const noise = 1e-12 // of the arithmetic that made the ratio
	return strings.Trim(fraction[2:], "0") == "" && math.Abs(shown-ratio) > noise
}

func side(value, limit float64) int {
	switch {
	case value < limit:
		return -1
	case value > limit:
		return 1
	}
	return 0
}

// LimitPercent writes a limit with no more digits than it has: 5%, 0.5%.
func LimitPercent(limit float64) string {
	if math.IsNaN(limit) || math.IsInf(limit, 0) || math.Abs(limit) >= 1e15 {
		return Number(limit)
	}
	text := strconv.FormatFloat(limit, 'f', -1, 64)
	integer, fraction, _ := strings.Cut(text, ".")
	for len(fraction) < 2 {
		fraction += "0"
	}
	return asPercent(integer + "." + fraction)
}

// asPercent moves the decimal point of a ratio in text two places. Moving it
// there keeps the digits exact, multiplying by 100 would not.
func asPercent(ratio string) string {
	ratio, negative := strings.CutPrefix(ratio, "-")
	integer, fraction, _ := strings.Cut(ratio, ".")
	integer = strings.TrimLeft(integer+fraction[:2], "0")
	if integer == "" {
		integer = "0"
	}
	text := grouped(integer)
	if fraction = fraction[2:]; fraction != "" {
		text += "." + fraction
	}
	if negative {
		text = "-" + text
	}
	return text + "%"
}

// grouped puts a comma between thousands of a plain decimal number; English
// and Chinese write them alike.
func grouped(text string) string {
	text, negative := strings.CutPrefix(text, "-")
	integer, fraction, hasFraction := strings.Cut(text, ".")
	for at := len(integer) - 3; at > 0; at -= 3 {
		integer = integer[:at] + "," + integer[at:]
	}
	if hasFraction {
		integer += "." + fraction
	}
	if negative {
		return "-" + integer
	}
	return integer
}

// Amount writes a value in its unit: a ratio as Percent against limit (may be
// nil), anything else as Number.
func Amount(value float64, unit string, limit *float64) string {
	if unit == "ratio" {
		return Percent(value, limit)
	}
	return Number(value)
}

// Limit writes a limit in its unit, with no more digits than it has.
func Limit(value float64, unit string) string {
	if unit == "ratio" {
		return LimitPercent(value)
	}
	return Number(value)
}
