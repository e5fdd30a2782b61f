package mask

import "bytes"

// maxSecretKey is the length of the longest key of secretKeys, with room for
// the underscores.
const maxSecretKey = 20

// isSecret tells whether the value under key is a secret that must never be
// stored. Letter case, _ and - do not matter: access_token, accessToken.
func isSecret(key []byte) bool {
	if len(key) > maxSecretKey {
		return false
	}
	var buffer [maxSecretKey]byte
	switch string(foldKey(buffer[:0], key)) {
	case "accesstoken", "refreshtoken", "sign", "signsecret", "appsecret", "secret", "clientsecret",
		"password", "passwd", "pwd", "authorization", "cookie", "messagesecret":
		return true
	}
	return false
}

// mayEndSecret dismisses most keys by their last two letters.
func mayEndSecret(a, b byte) bool {
	switch uint16(a|0x20)<<8 | uint16(b|0x20) {
	case 'e'<<8 | 'n', 'g'<<8 | 'n', 'o'<<8 | 'n', 'e'<<8 | 't', 'r'<<8 | 'd', 'w'<<8 | 'd', 'i'<<8 | 'e':
		return true
	}
	return false
}

// mayEndQuotedSecret is mayEndSecret for the key that ends before a quote and
// its backslashes.
func mayEndQuotedSecret(key []byte) bool {
	n := len(key)
	for n > 0 && key[n-1] == '\\' {
		n--
	}
	return n > 1 && mayEndSecret(key[n-2], key[n-1])
}

// secret is a value to cover: where its key's separator starts and ends, and
// how both are written.
type secret struct {
	sign   int // the = or :
	value  int // what follows it
	quoted bool
	spaced bool // a space stands before the sign
	header bool // a cookie header in plain text, which goes on behind spaces
	at     place
	limit  int // the end of the text around it, or of the line
}

// secretAfter covers the value behind the separator line[sign:value] if the
// key before it names a secret. It returns where to go on.
func (s *Scanner) secretAfter(sign, value int) int {
	key, v := s.keyBefore(sign)
	if len(key) == 0 || !isSecret(key) {
		return value
	}
	v.sign, v.value, v.limit = sign, value, len(s.line)
	v.header = isFold(key, "cookie") && s.line[sign] == ':'
	v.at = s.tracker.locate(sign)
	if v.at.inText {
		if s.meaningAt(v.at) == declaredID {
			return value
		}
		v.limit = v.at.text.end
	}
	if v.value >= v.limit {
		return value
	}
	return s.coverSecret(v)
}

// keyBefore returns the word that ends before sign, without its quotes, if it
// may be a secret's key.
func (s *Scanner) keyBefore(sign int) (key []byte, v secret) {
	end := sign
	for end > 0 && sign-end < 4 && s.line[end-1] == ' ' {
		end--
	}
	v.spaced = end < sign
	switch c := last(s.line[:end], 1); {
	case c == '"' || c == '\'':
		v.quoted = true
		end--
		for end > 0 && s.line[end-1] == '\\' && sign-end < maxBackslashes {
			end--
		}
	case c == '2' && last(s.line[:end], 2) == '2' && last(s.line[:end], 3) == '%':
		v.quoted = true
		end -= 3
	}
	if !mayEndSecret(last(s.line[:end], 2), last(s.line[:end], 1)) {
		return nil, v
	}
	start := end
	for start > 0 && end-start <= maxSecretKey && isKeyByte(s.line[start-1]) {
		start--
	}
	if s.escapeEnd <= end {
		start = max(start, s.escapeEnd)
	}
	if start != s.escapeEnd && isDigit(last(s.line[:start], 1)) && last(s.line[:start], 3) != '%' {
		return nil, v
	}
	return s.line[start:end], v
}

func isKeyByte(c byte) bool { return isLetter(c) || c == '_' || c == '-' }

// coverSecret overwrites the value and returns where to go on.
func (s *Scanner) coverSecret(v secret) int {
	inStatement := !s.tracker.off && s.statement.isOutsideQuotes(s.line, v.sign, v.at)
	if v.quoted || v.spaced || inStatement || s.line[v.sign] == ':' {
		for v.value < v.limit && isSpace(s.line[v.value]) {
			v.value++
		}
	}
	if end, ok := s.coverQuoted(v); ok {
		return end
	}
	if v.quoted || inStatement {
		return s.coverBare(v, inStatement)
	}
	return s.coverWords(v)
}

// coverQuoted overwrites a value in quotes of any kind, wholly.
func (s *Scanner) coverQuoted(v secret) (next int, ok bool) {
	open := v.value
	for open < v.limit && s.line[open] == '\\' {
		open++
	}
	var end int
	switch c := first(s.line[:v.limit], open); {
	case c == '"':
		level := quoteLevel(open - v.value)
		if !v.at.inText && level != v.at.level {
			return v.value, true // the end of the text around it, which only looked like JSON
		}
		open++
		end, _, _ = stringEnd(s.line[:v.limit], open, level)
	case c == '\'' && open == v.value:
		open++
		end = s.literalEnd(open, v)
	case bytes.HasPrefix(s.line[open:v.limit], []byte("%22")):
		open += len("%22")
		end = s.percentQuoteEnd(open, v)
	default:
		return 0, false
	}
	return s.coverUpTo(open, end, v), true
}

// coverUpTo covers line[start:end], but not the end of the literal or comment
// of a statement in which the value stands.
func (s *Scanner) coverUpTo(start, end int, v secret) int {
	if mark := s.statement.closing(v.at); mark != "" {
		end = start + indexOr(s.line[start:end], mark)
		for mark == `"` && end > start && s.line[end-1] == '\\' {
			end--
		}
	}
	fillStars(s.line[start:end])
	return end
}

// literalEnd finds the ' that ends a literal; a doubled one does not, nor one
// after a backslash. Outside of text a " ends what only looked like JSON.
func (s *Scanner) literalEnd(start int, v secret) int {
	line := s.line[:v.limit]
	for i := start; i < len(line); i++ {
		from := i
		for first(line, i) == '\\' {
			i++
		}
		switch escaped := (i-from)>>(v.at.level+1)%2 == 1; {
		case first(line, i) == '"' && !v.at.inText:
			return from
		case first(line, i) != '\'' || escaped:
		case first(line, i+1) != '\'':
			return i
		default:
			i++
		}
	}
	return len(line)
}

func indexOr(b []byte, mark string) int {
	if i := bytes.Index(b, []byte(mark)); i >= 0 {
		return i
	}
	return len(b)
}

// percentQuoteEnd finds the %22 that ends a percent-encoded string.
func (s *Scanner) percentQuoteEnd(start int, v secret) int {
	for i := start; i < v.limit; i++ {
		switch s.line[i] {
		case '"', '\\':
			return i
		case '%':
			if bytes.HasPrefix(s.line[i:v.limit], []byte("%22")) {
				return i
			}
		}
	}
	return v.limit
}

// coverBare makes a bare number 1 and zeros. It leaves what JSON may hold
// instead, and in a statement all else: a column, a placeholder.
func (s *Scanner) coverBare(v secret, inStatement bool) int {
	end := numberEnd(s.line[:v.limit], v.value)
	if after := first(s.line[:v.limit], end); end > v.value && !isWord(after) && after != '*' && after != '.' {
		overwriteBare(bytes.TrimPrefix(s.line[v.value:end], []byte("-")))
		return end
	}
	if inStatement {
		return v.value
	}
	for end = v.value; end < v.limit && (isWord(s.line[end]) || s.line[end] == '*'); {
		end++
	}
	switch string(s.line[v.value:end]) {
	case "true", "false", "null":
		return end
	}
	return s.coverUpTo(v.value, end, v)
}

// numberEnd returns the end of the JSON number that starts at start, or start.
func numberEnd(line []byte, start int) int {
	i := start
	if first(line, i) == '-' {
		i++
	}
	end := digitsEnd(line, i)
	if end == i {
		return start
	}
	if fraction := digitsEnd(line, end+1); first(line, end) == '.' && fraction > end+1 {
		end = fraction
	}
	if first(line, end)|0x20 != 'e' {
		return end
	}
	i = end + 1
	if c := first(line, i); c == '-' || c == '+' {
		i++
	}
	if exponent := digitsEnd(line, i); exponent > i {
		end = exponent
	}
	return end
}

// coverWords overwrites a value in plain text: one word, the word behind an
// authorization scheme, or a whole cookie header.
func (s *Scanner) coverWords(v secret) int {
	start, end := v.value, s.wordEnd(v.value, v)
	for end < v.limit && s.line[end] == ' ' {
		if isScheme(s.line[start:end]) {
			start = end + 1
		} else if !v.header {
			break
		}
		end = s.wordEnd(end+1, v)
	}
	return s.coverUpTo(start, end, v)
}

func isScheme(word []byte) bool {
	return isFold(word, "bearer") || isFold(word, "basic")
}

// wordEnd finds the end of the value of a parameter: &, a quote, a space or #,
// also when they are written as escapes. Percent escapes are part of the value
// unless the sign is one itself.
func (s *Scanner) wordEnd(start int, v secret) int {
	for i := start; i < v.limit; {
		c, end := rune(s.line[i]), i+1
		if c == '\\' || c == '%' && s.line[v.sign] == '%' {
			c, end = s.charAt(i)
		}
		if endsWord(c) || end > v.limit {
			return i
		}
		i = end
	}
	return v.limit
}

func endsWord(char rune) bool {
	switch char {
	case '&', '"', '\'', '`', '#', ' ', '\t', '\r', '\n':
		return true
	}
	return false
}

// charAt decodes the escape at i. A backslash before a letter that is no
// escape, or before a slash, is part of the value.
func (s *Scanner) charAt(i int) (char rune, end int) {
	if s.line[i] == '%' {
		char, end = percentAt(s.line, i)
		return char, max(end, i+1)
	}
	char, end = escapeAt(s.line, i)
	if c := first(s.line, end); char == 0 && (c == '"' || c == '\'') {
		char = rune(c)
	}
	return char, end
}
