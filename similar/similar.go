// Package similar guesses which word was meant by one that is not known.
package similar

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// To are the words that are most like one, at most three: they begin with it, or
// differ least from it; none when all are too different.
func To(word string, known []string) []string {
	word = strings.ToLower(word)
	length := utf8.RuneCountInString(word)
	if length < 3 {
		return nil
	}
	best := math.MaxInt
	var near []string
	for _, k := range known {
		lower := strings.ToLower(k)
		difference, other := levenshtein.ComputeDistance(word, lower), utf8.RuneCountInString(lower)
		switch {
		case swapped(word, lower):
			difference = 1
		case strings.HasPrefix(lower, word):
			difference = 1
		case difference > max(length, other)/3:
			continue
		default:
			difference += max(length-other, other-length)
		}
		if difference < best {
			near, best = nil, difference
		}
		if difference == best && !slices.ContainsFunc(near, func(n string) bool { return strings.EqualFold(n, k) }) {
			near = append(near, k)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return len(a) - len(b) })
	return near[:min(len(near), 3)]
}

// swapped reports whether two words differ in the order of two neighbours alone.
func swapped(a, b string) bool {
	one, two := []rune(a), []rune(b)
	if len(one) != len(two) {
		return false
	}
	i := 0
	for i < len(one) && one[i] == two[i] {
		i++
	}
	return i+1 < len(one) && one[i] == two[i+1] && one[i+1] == two[i] && string(one[i+2:]) == string(two[i+2:])
}
