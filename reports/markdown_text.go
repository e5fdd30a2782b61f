package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/width"

	"opaudit/analyzer/finding"
)

// markup is Markdown that may be written as it is: the document's own words,
// or text that code or prose has escaped. Text from a run is a string, so the
// compiler keeps it out until one of the two has dealt with it.
type markup string

const (
	longestCode  = 240  // characters of a value from logs, in reading
	longestProse = 2000 // characters of a text of a rule
	widestPad    = 60   // columns of a terminal that a cell is padded to
)

// code shows a value from logs as a code span. Nothing inside one is Markdown,
// HTML, a link or a mention.
func code(value string) markup {
	value = Visible(shortened(value, longestCode))
	if strings.TrimSpace(value) == "" {
		return nothing
	}
	fence := "`"
	for strings.Contains(value, fence) {
		fence += "`"
	}
	if strings.Trim(value, "` ") != value {
		value = " " + value + " "
	}
	return markup(fence + value + fence)
}

// plain shows a short name that comes from rules or the analyzer, such as a
// clause or a day, bare when it looks like one and as code when it does not.
func plain(name string) markup {
	for i := range len(name) {
		if !wordAt(name, i) && name[i] != '.' && name[i] != '-' {
			return code(name)
		}
	}
	if name == "" || len(name) > 20 {
		return code(name)
	}
	return markup(name)
}

// codes is a list of values.
func codes(values []string, comma string) markup {
	list := make([]string, 0, len(values))
	for _, value := range values {
		list = append(list, string(code(value)))
	}
	return markup(strings.Join(list, comma))
}

// prose shows a sentence of a rule as plain text on one line. Rules may quote
// logs in it, so it is no more trusted than they are.
func prose(text string) markup {
	text = Visible(shortened(strings.TrimSpace(text), longestProse))
	if text == "" {
		return nothing
	}
	var out strings.Builder
	for i, r := range text {
		if actsInProse(text, i, r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return markup(out.String())
}

// actsInProse says whether the character at i would be Markdown, HTML, math or
// an automatic link there. A bare e-mail address still becomes a link on some
// code hosts, which no escape prevents.
func actsInProse(text string, i int, r rune) bool {
	switch r {
	case '\\', '`', '*', '[', ']', '<', '>', '&', '#', '~', '$':
		return true
	case '_':
		return !wordAt(text, i-1) || !wordAt(text, i+1)
	case ':':
		return strings.HasPrefix(text[i:], "://")
	case '-', '+', '=', '|':
		return i == 0
	case '.', ')':
		before := text[:i] // "1." opens a list, "www." a link
		return strings.EqualFold(before[max(0, i-3):], "www") || strings.Trim(before, "0123456789") == ""
	}
	return false
}

func wordAt(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	c := text[i] | 0x20
	return c >= 'a' && c <= 'z' || text[i] >= '0' && text[i] <= '9'
}

// page writes Markdown lines. The buffer keeps the first write error and
// swallows what follows, so only close reports it.
type page struct {
	out   *bufio.Writer
	words *words
}

func newPage(w io.Writer, lang Language) *page {
	return &page{out: bufio.NewWriter(w), words: wordsIn(lang)}
}

func (p *page) close() error {
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// line writes one line; format is the document's own.
func (p *page) line(format string, parts ...markup) {
	_, _ = p.out.WriteString(string(fill(format, parts...)) + "\n") // kept by the buffer, see close
}

// fill puts parts into the places of format.
func fill(format string, parts ...markup) markup {
	values := make([]any, 0, len(parts))
	for _, part := range parts {
		values = append(values, part)
	}
	return markup(fmt.Sprintf(format, values...))
}

// counted fills a plural text whose only place is its number.
func counted(text plural, n int64) markup {
	if !strings.Contains(text.of(n), "%s") {
		return markup(text.of(n))
	}
	return fill(text.of(n), markup(finding.Whole(n)))
}

// column heads a column of a grid.
type column struct {
	title string
	right bool // numbers stand at the right
}

// grid writes a table whose columns line up in a terminal as well.
func (p *page) grid(columns []column, rows [][]markup) {
	widths := make([]int, len(columns))
	head, rule := make([]markup, len(columns)), make([]markup, len(columns))
	for i, c := range columns {
		head[i] = markup(c.title)
		widths[i] = max(3, columnsOf(head[i]))
		for _, row := range rows {
			widths[i] = max(widths[i], min(widestPad, columnsOf(cell(row[i]))))
		}
		rule[i] = markup(strings.Repeat("-", widths[i]))
		if c.right {
			rule[i] = rule[i][1:] + ":"
		}
	}
	p.row(columns, widths, head)
	p.row(columns, widths, rule)
	for _, row := range rows {
		p.row(columns, widths, row)
	}
	p.line("")
}

func (p *page) row(columns []column, widths []int, cells []markup) {
	var out strings.Builder
	for i, c := range cells {
		c = cell(c)
		pad := strings.Repeat(" ", max(0, widths[i]-columnsOf(c)))
		if columns[i].right {
			out.WriteString("| " + pad + string(c) + " ")
		} else {
			out.WriteString("| " + string(c) + pad + " ")
		}
	}
	p.line("%s|", markup(out.String()))
}

// cell keeps a pipe from ending its cell, inside a code span too.
func cell(c markup) markup {
	return markup(strings.ReplaceAll(string(c), "|", `\|`))
}

// columnsOf is how wide a terminal shows text; Chinese characters take two.
func columnsOf(text markup) int {
	n := 0
	for _, r := range string(text) {
		n++
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
	}
	return n
}
