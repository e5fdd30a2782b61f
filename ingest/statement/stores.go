package statement

import (
	"bytes"
	"slices"
	"strings"
)

// administrativeWords begin statements that read no rows; what follows is not parsed.
var administrativeWords = strings.Fields(`SET SHOW USE BEGIN START COMMIT ROLLBACK SAVEPOINT RELEASE LOCK UNLOCK
	ALTER DROP TRUNCATE RENAME GRANT REVOKE ANALYZE OPTIMIZE FLUSH KILL DEALLOCATE DESCRIBE DESC EXPLAIN CREATE`)

// writingWords begin statements that store what they hold.
var writingWords = strings.Fields("INSERT REPLACE UPDATE MERGE UPSERT")

// firstWord is the first word of a text in capitals.
func firstWord(text []byte) string {
	text = bytes.TrimLeft(text, " (")
	return strings.ToUpper(string(text[:nameEnd(text, 0)]))
}

// isAdministrative tells whether a normalized text is one statement that reads no rows.
func isAdministrative(text []byte) bool {
	return len(text) == 0 || slices.Contains(administrativeWords, firstWord(text)) &&
		bytes.IndexByte(text, ';') < 0 && wordAt(text, "SELECT") < 0
}

// wordAt is where a word stands in a normalized text, -1 when it does not.
func wordAt(text []byte, word string) int {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '`', c == '"':
			i, _ = quoted(text, i, c, false)
		case inName(c):
			end := nameEnd(text, i)
			if end-i == len(word) && strings.EqualFold(string(text[i:end]), word) {
				return i
			}
			i = end
		default:
			i++
		}
	}
	return -1
}

// written is how many of the literals stand where a statement says what it stores:
// in one that writes, all before WHERE.
func (n *normalizer) written() int {
	word := firstWord(n.out)
	writes := slices.Contains(writingWords, word)
	for _, w := range writingWords {
		writes = writes || word == "WITH" && wordAt(n.out, w) >= 0
	}
	if !writes {
		return 0
	}
	where := wordAt(n.out, "WHERE")
	count := 0
	for _, l := range n.literals {
		if where < 0 || l.at < where {
			count++
		}
	}
	return count
}

// stores adds to an outcome whether a masked value is among those that are stored.
func (s *shape) stores(n *normalizer, o outcome) outcome {
	stored := n.literals[:min(s.written, len(n.literals))]
	if s.written > 0 {
		stored = append(n.dropped, stored...)
	}
	for _, l := range stored {
		o.stores = o.stores || wasMasked(n.text[l.start:l.end], l.as)
	}
	return o
}

// wasMasked tells whether the masker overwrote something in a literal.
func wasMasked(text []byte, as byte) bool {
	if as == aNumber {
		return len(text) >= 8 && text[0] == '1' && len(bytes.Trim(text[1:], "0")) == 0
	}
	return as == aString && (bytes.IndexByte(text, '*') >= 0 || bytes.Contains(text, []byte("＊")))
}
