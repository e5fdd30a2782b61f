package mask

import "bytes"

// phoneLength is the length of a mainland mobile number.
const phoneLength = 11

// livePrefixes are the three-digit prefixes that the carriers were given, less
// the 1; 142, 143, 154, 160, 161, 163, 164, 168, 169, 179 and 194 are nobody's.
var livePrefixes = func() (live [100]bool) {
	ranges := [][2]int{
		{30, 39}, {40, 41}, {44, 49}, {50, 53}, {55, 59}, {62, 62}, {65, 67},
		{70, 78}, {80, 89}, {90, 93}, {95, 99},
	}
	for _, r := range ranges {
		for p := r[0]; p <= r[1]; p++ {
			live[p] = true
		}
	}
	return live
}()

// isPhone tells whether the ASCII digits are a mobile number in a live segment,
// bare or after the country code 86 or 0086.
func isPhone(digits []byte) bool {
	code := len(digits) - phoneLength
	switch string(digits[:code]) {
	case "", "86", "0086":
	default:
		return false
	}
	d := digits[code:]
	return d[0] == '1' && livePrefixes[(d[1]-'0')*10+d[2]-'0']
}

// countryCode returns the length of the 86 that ends before, with its +, 00 or
// brackets and the dash or space behind it, or 0.
func countryCode(before []byte) int {
	rest := before
	if c := last(rest, 1); c == ' ' || c == '-' {
		rest = rest[:len(rest)-1]
	}
	rest = bytes.TrimSuffix(rest, []byte(")"))
	digits := len(rest)
	for digits > 0 && len(rest)-digits < 5 && isDigit(rest[digits-1]) {
		digits--
	}
	if code := string(rest[digits:]); code != "86" && code != "0086" {
		return 0
	}
	for digits > 0 && (rest[digits-1] == '+' || rest[digits-1] == '(') {
		digits--
	}
	return len(before) - digits
}
