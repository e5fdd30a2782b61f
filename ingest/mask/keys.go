package mask

import (
	"bytes"
	"encoding/binary"
)

// meaning is what a key, a column or a label says about its value.
type meaning uint8

const (
	unknown      meaning = iota
	declaredID           // an id or time the log specification declares: never altered
	phoneNumber          // announces a phone number
	idCardField          // announces a resident id
	maybeIDCard          // has the word of one, but is the key of something else: prepaidCard, idCardImageId
	cardNumber           // announces a bank card or account
	otherNumber          // some other id, code, time or amount
	personName           // announces a person
	maybeName            // announces a name, perhaps a person's
	otherName            // announces the name of something else
	addressField         // announces an address
	maybeAddress         // announces an address among other data of a person
	valueField           // holds the value that a neighbour names
)

// maxKey bounds the keys that are understood; longer ones are nobody's field.
const maxKey = 64

// meaningOf reads a key as it is written.
func (v *Vocabulary) meaningOf(key []byte) meaning {
	if len(key) == 0 || len(key) > maxKey {
		return unknown
	}
	if IsDeclared(string(key)) {
		return declaredID
	}
	for _, c := range key {
		if c >= 0x80 || c == '\\' || c == '%' {
			return v.meaningOfChinese(key)
		}
	}
	key = bytes.TrimRight(key, "0123456789") // phone2, address_1
	var buffer [2 * maxKey]byte
	folded := foldKey(buffer[:0], key)
	word := foldKey(buffer[len(folded):len(folded)], key[lastWord(key):])
	return v.meaningOfWords(key, folded, word)
}

// meaningOfWords reads a key in ASCII, folded, and its last word.
func (v *Vocabulary) meaningOfWords(key, folded, word []byte) meaning {
	rest := folded[:len(folded)-len(word)]
	isNumber := v.numberWords[string(word)] || endsInAny(folded, v.numberKeys)
	switch {
	case v.personKeys[string(folded)]:
		return personName
	case containsAny(folded, v.phoneKeys), v.phoneWords[string(word)], startsWithTel(key):
		return phoneNumber
	case containsAny(folded, v.idCardKeys), containsAny(folded, v.idCardWords):
		return v.meaningOfIDCard(key, folded)
	case containsAny(folded, v.cardKeys):
		return cardNumber
	case v.isAddressKey(folded, word, rest):
		return addressField
	case v.personKeys[string(folded)] || v.personKeys[string(word)] && len(rest) > 0 && !isNumber && !v.otherNameKeys[string(rest)]:
		return personName
	case v.nameWords[string(word)] || bytes.HasSuffix(folded, []byte("name")):
		return v.meaningOfName(folded, word)
	case string(word) == "nick", string(word) == "title", string(word) == "shop", string(word) == "brand":
		return otherName
	case v.addressParts[string(folded)]:
		return maybeAddress
	case string(folded) == "value", string(folded) == "val", string(folded) == "content", string(folded) == "text":
		return valueField
	case endsInAny(rest, v.accountKeys):
		return unknown
	case isNumber:
		return otherNumber
	}
	return unknown
}

func (v *Vocabulary) isAddressKey(folded, word, rest []byte) bool {
	return (endsInAny(folded, v.addressKeys) || bytes.Contains(folded, []byte("address"))) &&
		!v.notAddressKeys[string(rest)] && !v.numberWords[string(word)] && !v.nameWords[string(word)]
}

// meaningOfName reads a key that ends in name or the like.
func (v *Vocabulary) meaningOfName(folded, word []byte) meaning {
	rest := folded[:len(folded)-len(word)]
	if len(rest) == 0 {
		if rest = bytes.TrimSuffix(folded, []byte("name")); len(rest) == len(folded) {
			rest = nil
		}
	}
	switch {
	case len(rest) == 0:
		return maybeName
	case v.personKeys[string(rest)] || v.personKeys[string(folded)]:
		return personName
	}
	for n := 1; n <= len(rest); n++ { // the words of the key are not kept apart: look at every end
		switch end := rest[len(rest)-n:]; {
		case v.otherNameKeys[string(end)]:
			return otherName
		case n >= 4 && v.personKeys[string(end)]:
			return personName
		}
	}
	return otherName
}

// meaningOfChinese reads a key or label that is not all ASCII: its end decides.
func (v *Vocabulary) meaningOfChinese(key []byte) meaning {
	var buffer [maxKey]unit
	units := buffer[:0]
	for i := 0; i < len(key); {
		char, end := unitAt(key, i)
		if end == 0 {
			break
		}
		if isHan(char) || isNumberChar(char) {
			units = append(units, unit{char: char})
		} else if char == '(' || char == '（' {
			break
		}
		i = end
	}
	n := v.allLabels.endingAt(units, len(units))
	if n == 0 {
		return unknown
	}
	var text [4 * maxKey]byte
	return v.labels[string(appendText(text[:0], units[len(units)-n:]))]
}

// startsWithTel tells telNo and tel_no from template and telemetry.
func startsWithTel(key []byte) bool {
	return bytes.HasPrefix(key, []byte("tel")) && (isUpper(first(key, 3)) || first(key, 3) == '_')
}

// keyCache remembers the meaning of recent keys: a log repeats the same few in
// every line.
type keyCache [256]struct {
	key    [maxKey]byte
	length int
	means  meaning
}

// keyHash maps a key to a slot of the cache by its length and its ends.
func keyHash(key []byte) uint8 {
	var head, tail uint64
	if n := len(key); n >= 8 {
		head, tail = binary.LittleEndian.Uint64(key), binary.LittleEndian.Uint64(key[n-8:])
	} else {
		for _, c := range key {
			head = head<<8 | uint64(c)
		}
	}
	return uint8((head*0x9E3779B97F4A7C15 ^ tail*0xC2B2AE3D27D4EB4F ^ uint64(len(key))<<56) >> 56)
}

// meaning returns what the key means by the vocabulary.
func (s *Scanner) meaning(key []byte) meaning {
	if len(key) == 0 || len(key) > maxKey {
		return unknown
	}
	slot := &s.keys[keyHash(key)]
	if slot.length != len(key) || string(slot.key[:slot.length]) != string(key) {
		slot.length = copy(slot.key[:], key)
		slot.means = s.vocabulary.meaningOf(key)
	}
	return slot.means
}

// foldKey appends key in lower case without _ and -.
func foldKey(to, key []byte) []byte {
	for _, c := range key {
		switch {
		case c >= 'A' && c <= 'Z':
			to = append(to, c|0x20)
		case c != '_' && c != '-':
			to = append(to, c)
		}
	}
	return to
}

// lastWord returns where the last word of a camelCase, snake_case or UPPER key
// starts.
func lastWord(key []byte) int {
	i := len(key)
	if i > 0 && isUpper(key[i-1]) {
		for i > 0 && isUpper(key[i-1]) {
			i--
		}
		return i
	}
	for i > 0 && isLetter(key[i-1]) && !isUpper(key[i-1]) {
		i--
	}
	if i > 0 && isUpper(key[i-1]) {
		i--
	}
	return i
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func containsAny(key []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.Contains(key, word) {
			return true
		}
	}
	return false
}

func endsInAny(key []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.HasSuffix(key, word) {
			return true
		}
	}
	return false
}

func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c >= 0x80 }
