package statement

import (
	"bytes"
	"encoding/binary"
)

// A template is a statement that was read, as what stands between its literals: a
// text with the same parts, and literals of the same kinds between them, is
// normalized to the same. It is found out much sooner than by looking at each byte.
type template struct {
	dialect
	parts    [][]byte // one more than literals
	literals []byte   // what they are
	shape    *shape
}

// Templates are few: those of a bucket begin alike, and the one that was met most is
// tried first.
const (
	buckets      = 1 << 8
	bucketSize   = 8
	bucketPrefix = 16
	maxTemplate  = 4 << 10 // bytes of a text
)

type templates [buckets][]*template

// bucket is where the templates of texts that begin like this one are; nil for a
// text that is too short.
func (t *templates) bucket(text []byte) *[]*template {
	if len(text) < bucketPrefix {
		return nil
	}
	hash := (binary.LittleEndian.Uint64(text) ^ binary.LittleEndian.Uint64(text[8:])*0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd
	return &t[hash>>56]
}

// find returns the shape of a text and its literals, appended to those given; nil
// when no template fits.
func (t *templates) find(text []byte, d dialect, literals []literal) (*shape, []literal) {
	bucket := t.bucket(text)
	if bucket == nil {
		return nil, literals
	}
	for i, one := range *bucket {
		if one.dialect != d {
			continue
		}
		if found, ok := one.match(text, literals); ok {
			if i > 0 {
				(*bucket)[i], (*bucket)[i-1] = (*bucket)[i-1], one
			}
			return one.shape, found
		}
	}
	return nil, literals
}

// match finds the literals of a text that has the template's parts.
func (t *template) match(text []byte, literals []literal) ([]literal, bool) {
	at := 0
	for i, part := range t.parts {
		if len(text)-at < len(part) || string(text[at:at+len(part)]) != string(part) {
			return literals, false
		}
		if at += len(part); i == len(t.literals) {
			break
		}
		end, as, ok := value(text, at, t.dialect)
		if ok && (t.literals[i] == aList || t.literals[i] == aLongList) {
			end, as, ok = list(text, end, t.dialect)
		}
		if !ok || as != t.literals[i] {
			return literals, false
		}
		literals = append(literals, literal{start: at, end: end, as: as})
		at = end
	}
	return literals, at == len(text)
}

// learn makes a template of the text in the normalizer.
func (t *templates) learn(n *normalizer, s *shape) {
	bucket := t.bucket(n.text)
	if bucket == nil || n.broken || len(n.dropped) > 0 || len(n.text) > maxTemplate {
		return
	}
	one := &template{dialect: n.dialect, shape: s}
	text, at := bytes.Clone(n.text), 0
	for _, l := range n.literals {
		one.parts = append(one.parts, text[at:l.start])
		one.literals = append(one.literals, l.as)
		at = l.end
	}
	one.parts = append(one.parts, text[at:])
	if len(*bucket) < bucketSize {
		*bucket = append(*bucket, one)
		return
	}
	(*bucket)[bucketSize-1] = one
}
