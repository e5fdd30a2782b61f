package mask

import "bytes"

// The confidences of a hit.
const (
	high   = "high"
	medium = "medium"
	low    = "low"
)

// judge decides by its place whether the number is personal data, and if so
// masks and reports it.
func (s *Scanner) judge(k kind) bool {
	n := &s.number
	at := s.tracker.locate(n.start)
	means, label := s.meaningOf(at), unknown
	if at.inText {
		label = labelBefore(s.line, at.text.start, n.start)
	}
	if means == declaredID {
		return false
	}
	confidence := s.confidence(k, at, means, label)
	if confidence == "" || s.isNegative(at) {
		return false
	}
	if s.isBare(at) {
		overwriteBare(s.line[n.start:n.end])
	} else {
		n.overwrite(s.line, k)
	}
	if s.hit != nil {
		s.report(k, confidence)
	}
	return true
}

// meaningOf returns what the key says that holds the value at.
func (s *Scanner) meaningOf(at place) meaning {
	return s.vocabulary.meaningOf(s.line[at.key.start:at.key.end])
}

// confidence weighs the key and the label of the number; "" is a veto. A
// number of phone shape in the place of another id is that id. A valid check
// character is no coincidence often enough to be kept there, but lowered.
func (s *Scanner) confidence(k kind, at place, means, label meaning) string {
	n := &s.number
	isID := label == otherNumber || label == declaredID
	if k == idCard {
		if isID || means == otherNumber && label == unknown {
			return low
		}
		return high
	}
	international := last(s.line[:n.start], 1) == '+' || n.start == s.escapeEnd && s.escapeChar == '+' ||
		countryCode(s.line[:n.start]) > 2
	switch {
	case isID && !international:
		return ""
	case means == otherNumber && label == unknown && !international:
		if n.isWhole(s.line, at) {
			return ""
		}
		return low
	case international || label == phoneNumber || means == phoneNumber:
		return high
	}
	return medium
}

// isWhole tells whether the number is all that its value holds.
func (n *number) isWhole(line []byte, at place) bool {
	if !at.inText {
		return true
	}
	const blanks = 8 // a bound, so that a long text is not looked through for each number
	text, length := line[at.text.start:at.text.end], n.end-n.start
	return len(text) <= length+blanks && len(bytes.TrimSpace(text)) == length
}

// isNegative tells whether the number is a JSON value below zero: no phone, and
// asterisks would break the syntax.
func (s *Scanner) isNegative(at place) bool {
	before := s.line[:s.number.start]
	if last(before, 1) != '-' || at.inText && !s.tracker.off || s.plainText {
		return false
	}
	switch last(trimSpaceRight(before[:len(before)-1]), 1) {
	case 0:
		return true
	case ':', ',', '[':
		return !s.tracker.off
	}
	return false
}

// isBare tells whether the number stands unquoted in JSON or in a statement,
// so that asterisks would break the syntax.
func (s *Scanner) isBare(at place) bool {
	n := &s.number
	before := trimSpaceRight(s.line[:n.start])
	end := n.end
	for end < len(s.line) && isSpace(s.line[end]) {
		end++
	}
	after := first(s.line, end)
	switch {
	case s.tracker.off:
		return !s.plainText && len(before) == 0 && after == 0
	case at.isKey:
		return false
	case at.inText:
		return s.statement.isOutsideQuotes(s.line, n.start, at)
	}
	switch last(before, 1) {
	case 0, ':', ',', '[':
		return after == 0 || after == ',' || after == ']' || after == '}' || after == '\\'
	case 'n', 't', 'r': // nested JSON with line breaks
		return last(before, 2) == '\\'
	}
	return false
}

// isSpace tells JSON's white space.
func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func trimSpaceRight(b []byte) []byte {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// overwriteBare makes the bytes a number that is nobody's: 1 and zeros.
func overwriteBare(b []byte) {
	for i := range b {
		b[i] = '0'
	}
	b[0] = '1'
}

// overwrite covers the middle of the number: of a phone all but the first 3
// and last 4 digits, of an id_card all but the first 6 and last 4. What is
// written between the digits stays.
func (n *number) overwrite(line []byte, k kind) {
	from := n.count - phoneLength + 3
	if k == idCard {
		from = 6
	}
	for i := from; i < n.count-4; i++ {
		cover(line[n.at[i] : n.at[i]+n.width[i]])
	}
}

// cover overwrites the written form of one character.
func cover(form []byte) {
	if len(form) == 3 {
		copy(form, "＊")
		return
	}
	fillStars(form)
}

func fillStars(b []byte) {
	for i := range b {
		b[i] = '*'
	}
}
