package samples

import (
	"strconv"
)

// Records are appended to byte slices by hand: a scenario may have millions, and
// reflection on each would cost more than everything else. The append functions
// here and in the files of the log types write the fields of one record without
// braces and without a comma at the end, and count the record in its app's facts.

const hexDigits = "0123456789abcdef"

// appendHead opens a record that stands on a line or in an array.
func appendHead(b []byte, t logType, a *app) []byte {
	b = append(b, `{"logType":"`...)
	b = append(b, logWords[t]...)
	b = append(b, `","appKey":"`...)
	b = append(b, a.key...)
	return append(b, `",`...)
}

// appendInt writes an id or time, as a digit string in some records.
func (g *generator) appendInt(b []byte, n int64) []byte {
	if !g.asText {
		return strconv.AppendInt(b, n, 10)
	}
	b = append(b, '"')
	b = strconv.AppendInt(b, n, 10)
	return append(b, '"')
}

// appendTime writes the field that every record ends with.
func (g *generator) appendTime(b []byte) []byte {
	b = append(b, `"time":`...)
	return g.appendInt(b, g.now)
}

// appendIDs writes a list of order ids.
func (g *generator) appendIDs(b []byte, ids []int64) []byte {
	b = append(b, '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = g.appendInt(b, id)
	}
	return append(b, ']')
}

// appendText writes a field of text that needs no escape.
func appendText(b []byte, key, value string) []byte {
	b = append(b, '"')
	b = append(b, key...)
	b = append(b, `":"`...)
	b = append(b, value...)
	return append(b, `",`...)
}

// appendEscaped writes text as a JSON string, escaping what JSON texts contain.
func appendEscaped[T string | []byte](b []byte, text T) []byte {
	b = append(b, '"')
	for i := range len(text) {
		if c := text[i]; c == '"' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, text[i])
	}
	return append(b, '"')
}

func appendHex(b []byte, x uint64) []byte {
	for shift := 60; shift >= 0; shift -= 4 {
		b = append(b, hexDigits[x>>shift&15])
	}
	return b
}

// identity says which of a shop's two names a record carries.
type identity int

const (
	anyName identity = iota // mostly both, sometimes one
	bothNames
	openIDOnly
)

// appendShop writes the shop of a record. An openId stands alone only after some
// record paired it with the sellerId, so that every seller can be resolved.
func (g *generator) appendShop(b []byte, s *shop, names identity) []byte {
	account, sellerOnly := 0, false
	if names == anyName {
		dice := g.rng.Uint32()
		if dice%5 == 0 {
			account = 1
		}
		switch dice >> 16 % 8 {
		case 0, 1:
			names = openIDOnly
		case 2:
			sellerOnly = true
		}
	}
	if !sellerOnly {
		b = appendText(b, "openId", s.openIDs[account])
	}
	if names == openIDOnly && s.paired[account] {
		return b
	}
	if !sellerOnly {
		s.paired[account] = true
	}
	b = append(b, `"sellerId":`...)
	b = g.appendInt(b, s.sellerID)
	return append(b, ',')
}

// line writes one record of a type to its log.
func (g *generator) line(t logType, a *app, fields func(b []byte) []byte) {
	f := g.files.byType[t]
	b := appendHead(f.buf, t, a)
	b = fields(b)
	g.files.end(f, append(b, "}\n"...))
}
