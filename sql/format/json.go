package format

import "io"

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
			row = append(row, encoded(v)...)
		}
		_, err := w.Write(append(append(row, '}'), after...))
		return err
	})
}
