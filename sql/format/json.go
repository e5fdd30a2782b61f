package format

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"

	"opaudit/sql/typename"
)

// writeJSON writes an array of objects.
func writeJSON(w io.Writer, rows Rows, _ Options) error {
	if _, err := io.WriteString(w, "["); err != nil {
		return err
	}
	if err := writeObjects(w, rows, "\n", ",\n", ""); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n]\n")
	return err
}

// writeJSONLines writes an object a line.
func writeJSONLines(w io.Writer, rows Rows, _ Options) error {
	return writeObjects(w, rows, "", "", "\n")
}

// writeObjects writes an object for each row, its members in the order of the
// columns; a column name that comes again gets a number. Before the first object
// stands first, before each other one between, after each after.
func writeObjects(w io.Writer, rows Rows, first, between, after string) error {
	var names [][]byte
	for _, name := range unique(rows.Columns) {
		names = append(names, encoded(name))
	}
	before := first
	var row []byte
	return rows.each(func(values []any) error {
		row = append(append(row[:0], before...), '{')
		before = between
		for i, v := range values {
			if i > 0 {
				row = append(row, ',')
			}
			row = append(append(row, names[i]...), ':')
			row = append(row, encodedAs(v, rows.Types[i])...)
		}
		_, err := w.Write(append(append(row, '}'), after...))
		return err
	})
}

// encodedAs writes a value of a type as JSON: decimal numbers, which come as texts,
// are numbers, and a JSON is itself.
func encodedAs(v any, typ string) []byte {
	switch v := v.(type) {
	case string:
		if isNumber(typ) {
			return []byte(v)
		}
		if typ == "JSON" {
			return asItIs(v)
		}
	case []any:
		items := make([][]byte, len(v))
		for i := range v {
			items[i] = encodedAs(v[i], typename.Element(typ))
		}
		return append(append([]byte{'['}, bytes.Join(items, []byte{','})...), ']')
	case map[string]any:
		return encodedMembers(v, typ)
	}
	return encoded(v)
}

// asItIs is the text of a JSON, in one line. The engine takes more for JSON than the
// standard does (NaN, a comma before a bracket): such a text is written as a text.
func asItIs(text string) []byte {
	if !json.Valid([]byte(text)) {
		return encoded(text)
	}
	if !strings.ContainsAny(text, "\r\n") {
		return []byte(text)
	}
	var line bytes.Buffer
	_ = json.Compact(&line, []byte(text)) // it is valid
	return line.Bytes()
}

// encodedMembers writes what has members: a STRUCT in the order of its type, all else
// by name.
func encodedMembers(v map[string]any, typ string) []byte {
	_, value := typename.Map(typ)
	members := typename.Members(typ)
	if members == nil {
		for _, name := range slices.Sorted(maps.Keys(v)) {
			members = append(members, typename.Member{Name: name, Type: value})
		}
	}
	items := make([][]byte, len(members))
	for i, m := range members {
		items[i] = append(append(encoded(m.Name), ':'), encodedAs(v[m.Name], m.Type)...)
	}
	return append(append([]byte{'{'}, bytes.Join(items, []byte{','})...), '}')
}
