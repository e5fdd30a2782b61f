// Package mask finds personal data and secrets in the bytes of one log line
// and overwrites them in place, in the same number of bytes, so that nothing
// behind the reader ever sees them and every offset stays true.
//
// One pass skips, eight bytes at a time, what can start nothing. Three things
// are looked at: runs of digits (phone, id_card, bank_card, landline), Han
// characters (name, address) and @ (email). Digits are dismissed by their
// length, then validated (live mobile prefix, check character, Luhn digit, area
// code) and judged by where they stand: the key, label or column may say that
// they are an order id. Text around Han characters is decoded once, whatever its
// encoding, into a bounded window; the words of the Vocabulary decide what in it
// is a name or an address. Where a value stands is worked out lazily, by a
// tracker that moves only forward, so that clean lines do not pay for it and
// lines full of hits stay linear.
//
// The package knows nothing of files, records or the database. It does not
// parse JSON or SQL: it reads both in their written form, at any depth of
// escaping, and also accepts bytes that are neither. It does not decode base64
// or decompress, and it judges each line alone.
package mask

import "sync"

// Hit is one masked value.
type Hit struct {
	// Kind is what was found: "phone", "id_card", "name", "address", "email",
	// "bank_card" or "landline".
	Kind string
	// Confidence is "high", "medium" or "low".
	Confidence string
	// Field is the dotted key path of the value, [] for an array, continuing
	// into nested JSON: "param.data[].receiver.phone". It is empty where
	// no JSON is.
	Field string
	// Index holds the 0-based array indexes along Field, outermost first.
	Index []int
	// Sample is the masked form for people: 138****8000.
	Sample string
	// Value is the normalised plaintext: of numbers ASCII digits and X only, of
	// a landline without its extension, of text the decoded characters. It is
	// valid only during the call: digest it at once and never store it.
	Value []byte
}

// Scanner masks lines one after the other. It holds reusable buffers, so it
// belongs to one goroutine.
type Scanner struct {
	line []byte
	hit  func(Hit)
	// plainText is set when the bytes are no log line, so that a number that
	// stands alone is text, not a JSON value.
	plainText bool

	// The last escape (\n, \u0026, %3D) ended just before escapeEnd and stood
	// for escapeChar: its letters and digits are not neighbours of a number.
	escapeEnd  int
	escapeChar rune

	number        number
	numberColumns columns
	nameColumns   columns
	window        window
	tracker       tracker
	statement     statement
	keys          keyCache
	vocabulary    *Vocabulary
	declared      [][]string // see Declare
	found         bool       // something was masked in this pass
	unsettled     bool       // what was masked in this pass may have been the context of more

	path   []byte // buffers of report
	index  []int
	field  string
	value  []byte
	sample []byte

	phones []extent // of the window
	taken  []extent
}

// NewScanner returns a Scanner that uses these words. Scanners may share
// them.
func NewScanner(v *Vocabulary) *Scanner {
	return &Scanner{
		vocabulary: v,
		tracker:    tracker{frames: make([]frame, 0, maxDepth)},
		window:     window{units: make([]unit, 0, maxUnits)},
	}
}

// NewTextScanner returns a Scanner for lines of any text, in which a number that
// stands alone is no JSON value.
func NewTextScanner(v *Vocabulary) *Scanner {
	s := NewScanner(v)
	s.plainText = true
	return s
}

// Line masks line in place and calls hit, which may be nil, for each value
// found. It allocates nothing when nothing is found, and takes time linear in
// the length of the line.
func (s *Scanner) Line(line []byte, hit func(Hit)) {
	s.hit = hit
	s.pass(line)
	for again := 0; again < maxPasses && (s.unsettled || s.found && s.window.to > 0); again++ {
		s.pass(line)
	}
	s.end()
}

// maxPasses bounds how often a line is looked at again because something
// was found beside Chinese text, or other than a phone or an id_card. What is masked may be the context of what is left, so that
// only a pass without a find settles a line.
const maxPasses = 8

func (s *Scanner) pass(line []byte) {
	s.begin(line)
	for i := skipPlain(line, 0); i < len(line); i = skipPlain(line, i) {
		switch classes[line[i]] {
		case plain:
			i++
		case digit:
			i = s.digits(i)
		case separator:
			if i > 3 && line[i-1] == '"' && !mayEndQuotedSecret(line[:i-1]) {
				i++
			} else {
				i = s.secretAfter(i, i+1)
			}
		case han:
			i = s.han(i)
		case atSign:
			i = s.emailAt(i, i+1)
		default:
			i = s.special(i)
		}
	}
}

// digits reads the run of digits at i if it may be something, and returns where
// to go on. What is a letter's neighbour is passed as one word: hashes, ids.
func (s *Scanner) digits(i int) int {
	line, end := s.line, digitsEnd(s.line, i)
	if end == len(line) {
		if worthReading(line, i, end) {
			end, _ = s.readNumber(i)
		}
		return end
	}
	after := follows[line[end]]
	if length := end - i; after&goesOn == 0 && (length > 19 || readLengths>>length&1 == 0) || !worthReading(line, i, end) {
		if after&isAlnum != 0 {
			end = wordEnd(line, end)
		}
		return end
	}
	end, _ = s.readNumber(i)
	return end
}

// han deals with the text around the raw character at i and returns where to
// go on.
func (s *Scanner) han(i int) int {
	if i >= s.window.to {
		s.readText(i)
	}
	line, to := s.line, min(s.window.to, len(s.line)-2)
	next := i
	for next < to && line[next] >= 0xE3 && line[next] <= 0xE9 && line[next+1]&0xC0 == 0x80 && line[next+2]&0xC0 == 0x80 {
		next += 3
	}
	return max(next, i+1)
}

// readText looks for names and addresses in the text from the Han character
// at i.
func (s *Scanner) readText(i int) {
	s.decodeWindow(i)
	w := &s.window
	if w.address || w.name || w.label || w.digits >= 7 {
		s.judgeText()
	}
}

func (s *Scanner) begin(line []byte) {
	s.line, s.found, s.unsettled = line, false, false
	s.escapeEnd, s.escapeChar = -1, 0
	s.tracker.begin(line)
	s.statement.start, s.numberColumns.start, s.nameColumns.start = -1, -1, -1
	s.window.to, s.window.units = 0, s.window.units[:0]
}

// end forgets the line and the last plaintext values.
func (s *Scanner) end() {
	s.line, s.hit, s.tracker.line = nil, nil, nil
	s.number.value = [maxDigits]byte{}
	clear(s.value)
	clear(s.window.units)
}

// special handles the bytes that may start an escape or a full-width digit. It
// returns where to go on.
func (s *Scanner) special(i int) int {
	switch s.line[i] {
	case '\\':
		char, end := escapeAt(s.line, i)
		return s.escape(i, char, end)
	case '%':
		return s.percent(i)
	}
	return s.wide(i)
}

// escape goes on behind the escape line[i:end], which stands for char, if it
// is neither a digit nor the end of a key.
func (s *Scanner) escape(i int, char rune, end int) int {
	if char == 0 {
		return end
	}
	if value := asciiDigit(char); s.line[i] == '\\' && value != 0 && value != 'X' {
		next, _ := s.readNumber(i)
		return next
	}
	next := end
	switch {
	case char == '=' || char == ':':
		next = s.secretAfter(i, end)
	case char == '@':
		return s.emailAt(i, end)
	case s.line[i] == '\\' && isHan(char) && i >= s.window.to:
		s.readText(i)
	case char >= 0xE3 && char < 0xF4 && s.line[i] == '%' && i >= s.window.to:
		if char, _ := percentUnit(s.line, i); isHan(char) {
			s.readText(i)
		}
	}
	s.escapeEnd, s.escapeChar = end, char
	return next
}

func (s *Scanner) wide(i int) int {
	if value, _ := digitAt(s.line, i); value != 0 && value != 'X' {
		next, _ := s.readNumber(i)
		return next
	}
	return i + 1
}

// percent reads a percent sign both ways: as itself, because LIKE '%138…'
// must not lose its first digits to an escape, and as the start of an escape,
// because the 3D of phone%3D138… is no part of the number.
func (s *Scanner) percent(i int) int {
	next := i + 1
	if next < len(s.line) && isDigit(s.line[next]) {
		if run := digitsEnd(s.line, next); worthReading(s.line, next, run) {
			if end, found := s.readNumber(next); found {
				return end
			}
		}
	}
	if value, _ := digitAt(s.line, i); value != 0 && value != 'X' {
		return s.wide(i)
	}
	char, end := percentAt(s.line, i)
	return s.escape(i, char, max(end, next))
}

var texts = sync.Pool{New: func() any {
	return NewTextScanner(DefaultVocabulary())
}}

// Text masks a copy of free text, such as a file name or the text of an error,
// and returns it.
func Text(text string) string {
	s := texts.Get().(*Scanner)
	defer texts.Put(s)
	masked := []byte(text)
	s.Line(masked, nil)
	return string(masked)
}
