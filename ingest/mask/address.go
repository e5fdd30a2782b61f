package mask

// evidence is what a stretch of text holds of an address's parts.
type evidence struct {
	road, village, compound, building, weak int
	area                                    bool // a province, city, district or town stands before
}

// findAddresses deals with each clause of the window.
func (s *Scanner) findAddresses() {
	units := s.window.units
	for start := 0; start < len(units); {
		end := start
		for end < len(units) && !isHardBreak(units[end].char) {
			end++
		}
		if end-start >= 3 {
			s.findAddress(start, end)
		}
		start = end + 1
	}
}

// findAddress looks for one address after the other in units[low:high], which
// hold no hard break.
func (s *Scanner) findAddress(low, high int) {
	for low < high {
		e, found := evidence{}, extent{-1, -1}
		next := high
		for k := low; k < high; {
			p, end := s.placeNumber(k, low, high, &e)
			if end == 0 {
				k++
				continue
			}
			if found.start >= 0 && p-found.end > maxGap {
				next = found.end
				break
			}
			if found.start < 0 {
				found.start = p
			}
			found.end = end
			k = end
		}
		if found.start < 0 {
			return
		}
		next = max(s.judgeAddress(low, high, found, e), next)
		low = next
	}
}

// maxGap is how many characters may stand between two numbered parts of an
// address.
const maxGap = 16

// placeNumber reads the house number, with the word before or behind it that
// makes it one, that starts at unit k. It returns where the part starts and
// ends; an end of 0 means none.
func (s *Scanner) placeNumber(k, low, high int, e *evidence) (start, end int) {
	units, v := s.window.units[:high], s.vocabulary
	if k > low && isNumberUnit(units[k-1].char) && isNumberUnit(units[k].char) || !s.startsNumber(units[k].char) || s.isPhoneUnit(k) {
		return 0, 0
	}
	q := s.numberStop(units, k)
	if q == 0 || s.isStarUnit(q) || s.isStarUnit(k-1) || q < high && units[q].char == '-' && s.isStarUnit(q+1) {
		return 0, 0
	}
	word := v.buildings.startingAt(units, q)
	roads, villages, compounds := v.roads.endingAt(units[low:k], k-low), v.villages.endingAt(units[low:k], k-low), v.compoundEnds.endingAt(units[low:k], k-low)
	isChinese := !isNumberUnit(units[k].char)
	if word == 0 && (isChinese || roads == 0 && compounds == 0 && villages == 0 || q < high && isHan(units[q].char) && !s.addressGoesOn(units, q)) {
		return 0, 0
	}
	if word > 0 && s.isVetoedNumber(units, k, q, word) {
		return 0, 0
	}
	behind := q + word
	isRoom := word > 0 && v.rooms.startingAt(units, q) > 0
	switch named := k - low; { // the word itself is no name
	case roads > 0 && named > roads && (word == 0 || s.isOneOf(units[q:behind], "号", "弄", "号院", "号楼", "巷", "栋", "幢", "号门", "支弄", "号铺", "座", "号商铺", "室")):
		e.road++
		if isRoom && !s.isOneOf(units[q:behind], "号院") {
			e.building++
		}
	case villages > 0 && named > villages && (word == 0 || s.isOneOf(units[q:behind], "组", "号", "队", "户", "社", "栋", "幢", "号楼", "单元", "室", "座", "排", "区", "屯")):
		e.village++
	case compounds > 0 && named > compounds && (word == 0 || isRoom || s.isOneOf(units[q:behind], "号", "座", "楼", "期", "区", "层", "排", "村")):
		e.compound++
		if isRoom {
			e.building++
		}
	case isRoom:
		e.building++
	case isChinese && s.isOneOf(units[q:behind], "区", "村", "门", "院", "社"): // 铁西区
		return 0, 0
	case word > 0:
		e.weak++
	default:
		return 0, 0
	}
	return k, behind
}

// addressGoesOn tells whether the text behind a number without a word is more
// of an address, as in 建国路88阳光花园.
func (s *Scanner) addressGoesOn(units []unit, q int) bool {
	const reach = 8
	for k := q + 2; k <= min(len(units), q+reach); k++ {
		if s.vocabulary.compoundEnds.endingAt(units[q:k], k-q) >= 2 {
			return true
		}
	}
	return units[q].char == '收'
}

func (s *Scanner) isOneOf(units []unit, words ...string) bool {
	var buffer [32]byte
	text := string(appendText(buffer[:0], units))
	for _, word := range words {
		if text == word {
			return true
		}
	}
	return false
}

func (s *Scanner) startsNumber(char rune) bool {
	return isNumberUnit(char) || s.vocabulary.traitsOf(char)&numeral != 0
}

// isNumberUnit tells what a house number is written with, less Chinese numerals.
func isNumberUnit(char rune) bool { return isNumberChar(char) }

// numberStop returns the end of the house number at k: a few digits, letters
// and dashes, or Chinese numerals. 0 means it is none.
func (s *Scanner) numberStop(units []unit, k int) int {
	q, digits := k, 0
	if !isNumberUnit(units[k].char) {
		for q < len(units) && s.vocabulary.traitsOf(units[q].char)&numeral != 0 {
			q++
		}
		if q-k > 6 {
			return 0
		}
		return q
	}
	for letters := 0; q < len(units); q++ {
		char := units[q].char
		switch {
		case digitOf(char) != 0:
			if digits++; digits > 5 {
				return 0
			}
		case isNumberChar(char):
			if letters++; letters > 3 {
				return 0
			}
			digits = 0
		case (char == '-' || char == '－' || char == '—') && q > k && q+1 < len(units) && isNumberUnit(units[q+1].char):
			digits = 0
		default:
			return q
		}
	}
	return q
}

// isVetoedNumber tells numbers of goods, days, rooms of a flat and the like.
func (s *Scanner) isVetoedNumber(units []unit, k, q, word int) bool {
	behind := q + word
	if k > 0 && (units[k-1].char == '月' || units[k-1].char == '第' || units[k-1].char == '.' || units[k-1].char == '~') {
		return true
	}
	if n := s.vocabulary.notBehindNumbers.startingAt(units, behind); n > 0 {
		return true
	}
	switch units[behind-1].char {
	case '室': // 三室两厅
		if behind+1 < len(units) && s.startsNumber(units[behind].char) && (units[behind+1].char == '厅' || units[behind+1].char == '卫') {
			return true
		}
		return q-k == 1 && behind < len(units) && s.startsNumber(units[behind].char) && s.vocabulary.traitsOf(units[k].char)&numeral != 0
	case '厅':
		return true
	}
	return false
}

// judgeAddress decides on the parts found and masks them. It returns where to
// go on.
func (s *Scanner) judgeAddress(low, high int, parts extent, e evidence) int {
	units := s.window.units
	at := s.tracker.locate(int(units[parts.start].start))
	means := s.meaningOfText(at, int(units[parts.start].start))
	start, kept := s.addressStart(low, parts.start, &e)
	label := s.labelOfUnit(start)
	if label == unknown {
		label = s.labelBefore(at.text.start, int(units[start].start))
	}
	announced := means == addressField || label == addressField || means == maybeAddress && (s.inPersonObject() || e.area)
	end := s.addressEnd(parts.end, high, announced)
	confidence := s.addressConfidence(e, means, label, announced)
	if confidence == "" || means == declaredID || at.isKey && !e.area || s.isMaskedAround(start, end) || s.isLogistics(start, end) {
		return parts.end
	}
	s.coverUnits(units[kept:end])
	s.taken = append(s.taken, extent{start, end})
	s.reportText(address, confidence, units[start:end], kept-start)
	return end
}

// meaningOfText returns what key, column or neighbour say about text.
func (s *Scanner) meaningOfText(at place, i int) meaning {
	means := s.meaningAt(at)
	if means == unknown || means == valueField {
		if column := s.columnAt(&s.nameColumns, at, i); column != unknown {
			return column
		}
	}
	return means
}

func (s *Scanner) addressConfidence(e evidence, means, label meaning, announced bool) string {
	exact := e.road + e.village + e.compound + e.building
	switch {
	case announced && exact > 0:
		return high
	case announced && e.weak > 0:
		return medium
	case label == otherName || label == otherNumber:
		return ""
	case e.area && exact > 0:
		if means == otherName && e.road+e.building < 2 {
			return ""
		}
		if means == otherName {
			return low
		}
		return high
	case means == otherName || means == otherNumber:
		return ""
	case e.road > 0 && (e.building > 0 || e.compound > 0), e.compound > 0 && e.building > 1, e.building > 1, e.village > 0 && e.building > 0:
		return medium
	case (e.road > 0 || e.village > 0 || e.compound > 0 && e.building > 0) && len(s.phones) > 0:
		return medium
	}
	return ""
}

// addressStart goes back from the first numbered part to where the address
// starts, and tells up to where it may be kept: province, city and district.
func (s *Scanner) addressStart(low, first int, e *evidence) (start, kept int) {
	units := s.window.units
	start = first
	for start > low && (isHan(units[start-1].char) || isNumberUnit(units[start-1].char) || s.isJoint(start, low)) && !s.isTaken(start-1) && !s.isPhoneUnit(start-1) {
		start--
	}
	for start < first && (units[start].char == ' ' || units[start].char == ')' || units[start].char == '）') {
		start++
	}
	v := s.vocabulary
	for k := start; k < first; k++ {
		if n := s.regionAt(k, first); n > 0 {
			e.area = true
			return k, s.regionEnd(k, first)
		}
	}
	for k := first; k > start; k-- {
		if n := v.addressLabels.endingAt(units[start:k], k-start); n > 0 {
			start = k
			break
		}
	}
	kept = s.regionEnd(start, first)
	if kept > start || s.hasTown(start, first) {
		e.area = true
	}
	return start, kept
}

// isJoint tells whether the space before unit k joins two parts of an address.
func (s *Scanner) isJoint(k, low int) bool {
	units := s.window.units
	char := units[k-1].char
	if char == '-' || char == '(' || char == ')' || char == '（' || char == '）' || char == '·' || char == '.' {
		return true
	}
	if char != ' ' && char != '\u3000' || k-2 < low {
		return false
	}
	v, before := s.vocabulary, units[low:k-1]
	n := len(before)
	return v.areas.endingAt(before, n) > 0 || v.provinces.endingAt(before, n) > 0 || v.cities.endingAt(before, n) > 0 ||
		v.roads.endingAt(before, n) > 0 || v.compoundEnds.endingAt(before, n) > 1 || v.villages.endingAt(before, n) > 0 || v.buildings.endingAt(before, n) > 0
}

// addressEnd takes what follows the last numbered part: a number without a
// word, and under an address's key or label the rest.
func (s *Scanner) addressEnd(end, high int, announced bool) int {
	units := s.window.units
	for end < high && !s.isPhoneUnit(end) {
		char := units[end].char
		if isNumberUnit(char) || (char == '-' || char == '－' || char == '#') && end+1 < high && isNumberUnit(units[end+1].char) {
			end++
			continue
		}
		break
	}
	if end < high && isHan(units[end].char) {
		run := end
		for run < high && isHan(units[run].char) {
			run++
		}
		if n := s.vocabulary.compoundEnds.endingAt(units[end:run], run-end); announced && run-end <= 12 && !s.namesFollow(end, run) || n > 0 && run-end > n && run-end <= 10 {
			end = run
		}
	}
	if end+2 < high && (units[end].char == '(' || units[end].char == '（') {
		for k := end + 1; k < min(high, end+20); k++ {
			if units[k].char == '收' { // (张三 收)
				break
			}
			if units[k].char == ')' || units[k].char == '）' {
				return k + 1
			}
		}
	}
	return end
}

// namesFollow tells whether the characters behind an address are a name rather
// than more of it: a phone follows, or 收.
func (s *Scanner) namesFollow(start, end int) bool {
	units := s.window.units
	if units[end-1].char == '收' {
		return true
	}
	for k := end; k < min(len(units), end+4); k++ {
		if s.isPhoneUnit(k) {
			return true
		}
	}
	return s.plausibleName(start, end) != ""
}

func (s *Scanner) isPhoneUnit(k int) bool {
	for _, p := range s.phones {
		if k >= p.start && k < p.end {
			return true
		}
	}
	return false
}

func (s *Scanner) isTaken(k int) bool {
	for _, t := range s.taken {
		if k >= t.start && k < t.end {
			return true
		}
	}
	return false
}

// isMaskedAround tells whether the address is masked in part already.
func (s *Scanner) isMaskedAround(start, end int) bool {
	units := s.window.units
	for k := max(0, start-1); k < min(len(units), end+1); k++ {
		if char := units[k].char; char == '*' || char == '＊' || char == '×' {
			return true
		}
	}
	return false
}

// isLogistics tells whether the address is, or leads to, a carrier's site.
func (s *Scanner) isLogistics(start, end int) bool {
	const behind = 8
	units := s.window.units
	high := end
	for high < min(len(units), end+behind) && isHan(units[high].char) {
		high++
	}
	for k := start; k < high; k++ {
		if s.vocabulary.logistics.startingAt(units[:high], k) > 0 {
			return true
		}
	}
	return false
}
