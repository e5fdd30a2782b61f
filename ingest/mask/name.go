package mask

// findNames looks at every run of Han characters that may be or hold a name.
func (s *Scanner) findNames() {
	units := s.window.units
	for start := 0; start < len(units); {
		if !isHan(units[start].char) || s.isTaken(start) {
			start++
			continue
		}
		end := start
		for end < len(units) && (isHan(units[end].char) || isDot(units, end)) && !s.isTaken(end) {
			end++
		}
		s.judgeRun(start, end)
		start = end
	}
}

// isDot tells whether the unit joins two parts of an ethnic name.
func isDot(units []unit, k int) bool {
	switch units[k].char {
	case '·', '•', '・', '‧':
		return k > 0 && k+1 < len(units) && isHan(units[k-1].char) && isHan(units[k+1].char)
	}
	return false
}

// judgeRun looks for a name in a run of Han characters: the run itself, behind
// a label in it, or beside a phone.
func (s *Scanner) judgeRun(start, end int) {
	if s.isStarUnit(start-1) || s.isStarUnit(end) {
		return
	}
	if plausible := s.plausibleName(start, end); plausible != "" {
		if confidence := s.nameConfidence(start, end, plausible); confidence != "" {
			s.takeName(start, end, confidence)
			return
		}
	}
	if stop := s.beforeTitle(start, end); stop > 0 {
		if confidence := s.nameConfidence(start, end, medium); confidence != "" && s.takeName(start, stop, confidence) {
			return
		}
	}
	if s.window.label && s.nameBehindLabel(start, end) || len(s.phones) == 0 {
		return
	}
	s.nameBesidePhone(start, end)
}

// beforeTitle returns where the full name ends that a title follows, or 0.
func (s *Scanner) beforeTitle(start, end int) int {
	n := s.vocabulary.titles.endingAt(s.window.units[start:end], end-start)
	if n < 2 || end-n-start < 2 {
		return 0
	}
	if p := s.plausibleName(start, end-n); p == "" || p == low {
		return 0
	}
	return end - n
}

func (s *Scanner) isStarUnit(k int) bool {
	units := s.window.units
	if k < 0 || k >= len(units) {
		return false
	}
	char := units[k].char
	return char == '*' || char == '＊' || char == '×' || char == '○' || char == '●'
}

// plausibleName weighs the characters themselves: high for a common surname,
// medium for one that ordinary words start with, "" for no name.
func (s *Scanner) plausibleName(start, end int) string {
	units, v := s.window.units[start:end], s.vocabulary
	n := len(units)
	if n < 2 {
		return ""
	}
	traits := v.traitsOf(units[0].char)
	for k := 1; k < n; k++ {
		if !isHan(units[k].char) {
			return s.plausibleEthnicName(units)
		}
	}
	if n > 4 || traits&(surname|compoundStart) == 0 {
		return ""
	}
	family := 1
	if traits&compoundStart != 0 && v.compounds[s.textOf(units[:2])] {
		family = 2
	}
	if family == 1 && traits&surname == 0 || n == family || n-family > 2 || v.notNames.has(units) {
		return ""
	}
	if v.titles.has(units[family:]) {
		return ""
	}
	common := family == 2 || traits&ambiguous == 0
	strange := 0
	for _, u := range units[family:] {
		t := v.traitsOf(u.char)
		if t&notInNames != 0 {
			return ""
		}
		if t&given == 0 {
			strange++
		}
	}
	if strange == n-family && traits&ambiguous != 0 && family == 1 {
		return low
	}
	if v.traitsOf(units[n-1].char)&notNameEnd != 0 && v.traitsOf(units[n-1].char)&given == 0 {
		return low
	}
	if common && strange < 2 {
		return high
	}
	return medium
}

func (s *Scanner) plausibleEthnicName(units []unit) string {
	if len(units) > 16 || len(units) < 4 {
		return ""
	}
	return high
}

func (s *Scanner) textOf(units []unit) string {
	var buffer [32]byte
	return string(appendText(buffer[:0], units))
}

// nameConfidence weighs what stands around the name, which is a run of its own;
// "" if nothing says that it is one.
func (s *Scanner) nameConfidence(start, end int, plausible string) string {
	units := s.window.units
	i := int(units[start].start)
	label := s.labelOfUnit(start)
	if label == unknown && start > 0 {
		label = s.labelBeforeName(i)
	}
	switch label {
	case personName:
		return strongest(plausible)
	case maybeName:
		if len(s.phones) > 0 {
			return strongest(plausible)
		}
	case otherName, addressField, otherNumber, cardNumber:
		if label == otherName || !s.isBesidePhone(start, end) {
			return ""
		}
	}
	at := s.tracker.locate(i)
	if at.isKey {
		return ""
	}
	if label == unknown {
		if label = s.labelBefore(at.text.start, i); label == personName {
			return strongest(plausible)
		}
		if label == otherName || label == declaredID {
			return ""
		}
	}
	means := s.meaningOfText(at, i)
	switch means {
	case declaredID, otherName:
		return ""
	case personName:
		if s.isMember(at, start, end) {
			return strongest(plausible)
		}
	case maybeName:
		if !s.isMember(at, start, end) {
			break
		}
		if s.inPersonObject() {
			return strongest(plausible)
		}
		if plausible != low && s.hasPhoneSibling(at) {
			return medium
		}
	}
	if plausible != low && (s.isBesidePhone(start, end) || s.isBesideQuotedPhone(start, end)) {
		return medium
	}
	return ""
}

func strongest(plausible string) string {
	if plausible == high {
		return high
	}
	return medium
}

// labelBeforeName reads the ASCII label before the name.
func (s *Scanner) labelBeforeName(i int) meaning {
	at := s.tracker.locate(i)
	if !at.inText {
		return unknown
	}
	return s.labelBefore(at.text.start, i)
}

// isMember tells whether the run is its whole text or a member of a list that
// is: 张三,李四; or a name with something in brackets behind it.
func (s *Scanner) isMember(at place, start, end int) bool {
	units := s.window.units
	i, stop := int(units[start].start), int(units[end-1].end)
	before := i-at.text.start <= 2 || start > 0 && isListSign(units[start-1].char)
	after := at.text.end-stop <= 2 || end < len(units) && (isListSign(units[end].char) || units[end].char == '(' || units[end].char == '（')
	if s.statement.start == at.text.start && s.statement.isSQL || s.nameColumns.start == at.text.start && s.nameColumns.form != noTable {
		return true
	}
	return before && after
}

func isListSign(char rune) bool {
	switch char {
	case ',', '，', '、', ';', '；', '/', '|', ' ', '\'', '%', '\t', '\n', '(', '"', '[':
		return true
	}
	return false
}

// nameBehindLabel looks for 收件人张三 within a run, or 收件人：张三电话 at its
// start.
func (s *Scanner) nameBehindLabel(start, end int) bool {
	units, v := s.window.units, s.vocabulary
	if start > 0 && s.labelOfUnit(start) == personName {
		if stop := s.nameStop(start, end, true); stop > 0 {
			return s.takeName(start, stop, strongest(s.plausibleName(start, stop)))
		}
		return false
	}
	for k := start + 2; k <= end-2; k++ {
		if !v.pairs[pairHash(units[k-2].char, units[k-1].char)] {
			continue
		}
		n := v.personLabels.endingAt(units[start:k], k-start)
		if n < 2 {
			continue
		}
		from := k
		if from < end-2 && (units[from].char == '是' || units[from].char == '为' || units[from].char == '叫') {
			from++
		}
		if stop := s.nameStop(from, end, false); stop > 0 {
			at := s.tracker.locate(int(units[from].start))
			if means := s.meaningOfText(at, int(units[from].start)); means == declaredID || at.isKey {
				return false
			}
			return s.takeName(from, stop, medium)
		}
	}
	return false
}

// nameStop returns where the name that starts at start and is followed by more
// characters ends, or 0.
func (s *Scanner) nameStop(start, end int, signed bool) int {
	units, v := s.window.units, s.vocabulary
	if p := s.plausibleName(start, end); p != "" && p != low {
		return end
	}
	for n := 4; n >= 2; n-- {
		stop := start + n
		if stop >= end {
			continue
		}
		p := s.plausibleName(start, stop)
		if p == "" || p == low || v.follows.startingAt(units[:end], stop) == 0 {
			continue
		}
		if n == 3 && v.follows.startingAt(units[:end], start+2) >= 2 {
			continue // 张三电|话
		}
		return stop
	}
	if signed && start+3 < end && s.plausibleName(start, start+3) == high {
		return start + 3
	}
	return 0
}

// takeNameHere masks a name unless its key declares something else.
func (s *Scanner) takeNameHere(start, end int, confidence string) bool {
	i := int(s.window.units[start].start)
	at := s.tracker.locate(i)
	if at.isKey || s.meaningAt(at) == declaredID {
		return false
	}
	return s.takeName(start, end, confidence)
}

// takeName masks and reports a name: its surname stays.
func (s *Scanner) takeName(start, end int, confidence string) bool {
	units := s.window.units[start:end]
	at := s.tracker.locate(int(units[0].start))
	if s.meaningAt(at) == declaredID || at.isKey {
		return false
	}
	kept := 1
	if len(units) > 2 && s.vocabulary.compounds[s.textOf(units[:2])] {
		kept = 2
	}
	s.coverUnits(units[kept:])
	s.taken = append(s.taken, extent{start, end})
	s.reportText(name, confidence, units, kept)
	return true
}
