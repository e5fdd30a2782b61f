package statement

import "bytes"

// more stands in a normalized statement for further values or rows like those before.
const more = "..."

// A normalizer writes statements without their literals: each becomes "?", a list
// of several behind IN "?, ...", equal rows of VALUES "(?, ?), ...". Comments are
// dropped, white space is collapsed.
type normalizer struct {
	dialect
	text     []byte
	out      []byte
	literals []literal
	dropped  []literal // of rows that are not written
	broken   bool      // a quote or comment is not ended
	runs     bool      // within a comment that MySQL executes
	i        int
	from     int // of what is not yet written
}

// special are the bytes at which a statement is looked at more closely.
var special = func() (set [256]bool) {
	for _, c := range []byte(" \t\n\v\f\r'\"`?:$@#%-/*[0123456789") {
		set[c] = true
	}
	return set
}()

// normalize takes a statement. What it finds is good until the next one.
func (n *normalizer) normalize(text []byte, d dialect) {
	*n = normalizer{dialect: d, text: text, out: n.out[:0], literals: n.literals[:0], dropped: n.dropped[:0]}
	n.skip(skipSpace(text, 0))
	for i := n.i; i < len(text); i = n.i {
		i = plainEnd(text, i)
		if n.i = i; i < len(text) {
			n.step(text[i])
		}
	}
	n.flush()
	n.trim()
	if isInsert(n.out) && bytes.Contains(n.out, []byte("),")) {
		n.collapseRows()
	}
}

// plainEnd is where a text that is taken as it is ends: names and signs, single
// spaces, digits in names.
func plainEnd(text []byte, i int) int {
	for i < len(text) && (!special[text[i]] || isPlain(text, i, text[i])) {
		i++
	}
	return i
}

// isPlain tells of a byte that may be special whether it is not: a space between
// words, a digit in a name.
func isPlain(text []byte, i int, c byte) bool {
	if i == 0 || i+1 == len(text) {
		return false
	}
	if c == ' ' {
		return text[i+1] > ' ' && text[i-1] > ' ' && !special[text[i-1]]
	}
	return c >= '0' && c <= '9' && inName(text[i-1]) && !isDigit(text[i-1])
}

func (n *normalizer) flush() {
	n.out = append(n.out, n.text[n.from:n.i]...)
	n.from = n.i
}

// skip goes on at i and leaves out what is before it.
func (n *normalizer) skip(i int) { n.i, n.from = i, i }

// space writes one space, unless there is one, and goes on at the next thing.
func (n *normalizer) space(i int) {
	if len(n.out) > 0 && n.out[len(n.out)-1] != ' ' {
		n.out = append(n.out, ' ')
	}
	n.skip(skipSpace(n.text, i))
}

// trim takes the end of the statement away.
func (n *normalizer) trim() {
	n.out = bytes.TrimRight(n.out, " ;")
}

// step looks at the byte c at n.i.
func (n *normalizer) step(c byte) {
	text, i := n.text, n.i
	switch c {
	case ' ':
		if i+1 < len(text) && isSpace(text[i+1]) || len(n.out) == 0 && n.from == i || n.from == i && n.out[len(n.out)-1] == ' ' {
			n.flush()
			n.space(i)
			return
		}
	case '\t', '\n', '\v', '\f', '\r':
		n.flush()
		n.space(i)
		return
	case '\'':
		n.string(i, '\'')
		return
	case '"':
		if n.quotedNames() {
			n.name(i, '"')
		} else {
			n.string(i, '"')
		}
		return
	case '`':
		n.name(i, '`')
		return
	case '[':
		if n.dialect == sqlServer {
			n.name(i, ']')
			return
		}
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		n.digit(i)
		return
	case '-', '/', '#', '*':
		if n.comment(c, i) {
			return
		}
		if c == '#' {
			n.marker(i)
			return
		}
	default:
		n.marker(i)
		return
	}
	n.i++
}

// string takes a string, with the letter before it that says how it is meant.
func (n *normalizer) string(i int, quote byte) {
	before := byteAt(n.text, i-1)
	prefix := i > n.from && quote == '\'' && prefixed(n.text, i-1) && !inName(byteAt(n.text, i-2))
	end, ended := quoted(n.text, i, quote, n.backslashes() || prefix && before|0x20 == 'e')
	n.broken = n.broken || !ended
	if prefix {
		n.i--
	}
	n.literal(n.i, end, aString)
}

// name passes over a quoted name.
func (n *normalizer) name(i int, quote byte) {
	end, ended := quoted(n.text, i, quote, false)
	n.broken = n.broken || !ended
	n.i = end
}

// digit takes a number, or passes over a name that begins with a digit.
func (n *normalizer) digit(i int) {
	before := byteAt(n.text, i-1)
	if i > n.from && inName(before) {
		n.i++
		return
	}
	start := i
	if i > n.from && before == '.' {
		if two := byteAt(n.text, i-2); i-1 > n.from && (inName(two) || two == '`' || two == '"' || two == ']') {
			n.i = nameEnd(n.text, i)
			return
		}
		start--
	}
	end, ok := number(n.text, i)
	if !ok {
		n.i = nameEnd(n.text, i)
		return
	}
	n.i = start
	n.literal(start, end, aNumber)
}

// marker takes a placeholder, or passes over a byte that only looks like one.
func (n *normalizer) marker(i int) {
	c := n.text[i]
	switch {
	case c == '$' && i > n.from && inName(byteAt(n.text, i-1)):
	case c == '$' && n.dialect == postgreSQL && n.dollars(i):
		return
	case c == '%' && !n.wantsValue(i):
	case c == ':' && byteAt(n.text, i+1) == ':':
		n.i += 2
		return
	default:
		if end, as, ok := placeholder(n.text, i, n.dialect); ok {
			n.literal(i, end, as)
			return
		}
	}
	n.i++
}

// wantsValue tells whether a value must follow what was written before i.
func (n *normalizer) wantsValue(i int) bool {
	before := trimSpace(n.text[n.from:i])
	if len(before) == 0 {
		before = trimSpace(n.out)
	}
	return len(before) > 0 && bytes.IndexByte([]byte("=<>(,"), before[len(before)-1]) >= 0
}

// dollars takes a string between $tag$ and $tag$.
func (n *normalizer) dollars(i int) bool {
	tag := i + 1
	for tag < len(n.text) && n.text[tag] != '$' && inName(n.text[tag]) {
		tag++
	}
	if byteAt(n.text, tag) != '$' || isDigit(byteAt(n.text, i+1)) {
		return false
	}
	mark := n.text[i : tag+1]
	end := len(n.text)
	if length := bytes.Index(n.text[tag+1:], mark); length >= 0 {
		end = tag + 1 + length + len(mark)
	} else {
		n.broken = true
	}
	n.literal(i, end, aString)
	return true
}

// comment leaves out a comment that begins at i, or the marks of one that MySQL
// executes.
func (n *normalizer) comment(c byte, i int) bool {
	next := byteAt(n.text, i+1)
	end := len(n.text)
	switch {
	case c == '-' && next == '-' && (n.dialect != mySQL || byteAt(n.text, i+2) <= ' '),
		c == '#' && n.dialect == mySQL && next != '{':
		if line := bytes.IndexByte(n.text[i:], '\n'); line >= 0 {
			end = i + line
		}
	case c == '/' && next == '*' && n.dialect == mySQL && byteAt(n.text, i+2) == '!':
		n.runs = true
		for end = i + 3; isDigit(byteAt(n.text, end)); end++ {
		}
	case c == '*' && next == '/' && n.runs:
		n.runs, end = false, i+2
	case c == '/' && next == '*':
		end = n.commentEnd(i)
	default:
		return false
	}
	n.flush()
	n.space(end)
	return true
}

// commentEnd is behind the comment that begins at i.
func (n *normalizer) commentEnd(i int) int {
	depth := 1
	for i += 2; i+1 < len(n.text); i++ {
		switch {
		case n.text[i] == '*' && n.text[i+1] == '/':
			depth--
			if i++; depth == 0 {
				return i + 1
			}
		case n.nestedComments() && n.text[i] == '/' && n.text[i+1] == '*':
			depth++
			i++
		}
	}
	n.broken = true
	return len(n.text)
}

// literal writes the literal from n.i, or start, to end as "?", and a list of them
// behind IN as one.
func (n *normalizer) literal(start, end int, as byte) {
	n.i = start
	n.flush()
	if last := len(n.literals) - 1; as == aString && last >= 0 && n.literals[last].as == aString && n.literals[last].end <= start &&
		n.literals[last].at == len(trimSpace(n.out))-1 {
		n.literals[last].end = end // strings side by side are one
		n.out = n.out[:n.literals[last].at+1]
		n.skip(end)
		return
	}
	before := trimSpace(n.out)
	if last := len(before) - 1; as == aNumber && last >= 0 && (before[last] == '-' || before[last] == '+') {
		before = before[:last]
	}
	if endsWithIn(before) {
		if closing, listed, ok := list(n.text, end, n.dialect); ok {
			n.out, end, as = before, closing, listed
		}
	}
	n.literals = append(n.literals, literal{at: len(n.out), start: start, end: end, as: as})
	n.out = append(n.out, '?')
	if as == aList || as == aLongList {
		n.out = append(n.out, ", "+more...)
	}
	n.skip(end)
}

// endsWithIn tells whether a text ends with "IN (", in any spelling.
func endsWithIn(text []byte) bool {
	if len(text) < 3 || text[len(text)-1] != '(' {
		return false
	}
	if text = text[:len(text)-1]; text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	n := len(text)
	return n >= 2 && text[n-1]|0x20 == 'n' && text[n-2]|0x20 == 'i' && (n == 2 || !inName(text[n-3]))
}

// trimSpace takes spaces from the end of a text.
func trimSpace(text []byte) []byte {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

func isInsert(text []byte) bool {
	return len(text) > 0 && (text[0]|0x20 == 'i' || text[0]|0x20 == 'r' || text[0]|0x20 == 'w')
}
