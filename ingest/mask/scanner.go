// Package mask finds personal data and secrets in the bytes of one log line
// and overwrites them in place, in the same number of bytes, so that nothing
// behind the reader ever sees them and every offset stays true.
//
// One pass over the line looks at every byte once through a class table. Runs
// of digits are dismissed by their length, the rest is validated (live mobile
// prefix, resident id check character) and then judged by where it stands: the
// key that holds it may say that it is an order id. Where it stands is worked
// out lazily, by a tracker that moves only forward, so that clean lines do not
// pay for it and lines full of hits stay linear.
//
// The package knows nothing of files, records or the database. It does not
// parse JSON or SQL: it reads both in their written form, at any depth of
// escaping, and also accepts bytes that are neither.
package mask

import "sync"

// Hit is one masked value.
type Hit struct {
	// Kind is what was found: "phone" or "id_card".
	Kind string
	// Confidence is "high", "medium" or "low".
	Confidence string
	// Field is the dotted key path of the value, [] for an array, continuing
	// into nested JSON: "param.data[].receiver.phone". It is empty when the
	// line is not JSON.
	Field string
	// Index holds the 0-based array indexes along Field, outermost first.
	Index []int
	// Sample is the masked form for people: 138****8000.
	Sample string
	// Value is the normalised plaintext, ASCII digits and X only. It is valid
	// only during the call: digest it at once and never store it.
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

	number     number
	tracker    tracker
	statement  statement
	vocabulary vocabulary

	path  []byte // buffers of report
	index []int
	field string
}

// NewScanner returns a Scanner ready for its first line.
func NewScanner() *Scanner {
	return &Scanner{tracker: tracker{frames: make([]frame, 0, maxDepth)}}
}

// Line masks line in place and calls hit, which may be nil, for each value
// found. It allocates nothing when nothing is found, and takes time linear in
// the length of the line.
func (s *Scanner) Line(line []byte, hit func(Hit)) {
	s.begin(line, hit)
	for i := 0; i < len(line); {
		class := classes[line[i]]
		switch class {
		case plain:
			i++
		case digit:
			end := digitsEnd(line, i)
			if worthReading(line, i, end) {
				end, _ = s.readNumber(i)
			}
			i = end
		case separator:
			i = s.secretAfter(i, i+1)
		default:
			i = s.special(i)
		}
	}
	s.end()
}

func (s *Scanner) begin(line []byte, hit func(Hit)) {
	s.line, s.hit = line, hit
	s.escapeEnd, s.escapeChar = -1, 0
	s.tracker.begin(line)
	s.statement.start = -1
}

// end forgets the line and the last plaintext value.
func (s *Scanner) end() {
	s.line, s.hit, s.tracker.line = nil, nil, nil
	s.number.value = [maxDigits]byte{}
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
	if char == '=' || char == ':' {
		next = s.secretAfter(i, end)
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
	if value, _ := percentWideDigit(s.line[i:]); value != 0 {
		return s.wide(i)
	}
	char, end := percentAt(s.line, i)
	return s.escape(i, char, max(end, next))
}

var texts = sync.Pool{New: func() any {
	s := NewScanner()
	s.plainText = true
	return s
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
