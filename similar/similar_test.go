package similar_test

import (
	"slices"
	"testing"

	"opaudit/similar"
)

// TestTo guesses names, commands and keywords, and says nothing when all are too different.
func TestTo(t *testing.T) {
	known := []string{"app_key", "api_calls", "apps.kind", "apps.company", "csv", "method", "Method", "days", "app_days", "receivers"}
	for word, want := range map[string][]string{
		"appkey":       {"app_key"},
		"APP_KEY":      {"app_key"},
		"api_cals":     {"api_calls"},
		"apps.knd":     {"apps.kind"},
		"cvs":          {"csv"},                              // two neighbours swapped
		"metod":        {"method"},                           // once, in whatever case
		"app":          {"app_key", "app_days", "apps.kind"}, // what begins with it, the shortest first, and no more than three
		"ap":           nil,                                  // too short to tell
		"":             nil,
		"subscription": nil, // nothing is like it
		"收件":           nil,
	} {
		if got := similar.To(word, known); !slices.Equal(got, want) {
			t.Errorf("%q is like %q, want %q", word, got, want)
		}
	}
}

// TestToPrefersTheNearest: of several that are like it the nearest comes back.
func TestToPrefersTheNearest(t *testing.T) {
	known := []string{"app_key", "apps", "method", "meta", "3.4-decrypt-ratio", "3.4-decrypt-ratio-shop", "FROM", "OR"}
	for word, want := range map[string][]string{"apkey": {"app_key"}, "methd": {"method"}, "FORM": {"FROM"}, "3.4-decrypt": {"3.4-decrypt-ratio", "3.4-decrypt-ratio-shop"}} {
		if got := similar.To(word, known); !slices.Equal(got, want) {
			t.Errorf("%q is like %q, want %q", word, got, want)
		}
	}
}
