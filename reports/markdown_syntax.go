package reports

import (
	"strings"

	"golang.org/x/text/width"
)

// widestPad is how many columns of a terminal a cell is padded to.
const widestPad = 60

// inline writes a line of text as Markdown.
func inline(text rich) string {
	var out strings.Builder
	for _, p := range text {
		switch p.Kind {
		case value:
			out.WriteString(fenced(p.Text))
		case sentence:
			out.WriteString(escaped(p.Text))
		case strong:
			out.WriteString("**" + p.Text + "**")
		default: // a link leads to what stands in the same page under its number
			out.WriteString(p.Text)
		}
	}
	return out.String()
}

// fenced shows a value as a code span. Nothing inside one is Markdown, HTML, a link
// or a mention.
func fenced(text string) string {
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.Trim(text, "` ") != text {
		text = " " + text + " "
	}
	return fence + text + fence
}

// escaped shows a sentence as plain text.
func escaped(text string) string {
	var out strings.Builder
	for i, r := range text {
		if actsInProse(text, i, r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
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

// cell keeps a pipe from ending its cell, inside a code span too.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// columnsOf is how wide a terminal shows text; Chinese characters take two.
func columnsOf(text string) int {
	n := 0
	for _, r := range text {
		n++
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
	}
	return n
}
