package mask

import "bytes"

// labelOf returns what the words before byte start of the text at say about
// what stands there. An id_card's checked number is no less one behind a bare "id".
func (s *Scanner) labelOf(at place, start int, bare bool) meaning {
	if k := s.window.unitIndex(start); k > 0 && start >= at.text.start {
		if label := s.labelOfUnit(k); label != unknown {
			return label
		}
	}
	if label := s.labelBefore(at.text.start, start); label != unknown || !bare {
		return label
	}
	return s.wordBefore(at.text.start, start)
}

// labelOfUnit reads the Chinese word before unit k, and signs between.
func (s *Scanner) labelOfUnit(k int) meaning {
	units := s.window.units[:k]
	const reach = 6
	n := len(units)
	for n > 0 && k-n < reach && isLabelSign(units[n-1].char) {
		n--
	}
	if n > 2 && k-n < reach && (units[n-1].char == '为' || units[n-1].char == '是') {
		n--
	}
	if n > 3 && units[n-1].char == '）' || n > 3 && units[n-1].char == ')' {
		return s.labelInBrackets(units[:n])
	}
	label := s.labelEnding(units[:n])
	if label == unknown && n > 1 && n < k && (units[n-1].char == '人' || units[n-1].char == '员') && isHan(units[n-2].char) && isColon(units[n].char) {
		return personName // 退货人：, 复核员：
	}
	return label
}

func isColon(char rune) bool { return char == ':' || char == '：' || char == '=' }

func isLabelSign(char rune) bool {
	switch char {
	case ' ', ':', '：', '=', '(', '（', '[', '【', '「', '"', '\'', '“', '+', '\t', '#', '】', ']', '、', '\\', '\u3000', '^', '」':
		return true
	}
	return false
}

// labelInBrackets looks into and before brackets, as in 电话(必填).
func (s *Scanner) labelInBrackets(units []unit) meaning {
	for n := len(units) - 2; n > 0 && len(units)-n < 10; n-- {
		if units[n].char == '(' || units[n].char == '（' {
			return s.labelEnding(units[:n])
		}
	}
	return unknown
}

// labelEnding returns the meaning of the label that ends the units.
func (s *Scanner) labelEnding(units []unit) meaning {
	n := len(units)
	if n == 0 || !isHan(units[n-1].char) && !isNumberChar(units[n-1].char) {
		return unknown
	}
	size := s.vocabulary.allLabels.endingAt(units, n)
	if size == 0 {
		return unknown
	}
	if size < n && units[n-1].char < 0x80 && (isNumberChar(units[n-size-1].char) || units[n-size-1].char == '_') {
		return unknown
	}
	var text [64]byte
	return s.vocabulary.labels[string(appendText(text[:0], units[n-size:]))]
}

// neighbourLabel returns the text before the key at start, as the label that
// {"label":"收件人","value":"张三"} puts there.
func (s *Scanner) neighbourLabel(start int) []byte {
	const reach = 120
	low := max(0, start-reach)
	end := start
	for end > low && isFiller(s.line[end-1]) {
		end--
	}
	begin := end
	for begin > low && s.line[begin-1] != '"' && s.line[begin-1] != '{' && s.line[begin-1] != '}' {
		begin--
	}
	if begin == low || s.line[begin-1] != '"' || !bytes.ContainsRune(s.line[end:start], ',') {
		return nil
	}
	return s.line[begin:end]
}

func isFiller(c byte) bool { return c == '"' || c == '\\' || c == ',' || isSpace(c) }

// inPersonObject tells whether the object that holds the current value is a
// person's, by the key that holds it.
func (s *Scanner) inPersonObject() bool {
	frames := s.tracker.frames
	n := len(frames)
	for n > 0 && frames[n-1].array {
		n--
	}
	for n--; n > 0; n-- {
		if f := &frames[n-1]; !f.array {
			return s.isPersonKey(s.line[f.key.start:f.key.end])
		}
	}
	return false
}

func (s *Scanner) isPersonKey(key []byte) bool {
	var buffer [maxKey]byte
	if len(key) > maxKey {
		return false
	}
	if s.meaning(key) == personName || s.vocabulary.personObjects[string(foldKey(buffer[:0], key))] {
		return true
	}
	return bytes.IndexByte(key, '\\') >= 0 && s.vocabulary.personObjects[s.textOf(unitsOf(key))]
}

// unitsOf decodes a short text.
func unitsOf(text []byte) []unit {
	var buffer [maxKey]unit
	units := buffer[:0]
	for i := 0; i < len(text) && len(units) < maxKey; {
		char, end := unitAt(text, i)
		if end == 0 {
			break
		}
		units, i = append(units, unit{char: char}), end
	}
	return units
}

// hasPhoneSibling tells whether a key of a phone stands near in the object
// around the value at.
func (s *Scanner) hasPhoneSibling(at place) bool {
	const reach = 300
	after := s.line[at.text.end:min(len(s.line), at.text.end+reach)]
	if k := bytes.IndexAny(after, "{}"); k >= 0 {
		after = after[:k]
	}
	before := s.line[max(0, at.text.start-reach):at.text.start]
	if k := bytes.LastIndexAny(before, "{}"); k >= 0 {
		before = before[k:]
	}
	return s.hasPhoneKey(before) || s.hasPhoneKey(after)
}

func (s *Scanner) hasPhoneKey(text []byte) bool {
	for {
		k := bytes.IndexByte(text, ':')
		if k < 0 {
			return false
		}
		key := bytes.TrimRight(text[:k], " \\\"")
		start := max(bytes.LastIndexByte(key, '"'), bytes.LastIndexByte(key, ','))
		if s.meaning(key[start+1:]) == phoneNumber {
			return true
		}
		text = text[k+1:]
	}
}
