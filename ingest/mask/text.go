package mask

import "unicode/utf8"

// extent is a range of units that is dealt with: an address or a name.
type extent struct{ start, end int }

// judgeText finds the addresses and names in the window.
func (s *Scanner) judgeText() {
	w := &s.window
	s.phones = s.findPhones(s.phones[:0], w.units)
	s.taken = s.taken[:0]
	saved := s.nameColumns
	if w.address {
		s.findAddresses()
	}
	if s.nameColumns.start == saved.start {
		s.nameColumns = saved
	} else {
		s.nameColumns.rewind()
	}
	if w.name || w.label || len(s.phones) > 0 {
		s.findNames()
	}
}

// findPhones appends where phones, and id_cards and bank_cards written in one,
// stand in the units, masked ones too.
func (s *Scanner) findPhones(found []extent, units []unit) []extent {
	if s.window.digits < 7 {
		return found
	}
	for i := 0; i < len(units); i++ {
		if digitOf(units[i].char) == 0 {
			continue
		}
		if i > 0 && units[i-1].char < 0x80 && isLetter(byte(units[i-1].char)) {
			i = skipDigits(units, i)
			continue
		}
		end := phoneEnd(units, i)
		if end == 0 {
			end = personNumberEnd(units, i)
		}
		if end == 0 {
			i = skipDigits(units, i) - 1
			continue
		}
		start := i
		for start > 0 && (units[start-1].char == '+' || units[start-1].char == '(' && start < i) {
			start--
		}
		found = append(found, extent{start, end})
		i = end - 1
	}
	return found
}

// personNumberEnd returns the end of the id_card or bank_card at start, or 0.
func personNumberEnd(units []unit, start int) int {
	var digits [19]byte
	n, i, stars := 0, start, 0
	for ; i < len(units) && n < len(digits); i++ {
		value := phoneCharacter(units[i].char)
		if value == 0 && n == 17 && units[i].char|0x20 == 'x' {
			value = 'X'
		}
		if value == 0 {
			break
		}
		if value == '*' {
			stars++
		}
		digits[n] = value
		n++
	}
	d := digits[:n]
	switch {
	case i < len(units) && isNumberChar(units[i].char):
	case n == 18 && (stars == 8 && d[6] == '*' && d[13] == '*' || stars == 0 && isIDCard(d)),
		stars == 0 && isBankCard(d):
		return i
	}
	return 0
}

func skipDigits(units []unit, i int) int {
	for i++; i < len(units) && digitOf(units[i].char) != 0; i++ {
	}
	return i
}

// phoneEnd returns the end of the phone number, plain or masked, that starts at
// start, or 0.
func phoneEnd(units []unit, start int) int {
	var digits [16]byte
	n, i := 0, start
	for ; i < len(units) && n < len(digits); i++ {
		char := units[i].char
		if value := phoneCharacter(char); value != 0 && (value != '*' || n > 0) {
			digits[n] = value
			n++
			continue
		}
		if !isDashUnit(char) || n == 0 || isDashUnit(units[i-1].char) || n == phoneLength && digits[0] == '1' {
			break
		}
	}
	for isDashUnit(units[i-1].char) {
		i--
	}
	code := n - phoneLength
	if code < 0 || code > 4 || i < len(units) && units[i].char < 0x80 && isLetter(byte(units[i].char)) {
		return 0
	}
	if text := string(digits[:code]); text != "" && text != "86" && text != "0086" {
		return 0
	}
	d := digits[code:n]
	if d[0] != '1' || d[1] == '*' || d[2] == '*' || !livePrefixes[(d[1]-'0')*10+d[2]-'0'] && string(d) != "10000000000" {
		return 0
	}
	return i
}

// phoneCharacter returns the ASCII form of a digit or an asterisk, or 0.
func phoneCharacter(char rune) byte {
	if char == '*' || char == '＊' {
		return '*'
	}
	return digitOf(char)
}

func isDashUnit(char rune) bool {
	return char == ' ' || char == '-' || char == ')' || char == '－'
}

// isHardBreak tells the characters that neither an address nor a name goes on
// behind.
func isHardBreak(char rune) bool {
	switch char {
	case ',', '，', '。', ';', '；', ':', '：', '!', '！', '?', '？', '|', '\t', '\n', '"', '\'', '<', '>', '{', '}', '=', '&',
		'「', '」', '【', '】', '“', '”', '[', ']', '、', '\\', '/', '%', '`', '+', '_', '~', '…', '《', '》', '‘', '’', '@', '$', '^', '\r':
		return true
	}
	return false
}

// reportText hands a masked name or address to the caller: the first kept units
// are what the sample shows.
func (s *Scanner) reportText(k kind, confidence string, units []unit, kept int) {
	s.value = s.value[:0]
	for i := range units {
		s.value = utf8.AppendRune(s.value, units[i].char)
	}
	form := s.sample[:0]
	for _, u := range units[:kept] {
		form = utf8.AppendRune(form, u.char)
	}
	if k == name {
		form = append(form, '*')
		if len(units)-kept > 1 {
			form = append(form, '*')
		}
	} else {
		form = append(form, "＊＊＊"...)
	}
	s.report(k, confidence, form, s.value)
	clear(s.value)
}
