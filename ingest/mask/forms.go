package mask

// The classes of bytes that the pass distinguishes.
const (
	plain     = iota
	digit     // starts a number
	separator // ends a key, whose value may be a secret
	special   // may start an escape or a full-width digit
	han       // starts a Han character
	atSign    // may stand in an e-mail address
)

var classes = func() (table [256]uint8) {
	for c := '0'; c <= '9'; c++ {
		table[c] = digit
	}
	table[':'], table['='] = separator, separator
	table['\\'], table['%'], table[0xEF] = special, special, special
	for c := 0xE3; c <= 0xE9; c++ {
		table[c] = han
	}
	table[0xF0], table['@'] = han, atSign
	return table
}()

func isDigit(c byte) bool  { return c-'0' < 10 }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// digitAt decodes the digit, or the letter X, whose written form starts at i:
// ASCII, full-width, \u-escaped or percent-encoded full-width. It returns the
// ASCII value, 0 if there is none, and the width in bytes.
func digitAt(line []byte, i int) (value byte, width int) {
	if i >= len(line) {
		return 0, 0
	}
	switch c := line[i]; {
	case isDigit(c):
		return c, 1
	case c == 'X' || c == 'x':
		return 'X', 1
	case c == 0xEF:
		return wideDigit(line[i:])
	case c == '\\':
		char, end := escapeAt(line, i)
		return asciiDigit(char), end - i
	case c == '%':
		if value, width = percentWideDigit(line[i:]); value != 0 {
			return value, width
		}
		return percentDigit(line, i)
	}
	return 0, 0
}

// percentDigit decodes a percent-encoded ASCII digit if another stands beside
// it: one alone is more likely a percent sign before digits, as in LIKE '%30'.
func percentDigit(line []byte, i int) (value byte, width int) {
	char, end := percentAt(line, i)
	if char < '0' || char > '9' {
		return 0, 0
	}
	width = end - i
	if next, _ := percentAt(line, min(end, len(line))); end < len(line) && line[end] == '%' && next >= '0' && next <= '9' ||
		i >= width && line[i-width] == '%' && line[i-2] == '3' && isDigit(line[i-1]) {
		return byte(char), width
	}
	return 0, 0
}

// asciiDigit folds the digits and the X of both widths to ASCII, anything else
// to 0.
func asciiDigit(char rune) byte {
	switch {
	case char >= '0' && char <= '9':
		return byte(char)
	case char >= '０' && char <= '９':
		return byte(char - '０' + '0')
	case char == 'X', char == 'x', char == 'Ｘ', char == 'ｘ':
		return 'X'
	}
	return 0
}

func wideDigit(b []byte) (value byte, width int) {
	if len(b) < 3 || b[1] != 0xBC && b[1] != 0xBD {
		return 0, 0
	}
	value = asciiDigit(0xF000 | rune(b[1]&0x3F)<<6 | rune(b[2]&0x3F))
	if value == 0 || b[2]&0xC0 != 0x80 {
		return 0, 0
	}
	return value, 3
}

func percentWideDigit(b []byte) (value byte, width int) {
	const encoded = 9 // %EF%BC%91
	if len(b) < encoded || b[0] != '%' || b[3] != '%' || b[6] != '%' {
		return 0, 0
	}
	var utf [3]byte
	for k := range utf {
		high, low := hexValue(b[3*k+1]), hexValue(b[3*k+2])
		if high < 0 || low < 0 {
			return 0, 0
		}
		utf[k] = byte(high<<4 | low)
	}
	if utf[0] != 0xEF {
		return 0, 0
	}
	if value, _ = wideDigit(utf[:]); value == 0 {
		return 0, 0
	}
	return value, encoded
}

func hexValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// maxBackslashes bounds the escapes that are decoded: 63 backslashes are six
// levels of nested JSON.
const maxBackslashes = 63

// escapeAt decodes the JSON escape of any nesting level at i, where a
// backslash stands, and returns the character and the end of the escape. The
// character is 0 when it is none that matters; end is then the end of the
// backslashes.
func escapeAt(line []byte, i int) (char rune, end int) {
	end = i
	for end < len(line) && line[end] == '\\' {
		end++
	}
	if end == len(line) || end-i > maxBackslashes {
		return 0, end
	}
	switch line[end] {
	case 'n', 'r', 't', 'b', 'f':
		return ' ', end + 1
	case 'u':
		if char, ok := hexRune(line, end+1); ok {
			return char, end + 5
		}
	}
	return 0, end
}

func hexRune(line []byte, i int) (rune, bool) {
	if i+4 > len(line) {
		return 0, false
	}
	char := 0
	for _, c := range line[i : i+4] {
		value := hexValue(c)
		if value < 0 {
			return 0, false
		}
		char = char<<4 | value
	}
	return max(rune(char), 1), true
}

// percentAt decodes the percent escape at i, also one that was encoded twice
// or more (%253D). The character is 0 when there is none.
func percentAt(line []byte, i int) (char rune, end int) {
	end = i + 1
	for end+4 <= len(line) && line[end] == '2' && line[end+1] == '5' &&
		hexValue(line[end+2]) >= 0 && hexValue(line[end+3]) >= 0 {
		end += 2
	}
	if end+2 > len(line) {
		return 0, i
	}
	high, low := hexValue(line[end]), hexValue(line[end+1])
	if high < 0 || low < 0 {
		return 0, i
	}
	return max(rune(high<<4|low), 1), end + 2
}

// dashAt decodes the single space or dash that may stand between the groups of
// a number, as ' ' or '-', and its width, or zeros.
func dashAt(line []byte, i int) (char byte, width int) {
	if i >= len(line) {
		return 0, 0
	}
	switch line[i] {
	case ' ', '-':
		return line[i], 1
	case 0xEF:
		if i+3 <= len(line) && string(line[i:i+3]) == "－" {
			return '-', 3
		}
	case 0xE2:
		if i+3 <= len(line) && (string(line[i:i+3]) == "—" || string(line[i:i+3]) == "–") {
			return '-', 3
		}
	case 0xE3:
		if i+3 <= len(line) && string(line[i:i+3]) == "\u3000" {
			return ' ', 3
		}
	case '%':
		if char, end := percentAt(line, i); char == ' ' || char == '-' {
			return byte(char), end - i
		}
	}
	return 0, 0
}
