package format

import (
	"io"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

func init() {
	// A character that is narrow or wide by the locale is narrow in the terminals of
	// today, also in Chinese ones; Han characters are always wide.
	text.OverrideRuneWidthEastAsianWidth(false)
}

// cut stands for what does not fit.
const cut = "…"

// frame is how many cells a column's rules and blanks take; one more ends the line.
const frame = 3

// narrowest is how many cells a column keeps when a table must fit.
const narrowest = 10

// writeTable writes aligned columns, numbers to the right. To fit into Width the
// widest columns are cut; when there are more columns than fit so, each row becomes a
// block with a line a column.
func writeTable(w io.Writer, rows Rows, o Options) error {
	if slices.Equal(rows.Columns, []string{"explain_key", "explain_value"}) {
		return writePlan(w, rows, o)
	}
	grid, err := gridOf(rows, o)
	if err != nil {
		return err
	}
	widths := grid.widths()
	if o.Width > 0 && !shrink(widths, o.Width-frame*len(widths)-1) {
		_, err = io.WriteString(w, grid.blocks(o.Width))
	} else {
		_, err = io.WriteString(w, grid.render(widths)+"\n")
	}
	return err
}

// writePlan writes what EXPLAIN answers: it is drawn in lines, and would be torn in a cell.
func writePlan(w io.Writer, rows Rows, o Options) error {
	return rows.each(func(values []any) error {
		for _, v := range values {
			for line := range strings.SplitSeq(strings.TrimSuffix(textOf(v, "VARCHAR"), "\n"), "\n") {
				if _, err := io.WriteString(w, o.Visible(line)+"\n"); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// A grid is a table in memory: its widths can only be told from all of it.
type grid struct {
	names []string
	right []bool // columns of numbers
	cells [][]string
}

func gridOf(rows Rows, o Options) (*grid, error) {
	g := &grid{}
	for i, name := range rows.Columns {
		g.names = append(g.names, o.Visible(name))
		g.right = append(g.right, isNumber(rows.Types[i]))
	}
	err := rows.each(func(values []any) error {
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = shown(v, rows.Types[i], o)
		}
		g.cells = append(g.cells, cells)
		return nil
	})
	return g, err
}

// widths are the columns' own, in cells of a terminal.
func (g *grid) widths() []int {
	widths := make([]int, len(g.names))
	for i, name := range g.names {
		widths[i] = text.StringWidth(name)
		for _, cells := range g.cells {
			widths[i] = max(widths[i], text.StringWidth(cells[i]))
		}
	}
	return widths
}

// shrink takes from the widest until the sum is no more than room; it is not ok, and
// nothing is taken, when that would leave some column fewer than the narrowest.
func shrink(widths []int, room int) (ok bool) {
	sum, least := 0, 0
	for _, w := range widths {
		sum += w
		least += min(w, narrowest)
	}
	if least > room {
		return false
	}
	for sum > room {
		widest, second := 0, 0
		for i, w := range widths {
			if w > widths[widest] {
				widest = i
			}
		}
		for i, w := range widths {
			if i != widest {
				second = max(second, w)
			}
		}
		to := max(min(widths[widest]-1, second), widths[widest]-(sum-room), narrowest)
		sum -= widths[widest] - to
		widths[widest] = to
	}
	return true
}

func (g *grid) render(widths []int) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	row := func(cells []string) table.Row {
		r := make(table.Row, len(cells))
		for i, cell := range cells {
			r[i] = fitted(cell, widths[i])
		}
		return r
	}
	configs := make([]table.ColumnConfig, len(widths))
	for i := range configs {
		configs[i] = table.ColumnConfig{Number: i + 1, Align: text.AlignLeft}
		if g.right[i] {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	t.SetColumnConfigs(configs)
	t.AppendHeader(row(g.names))
	for _, cells := range g.cells {
		t.AppendRow(row(cells))
	}
	return t.Render()
}

// fitted cuts a cell that is wider than that.
func fitted(cell string, width int) string {
	if text.StringWidth(cell) <= width {
		return cell
	}
	room := width - text.StringWidth(cut)
	for i, r := range cell {
		if room -= text.RuneWidth(r); room < 0 {
			return cell[:i] + cut
		}
	}
	return cell
}

// blocks writes each row as lines of a name and its value, cut at width.
func (g *grid) blocks(width int) string {
	var out strings.Builder
	name := 0
	for _, n := range g.names {
		name = max(name, text.StringWidth(n))
	}
	name = min(name, max(1, width/2))
	for i, cells := range g.cells {
		if i > 0 {
			out.WriteByte('\n')
		}
		for j, cell := range cells {
			line := text.Pad(fitted(g.names[j], name), name, ' ') + " │ " + cell
			out.WriteString(strings.TrimRight(fitted(line, width), " ") + "\n")
		}
	}
	return out.String()
}
