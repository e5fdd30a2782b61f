package format

import (
	"errors"
	"io"
	"slices"
	"strings"

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

// The widths of columns settle after so many rows, or texts of so many bytes, which are
// held in memory.
const (
	settledRows  = 10_000
	settledBytes = 8 << 20
)

// writeTable writes aligned columns, numbers to the right. To fit into Width the
// widest columns are cut; when there are more columns than fit so, each row becomes a
// block with a line a column. After the rows that settle the widths, a cell that is
// wider than its column is cut where there is a Width, else it moves what follows it.
func writeTable(w io.Writer, rows Rows, o Options) error {
	if slices.Equal(rows.Columns, []string{"explain_key", "explain_value"}) {
		return writePlan(w, rows, o)
	}
	grid, err := gridOf(rows, o)
	if err != nil || len(grid.names) == 0 {
		return err
	}
	widths := grid.widths()
	if o.Width > 0 && !shrink(widths, o.Width-frame*len(widths)-1) {
		return grid.writeBlocks(w, o.Width)
	}
	return grid.writeLines(w, widths)
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

// A grid is a table whose first rows were read.
type grid struct {
	names []string
	right []bool // columns of numbers
	first [][]string
	rest  Rows
	o     Options
}

func gridOf(rows Rows, o Options) (*grid, error) {
	g := &grid{rest: rows, o: o}
	for i, name := range rows.Columns {
		g.names = append(g.names, o.Visible(name))
		g.right = append(g.right, isNumber(rows.Types[i]))
	}
	for size := 0; len(g.first) < settledRows && size < settledBytes; {
		values, ok, err := rows.Next()
		if err != nil {
			return nil, err
		}
		if !ok {
			g.rest.Next = func() ([]any, bool, error) { return nil, false, nil }
			break
		}
		cells := g.shown(values)
		for _, cell := range cells {
			size += len(cell)
		}
		g.first = append(g.first, cells)
	}
	return g, nil
}

func (g *grid) shown(values []any) []string {
	cells := make([]string, len(values))
	for i, v := range values {
		cells[i] = shown(v, g.rest.Types[i], g.o)
	}
	return cells
}

// each calls f for each row, those that were read first of all.
func (g *grid) each(f func(cells []string) error) error {
	for _, cells := range g.first {
		if err := f(cells); err != nil {
			return err
		}
	}
	g.first = nil
	return g.rest.each(func(values []any) error { return f(g.shown(values)) })
}

// widths are the columns' own, in cells of a terminal, as far as rows were read.
func (g *grid) widths() []int {
	widths := make([]int, len(g.names))
	for i, name := range g.names {
		widths[i] = text.StringWidth(name)
		for _, cells := range g.first {
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

// writeLines writes a row a line, with a frame around all.
func (g *grid) writeLines(w io.Writer, widths []int) error {
	rule := func(left, between, right string) error {
		parts := make([]string, len(widths))
		for i, width := range widths {
			parts[i] = strings.Repeat("─", width+2)
		}
		_, err := io.WriteString(w, left+strings.Join(parts, between)+right+"\n")
		return err
	}
	line := func(cells []string) error {
		var out strings.Builder
		for i, cell := range cells {
			if g.o.Width > 0 {
				cell = fitted(cell, widths[i])
			}
			blank := strings.Repeat(" ", max(0, widths[i]-text.StringWidth(cell)))
			if g.right[i] {
				cell = blank + cell
			} else {
				cell += blank
			}
			out.WriteString("│ " + cell + " ")
		}
		_, err := io.WriteString(w, out.String()+"│\n")
		return err
	}
	if err := errors.Join(rule("┌", "┬", "┐"), line(g.names), rule("├", "┼", "┤")); err != nil {
		return err
	}
	if err := g.each(line); err != nil {
		return err
	}
	return rule("└", "┴", "┘")
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

// writeBlocks writes each row as lines of a name and its value, cut at width.
func (g *grid) writeBlocks(w io.Writer, width int) error {
	name := 0
	for _, n := range g.names {
		name = max(name, text.StringWidth(n))
	}
	name = min(name, max(1, width/2))
	between := ""
	return g.each(func(cells []string) error {
		out := between
		between = "\n"
		for i, cell := range cells {
			line := text.Pad(fitted(g.names[i], name), name, ' ') + " │ " + cell
			out += strings.TrimRight(fitted(line, width), " ") + "\n"
		}
		_, err := io.WriteString(w, out)
		return err
	})
}
