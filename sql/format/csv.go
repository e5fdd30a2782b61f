package format

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// formulaSigns begin a cell that a spreadsheet runs as a formula, the full-width
// ones in an East Asian one.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// writeCSV writes RFC 4180 with a header. A text cell that a spreadsheet would run
// gets an apostrophe before it, unless RawCSV; numbers stay numbers.
func writeCSV(w io.Writer, rows Rows, o Options) error {
	out := csv.NewWriter(w)
	header := make([]string, len(rows.Columns))
	for i, name := range rows.Columns {
		header[i] = defused(name, o)
	}
	if err := out.Write(header); err != nil {
		return err
	}
	err := rows.each(func(values []any) error {
		cells := make([]string, len(values))
		for i, v := range values {
			if cells[i] = textOf(v, rows.Types[i]); !isNumber(rows.Types[i]) && !isJSONNumber(cells[i], rows.Types[i]) {
				cells[i] = defused(cells[i], o)
			}
		}
		return out.Write(cells)
	})
	out.Flush()
	return errors.Join(err, out.Error())
}

// isJSONNumber reports whether a cell is a JSON that a spreadsheet takes for a number.
func isJSONNumber(cell, typ string) bool {
	return typ == "JSON" && strings.HasPrefix(cell, "-") && json.Valid([]byte(cell))
}

// defused is a cell that no spreadsheet runs.
func defused(cell string, o Options) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell == "" || o.RawCSV || !strings.ContainsRune(formulaSigns, first) {
		return cell
	}
	return "'" + cell
}
