package statement

import "bytes"

// A literal is a value, a placeholder for one, or the list of them behind IN.
type literal struct {
	at         int // of its "?" in the normalized text
	start, end int // in the text itself
	as         byte
}

// What a literal is.
const (
	aNumber      = 'n'
	aString      = 's'
	aPlaceholder = 'p' // without a name
	aVariable    = 'v' // a placeholder with one
	aList        = 'l' // of two or more of the others
	aLongList    = 'm' // a list of which not all is written
)

// number reads the number that begins at i; ok is false for a name that begins
// with a digit.
func number(text []byte, i int) (end int, ok bool) {
	start := i
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	if i == start+1 && text[start] == '0' && i < len(text) && (text[i] == 'x' || text[i] == 'X') {
		for i++; i < len(text) && isHex(text[i]); i++ {
		}
		return i, i == len(text) || !inName(text[i])
	}
	if i+1 < len(text) && text[i] == '.' && (isDigit(text[i+1]) || !inName(text[i+1])) || i+1 == len(text) && text[i] == '.' {
		for i++; i < len(text) && isDigit(text[i]); i++ {
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		exponent := i + 1
		if exponent < len(text) && (text[exponent] == '+' || text[exponent] == '-') {
			exponent++
		}
		if exponent < len(text) && isDigit(text[exponent]) {
			for i = exponent; i < len(text) && isDigit(text[i]); i++ {
			}
		}
	}
	return i, i == len(text) || !inName(text[i])
}

// quoted reads what begins at i with a quote, to behind the quote that ends it.
func quoted(text []byte, i int, quote byte, backslashes bool) (end int, ended bool) {
	for i++; i < len(text); i++ {
		switch {
		case text[i] == '\\' && backslashes:
			i++
		case text[i] != quote:
		case i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return i + 1, true
		}
	}
	return len(text), false
}

// placeholder reads the placeholder that begins at i, in the forms that drivers
// and templates know: ?, :name, $1, ${…}, #{…}, @name in SQL Server.
func placeholder(text []byte, i int, d dialect) (end int, as byte, ok bool) {
	next := byteAt(text, i+1)
	named := func() (int, byte, bool) { return nameEnd(text, i+1), aVariable, true }
	switch c := text[i]; {
	case c == '?':
		return i + 1, aPlaceholder, true
	case c == ':' && inName(next) && byteAt(text, i-1) != ':':
		return named()
	case c == '$' && isDigit(next):
		return named()
	case (c == '$' || c == '#') && next == '{':
		if n := bytes.IndexByte(text[i:min(len(text), i+128)], '}'); n > 0 {
			return i + n + 1, aVariable, true
		}
	case c == '@' && d == sqlServer && inName(next):
		return named()
	case c == '%':
		return percentPlaceholder(text, i)
	}
	return i, 0, false
}

// percentPlaceholder reads %s, %d or %(name)s, as Python's drivers write them.
func percentPlaceholder(text []byte, i int) (end int, as byte, ok bool) {
	end, as = i+1, aPlaceholder
	if byteAt(text, end) == '(' {
		as = aVariable
		if end = nameEnd(text, end+1); byteAt(text, end) != ')' {
			return i, 0, false
		}
		end++
	}
	c := byteAt(text, end)
	return end + 1, as, (c == 's' || c == 'd') && !inName(byteAt(text, end+1))
}

// value reads a whole literal that begins at i, with its sign: what may stand in
// a list.
func value(text []byte, i int, d dialect) (end int, as byte, ok bool) {
	if c := byteAt(text, i); (c == '-' || c == '+') && isDigit(byteAt(text, i+1)) {
		i++
	}
	if i >= len(text) {
		return i, 0, false
	}
	c := text[i]
	switch {
	case isDigit(c):
		end, ok = number(text, i)
		return end, aNumber, ok
	case c == '\'', c == '"' && !d.quotedNames():
		end, ok = quoted(text, i, c, d.backslashes())
		return end, aString, ok
	case prefixed(text, i):
		end, ok = quoted(text, i+1, '\'', d.backslashes() || c|0x20 == 'e')
		return end, aString, ok
	}
	return placeholder(text, i, d)
}

// prefixed tells whether a letter that says how a string is meant begins at i: N'…'.
func prefixed(text []byte, i int) bool {
	switch text[i] | 0x20 {
	case 'n', 'x', 'b', 'e':
		return byteAt(text, i+1) == '\''
	}
	return false
}

// list reads on behind the first literal of a list that ends at i, to the
// parenthesis that closes it. It gives up at anything but a literal.
func list(text []byte, i int, d dialect) (end int, as byte, ok bool) {
	as = aList
	for several := false; ; several = true {
		i = skipSpace(text, i)
		switch byteAt(text, i) {
		case ')':
			return i, as, several
		case ',':
			i = skipSpace(text, i+1)
		default:
			return i, as, false
		}
		if bytes.HasPrefix(text[i:], []byte(more)) {
			i, as = i+len(more), aLongList
			continue
		}
		next, _, isValue := value(text, i, d)
		if !isValue {
			return i, as, false
		}
		i = next
	}
}

func byteAt(text []byte, i int) byte {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

func skipSpace(text []byte, i int) int {
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	return i
}

func nameEnd(text []byte, i int) int {
	for i < len(text) && inName(text[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isHex(c byte) bool   { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }
func inName(c byte) bool  { return named[c] }

// named are the bytes of names: letters, digits, _ and $, and all beyond ASCII.
var named = func() (set [256]bool) {
	for c := range 256 {
		b := byte(c)
		set[c] = isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' || b == '$' || b >= 0x80
	}
	return set
}()
