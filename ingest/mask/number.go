package mask

// maxDigits is the longest form that is read: an id_card has 18 digits.
const maxDigits = 18

// kind names what a number is.
type kind uint8

const (
	none kind = iota
	phone
	idCard
)

func (k kind) String() string {
	return [...]string{"", "phone", "id_card"}[k]
}

// number is a candidate as it is written in the line.
type number struct {
	value [maxDigits]byte // ASCII digits, and X at the end of an id_card
	at    [maxDigits]int  // where each digit is written
	width [maxDigits]int  // in how many bytes
	count int             // may exceed maxDigits: then the number is none of ours
	start int
	end   int
	dash  byte // ' ' or '-' between the groups, 0 if there are none
}

// worthReading dismisses by length and first digits the run of ASCII digits
// line[start:end], as almost every run of a log line: times, ids, counts.
func worthReading(line []byte, start, end int) bool {
	if end < len(line) {
		if c := line[end]; c == '\\' || c == '%' || c == 0xEF {
			if value, _ := digitAt(line, end); value != 0 {
				return true
			}
		}
	}
	run := line[start:end]
	switch len(run) {
	case 3, 5, 6, 7:
		_, width := dashAt(line, end)
		return width > 0
	case 11:
		return run[0] == '1' && run[1] >= '3'
	case 13, 15:
		return run[len(run)-13] == '8' && run[len(run)-12] == '6'
	case 17:
		return end < len(line) && line[end]|0x20 == 'x'
	case 18:
		return run[6] == '1' || run[6] == '2'
	}
	return false
}

// readNumber reads the number that starts at start and masks it if it is
// personal data. It returns where to go on, and whether it masked anything.
func (s *Scanner) readNumber(start int) (end int, found bool) {
	n := &s.number
	n.readDigits(s.line, start)
	end = n.end
	k := n.recognise(s.line)
	if k == none || !s.standsAlone() {
		return end, false
	}
	if !s.judge(k) {
		return end, false
	}
	return n.end, true
}

// readDigits reads the digits from start on up to the first other character.
func (n *number) readDigits(line []byte, start int) {
	n.count, n.start, n.end, n.dash = 0, start, start, 0
	for {
		value, width := digitAt(line, n.end)
		if value == 0 || value == 'X' {
			return
		}
		n.add(value, width)
	}
}

func (n *number) add(value byte, width int) {
	if n.count < maxDigits {
		n.value[n.count], n.at[n.count], n.width[n.count] = value, n.end, width
	}
	n.count++
	n.end += width
}

// recognise says what the digits are by their shape, and reads the groups that
// follow if the first one may start a grouped number.
func (n *number) recognise(line []byte) kind {
	switch n.count {
	case 11, 13, 15:
		if isPhone(n.value[:n.count]) {
			return phone
		}
	case 3, 5, 7:
		middle, last := n.group(line, 4), n.group(line, 4)
		if middle && last && isPhone(n.value[:n.count]) {
			return phone
		}
	case 6:
		if n.group(line, 8) && n.group(line, 4) && isIDCard(n.value[:]) {
			return idCard
		}
	case 17:
		if value, width := digitAt(line, n.end); value == 'X' {
			n.add(value, width)
			if isIDCard(n.value[:]) {
				return idCard
			}
		}
	case 18:
		if isIDCard(n.value[:]) {
			return idCard
		}
	}
	return none
}

// group reads a dash or space, the same as before, and exactly want digits.
func (n *number) group(line []byte, want int) bool {
	dash, width := dashAt(line, n.end)
	if width == 0 || n.dash != 0 && n.dash != dash {
		return false
	}
	n.dash = dash
	n.end += width
	for range want {
		value, width := digitAt(line, n.end)
		if value == 0 || value == 'X' && n.count != maxDigits-1 {
			return false
		}
		n.add(value, width)
	}
	value, _ := digitAt(line, n.end)
	return value == 0 || value == 'X'
}

// standsAlone tells whether the number is a word of its own: no part of a
// longer word, decimal, exponent or dashed series.
func (s *Scanner) standsAlone() bool {
	n := &s.number
	return !s.continuesBefore(n.start) && !s.continuesAfter(n.end)
}

func (s *Scanner) continuesBefore(start int) bool {
	if start == s.escapeEnd {
		return s.escapeChar < 0x80 && isLetter(byte(s.escapeChar))
	}
	before := s.line[:start]
	switch c := last(before, 1); {
	case isLetter(c):
		return true
	case c == '.':
		return isDigit(last(before, 2))
	case c == '+':
		return isExponent(before)
	case c == '-':
		grouped := s.number.dash == '-' && isDigit(last(before, 2))
		return isExponent(before) || grouped && countryCode(before) == 0
	}
	return false
}

func (s *Scanner) continuesAfter(end int) bool {
	after := s.line[end:]
	switch c := first(after, 0); {
	case isLetter(c):
		return true
	case c == '.':
		return isDigit(first(after, 1))
	case c == '-':
		return s.number.dash == '-' && isDigit(first(after, 1))
	case s.number.value[maxDigits-1] == 'X':
		value, _ := digitAt(s.line, end)
		return s.number.count == maxDigits && value != 0
	}
	return false
}

// isExponent tells whether before ends like 1e+ or 1E-.
func isExponent(before []byte) bool {
	return last(before, 2)|0x20 == 'e' && isDigit(last(before, 3))
}

// last returns the byte that stands nth from the end, or 0.
func last(b []byte, nth int) byte {
	if nth > len(b) {
		return 0
	}
	return b[len(b)-nth]
}

// first returns the byte at i, or 0.
func first(b []byte, i int) byte {
	if i >= len(b) {
		return 0
	}
	return b[i]
}
