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
	means, label := s.meaningAt(at), unknown
	if means == declaredID {
		return false
	}
	if at.inText {
		label = s.labelOf(at, n.start, k != idCard || n.unchecked)
	}
	if label == unknown {
		label = s.columnAt(&s.numberColumns, at, n.start)
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
	s.reportNumber(k, confidence)
	return true
}

// meaningAt returns what the key says that holds the value at, or the label
// that a neighbour of the value holds.
func (s *Scanner) meaningAt(at place) meaning {
	means := s.meaning(s.line[at.key.start:at.key.end])
	if means == valueField {
		means = s.meaning(s.neighbourLabel(at.key.start))
	}
	if s.declared != nil && s.isDeclaredHere(means) {
		return declaredID
	}
	return means
}

// confidence weighs the key and the label of the number; "" is a veto. A
// number of phone shape in the place of another id is that id. A valid check
// character is no coincidence often enough to be kept there, but lowered.
func (s *Scanner) confidence(k kind, at place, means, label meaning) string {
	n := &s.number
	isID := label == otherNumber || label == declaredID
	isOther := means == otherNumber && label != phoneNumber && label != cardNumber && label != idCardField && label != maybeIDCard
	switch k {
	case idCard:
		switch {
		case n.unchecked && !announcesIDCard(means, label):
			return ""
		case n.unchecked:
			return medium
		case isID || isOther:
			return low
		}
		return high
	case bankCard:
		switch {
		case isID || isOther:
			return ""
		case means == cardNumber || label == cardNumber:
			return high
		}
		return medium
	case landline:
		return s.landlineConfidence(means, label, isID || isOther)
	}
	return s.phoneConfidence(at, means, label, isID, isOther)
}

func (s *Scanner) landlineConfidence(means, label meaning, isID bool) string {
	n := &s.number
	switch announced := means == phoneNumber || label == phoneNumber; {
	case announced && (label == phoneNumber || !isID):
		return high
	case isID || !n.isPlausible():
		return ""
	case n.joined && last(s.line[:n.start], 1) != '+':
		return ""
	}
	return medium
}

func (s *Scanner) phoneConfidence(at place, means, label meaning, isID, isOther bool) string {
	n := &s.number
	international := last(s.line[:n.start], 1) == '+' || n.start == s.escapeEnd && s.escapeChar == '+' ||
		countryCode(s.line[:n.start]) > 2
	switch {
	case isID && !international:
		return ""
	case isOther && !international:
		if n.isWhole(s.line, at) || s.isCode(at) {
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

// isCode tells whether the text around the number is one code or a list of
// numbers, not prose.
func (s *Scanner) isCode(at place) bool {
	const longest = 256
	text := s.line[at.text.start:at.text.end]
	if len(text) > longest {
		return false
	}
	for _, c := range text {
		if !isLetter(c) && !isDigit(c) && c != '-' && c != '_' && c != ',' && c != '.' && c != '#' && c != ' ' && c != '|' && c != '/' && c != ':' {
			return false
		}
	}
	return true
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
// and last 4 digits, of an id_card all but the first 6 and last 4, of a card all
// but the last 4, of a landline all but the area code and the last 4, and the
// extension. What is written between the digits stays.
func (n *number) overwrite(line []byte, k kind) {
	from, to := n.count-phoneLength+3, n.count-4
	switch k {
	case idCard:
		from = 6
	case bankCard:
		from = 0
	case landline:
		from, to = n.area, n.main-4
		for i := n.main; i < n.count; i++ {
			cover(line[n.at[i] : n.at[i]+n.width[i]])
		}
	}
	for i := from; i < to; i++ {
		cover(line[n.at[i] : n.at[i]+n.width[i]])
	}
}

// cover overwrites the written form of one character by that of an asterisk:
// the wide one for a character of three bytes, also percent-encoded.
func cover(form []byte) {
	switch {
	case len(form) == 3 && form[0] >= 0x80:
		copy(form, "＊")
	case form[0] == '%' && len(form)%2 == 1 && len(form)%3 == 0 && len(form) >= 9:
		coverPercent(form, "EF", "BC", "8A")
	case form[0] == '%' && len(form)%2 == 1 && len(form) < 9:
		coverPercent(form, "2A")
	default:
		fillStars(form)
	}
}

// coverPercent writes the bytes percent-encoded, as often as form is.
func coverPercent(form []byte, bytes ...string) {
	size := len(form) / len(bytes)
	for k, hex := range bytes {
		part := form[k*size : (k+1)*size]
		part[0] = '%'
		for i := 1; i < size-2; i += 2 {
			part[i], part[i+1] = '2', '5'
		}
		copy(part[size-2:], hex)
	}
}

func fillStars(b []byte) {
	for i := range b {
		b[i] = '*'
	}
}
