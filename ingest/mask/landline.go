package mask

// landlineParts is how the digits of a landline number divide.
type landlineParts struct {
	area   int  // digits of the country and area code
	main   int  // digits without the extension
	joined bool // nothing stands between area code and number
}

// areaCodes are the three digits that area codes start with, less the 0: whole
// (10, 2x) or followed by one more.
var areaCodes = func() (known [1000]bool) {
	for _, p := range []int{
		31, 33, 34, 35, 37, 39, 41, 42, 43, 45, 46, 47, 48, 51, 52, 53, 54, 55, 56, 57, 58, 59, 63, 66, 69, 70, 71, 72, 73, 74,
		75, 76, 77, 79, 81, 82, 83, 85, 87, 88, 89, 90, 91, 93, 94, 95, 97, 99,
	} {
		for k := range 10 {
			known[p*10+k] = true
		}
	}
	return known
}()

// areaLength returns the length of the area code, without its 0, that digits
// start with, or 0.
func areaLength(digits []byte) int {
	switch {
	case len(digits) >= 2 && (digits[0] == '1' && digits[1] == '0' || digits[0] == '2' && digits[1] != '6'):
		return 2
	case len(digits) >= 3 && digits[0] >= '3' && areaCodes[decimal(digits[:3])]:
		return 3
	}
	return 0
}

// readLandline reads on behind an area code, which may be in brackets, or
// behind the country code 86.
func (n *number) readLandline(line []byte) kind {
	zero := 1
	if n.count == 2 || string(n.value[:n.count]) == "0086" {
		zero = n.count
		if !n.skipDash(line) {
			return none
		}
		n.readMore(line, 5)
		if first(n.value[:n.count], zero) == '0' {
			zero++
		}
	}
	if n.count <= zero || areaLength(n.value[zero:n.count]) != n.count-zero {
		return none
	}
	n.area = n.count
	code := n.end
	n.end += endsBracket(line, n.end)
	n.skipDash(line)
	if n.end == code || !n.readSubscriber(line) {
		return none
	}
	return n.endLandline(line)
}

// readSubscriber reads 7 or 8 digits, also in two groups.
func (n *number) readSubscriber(line []byte) bool {
	n.readMore(line, 9)
	if got := n.count - n.area; got == 3 || got == 4 {
		if !n.skipDash(line) {
			return false
		}
		n.readMore(line, 5)
		if n.count-n.area-got != 4 {
			return false
		}
	}
	got := n.count - n.area
	return got == 8 || got == 7 && n.area > 3
}

// readJoinedLandline takes 0 + area code + number written in one.
func (n *number) readJoinedLandline(line []byte) kind {
	zero := 1
	if n.value[0] != '0' {
		if n.value[0] != '8' || n.value[1] != '6' || last(line[:n.start], 1) != '+' {
			return none
		}
		zero = 2
	}
	length := areaLength(n.value[zero:n.count])
	n.area, n.joined = zero+length, true
	if got := n.count - n.area; length == 0 || got != 8 && (got != 7 || length < 3) {
		return none
	}
	return n.endLandline(line)
}

// endLandline checks the first digit of the number and reads the extension.
func (n *number) endLandline(line []byte) kind {
	n.main = n.count
	if n.value[n.area] < '1' || n.value[n.area] == '9' && n.joined {
		return none
	}
	end := n.end
	for _, sign := range [...]string{"-", "转", " 转 ", " 转", "#", ",", "p", "分机", " 分机", "转分机", " ext ", " ext.", "ext", " ext", "x", `\u8f6c`, "－", "*"} {
		if !hasPrefixAt(line, end, sign) {
			continue
		}
		digits := end + len(sign)
		if stop := digitsEnd(line, digits); stop > digits && stop-digits <= 6 && !isLetter(first(line, stop)) {
			n.end = digits
			n.readMore(line, 6)
			return landline
		}
	}
	return landline
}

// isPlausible tells whether the number behind the area code may be one without
// a key or label that says so: no date, and of a first digit in use.
func (n *number) isPlausible() bool {
	subscriber := n.value[n.area:n.main]
	if len(subscriber) == 8 && (string(subscriber[:2]) == "19" || string(subscriber[:2]) == "20") && isBirthDate(subscriber) {
		return false
	}
	return subscriber[0] >= '2' && subscriber[0] <= '8'
}

// readMore reads up to limit more digits.
func (n *number) readMore(line []byte, limit int) {
	for range limit {
		value, width := digitAt(line, n.end)
		if value == 0 || value == 'X' {
			return
		}
		n.add(value, width)
	}
}

func (n *number) skipDash(line []byte) bool {
	dash, width := dashAt(line, n.end)
	n.end += width
	if width > 0 && n.dash == 0 {
		n.dash = dash
	}
	return width > 0
}

// endsBracket returns the width of the closing bracket at i, or 0.
func endsBracket(line []byte, i int) int {
	if first(line, i) == '\\' {
		if char, end := escapeAt(line, i); char == '）' {
			return end - i
		}
		return 0
	}
	for _, bracket := range [...]string{")", "）", "%29", "%2529"} {
		if hasPrefixAt(line, i, bracket) {
			return len(bracket)
		}
	}
	return 0
}

func hasPrefixAt(line []byte, i int, prefix string) bool {
	return i+len(prefix) <= len(line) && string(line[i:i+len(prefix)]) == prefix
}
