package finding

import "strconv"

// Amount writes a value with its unit's own precision.
func Amount(value float64, unit string, limit *float64) string {
	if unit == "ratio" {
		return strconv.FormatFloat(value*100, 'f', 2, 64) + "%"
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}
