// Names that stand beside a telephone number.

package mask

// isBesidePhone tells whether a phone stands right beside the run, with at most
// signs and a word for phone between.
func (s *Scanner) isBesidePhone(start, end int) bool {
	for _, p := range s.phones {
		if p.start >= end && p.start-end <= 16 && s.isPhoneGap(end, p.start) ||
			p.end <= start && start-p.end <= 6 && s.isPhoneGap(p.end, start) {
			return true
		}
	}
	return false
}

// isPhoneGap tells whether only signs and words for phone stand in the units.
func (s *Scanner) isPhoneGap(start, end int) bool {
	units := s.window.units[:end]
	for k := start; k < end; {
		if n := s.vocabulary.between.startingAt(units, k); n > 0 {
			k += n
			continue
		}
		switch units[k].char {
		case ' ', ',', '，', ':', '：', '-', '/', '|', ';', '；', '(', ')', '（', '）', '[', ']', '【', '】', '\'', '、', '_', '+', '\t', '\n', '=', '.', '\u3000', '<', '>', '#', '@', '。', '"', '\\', '*', '&':
			k++
		default:
			return false
		}
	}
	return true
}

// isBesideQuotedPhone looks for a phone in the string or literal before or
// behind the one that the name fills: ["张三","138…"].
func (s *Scanner) isBesideQuotedPhone(start, end int) bool {
	units := s.window.units
	i, stop := int(units[start].start), int(units[end-1].end)
	after := stop
	for after < len(s.line) && after-stop < 12 && isQuotedGap(s.line[after]) {
		after++
	}
	if after > stop && s.isPhoneAt(after) && s.hasQuote(stop, after) {
		return true
	}
	before := i
	for before > 0 && i-before < 12 && isQuotedGap(s.line[before-1]) {
		before--
	}
	if before == i || !s.hasQuote(before, i) {
		return false
	}
	from := before
	for from > 0 && before-from < 15 && (isDigit(s.line[from-1]) || s.line[from-1] == '*') {
		from--
	}
	return before > from && s.isPhoneAt(from)
}

func isQuotedGap(c byte) bool {
	switch c {
	case '"', '\'', '\\', ',', ' ', '\t':
		return true
	}
	return false
}

func (s *Scanner) hasQuote(start, end int) bool {
	for _, c := range s.line[start:end] {
		if c == '"' || c == '\'' {
			return true
		}
	}
	return false
}

// isPhoneAt tells whether a phone, plain or masked, stands at byte i.
func (s *Scanner) isPhoneAt(i int) bool {
	var buffer [20]unit
	units := buffer[:0]
	for len(units) < cap(units) && i < len(s.line) && (isDigit(s.line[i]) || s.line[i] == '*' || s.line[i] == '+' || s.line[i] == '-' || s.line[i] == ' ') {
		if s.line[i] != '+' {
			units = append(units, unit{char: rune(s.line[i])})
		}
		i++
	}
	return len(units) > 0 && digitOf(units[0].char) != 0 && phoneEnd(units, 0) > 0
}

// nameBesidePhone looks for 寄给张三138…: the end of a run that a phone follows.
func (s *Scanner) nameBesidePhone(start, end int) bool {
	if len(s.phones) == 0 {
		return false
	}
	if !s.isBesidePhone(start, end) {
		return s.nameBeforeGap(start, end)
	}
	return s.nameBeforeGap(start, end) || s.nameAfterPhone(start, end)
}

// nameBeforeGap strips the words for phone that end the run, and takes the name
// before them.
func (s *Scanner) nameBeforeGap(start, end int) bool {
	units, v := s.window.units, s.vocabulary
	stop := end
	for range 3 {
		n := v.between.endingAt(units[start:stop], stop-start)
		if n == 0 || stop-n-start < 2 {
			break
		}
		if p := s.plausibleName(start, stop); p == high && stop == end && stop-start <= 3 {
			break
		}
		stop -= n
	}
	if !s.isPhoneBehind(stop) {
		return false
	}
	for n := 4; n >= 2; n-- {
		from := stop - n
		if from < start {
			continue
		}
		p := s.plausibleName(from, stop)
		if p == "" || p == low {
			continue
		}
		if from == start && s.isOpenBefore(from) || from > start && v.leadIns.endingAt(units[start:from], from-start) > 0 {
			return s.takeNameHere(from, stop, medium)
		}
	}
	return false
}

// isOpenBefore tells whether no label of other things stands before the run.
func (s *Scanner) isOpenBefore(start int) bool {
	label := s.labelOfUnit(start)
	return label != otherName
}

func (s *Scanner) isPhoneBehind(end int) bool {
	for _, p := range s.phones {
		if p.start >= end && p.start-end <= 16 && s.isPhoneGap(end, p.start) {
			return true
		}
	}
	return false
}

// nameAfterPhone takes the name that starts a run right behind a phone.
func (s *Scanner) nameAfterPhone(start, end int) bool {
	for _, p := range s.phones {
		if p.end > start || start-p.end > 4 || !s.isPhoneGap(p.end, start) {
			continue
		}
		if stop := s.nameStop(start, end, false); stop > 0 {
			return s.takeNameHere(start, stop, medium)
		}
	}
	return false
}
