package mask

import "bytes"

// statement follows the quotes of the SQL text that a string holds. Like the
// tracker it only moves forward.
type statement struct {
	start int // of the text; -1 before the first
	isSQL bool
	pos   int
	quote byte // the open ' " or `, '-' in a line comment, '*' in a block comment, or 0
}

// isOutsideQuotes tells whether byte i, which stands in the text at, is part of
// a statement and neither in quotes nor in a comment.
func (q *statement) isOutsideQuotes(line []byte, i int, at place) bool {
	if at.isKey || !at.inText {
		return false
	}
	if q.start != at.text.start {
		text := line[at.text.start:at.text.end]
		*q = statement{start: at.text.start, pos: at.text.start}
		q.isSQL = isSQLKey(line[at.key.start:at.key.end]) || startsStatement(text)
	}
	if !q.isSQL {
		return false
	}
	for q.pos < i {
		q.step(line[:at.text.end], at.level)
	}
	return q.quote == 0
}

// closing is the mark that ends the literal or comment in which the text at
// stands since isOutsideQuotes was asked, or "".
func (q *statement) closing(at place) string {
	if !at.inText || q.start != at.text.start || !q.isSQL {
		return ""
	}
	switch q.quote {
	case '\'', '"', '`':
		return string(rune(q.quote))
	case '*':
		return "*/"
	case '-':
		return `\n`
	}
	return ""
}

func (q *statement) step(text []byte, level int) {
	c, width := sqlByte(text, q.pos, level)
	q.pos += width
	switch {
	case q.quote == '-':
		if c == '\n' {
			q.quote = 0
		}
	case q.quote == '*':
		if c == '*' && first(text, q.pos) == '/' {
			q.quote = 0
		}
	case q.quote != 0:
		if c == q.quote {
			q.quote = 0
		}
	case c == '\'' || c == '"' || c == '`':
		q.quote = c
	case c == '-' && first(text, q.pos) == '-':
		q.quote = '-'
	case c == '/' && first(text, q.pos) == '*':
		q.quote = '*'
		q.pos++
	}
}

// sqlByte reads the byte of SQL that is written at i in a string of that
// nesting level, and the width of the written form. A quote after a backslash
// of the SQL itself is read as 0: MySQL takes it for a character.
func sqlByte(text []byte, i, level int) (c byte, width int) {
	if text[i] != '\\' {
		return text[i], 1
	}
	end := i
	for end < len(text) && text[end] == '\\' {
		end++
	}
	escaped := (end-i)>>(level+1)%2 == 1
	c = first(text, end)
	switch {
	case c == '\'' || c == '"':
		if escaped {
			c = 0
		}
		return c, end + 1 - i
	case c == 'n' && !escaped:
		return '\n', end + 1 - i
	case c == 'u' && !escaped:
		if char, after := escapeAt(text, i); char == '\'' || char == '"' {
			return byte(char), after - i
		}
	}
	return 0, end - i
}

func isSQLKey(key []byte) bool {
	return bytes.EqualFold(key[lastWord(key):], []byte("sql")) || bytes.EqualFold(key, []byte("sql"))
}

// startsStatement tells whether text starts like SQL. It looks at the first
// three words only, which masking does not change.
func startsStatement(text []byte) bool {
	verb, rest := cutWord(text)
	second, rest := cutWord(rest)
	third, _ := cutWord(rest)
	switch {
	case isFold(verb, "select"):
		return true
	case isFold(verb, "insert"), isFold(verb, "replace"):
		return isFold(second, "into")
	case isFold(verb, "delete"):
		return isFold(second, "from")
	case isFold(verb, "update"):
		return isFold(third, "set")
	case isFold(verb, "with"):
		return isFold(third, "as")
	}
	return false
}

func isFold(word []byte, want string) bool {
	return len(word) == len(want) && bytes.EqualFold(word, []byte(want))
}

// cutWord returns the identifier, at most 64 bytes, that text starts with, and
// what follows. A number or a sign is no word.
func cutWord(text []byte) (word, rest []byte) {
	text = bytes.TrimLeft(text, " ")
	n := 0
	for n < len(text) && n < 64 && (isIdentifier(text[n]) || n > 0 && isDigit(text[n])) {
		n++
	}
	return text[:n], text[n:]
}

func isIdentifier(c byte) bool { return isLetter(c) || c == '_' || c == '.' || c == '`' }
