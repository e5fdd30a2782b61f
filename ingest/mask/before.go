// What the text before a value says of it: keys in text, tags, compared columns.

package mask

import "bytes"

// labelBefore returns the meaning of the word that names the value at start in
// text: itemId=…, "phone": '…', sku_id%3D….
func (s *Scanner) labelBefore(low, start int) meaning {
	line := s.line
	const reach = 24 // quotes, brackets and spaces around the sign
	i, sign := start, false
	for ; i > low && start-i < reach; i-- {
		c := line[i-1]
		isArrow := c == '>' && i-2 >= low && line[i-2] == '='
		switch {
		case c == '=' || c == ':' || c == '^':
			sign = true
			continue
		case isArrow, c == ']' && sign: // [phone] => 138…
			continue
		case c == '>' && !sign: // <phone>138…
			return s.tagBefore(low, i-1)
		case c == '[' && bytes.HasSuffix(line[low:i], []byte("![CDATA[")):
			i -= len("![CDATA[") - 1
			if last(line[low:i-1], 1) == '<' {
				i--
			} else if i-7 >= low && isTagSign(line[i-7:i-1], '<') {
				i -= 6
			}
			continue
		case (c == 'e' || c == 'E') && i-6 >= low && isTagSign(line[i-6:i], '>'):
			if !sign && last(line[low:i-6], 1) != '=' {
				return s.tagBefore(low, len(bytes.TrimRight(line[:i-6], "\\")))
			}
			i -= 5
			continue
		}
		if width := encodedSign(line[low:i]); width > 0 {
			sign = true
			i -= width - 1
		} else if width := encodedQuote(line[low:i]); width > 0 {
			i -= width - 1
		} else if sign && isWord(c) || !isQuoting(c) {
			break
		}
	}
	if !sign {
		return s.comparedBefore(low, i)
	}
	begin := s.wordStart(low, i)
	means := s.meaning(line[begin:i])
	switch word := line[begin:i]; {
	case means == maybeName && last(line[low:begin], 1) == ' ': // receiver name: …
		if role := s.wordStart(low, begin-1); s.meaning(line[role:begin-1]) == personName {
			return personName
		}
	case means == otherNumber && isFold(word, "code") && last(line[low:begin], 1) == ':': // sms:code:138…
		return unknown
	}
	return means
}

// tagBefore reads the XML tag that ends before end: <phone>, or
// <field name="phone">.
func (s *Scanner) tagBefore(low, end int) meaning {
	line := s.line[:end]
	begin := s.wordStart(low, end)
	if c := last(line[low:begin], 1); c == '<' || begin-low > 5 && isTagSign(line[begin-6:begin], '<') {
		return s.meaning(line[begin:])
	}
	const reach = 80
	tag := line[max(low, end-reach):]
	tag = tag[bytes.LastIndexByte(tag, '<')+1:]
	for _, attribute := range [...]string{"name=", "key=", "id=", "column="} {
		if k := bytes.LastIndex(tag, []byte(attribute)); k >= 0 {
			name, _ := cutWord(bytes.TrimLeft(tag[k+len(attribute):], "\"'\\"))
			return s.meaning(name)
		}
	}
	return unknown
}

// isTagSign tells whether text is the JSON escape of < or >.
func isTagSign(text []byte, sign byte) bool {
	char, ok := hexRune(text, 2)
	return text[0] == '\\' && text[1] == 'u' && ok && char == rune(sign)
}

// encodedQuote returns the width of a percent-encoded " or blank at the end of
// text, or 0.
func encodedQuote(text []byte) int {
	if c := last(text, 1); c != '2' && c != '0' {
		return 0
	}
	for _, sign := range [...]string{"%2522", "%22", "%2520", "%20"} {
		if len(text) >= len(sign) && string(text[len(text)-len(sign):]) == sign {
			return len(sign)
		}
	}
	return 0
}

// comparedBefore reads the column before the LIKE or IN that ends before end.
func (s *Scanner) comparedBefore(low, end int) meaning {
	const reach = 512
	if k := end; k > low && s.line[k-1] == ',' { // a later value of IN (1, 2, 3)
		for k > low && end-k < reach && isListed(s.line[k-1]) {
			k--
		}
		end = k
	}
	begin := s.wordStart(low, end)
	if word := s.line[begin:end]; !isFold(word, "like") && !isFold(word, "in") {
		return unknown
	}
	end = low + len(bytes.TrimRight(s.line[low:begin], " "))
	if end-4 >= low && isFold(s.line[end-4:end], " not") {
		end -= 4
	}
	column := bytes.TrimRight(s.line[low:end], "`")
	return s.meaning(column[s.wordStart(low, low+len(column))-low:])
}

// isListed tells what the values of an IN list are written with, also escaped.
func isListed(c byte) bool {
	return isDigit(c) || c >= 0x80 || c == '*' || c == ',' || c == 'u' || hexValue(c) >= 0 || isQuoting(c)
}

// wordStart returns where the word that ends before end starts. Signs between
// Chinese words are no part of it, nor is an escape before it: %26phone.
func (s *Scanner) wordStart(low, end int) int {
	line, begin := s.line, end
	for begin > low && end-begin < maxKey && isWord(line[begin-1]) {
		if c := line[begin-1]; c >= 0x80 && begin-3 >= low && (line[begin-3] == 0xE3 && line[begin-2] == 0x80 || line[begin-3] == 0xEF && line[begin-2] == 0xBC) {
			break
		}
		begin--
	}
	word := line[begin:end]
	switch last(line[low:begin], 1) {
	case '%':
		width := 2
		for len(word) >= width+2 && string(word[width-2:width]) == "25" {
			width += 2
		}
		if len(word) > width && hexValue(word[width-2]) >= 0 && hexValue(word[width-1]) >= 0 {
			begin += width
		}
	case '\\':
		if _, ok := hexRune(line, begin+1); ok && len(word) > 5 && word[0] == 'u' && (string(word[1:3]) == "00") {
			begin += 5
		} else if len(word) > 1 && (word[0] == 'n' || word[0] == 't' || word[0] == 'r') {
			begin++
		}
	}
	return begin
}

// wordBefore reads the word that ends before start as a label without a sign,
// that of a number: order 138…, SKU-138….
func (s *Scanner) wordBefore(low, start int) meaning {
	end := start
	for end > low && start-end < 3 {
		if c := s.line[end-1]; c != ' ' && c != '-' && c != '_' && c != '#' {
			break
		}
		end--
	}
	begin := end
	for begin > low && end-begin < maxKey && (isLetter(s.line[begin-1]) || s.line[begin-1] == '_') {
		begin--
	}
	if begin == end || end == start {
		return unknown
	}
	var buffer [maxKey]byte
	word := s.line[begin:end]
	means := s.vocabulary.labels[string(foldKey(buffer[:0], word))]
	unchecked := s.number.unchecked
	if means == unknown && (lastWord(word) > 0 || unchecked) { // refundId 138…, idcard 110…
		means = s.meaning(word)
	}
	if means == otherNumber || means == phoneNumber || means == idCardField && unchecked {
		return means
	}
	return unknown
}

// encodedSign returns the width of an encoded = or : or of a full-width colon
// at the end of text, or 0.
func encodedSign(text []byte) int {
	switch last(text, 1) {
	case 'D', 'd', 'A', 'a', 0x9A, 0x91, 0x8D:
	default:
		return 0
	}
	for _, sign := range [...]string{"%253D", "%253A", "%3D", "%3d", "%3A", "%3a", `\u003d`, `\u003D`, "：", "】", "」"} {
		if len(text) >= len(sign) && string(text[len(text)-len(sign):]) == sign {
			return len(sign)
		}
	}
	return 0
}

func isQuoting(c byte) bool {
	switch c {
	case ' ', '"', '\'', '`', '\\', '(', '[', '%', '#':
		return true
	}
	return false
}
