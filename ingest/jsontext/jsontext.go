// Package jsontext checks that bytes are one strict JSON value (RFC 8259) and
// takes a checked object or array apart without decoding it. It allocates
// nothing and depends on nothing.
package jsontext

import (
	"bytes"
	"encoding/binary"
	"errors"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep objects and arrays may be nested.
const maxDepth = 64

// ErrDepth says that a value is nested deeper than maxDepth.
var ErrDepth = errors.New("nested too deep")

// ErrSyntax says that the bytes are not one JSON value.
var ErrSyntax = errors.New("not valid JSON")

// Check returns nil when text is exactly one JSON value, nested at most maxDepth
// deep, with white space around it at most. Half a surrogate pair in an escape is
// an error: it stands for no character. The bytes must be valid UTF-8 already.
func Check(text []byte) error {
	i, err := value(text, space(text, 0), 0)
	if err != nil {
		return err
	}
	return atEnd(text, i)
}

// space returns the index of the first byte from i on that is no white space.
func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// value checks the value that starts at i, inside so many objects and arrays,
// and returns the index behind it. The ones that it opens are a stack of bits:
// 1 for an object.
func value(b []byte, i, around int) (int, error) {
	var objects uint64
	depth := around
	for {
		// A value starts at i.
		if i >= len(b) {
			return i, ErrSyntax
		}
		var err error
		switch c := b[i]; c {
		case '{', '[':
			if depth == maxDepth {
				return i, ErrDepth
			}
			depth++
			objects <<= 1
			if c == '{' {
				objects |= 1
			}
			i = space(b, i+1)
			if i < len(b) && b[i] == c+2 {
				break // empty: close it below
			}
			if c == '{' {
				if i, err = name(b, i); err != nil {
					return i, err
				}
			}
			continue
		default:
			if i, err = scalar(b, i); err != nil {
				return i, err
			}
		}
		// A value ends before i, or an empty object or array at it.
		for {
			if depth == around {
				return i, nil
			}
			i = space(b, i)
			if i >= len(b) {
				return i, ErrSyntax
			}
			object := objects&1 == 1
			if b[i] == ',' {
				if i = space(b, i+1); !object {
					break
				}
				if i, err = name(b, i); err != nil {
					return i, err
				}
				break
			}
			if object && b[i] != '}' || !object && b[i] != ']' {
				return i, ErrSyntax
			}
			i++
			depth--
			objects >>= 1
		}
	}
}

// name checks `"…" :` at i and returns the index where the member's value starts.
func name(b []byte, i int) (int, error) {
	if i >= len(b) || b[i] != '"' {
		return i, ErrSyntax
	}
	i, err := str(b, i)
	if err != nil {
		return i, err
	}
	if i = space(b, i); i >= len(b) || b[i] != ':' {
		return i, ErrSyntax
	}
	return space(b, i+1), nil
}

func scalar(b []byte, i int) (int, error) {
	switch c := b[i]; {
	case c == '"':
		return str(b, i)
	case c == '-' || c >= '0' && c <= '9':
		return number(b, i)
	case c == 't':
		return literal(b, i, "true")
	case c == 'f':
		return literal(b, i, "false")
	case c == 'n':
		return literal(b, i, "null")
	}
	return i, ErrSyntax
}

func literal(b []byte, i int, word string) (int, error) {
	if len(b)-i < len(word) || string(b[i:i+len(word)]) != word {
		return i, ErrSyntax
	}
	return i + len(word), nil
}

func digits(b []byte, i int) int {
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	return i
}

func number(b []byte, i int) (int, error) {
	if b[i] == '-' {
		i++
	}
	end := digits(b, i)
	if end == i || b[i] == '0' && end > i+1 {
		return i, ErrSyntax
	}
	i = end
	if i < len(b) && b[i] == '.' {
		if end = digits(b, i+1); end == i+1 {
			return i, ErrSyntax
		}
		i = end
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if end = digits(b, i); end == i {
			return i, ErrSyntax
		}
		i = end
	}
	return i, nil
}

// plain marks the bytes of a string that need no look: no quote, no backslash,
// no control character.
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x20 && c != '"' && c != '\\'
	}
	return t
}()

// allPlain reports whether eight bytes of a string are plain. It may take a plain
// byte for another, never the other way round.
func allPlain(eight uint64) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	quote, backslash := eight^('"'*ones), eight^('\\'*ones)
	return ((eight-0x20*ones)&^eight|(quote-ones)&^quote|(backslash-ones)&^backslash)&tops == 0
}

// str checks the string whose opening quote is at i.
func str(b []byte, i int) (int, error) {
	i++
	for {
		for i+8 <= len(b) && allPlain(binary.LittleEndian.Uint64(b[i:])) {
			i += 8
		}
		for i < len(b) && plain[b[i]] {
			i++
		}
		if i >= len(b) || b[i] < 0x20 {
			return i, ErrSyntax
		}
		if b[i] == '"' {
			return i + 1, nil
		}
		var err error
		if i, err = escape(b, i); err != nil {
			return i, err
		}
	}
}

// escape checks the escape whose backslash is at i.
func escape(b []byte, i int) (int, error) {
	if i+1 >= len(b) {
		return i, ErrSyntax
	}
	switch b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, nil
	case 'u':
	default:
		return i, ErrSyntax
	}
	unit, ok := hex4(b, i+2)
	if !ok || unit >= 0xdc00 && unit < 0xe000 {
		return i, ErrSyntax
	}
	i += 6
	if unit < 0xd800 || unit >= 0xe000 {
		return i, nil
	}
	if i+1 >= len(b) || b[i] != '\\' || b[i+1] != 'u' {
		return i, ErrSyntax
	}
	low, ok := hex4(b, i+2)
	if !ok || low < 0xdc00 || low >= 0xe000 {
		return i, ErrSyntax
	}
	return i + 6, nil
}

func hex4(b []byte, i int) (unit rune, ok bool) {
	if len(b) < i+4 {
		return 0, false
	}
	for _, c := range b[i : i+4] {
		switch {
		case c >= '0' && c <= '9':
			unit = unit<<4 | rune(c-'0')
		case c >= 'a' && c <= 'f':
			unit = unit<<4 | rune(c-'a'+10)
		case c >= 'A' && c <= 'F':
			unit = unit<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return unit, true
}

// Elements calls f with the text of each element of a checked array.
func Elements(array []byte, f func(value []byte)) {
	i := space(array, space(array, 0)+1)
	for i < len(array) && array[i] != ']' {
		stop := skip(array, i)
		f(array[i:stop])
		i = space(array, stop)
		if i < len(array) && array[i] == ',' {
			i = space(array, i+1)
		}
	}
}

// skip returns the index behind the checked value that starts at i.
func skip(b []byte, i int) int {
	if b[i] != '{' && b[i] != '[' {
		end, _ := scalar(b, i)
		return end
	}
	for depth := 0; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			end, _ := str(b, i)
			i = end - 1
		}
	}
	return i
}

// A Member says where in an object's text a member stands: its name, between the
// quotes, escapes and all, and its value. The text has less than 4 GiB.
type Member struct{ Name, Value Span }

// A Span is a part of a text, from Start up to End.
type Span struct{ Start, End uint32 }

// In is the span's part of text.
func (s Span) In(text []byte) []byte { return text[s.Start:s.End] }

// Object checks text like Check and, when it is an object, appends its members
// to members.
func Object(text []byte, members []Member) ([]Member, error) {
	i := space(text, 0)
	if i == len(text) || text[i] != '{' {
		return members, Check(text)
	}
	i = space(text, i+1)
	if i < len(text) && text[i] == '}' {
		return members, atEnd(text, i+1)
	}
	for {
		start := i
		end, err := name(text, i)
		if err != nil {
			return members, err
		}
		var stop int
		if end < len(text) && text[end] != '{' && text[end] != '[' {
			stop, err = scalar(text, end)
		} else {
			stop, err = value(text, end, 1)
		}
		if err != nil {
			return members, err
		}
		members = append(members, Member{Span{uint32(start + 1), uint32(nameEnd(text, end))}, Span{uint32(end), uint32(stop)}})
		if i = space(text, stop); i == len(text) {
			return members, ErrSyntax
		}
		if text[i] == '}' {
			return members, atEnd(text, i+1)
		}
		if text[i] != ',' {
			return members, ErrSyntax
		}
		i = space(text, i+1)
	}
}

// nameEnd is the index of the quote that ends the name before the value at i.
func nameEnd(b []byte, i int) int {
	for b[i-1] != '"' {
		i--
	}
	return i - 1
}

// atEnd returns nil when only white space follows at i.
func atEnd(b []byte, i int) error {
	if space(b, i) != len(b) {
		return ErrSyntax
	}
	return nil
}

// AppendUnquoted appends what a checked string, with its quotes, stands for.
func AppendUnquoted(to, quoted []byte) []byte {
	b := quoted[1 : len(quoted)-1]
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\\')
		if i < 0 {
			return append(to, b...)
		}
		to = append(to, b[:i]...)
		if b[i+1] != 'u' {
			to = append(to, escaped[b[i+1]])
			b = b[i+2:]
			continue
		}
		char, _ := hex4(b, i+2)
		b = b[i+6:]
		if utf16.IsSurrogate(char) {
			low, _ := hex4(b, 2)
			char = utf16.DecodeRune(char, low)
			b = b[6:]
		}
		to = utf8.AppendRune(to, char)
	}
	return to
}

// escaped is what a backslash and a byte stand for.
var escaped = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}
