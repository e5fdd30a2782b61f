package ingest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A charset is how a file's bytes beyond ASCII are read. It is decided by the
// first line that has such a byte and can be read at all.
type charset string

// The charsets; undecided while all lines are ASCII.
const (
	undecided charset = ""
	utf8Set   charset = "utf-8"
	gb18030   charset = "gb18030"
)

// observe decides the charset if text is the line that does.
func (c charset) observe(text []byte) charset {
	if c != undecided || ascii(text) {
		return c
	}
	if utf8.Valid(text) {
		return utf8Set
	}
	if _, ok := fromGB18030(text); ok {
		return gb18030
	}
	return undecided
}

// longest is how many bytes a character has at most, in any charset.
const longest = 4

// observeCut is like observe for a text that was cut off somewhere, maybe within a
// character.
func (c charset) observeCut(text []byte) charset {
	if c != undecided {
		return c
	}
	for n := range min(longest, len(text)) { // bytes of one character alone may look like another charset
		if whole := text[:len(text)-n]; utf8.Valid(whole) {
			return c.observe(whole)
		}
	}
	for n := range min(longest, len(text)) {
		if decided := c.observe(text[:len(text)-n]); decided != undecided {
			return decided
		}
	}
	return undecided
}

// readCut is like read for a text that was cut off somewhere: of a character that
// was cut through nothing is read.
func (c charset) readCut(text []byte) (converted []byte, whole int, ok bool) {
	for n := range min(longest, len(text)) {
		whole := len(text) - n
		if converted, ok := c.read(text[:whole]); ok {
			return converted, whole, true
		}
	}
	return text, len(text), false
}

// read returns text in UTF-8; ok is false when it holds a NUL byte or cannot be
// read in this charset.
func (c charset) read(text []byte) (converted []byte, ok bool) {
	if bytes.IndexByte(text, 0) >= 0 {
		return text, false
	}
	if c == gb18030 && !ascii(text) {
		return fromGB18030(text)
	}
	return text, utf8.Valid(text)
}

func ascii(text []byte) bool {
	const highs = 0x8080808080808080
	for ; len(text) >= 8; text = text[8:] {
		if binary.LittleEndian.Uint64(text)&highs != 0 {
			return false
		}
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// The decoder writes the replacement character for what it cannot read.
var replacement = []byte(string(utf8.RuneError))

func fromGB18030(text []byte) ([]byte, bool) {
	converted, err := simplifiedchinese.GB18030.NewDecoder().Bytes(text)
	if err != nil || bytes.Contains(converted, replacement) {
		return text, false
	}
	return converted, true
}
