package mask

import "unicode/utf8"

// unit is one character of decoded text and where it is written: as itself, as
// a JSON escape of any nesting level, or percent-encoded.
type unit struct {
	char       rune
	start, end int32
}

// The bounds of the text that is decoded at a time. What ends within the last
// units of one window is found in the next.
const (
	maxUnits     = 512
	overlapUnits = 64
	lookBack     = 48 // bytes of ASCII before the first Han character
	maxPlainRun  = 40 // units without a Han character that end a window
)

// window is decoded text around Han characters.
type window struct {
	units   []unit
	to      int  // the byte up to which Han characters are dealt with
	address bool // a number stands beside a word of addresses
	name    bool // a run of characters may be a name
	label   bool // a run may hold the label of a person
	digits  int  // and asterisks
}

// unitAt decodes the character at i. The end is 0 where text ends: at a quote,
// a control byte or the end of the line.
func unitAt(line []byte, i int) (char rune, end int) {
	if i >= len(line) {
		return 0, 0
	}
	c := line[i]
	if c >= 0xE3 && c <= 0xE9 && i+2 < len(line) && line[i+1]&0xC0 == 0x80 && line[i+2]&0xC0 == 0x80 {
		return rune(c&0xF)<<12 | rune(line[i+1]&0x3F)<<6 | rune(line[i+2]&0x3F), i + 3
	}
	return otherUnitAt(line, i)
}

func otherUnitAt(line []byte, i int) (char rune, end int) {
	switch c := line[i]; {
	case c >= 0xE0 && c < 0xF0 && i+2 < len(line) && line[i+1]&0xC0 == 0x80 && line[i+2]&0xC0 == 0x80:
		return rune(c&0xF)<<12 | rune(line[i+1]&0x3F)<<6 | rune(line[i+2]&0x3F), i + 3
	case c == '"' || c < ' ' && c != '\t':
		return 0, 0
	case c == '\\':
		return escapedUnit(line, i)
	case c == '%':
		return percentUnit(line, i)
	case c < 0x80:
		return rune(c), i + 1
	}
	char, width := utf8.DecodeRune(line[i:])
	return char, i + width
}

func escapedUnit(line []byte, i int) (char rune, end int) {
	char, end = escapeAt(line, i)
	switch {
	case char == ' ' && line[end-1] != '0': // \n, not \u0020
		return '\n', end
	case char >= 0xD800 && char < 0xDC00:
		if low, after := rune(0), 0; first(line, end) == '\\' {
			if low, after = escapeAt(line, end); low >= 0xDC00 && low < 0xE000 {
				return 0x10000 + (char-0xD800)<<10 + low - 0xDC00, after
			}
		}
		return utf8.RuneError, end
	case char != 0:
		return char, end
	case first(line, end) == '"' || end >= len(line):
		return 0, 0
	}
	return '\\', end
}

// percentUnit decodes what is URL-shaped: punctuation and UTF-8 sequences. Any
// other percent sign is itself, as in LIKE '%138…'.
func percentUnit(line []byte, i int) (char rune, end int) {
	var utf [4]byte
	lead, end := percentAt(line, i)
	switch {
	case end <= i:
		return '%', i + 1
	case lead == '"':
		return '"', end
	case lead >= ' ' && lead < 0x80 && !isDigit(byte(lead)) && !isLetter(byte(lead)):
		return lead, end
	case lead < 0xC2:
		return '%', i + 1
	}
	utf[0] = byte(lead)
	n := 1
	for n < 4 && !utf8.FullRune(utf[:n]) && first(line, end) == '%' {
		next, after := percentAt(line, end)
		if after <= end || next&0xC0 != 0x80 {
			break
		}
		utf[n] = byte(next)
		n++
		end = after
	}
	if char, width := utf8.DecodeRune(utf[:n]); width == n && char != utf8.RuneError {
		return char, end
	}
	return '%', i + 1
}

// isHan tells the characters that names and addresses are written in.
func isHan(char rune) bool {
	return char >= 0x3400 && char < 0xA000 || char == '〇' || char >= 0x20000 && char < 0x32000
}

// decodeWindow decodes the text around the Han character at i, and notes what
// it may hold.
func (s *Scanner) decodeWindow(i int) {
	w := &s.window
	low := max(w.to, s.escapeEnd, i-lookBack, 0)
	start := i
	for start > low && isLookBack(s.line[start-1]) {
		start--
	}
	w.units = w.units[:0]
	w.address, w.name, w.label, w.digits = false, false, false, 0
	for k := start; k < i; k++ {
		c := s.line[k]
		if isDigit(c) || c == '*' {
			w.digits++
		}
		w.units = append(w.units, unit{rune(c), int32(k), int32(k + 1)})
	}
	w.to = s.decodeForward(i)
}

func isLookBack(c byte) bool {
	return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%'
}

// decodeForward adds the text from i on to the window and returns up to where
// it is dealt with.
func (s *Scanner) decodeForward(i int) (to int) {
	w := &s.window
	line, v := s.line, s.vocabulary
	plainRun := 0
	var d decoding
	if n := len(w.units); n > 0 {
		d.before = w.units[n-1].char
	}
	for len(w.units) < maxUnits {
		char, end := unitAt(line, i)
		if end == 0 {
			break
		}
		n := len(w.units)
		w.units = w.units[:n+1]
		w.units[n] = unit{char, int32(i), int32(end)}
		i = end
		if char >= traitsStart && char < traitsEnd {
			plainRun = 0
			w.noteHan(&d, char, v)
			continue
		}
		if char >= traitsEnd && isHan(char) { // a rare one, beyond those that have traits: 王𠮷
			plainRun = 0
			d.noteRare(char)
			continue
		}
		w.notePlain(&d, char)
		if plainRun++; plainRun > maxPlainRun {
			break
		}
	}
	w.endRun(&d)
	if len(w.units) == maxUnits {
		return int(w.units[maxUnits-overlapUnits].start)
	}
	return i
}

// decoding is what the characters before the current one leave behind.
type decoding struct {
	before rune
	traits uint16 // of before
	first  uint16 // the traits of the first character of the run
	run    int    // of Han characters
}

func (w *window) noteHan(d *decoding, char rune, v *Vocabulary) {
	traits := v.traits[char-traitsStart]
	if d.run == 0 {
		d.first = traits
		w.name = w.name || d.before == '·'
	} else if v.pairs[pairHash(d.before, char)] {
		w.label = true
	}
	d.run++
	if traits&marker != 0 && (d.traits&numeral != 0 || isNumberChar(d.before)) || traits&numeral != 0 && d.traits&placing != 0 {
		w.address = true
	}
	d.before, d.traits = char, traits
}

func (d *decoding) noteRare(char rune) {
	if d.run == 0 {
		d.first = 0
	}
	d.run++
	d.before, d.traits = char, 0
}

func (w *window) notePlain(d *decoding, char rune) {
	w.endRun(d)
	if isNumberChar(char) {
		if d.traits&placing != 0 {
			w.address = true
		}
		w.digits++
	} else if char == '*' || char == '＊' {
		w.digits++
	}
	d.before, d.traits = char, 0
}

// endRun notes a run of Han characters that is as long as a name and starts
// like one.
func (w *window) endRun(d *decoding) {
	if d.run >= 2 && d.run <= maxNameRun && d.first&(surname|compoundStart) != 0 {
		w.name = true
	}
	d.run = 0
}

// maxNameRun is the longest run that may be a name with a title: 欧阳小明先生.
const maxNameRun = 6

// isNumberChar tells the digits and letters that house numbers are made of.
func isNumberChar(char rune) bool {
	return char < 0x80 && (isDigit(byte(char)) || isLetter(byte(char)) || char == '#') ||
		char >= '０' && char <= '９' || char >= 'Ａ' && char <= 'Ｚ' || char >= 'ａ' && char <= 'ｚ'
}

// digitOf returns the ASCII value of a digit of either width, or 0.
func digitOf(char rune) byte {
	if value := asciiDigit(char); value != 'X' {
		return value
	}
	return 0
}

// unitIndex returns the index of the unit that starts at byte i, or -1.
func (w *window) unitIndex(i int) int {
	low, high := 0, len(w.units)
	for low < high {
		middle := (low + high) / 2
		if int(w.units[middle].start) < i {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(w.units) && int(w.units[low].start) == i {
		return low
	}
	return -1
}

// coverUnits overwrites letters, digits and Han characters.
func (s *Scanner) coverUnits(units []unit) {
	for _, u := range units {
		if isHan(u.char) || isNumberChar(u.char) || u.char >= 0xC0 && u.char != '＊' && !isWidePunctuation(u.char) {
			cover(s.line[u.start:u.end])
		}
	}
}

func isWidePunctuation(char rune) bool {
	return char >= 0x2000 && char < 0x3020 || char >= 0xFF00 && char < 0xFF10 || char >= 0xFF1A && char < 0xFF21
}
