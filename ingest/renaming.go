package ingest

import (
	"bytes"
	"maps"
	"slices"

	"opaudit/ingest/jsontext"
)

// A renaming says which members of an object, and of objects in it, are fields of
// ours under other names.
type renaming struct {
	fields []int // the numbers of the names that the member stands for
	below  map[string]*renaming
}

// renamed returns members that find fields where a source says they stand, and
// there alone: its records may use our names for something else.
func (m *members) renamed(fields map[string]string) members {
	made := members{names: m.names, numbers: maps.Clone(m.numbers), theirs: &renaming{},
		after: make([][2]int, len(m.after)), values: make([]value, len(m.values))}
	for _, ours := range slices.Sorted(maps.Keys(fields)) {
		for _, path := range pathsOf(fields[ours]) {
			made.theirs.add(path, m.number(ours))
		}
		delete(made.numbers, ours)
		if ours == memberNames[memberAppKey] {
			delete(made.numbers, memberNames[memberAppkey])
		}
	}
	return made
}

func (r *renaming) add(path []string, field int) {
	if len(path) == 0 {
		r.fields = append(r.fields, field)
		return
	}
	if r.below == nil {
		r.below = map[string]*renaming{}
	}
	next := r.below[path[0]]
	if next == nil {
		next = &renaming{}
		r.below[path[0]] = next
	}
	next.add(path[1:], field)
}

// rename finds the fields among the members of an object, which begins at a place
// of the text that was read.
func (m *members) rename(at *renaming, list []jsontext.Member, object uint32) {
	text := m.text[object:]
	for _, member := range list {
		name := member.Name.In(text)
		if bytes.IndexByte(name, '\\') >= 0 {
			name = unescaped(name)
		}
		next := at.below[string(name)]
		if next == nil {
			continue
		}
		start, end := object+member.Value.Start, object+member.Value.End
		for _, field := range next.fields {
			m.values[field] = value{jsontext.Span{Start: start, End: end}, m.reading}
		}
		if next.below != nil && m.text[start] == '{' {
			known := len(m.list)
			m.list, _ = jsontext.Object(m.text[start:end], m.list) // it was checked with the rest
			m.rename(next, m.list[known:], start)
		}
	}
}
