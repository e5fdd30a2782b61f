package reports

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible shows text from logs so that it cannot act on a terminal or deceive
// a reader: control, format, bidi, private and unassigned characters appear as
// \n, \x1b, \u202e; a byte that is no UTF-8 appears as U+FFFD. What was a
// backslash stays one, so paths read as they are; visible text is for reading,
// the saved run holds the exact value. It adds no escaping of Markdown or HTML.
func Visible(text string) string {
	clean := func(r rune) bool { return unicode.IsGraphic(r) && r != utf8.RuneError }
	if strings.IndexFunc(text, func(r rune) bool { return !clean(r) }) < 0 {
		return text
	}
	var out strings.Builder
	for _, r := range text { // a range gives U+FFFD for a bad byte
		if unicode.IsGraphic(r) {
			out.WriteRune(r)
		} else {
			out.WriteString(spelled(r))
		}
	}
	return out.String()
}

func spelled(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r <= 0xff:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// shortened bounds text for reading: it keeps the head and the tail, since a
// path is known by its end.
func shortened(text string, limit int) string {
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	runes := []rune(text)
	tail := limit / 4
	return string(runes[:limit-tail]) + "…" + string(runes[len(runes)-tail:])
}
