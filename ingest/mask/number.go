package mask

import (
	"bytes"
	"slices"
)

// maxDigits is the longest form that is read: a card has 19 digits, a landline
// with extension 18.
const maxDigits = 24

// kind names what is found.
type kind uint8

const (
	none kind = iota
	phone
	idCard
	bankCard
	landline
	email
	name
	address
)

func (k kind) String() string { return kindNames[k] }

var kindNames = [...]string{"", "phone", "id_card", "bank_card", "landline", "email", "name", "address"}

// Kinds are the names of all kinds.
func Kinds() []string { return slices.Clone(kindNames[none+1:]) }

// number is a candidate as it is written in the line.
type number struct {
	value   [maxDigits]byte // ASCII digits, and X at the end of an id_card
	at      [maxDigits]int  // where each digit is written
	width   [maxDigits]int  // in how many bytes
	count   int             // may exceed maxDigits: then the number is none of ours
	start   int
	end     int
	dash    byte // ' ' or '-' between the groups, 0 if there are none
	escaped bool // some digits are written as escapes
	// The number is built like an id_card, but no check character says that it
	// is one: only what announces it does.
	unchecked bool
	landlineParts
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
	case 2:
		return run[0] == '8' && run[1] == '6' && isDash(line, end)
	case 3, 5, 6, 7:
		return isDash(line, end) || run[0] == '0' && endsBracket(line, end) > 0
	case 4:
		return (run[0] == '0' || run[0] == '6' && run[1] == '2') && (isDash(line, end) || endsBracket(line, end) > 0)
	case 11:
		return run[0] == '1' && run[1] >= '3' || run[0] == '0'
	case 12:
		return run[0] == '0'
	case 13:
		return run[0] == '8' && run[1] == '6'
	case 15:
		return run[2] == '8' && run[3] == '6' || mayBeOldIDCard(run)
	case 16, 19:
		return run[0] == '6' && run[1] == '2'
	case 17:
		return end < len(line) && line[end]|0x20 == 'x' || mayBeWideX(line, end)
	case 18:
		return mayBeBirthDate(run[6:14])
	}
	return false
}

// mayBeBirthDate dismisses almost all digits that are no date.
func mayBeBirthDate(date []byte) bool {
	return (date[0] == '1' && date[1] == '9' || date[0] == '2' && date[1] == '0') && date[4] <= '1' && date[6] <= '3'
}

func isDash(line []byte, i int) bool {
	_, width := dashAt(line, i)
	return width > 0
}

// mayBeWideX tells whether an id_card's X follows in another form.
func mayBeWideX(line []byte, i int) bool {
	value, _ := digitAt(line, i)
	return value == 'X'
}

// readNumber reads the number that starts at start and masks it if it is
// personal data. It returns where to go on, and whether it masked anything.
func (s *Scanner) readNumber(start int) (end int, found bool) {
	n := &s.number
	n.readDigits(s.line, start)
	end = n.end
	if k := n.recognise(s.line); k != none && s.standsAlone() && !s.isLocalPart(n.end) && s.judge(k) {
		end, found = n.end, true
	}
	if n.escaped || last(s.line[:end], 3) == '%' {
		s.escapeEnd, s.escapeChar = end, '0'
	}
	return end, found
}

// readDigits reads the digits from start on up to the first other character.
func (n *number) readDigits(line []byte, start int) {
	n.count, n.start, n.end, n.dash, n.escaped, n.unchecked = 0, start, start, 0, false, false
	n.landlineParts = landlineParts{}
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
	n.escaped = n.escaped || width > 3
}

// recognise says what the digits are by their shape, and reads the groups that
// follow if the first one may start a grouped number.
func (n *number) recognise(line []byte) kind {
	switch n.count {
	case 11, 12, 13, 15:
		return n.recogniseJoined(line)
	case 2:
		return n.readLandline(line)
	case 3, 4:
		if n.value[0] == '0' {
			return n.readLandline(line)
		}
		if n.count == 4 {
			return n.readCardGroups(line)
		}
		return n.readPhoneGroups(line)
	case 5, 7:
		return n.readPhoneGroups(line)
	case 6:
		return n.readIDCardGroups(line)
	case 16, 19:
		if isBankCard(n.value[:n.count]) {
			return bankCard
		}
	case 17:
		if value, width := digitAt(line, n.end); value == 'X' {
			n.add(value, width)
			return n.recogniseIDCard(line)
		}
	case 18:
		return n.recogniseIDCard(line)
	}
	return none
}

func (n *number) recogniseJoined(line []byte) kind {
	switch {
	case n.count != 12 && isPhone(n.value[:n.count]):
		return phone
	case n.value[0] == '0' || n.count == 13 || n.count == 12:
		return n.readJoinedLandline(line)
	case n.count == 15:
		return n.recogniseIDCard(line)
	}
	return none
}

func (n *number) readPhoneGroups(line []byte) kind {
	middle := n.group(line, 4)
	if middle && n.group(line, 4) && isPhone(n.value[:n.count]) {
		return phone
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
		if value == 0 || value == 'X' && n.count != 17 {
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
	if n := &s.number; n.dash != 0 || n.area > 0 { // the end of a masked number is no first group
		if last(before, 1) == '*' || bytes.HasSuffix(before, []byte("＊")) || bytes.HasSuffix(before, []byte("%2A")) || bytes.HasSuffix(before, []byte("%8A")) {
			return true
		}
	}
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
	case s.number.count == 18 && s.number.value[17] == 'X':
		value, _ := digitAt(s.line, end)
		return value != 0
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
