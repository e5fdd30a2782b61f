package corpus

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// text is a piece of a line under construction together with the labelled values inside it.
// Every encoding works rune by rune, so the labels move along with the bytes.
type text struct {
	b     []byte
	spans []Span
}

// doc is a text that is a complete JSON value; inside another JSON value it stands unquoted.
type doc text

// labelled is a text that consists of one labelled value: shown is how it is written, canonical what it means.
func labelled(kind, shown, canonical string) text {
	return text{[]byte(shown), []Span{{kind, 0, len(shown), canonical}}}
}

// cat joins strings, numbers, texts and docs.
func cat(parts ...any) text {
	var out text
	for _, p := range parts {
		switch p := p.(type) {
		case text:
			for _, s := range p.spans {
				s.Start += len(out.b)
				s.End += len(out.b)
				out.spans = append(out.spans, s)
			}
			out.b = append(out.b, p.b...)
		case doc:
			out = cat(out, text(p))
		default:
			out.b = fmt.Append(out.b, p)
		}
	}
	return out
}

// join puts sep between the parts.
func join(sep string, parts []text) text {
	var out text
	for i, p := range parts {
		if i > 0 {
			out = cat(out, sep)
		}
		out = cat(out, p)
	}
	return out
}

// mapRunes replaces every rune by f of it.
func (t text) mapRunes(f func(rune) string) text {
	moved := make([]int, len(t.b)+1)
	var out text
	for i := 0; i < len(t.b); {
		r, size := utf8.DecodeRune(t.b[i:])
		moved[i] = len(out.b)
		out.b = append(out.b, f(r)...)
		i += size
	}
	moved[len(t.b)] = len(out.b)
	for _, s := range t.spans {
		s.Start, s.End = moved[s.Start], moved[s.End]
		out.spans = append(out.spans, s)
	}
	return out
}

// percent percent-encodes all but the unreserved characters.
func (t text) percent(lower bool) text {
	format := "%%%02X"
	if lower {
		format = "%%%02x"
	}
	return t.mapRunes(func(r rune) string {
		if r < 0x80 && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z' || strings.ContainsRune("-_.~", r)) {
			return string(r)
		}
		var out strings.Builder
		for _, b := range []byte(string(r)) {
			fmt.Fprintf(&out, format, b)
		}
		return out.String()
	})
}

// An escape is the way a JSON library writes strings.
type escape int

const (
	escPlain  escape = iota // only what must be escaped
	escHTML                 // also < > &
	escASCII                // all but ASCII as \u5f20
	escUpper                // all but ASCII as \u5F20
	escSlash                // as escASCII, and \/
	escDigits               // as escASCII, digits too
)

// quote writes t as a JSON string.
func (e escape) quote(t text) text {
	format := `\u%04x`
	if e == escUpper {
		format = `\u%04X`
	}
	return cat(`"`, t.mapRunes(func(r rune) string {
		switch {
		case r == '"', r == '\\':
			return `\` + string(r)
		case r == '\n':
			return `\n`
		case r == '\t':
			return `\t`
		case r == '/' && e == escSlash:
			return `\/`
		case strings.ContainsRune("<>&", r) && e == escHTML,
			r >= '0' && r <= '9' && e == escDigits,
			r >= 0x80 && e >= escASCII:
			return fmt.Sprintf(format, r) // nothing in the word lists is beyond the basic plane
		}
		return string(r)
	}), `"`)
}

// json writes a value: a text or string as a JSON string, a doc as it is, a slice as an array.
func (g *gen) json(v any) text {
	switch v := v.(type) {
	case doc:
		return text(v)
	case text:
		return g.esc.quote(v)
	case string:
		return g.esc.quote(cat(v))
	case []any:
		out := make([]text, len(v))
		for i, e := range v {
			out[i] = g.json(e)
		}
		return cat("[", join(g.gap(","), out), "]")
	}
	return cat(v) // numbers, true, false
}

// object writes an object of alternating keys and values.
func (g *gen) object(pairs ...any) doc {
	out := make([]text, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, cat(g.json(pairs[i]), g.gap(":"), g.json(pairs[i+1])))
	}
	return doc(cat("{", join(g.gap(","), out), "}"))
}

func (g *gen) gap(sep string) string {
	if g.spaced {
		return sep + " "
	}
	return sep
}

// nest turns a JSON value into text for a string of an outer JSON value, which some other library may write.
func (g *gen) nest(d doc) text {
	g.rollEscape()
	return text(d)
}

func (g *gen) rollEscape() {
	g.esc = []escape{escPlain, escHTML, escASCII, escUpper, escSlash}[g.weighted(60, 8, 16, 6, 10)]
	g.spaced = g.chance(15)
}

// wide writes digits and X in full width.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}
