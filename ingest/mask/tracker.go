package mask

import "bytes"

// tracker follows the structure of a JSON line on its written bytes, through
// JSON text nested in strings at any depth of escaping. It only moves forward,
// and only when something asks where it is.
//
// A quote that n backslashes precede is structural at one nesting level (see
// quoteLevel). A string whose first byte is { or [ opens nested JSON one level
// up, in which only quotes of that level count; one of a lower level ends it.
type tracker struct {
	line   []byte
	pos    int
	level  int // nesting level of the structure at pos
	frames []frame
	deeper int  // open frames beyond maxDepth, which are only counted
	text   span // the last string passed that is no nested JSON
	isKey  bool // text is a key
	off    bool // the line is no JSON, but may hold objects
	island int  // where the next object in such a line starts
	steps  int  // bytes looked at; tests hold it against the line's length

	header      [maxColumns]span // the names of columns that an array listed last
	headerCount int
}

// maxDepth bounds the frames, nested JSON included; the validator rejects what
// is nested deeper than 64. Below it strings and numbers are still told apart,
// but keys and nested JSON are not.
const maxDepth = 256

// span is a range of bytes of the line.
type span struct{ start, end int }

// frame is an object or array that is open at the tracker's position.
type frame struct {
	array   bool
	wantKey bool
	level   int
	index   int  // of the current element of an array
	key     span // of the current member of an object
	owner   int  // the nearest frame, this one included, that is an object, or -1
}

func (t *tracker) begin(line []byte) {
	t.line, t.frames, t.pos, t.level, t.deeper = line, t.frames[:0], 0, 0, 0
	t.text, t.isKey, t.off, t.steps, t.headerCount, t.island = span{}, false, false, 0, 0, -1
	start := bytes.TrimPrefix(line, []byte("\ufeff"))
	start = bytes.TrimLeft(start, " \t\r\n")
	t.off = !startsJSON(start)
}

// place is where a byte of the line stands.
type place struct {
	inText bool // within a string, or the line is no JSON
	isKey  bool
	text   span // of that string
	level  int  // its nesting level
	key    span // of the object member that holds the value, also through arrays
}

// startsJSON tells whether a line or the content of a string may be JSON: an
// object, a string, or an array, but no time or level in brackets and no object
// as Java prints it.
func startsJSON(line []byte) bool {
	switch first(line, 0) {
	case '"':
		return true
	case '{':
		c := first(bytes.TrimLeft(line[1:], " \t"), 0)
		return c == 0 || c == '"' || c == '\\' || c == '}' || c == '\n' || c == '\r'
	case '[':
		line = bytes.TrimLeft(line[1:], " \t[")
	default:
		return false
	}
	switch c := first(line, 0); {
	case isDigit(c), c == '-':
		line = bytes.TrimLeft(line, "-0123456789.eE+")
		line = bytes.TrimLeft(line, " ")
		return len(line) == 0 || line[0] == ',' || line[0] == ']'
	case isLetter(c):
		word, _ := cutWord(line)
		return string(word) == "true" || string(word) == "false" || string(word) == "null"
	case c >= 0x80, c == '{' && !startsJSON(line):
		return false
	}
	return true
}

// locate says where byte i stands. Calls must come in ascending order, except
// within a text.
func (t *tracker) locate(i int) place {
	for i = min(i, len(t.line)-1); t.pos <= i; {
		before := t.pos
		switch {
		case t.off && len(t.frames) == 0 && t.pos != t.island:
			t.passPlain()
		case structural[t.line[t.pos]]:
			t.step()
		default:
			t.pos++
		}
		t.steps += t.pos - before
	}
	p := place{level: t.level}
	if i >= t.text.start && i < t.text.end {
		p.inText, p.isKey, p.text = true, t.isKey, t.text
	}
	if len(t.frames) > 0 && !p.isKey && t.deeper == 0 {
		if owner := t.frames[len(t.frames)-1].owner; owner >= 0 {
			p.key = t.frames[owner].key
		}
	}
	return p
}

// top returns the innermost frame if it belongs to the current level.
func (t *tracker) top() *frame {
	if n := len(t.frames); n > 0 && t.deeper == 0 && t.frames[n-1].level == t.level {
		return &t.frames[n-1]
	}
	return nil
}

// structural marks the bytes that step acts on.
var structural = [256]bool{'"': true, '\\': true, '{': true, '[': true, '}': true, ']': true, ',': true}

func (t *tracker) step() {
	switch t.line[t.pos] {
	case '"':
		t.quote(0)
	case '\\':
		t.backslashes()
	case '{', '[':
		t.open()
	case '}', ']':
		t.close()
	case ',':
		t.pos++
		if f := t.top(); f != nil {
			f.wantKey = !f.array
			f.index++
		}
	}
}

// backslashes passes the delimiter of a nested quote, or a stray escape.
func (t *tracker) backslashes() {
	start := t.pos
	for t.pos < len(t.line) && t.line[t.pos] == '\\' {
		t.pos++
	}
	if t.pos < len(t.line) && t.line[t.pos] == '"' {
		t.quote(t.pos - start)
	}
}

// quote passes the quote at pos, before which stand backslashes: it starts a
// string of this level or ends the string around the nested JSON.
func (t *tracker) quote(backslashes int) {
	t.pos++
	switch level := quoteLevel(backslashes); {
	case level < t.level:
		t.leave(level)
	case level == t.level:
		t.startString()
	}
}

func (t *tracker) startString() {
	f := t.top()
	isKey := f != nil && f.wantKey
	if c := first(t.line, t.pos); !isKey && t.deeper == 0 && (c == '{' || c == '[') && startsJSON(t.line[t.pos:]) {
		t.level++
		return
	}
	header := -1
	if f != nil && f.array && f.index < maxColumns && f.owner >= 0 {
		if key := t.frames[f.owner].key; isHeaderKey(t.line[key.start:key.end]) {
			header = f.index
		}
	}
	t.passText(isKey)
	if isKey {
		f.wantKey, f.key = false, t.text
	}
	if header >= 0 {
		t.header[header], t.headerCount = t.text, header+1
	}
}

// isHeaderKey tells the keys under which a table lists its columns.
func isHeaderKey(key []byte) bool {
	switch string(key) {
	case "columns", "header", "headers", "head", "fields", "cols", "titles", "columnNames", "column_names", "fieldNames", "heads",
		"thead", "表头", "列", "字段":
		return true
	}
	return false
}

// passText makes the rest of the string at pos the current text, up to an
// object of nested JSON in it.
func (t *tracker) passText(isKey bool) {
	end, quote, level := stringEnd(t.line, t.pos, t.level)
	t.text, t.isKey = span{t.pos, end}, isKey
	if !isKey && t.deeper == 0 {
		if k, at := objectIn(t.line[:end], t.pos); at == t.level+1 {
			t.text.end, t.pos, t.level = k, k, at
			return
		}
	}
	t.pos = min(quote+1, len(t.line))
	if level < t.level {
		t.leave(level)
	}
}

// passPlain makes the text at pos, in a line that is no JSON, the current text,
// up to the next object in it.
func (t *tracker) passPlain() {
	start := t.pos
	t.pos, t.level = objectIn(t.line, t.pos)
	t.text, t.isKey, t.island = span{start, t.pos}, false, t.pos
}

// objectIn finds the next JSON object in line[from:], by the key it starts with,
// and the level of its quotes; without one the end of the line. An object in a
// literal of SQL is not looked into.
func objectIn(line []byte, from int) (start, level int) {
	const blanks, longestEscape = 4, 15
	for {
		k := bytes.IndexByte(line[from:], '{')
		if k < 0 {
			return len(line), 0
		}
		start, from = from+k, from+k+1
		if start > 0 && line[start-1] == '\'' {
			continue
		}
		i := from
		for i < len(line) && i-from < blanks && isSpace(line[i]) {
			i++
		}
		quote := i
		for quote < len(line) && quote-i <= longestEscape && line[quote] == '\\' {
			quote++
		}
		if first(line, quote) != '"' {
			continue
		}
		delimiter := line[i : quote+1]
		rest := line[quote+1 : min(len(line), quote+1+maxKey+len(delimiter)+1)]
		if k := bytes.Index(rest, delimiter); k >= 0 && bytes.IndexByte(rest[:k], '"') < 0 && first(bytes.TrimLeft(rest[k+len(delimiter):], " "), 0) == ':' {
			return start, quoteLevel(quote - i)
		}
	}
}

// leave ends all nested JSON above level.
func (t *tracker) leave(level int) {
	for n := len(t.frames); n > 0 && t.frames[n-1].level > level; n-- {
		t.frames = t.frames[:n-1]
	}
	t.level, t.deeper = level, 0
}

func (t *tracker) open() {
	array := t.line[t.pos] == '['
	t.pos++
	n := len(t.frames)
	if n == maxDepth {
		t.deeper++
		return
	}
	owner := n
	if array {
		owner = -1
		if n > 0 {
			owner = t.frames[n-1].owner
		}
	}
	t.frames = append(t.frames, frame{array: array, wantKey: !array, level: t.level, owner: owner})
}

// close ends the innermost frame. If that was the whole nested JSON, what is
// left of the string around it is text.
func (t *tracker) close() {
	t.pos++
	if t.deeper > 0 {
		t.deeper--
		return
	}
	if t.top() == nil {
		return
	}
	t.frames = t.frames[:len(t.frames)-1]
	if t.level > 0 && t.top() == nil && (len(t.frames) > 0 || !t.off) {
		t.level--
		t.passText(false)
	}
}

// quoteLevel is the nesting level at which a quote is structural that so many
// backslashes precede: none 0, one 1, three 2, seven 3. An even number leaves
// the quote bare, so that it counts where the backslashes do.
func quoteLevel(backslashes int) int {
	level := 0
	for n := backslashes; n%2 == 1; n = (n - 1) / 2 {
		level++
	}
	return level
}

// stringEnd finds the end of the string of that level whose content starts at
// start: the end of the content, the quote, and the level of the quote, which
// is lower in broken JSON. Without a quote all ends with the line.
func stringEnd(line []byte, start, level int) (end, quote, quoteAt int) {
	for from := start; ; {
		k := bytes.IndexByte(line[from:], '"')
		if k < 0 {
			return len(line), len(line), level
		}
		quote = from + k
		backslashes := quote
		for backslashes > start && line[backslashes-1] == '\\' {
			backslashes--
		}
		if at := quoteLevel(quote - backslashes); at <= level {
			return quote - (1<<at - 1), quote, at
		}
		from = quote + 1
	}
}
