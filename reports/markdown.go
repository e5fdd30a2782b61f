package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"opaudit/analyzer/finding"
)

// markdownDocuments is one page for people that reads well raw in a terminal and on a
// code host.
func markdownDocuments(lang Language) []Document {
	return []Document{{
		Name: "report.md", Type: "text/markdown; charset=utf-8",
		About: finding.Text{En: "The report to read in a terminal, on a code host, or as text.", Zh: "在终端、代码平台或作为文本阅读的报告。"},
		Write: func(w io.Writer, run finding.Run) error {
			m := &markdown{out: bufio.NewWriter(w)}
			m.page(newPage(run, lang))
			if err := m.out.Flush(); err != nil {
				return fmt.Errorf("write report: %w", err)
			}
			return nil
		},
	}}
}

// markdown writes a page. The buffer keeps the first write error and swallows what
// follows, so only its Flush reports it.
type markdown struct {
	out   *bufio.Writer
	begun bool
}

func (m *markdown) line(parts ...string) {
	_, _ = m.out.WriteString(strings.Join(parts, "") + "\n") // kept by the buffer
}

// part puts a blank line between two parts of the page.
func (m *markdown) part() {
	if m.begun {
		m.line()
	}
	m.begun = true
}

func (m *markdown) page(p *page) {
	m.heading("# ", p.Title)
	m.part()
	m.line(inline(p.Verdict.Text))
	for _, s := range p.Sections {
		if s.Title != nil {
			m.heading("## ", s.Title)
		}
		for _, b := range s.Blocks {
			m.block(b)
		}
	}
}

func (m *markdown) heading(marks string, text rich) {
	m.part()
	m.line(marks, inline(text))
}

func (m *markdown) block(b block) {
	switch {
	case b.Heading != nil:
		m.heading("### ", b.Heading)
	case b.Paragraph != nil:
		m.part()
		m.line(inline(b.Paragraph))
	case b.List != nil:
		m.part()
		m.items(b.List.Items, b.List.Numbered)
	case b.Table != nil && !b.Table.ScreenOnly:
		m.part()
		m.table(*b.Table)
	case b.Finding != nil:
		m.heading("### ", b.Finding.Title)
		m.part()
		m.line(inline(b.Finding.Summary))
		m.part()
		m.items(b.Finding.Items, false)
	case b.Beside != nil:
		for _, part := range b.Beside {
			for _, b := range part {
				m.block(b)
			}
		}
	}
}

func (m *markdown) items(items []item, numbered bool) {
	for i, it := range items {
		mark := "- "
		if numbered {
			mark = finding.Whole(int64(i+1)) + ". "
		}
		m.line(mark, inline(it.Text))
		for _, sub := range it.Sub {
			m.line("  - ", inline(sub))
		}
	}
}

// table writes a table whose columns line up in a terminal as well.
func (m *markdown) table(g grid) {
	widths := make([]int, len(g.Columns))
	head, rule := make([]string, len(g.Columns)), make([]string, len(g.Columns))
	rows := make([][]string, len(g.Rows))
	for r, row := range g.Rows {
		for _, text := range row {
			rows[r] = append(rows[r], cell(inline(text)))
		}
	}
	for i, c := range g.Columns {
		head[i] = cell(inline(c.Title))
		widths[i] = max(3, columnsOf(head[i]))
		for _, row := range rows {
			widths[i] = max(widths[i], min(widestPad, columnsOf(row[i])))
		}
		rule[i] = strings.Repeat("-", widths[i])
		if c.Right {
			rule[i] = rule[i][1:] + ":"
		}
	}
	m.row(g.Columns, widths, head)
	m.row(g.Columns, widths, rule)
	for _, row := range rows {
		m.row(g.Columns, widths, row)
	}
}

func (m *markdown) row(columns []column, widths []int, cells []string) {
	var out strings.Builder
	for i, c := range cells {
		pad := strings.Repeat(" ", max(0, widths[i]-columnsOf(c)))
		if columns[i].Right {
			out.WriteString("| " + pad + c + " ")
		} else {
			out.WriteString("| " + c + pad + " ")
		}
	}
	m.line(out.String(), "|")
}
