package format

import (
	"io"
	"strings"
)

// writeMarkdown writes a table as code hosts draw it. Nothing in a cell is taken for
// Markdown, HTML or a link.
func writeMarkdown(w io.Writer, rows Rows, o Options) error {
	names, rules := make([]string, len(rows.Columns)), make([]string, len(rows.Columns))
	for i, name := range rows.Columns {
		names[i], rules[i] = unmarked(o.Visible(name)), "---"
		if isNumber(rows.Types[i]) {
			rules[i] = "--:"
		}
	}
	line := func(cells []string) error {
		_, err := io.WriteString(w, "| "+strings.Join(cells, " | ")+" |\n")
		return err
	}
	if err := line(names); err != nil {
		return err
	}
	if err := line(rules); err != nil {
		return err
	}
	cells := make([]string, len(names))
	return rows.each(func(values []any) error {
		for i, v := range values {
			cells[i] = unmarked(shown(v, rows.Types[i], o))
		}
		return line(cells)
	})
}

// unmarked escapes what would be Markdown in a cell. An underscore within a word is
// none.
func unmarked(cell string) string {
	var out strings.Builder
	for i, r := range cell {
		switch {
		case strings.ContainsRune("\\|`*[]<>&~$", r),
			r == ':' && strings.HasPrefix(cell[i:], "://"),
			r == '_' && (i == 0 || i == len(cell)-1 || !alphanumeric(cell[i-1]) || !alphanumeric(cell[i+1])):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func alphanumeric(c byte) bool {
	lower := c | 0x20
	return lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9'
}
