// How paths and messages are written into tables and told: readable, and without
// personal data.

package ingest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"opaudit/ingest/mask"
)

// maskedText is a text without personal data.
func maskedText(text string) string { return mask.Text(readable(text)) }

// readable writes the bytes of a text that are no UTF-8, as file names may have
// them, as \xb6: tables and messages hold UTF-8 alone.
func readable(text string) string {
	var b strings.Builder
	for i, c := range text {
		if c != utf8.RuneError || strings.HasPrefix(text[i:], string(utf8.RuneError)) {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, "\\x%02x", text[i])
		}
	}
	return b.String()
}

// maskedPath is the path for tables and reports; one that held personal data
// carries a digest, so that two such paths stay apart.
func (l *Loader) maskedPath(path string) string {
	path = readable(path)
	if masked := mask.Text(path); masked != path {
		return fmt.Sprintf("%s (%x)", masked, newDigester(l.key).of("path", []byte(path))[:4])
	}
	return path
}

// A maskedError is an error whose text may be told: paths in it may be made of
// personal data.
type maskedError struct{ error }

func (e maskedError) Error() string { return maskedText(e.error.Error()) }
func (e maskedError) Unwrap() error { return e.error }
