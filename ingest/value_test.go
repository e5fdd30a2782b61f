package ingest

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// TestParseInt compares with the library on texts of digits and near them.
func TestParseInt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,21}[0-9.eE:/ +-]?[0-9]{0,3}`).Draw(t, "text")
		got, ok := parseInt([]byte(text))
		want, err := strconv.ParseInt(text, 10, 64)
		wanted := err == nil && text[0] != '+'
		if ok != wanted || ok && got != want {
			t.Fatalf("parseInt(%q) = %d, %v; want %d, %v", text, got, ok, want, wanted)
		}
	})
}
