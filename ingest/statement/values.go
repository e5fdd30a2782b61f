package statement

import "bytes"

// values counts different ones.
type values struct {
	n    int
	few  [8][]byte       // the first of them
	kept int             // of few
	many map[string]bool // all of them, when they are more
}

func (v *values) add(text []byte, l literal, d dialect) {
	if l.as != aList && l.as != aLongList {
		v.one(text[l.start:l.end], l.as)
		return
	}
	before := v.n
	for i := l.start; i < l.end; {
		end, as, ok := value(text, i, d)
		if ok {
			v.one(text[i:end], as)
		} else {
			end = i + len(more)
		}
		i = skipSpace(text, min(end, l.end))
		if byteAt(text, i) == ',' && i < l.end {
			i = skipSpace(text, i+1)
		}
	}
	if l.as == aLongList {
		v.n = max(v.n, before+2)
	}
}

// one counts a value; a placeholder without a name is always another.
func (v *values) one(text []byte, as byte) {
	if as == aPlaceholder {
		v.n++
		return
	}
	text = inner(text)
	if v.many == nil {
		for _, known := range v.few[:v.kept] {
			if bytes.Equal(known, text) {
				return
			}
		}
		if v.kept < len(v.few) {
			v.few[v.kept] = text
			v.kept++
			v.n++
			return
		}
		v.many = map[string]bool{}
		for _, known := range v.few {
			v.many[string(known)] = true
		}
	}
	if !v.many[string(text)] {
		v.many[string(text)] = true
		v.n++
	}
}

// inner is a value without its quotes and its sign.
func inner(text []byte) []byte {
	for len(text) > 0 && (isQuote(text[0]) || text[0] == '+') {
		text = text[1:]
	}
	for len(text) > 0 && isQuote(text[len(text)-1]) {
		text = text[:len(text)-1]
	}
	return text
}

func isQuote(c byte) bool { return c == '\'' || c == '"' || c == ' ' }
