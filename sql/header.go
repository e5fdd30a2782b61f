package catalog

import (
	"cmp"
	"fmt"
	"strings"
)

// A source is a catalog file taken apart: the "-- key: value" lines that it
// begins with, and the SQL after them.
type source struct {
	name   string // path in the catalog, for messages
	keys   map[string]string
	lines  map[string]int // on which a key stands
	fields []string       // the values of the key "field", in order
	body   string
	line   int // on which body begins
}

// wrong is an error about the value of a key.
func (s source) wrong(key, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s.name, max(1, s.lines[key]), fmt.Sprintf(format, args...))
}

// parse reads a header. A line "--   text" goes on with the value above it.
func parse(name, text string) (source, error) {
	s := source{name: name, keys: map[string]string{}, lines: map[string]int{}}
	last, whole := "", text
	for n, line := range strings.SplitAfter(text, "\n") {
		comment, ok := strings.CutPrefix(strings.TrimRight(line, "\n"), "--")
		if !ok {
			if s.body, s.line = strings.TrimRight(text, " \t\n;"), n+1; s.body == "" {
				break
			}
			return s, nil
		}
		text = text[len(line):]
		if more, ok := strings.CutPrefix(comment, "   "); ok && last != "" {
			s.keys[last] += " " + strings.TrimSpace(more)
			continue
		}
		key, value, ok := strings.Cut(strings.TrimSpace(comment), ":")
		if !ok {
			return s, fmt.Errorf("%s:%d: a header line is \"-- key: value\", not %q", name, n+1, line)
		}
		value = strings.TrimSpace(value)
		if key == "field" {
			s.fields = append(s.fields, value)
			continue
		}
		if _, twice := s.keys[key]; twice {
			return s, fmt.Errorf("%s:%d: the header has %q twice: leave one of them out", name, n+1, key)
		}
		s.keys[key], s.lines[key], last = value, n+1, key
	}
	return s, fmt.Errorf("%s:%d: there is no SQL after the header: write a SELECT there", name, strings.Count(whole, "\n")+1)
}

// need returns the values of keys that the header must have.
func (s source) need(keys ...string) error {
	for _, key := range keys {
		if s.keys[key] == "" {
			return s.wrong(key, "the header lacks %q", key)
		}
	}
	return nil
}

// only refuses keys that are not in allowed, so that a misspelt one is noticed.
func (s source) only(allowed ...string) error {
	known := map[string]bool{}
	for _, key := range allowed {
		known[key] = true
	}
	for key := range s.keys {
		if !known[key] {
			return s.wrong(key, "unknown header key %q%s", key, cmp.Or(meant(key, allowed), ": mend it, or leave it out"))
		}
	}
	return nil
}
