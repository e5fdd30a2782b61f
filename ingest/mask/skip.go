package mask

import (
	"encoding/binary"
	"math/bits"
)

// The same byte in each of the eight of a word.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// skipPlain returns the first byte from i on that may start anything: a digit,
// a sign, an escape, or what is no ASCII. It looks at eight bytes at a time.
func skipPlain(line []byte, i int) int {
	for ; i+8 <= len(line); i += 8 {
		word := binary.LittleEndian.Uint64(line[i:])
		low := word &^ highs
		found := word |
			(low+(0x80-'0')*ones)&^(low+(0x80-'A')*ones) | // 0 to 9 : ; < = > ? @
			(highs - (low ^ '%'*ones)) | (highs - (low ^ '\\'*ones))
		if found &= highs; found != 0 {
			return i + bits.TrailingZeros64(found)>>3
		}
	}
	for i < len(line) && classes[line[i]] == plain {
		i++
	}
	return i
}

// digitsEnd returns the end of the ASCII digits at i.
func digitsEnd(line []byte, i int) int {
	for ; i+8 <= len(line); i += 8 {
		word := binary.LittleEndian.Uint64(line[i:])
		other := (word&(0xF0*ones) ^ '0'*ones) | ((word+6*ones)&(0xF0*ones) ^ '0'*ones)
		if other != 0 {
			return i + bits.TrailingZeros64(other)>>3
		}
	}
	for i < len(line) && isDigit(line[i]) {
		i++
	}
	return i
}

// What a byte means behind a run of digits.
const (
	isAlnum uint8 = 1 << iota
	goesOn        // may start a dash, a bracket or a digit in another form
)

var follows = func() (table [256]uint8) {
	for c := range table {
		if isLetter(byte(c)) || isDigit(byte(c)) {
			table[c] = isAlnum
		}
	}
	for _, c := range " -)\\%" {
		table[c] = goesOn
	}
	table[0xEF], table[0xE3], table[0xE2] = goesOn, goesOn, goesOn
	return table
}()

// readLengths are the lengths of runs that may be something without what
// follows.
const readLengths = 1<<11 | 1<<12 | 1<<13 | 1<<15 | 1<<16 | 1<<17 | 1<<18 | 1<<19

// wordEnd returns the end of the letters and digits at i.
func wordEnd(line []byte, i int) int {
	for i < len(line) && follows[line[i]] == isAlnum {
		i++
	}
	return i
}
