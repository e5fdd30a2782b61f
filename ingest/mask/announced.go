// Resident ids that only what announces them makes known: mistyped ones, whose check character is wrong, and
// those of 15 digits, which were given out before there was one.

package mask

import "bytes"

// recogniseIDCard tells what the digits are, all of which are read.
func (n *number) recogniseIDCard(line []byte) kind {
	id := n.value[:n.count]
	if len(id) == 18 && isIDCard(id) {
		return idCard
	}
	if n.unchecked = isBuiltLikeIDCard(id) && !n.isPartOfName(line); n.unchecked {
		return idCard
	}
	return none
}

// readIDCardGroups reads the birth date and the end behind the first group.
func (n *number) readIDCardGroups(line []byte) kind {
	end := 4
	if !n.group(line, 8) {
		if n.count != 12 { // no birth date of six digits either
			return none
		}
		end = 3
	}
	if !n.group(line, end) {
		return none
	}
	return n.recogniseIDCard(line)
}

// isBuiltLikeIDCard tells whether the digits have a known province and a real
// birth date where an id_card of 18 or of 15 characters has them.
func isBuiltLikeIDCard(id []byte) bool {
	if !provinces[decimal(id[:2])] {
		return false
	}
	if len(id) == 15 {
		return isDay(1900+decimal(id[6:8]), id[8:12])
	}
	return isBirthDate(id[6:14])
}

// mayBeOldIDCard dismisses most of the 15 digits that are no id_card.
func mayBeOldIDCard(run []byte) bool {
	return run[8] <= '1' && run[10] <= '3' && provinces[(run[0]-'0')*10+run[1]-'0']
}

// isPartOfName tells the numbers in order_110…, /img/110… and 110…Ｘ.
func (n *number) isPartOfName(line []byte) bool {
	before := last(line[:n.start], 1)
	value, _ := digitAt(line, n.end)
	return before == '_' || before == '/' || first(line, n.end) == '_' || value != 0
}

// announcesIDCard tells whether the key, or the label within its text, says
// that a resident id stands here.
func announcesIDCard(means, label meaning) bool {
	switch label {
	case idCardField:
		return true
	case otherNumber, declaredID, phoneNumber, cardNumber, maybeIDCard:
		return false
	}
	return means == idCardField
}

// meaningOfIDCard reads a key that has a word for resident ids in it.
func (v *Vocabulary) meaningOfIDCard(key, folded []byte) meaning {
	for _, word := range v.idCardKeys {
		if k := bytes.Index(folded, word); k >= 0 && !v.endsAsOtherID(folded[k+len(word):]) {
			return idCardField
		}
	}
	for _, word := range v.idCardWords {
		if k := bytes.Index(folded, word); k >= 0 && v.startsIDCard(key, folded[:k], word) && !v.endsAsOtherID(folded[k+len(word):]) {
			return idCardField
		}
	}
	return maybeIDCard
}

// endsAsOtherID tells whether a key goes on to another id behind the word:
// idCardImageId, identityOrderNo.
func (v *Vocabulary) endsAsOtherID(rest []byte) bool {
	rest = bytes.TrimSuffix(rest, []byte("s"))
	if bytes.HasSuffix(rest, []byte("id")) {
		return true
	}
	for _, end := range [...]string{"no", "num", "number", "code"} {
		rest = bytes.TrimSuffix(rest, []byte(end))
	}
	return endsInAny(rest, v.otherIDs)
}

// startsIDCard tells whether word is one of its own behind the letters before
// it: not in prepaidCard, but in buyerIdCard and useridcard. An orderIdNo is the
// number of another id.
func (v *Vocabulary) startsIDCard(key, before []byte, word []byte) bool {
	if bytes.HasPrefix(word, []byte("idn")) && endsInAny(before, v.otherIDs) {
		return false
	}
	if len(before) == 0 || startsWord(key, len(before)) {
		return true
	}
	for n := 4; n <= len(before); n++ {
		if v.personKeys[string(before[len(before)-n:])] {
			return true
		}
	}
	return false
}

// startsWord tells whether a word of the key starts behind its first letters,
// as foldKey counts them.
func startsWord(key []byte, letters int) bool {
	for i, c := range key {
		switch {
		case c == '_' || c == '-':
		case letters > 0:
			letters--
		default:
			before := last(key[:i], 1)
			return !isLetter(before) || isUpper(c) && (!isUpper(before) || isLetter(first(key, i+1)) && !isUpper(first(key, i+1)))
		}
	}
	return false
}
