package shell

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	cells "github.com/jedib0t/go-pretty/v6/text"

	"opaudit/similar"
	"opaudit/sql/query"
)

// A MistakeError is an error in a statement, for its author to see where it is.
type MistakeError struct {
	statement string
	message   []string // lines; they may hold what the database holds
	place     int      // bytes into the statement, -1 when it is about the whole
	meant     []string
	cause     error
}

func (m *MistakeError) Error() string { return m.message[0] }

// Unwrap returns the error as it came.
func (m *MistakeError) Unwrap() error { return m.cause }

// Details are the lines that follow Error: what else was said, the place in the
// statement with a mark under it, and what was probably meant. All of them are
// indented, and visible has dealt with what they hold.
func (m *MistakeError) Details(visible func(string) string) []string {
	var lines []string
	for _, line := range m.message[1:] {
		lines = append(lines, "  "+visible(strings.ReplaceAll(line, "\t", " ")))
	}
	if m.place >= 0 {
		lines = append(lines, m.marked(visible)...)
	}
	if len(m.meant) > 0 {
		lines = append(lines, "  "+visible("did you mean "+strings.Join(m.meant, ", ")+"?"))
	}
	return lines
}

// excerpt is how many cells of a line are shown before and behind a place.
const excerpt = 50

// marked is the line of the place and a mark under it.
func (m *MistakeError) marked(visible func(string) string) []string {
	begin := strings.LastIndexByte(m.statement[:m.place], '\n') + 1
	before, behind := m.statement[begin:m.place], m.statement[m.place:]
	behind, _, _ = strings.Cut(behind, "\n")
	clean := func(s string) string { return visible(strings.ReplaceAll(s, "\t", " ")) }
	before, behind = clean(before), clean(behind)
	if whole := before; cells.StringWidth(whole) > excerpt {
		before = "…" + reversed(beginning(reversed(whole)))
	}
	if whole := behind; cells.StringWidth(whole) > excerpt {
		behind = beginning(whole) + "…"
	}
	return []string{"  " + before + behind, "  " + strings.Repeat(" ", cells.StringWidth(before)) + "^"}
}

// beginning is what of a text fits into an excerpt.
func beginning(text string) string {
	room := excerpt
	for i, r := range text {
		if room -= cells.RuneWidth(r); room < 0 {
			return text[:i]
		}
	}
	return text
}

func reversed(text string) string {
	runes := []rune(text)
	slices.Reverse(runes)
	return string(runes)
}

var (
	// placed is how the engine shows a place: a line of the statement, perhaps cut, and
	// a mark under it.
	placed = regexp.MustCompile(`(?s)^(.*?)\n+LINE (\d+): ([^\n]*)\n( *)\^(.*)$`)
	// hint is how it says what may be meant.
	hint       = regexp.MustCompile(`\n(?:Did you mean|Candidate (?:bindings|tables)|Similar \w+)[^\n]*`)
	candidates = regexp.MustCompile(`\nCandidate bindings`)
	nameInText = regexp.MustCompile(`"((?:[^"\n]|"")+)"`)
	// unknown is how a message tells of a name or word that there is not.
	unknown = regexp.MustCompile(`syntax error|not exist|not found|not have|no such|not a |not be called`)
)

// Explain finds out where a statement is wrong and what was meant. Without names it
// suggests only what the engine does. An error that is not about the statement comes
// back as it is.
func Explain(statement string, err error, known *Names) error {
	var refused *query.RefusedError
	var answered *query.AnswerError
	m := &MistakeError{statement: statement, place: -1, cause: err}
	message := err.Error()
	switch {
	case errors.As(err, &refused):
		m.place = refused.Offset
	case errors.As(err, &answered) && answered.Kind != query.KindQuery, errors.Is(err, query.ErrEnded):
		return err
	}
	if parts := placed.FindStringSubmatch(message); parts != nil {
		message = parts[1] + parts[5]
		m.place = locate(statement, parts[2], parts[3], len(parts[4]))
	}
	if m.place > len(statement) {
		m.place = -1
	}
	hints := nameInText.FindAllString(strings.Join(hint.FindAllString(message, -1), ""), -1)
	said := message
	message = hint.ReplaceAllString(message, "")
	for i := range hints {
		hints[i] = strings.Trim(hints[i], `"`)
	}
	m.message = slices.DeleteFunc(strings.Split(message, "\n"), func(line string) bool { return strings.TrimSpace(line) == "" })
	if len(m.message) == 0 {
		m.message = []string{message}
	}
	m.meant = m.meaning(said, hints, known)
	return m
}

// locate is the place that the engine marked: in a line, from 1, of which it shows a
// part with the mark under a cell of it.
func locate(statement, number, shown string, mark int) int {
	n, _ := strconv.Atoi(number)
	lines := strings.SplitAfter(statement, "\n")
	if n < 1 || n > len(lines) {
		return -1
	}
	cell := mark - len("LINE "+number+": ")
	if part, cut := strings.CutPrefix(shown, "..."); cut && !strings.Contains(lines[n-1], shown) {
		shown, cell = part, cell-3
	}
	if part, cut := strings.CutSuffix(shown, "..."); cut && !strings.Contains(lines[n-1], shown) {
		shown = part
	}
	within := strings.Index(lines[n-1], shown)
	if within < 0 {
		return -1
	}
	at := len(strings.Join(lines[:n-1], "")) + within
	for i, r := range shown {
		width := cells.RuneWidth(r)
		if cell <= 0 && width > 0 { // to the engine a tab is no cell either
			return at + i
		}
		cell -= width
	}
	return at + len(shown)
}

// meaning guesses what was meant by a name or word that is not known.
func (m *MistakeError) meaning(message string, hints []string, known *Names) []string {
	if !unknown.MatchString(message) {
		return nil
	}
	var all []string
	if known != nil {
		all = slices.Concat(columnNames(known.relations), known.relationNames(), keywords, known.functions)
	}
	for _, word := range m.suspects(hint.ReplaceAllString(message, "")) {
		if slices.ContainsFunc(all, func(name string) bool { return strings.EqualFold(name, word) }) {
			continue
		}
		if meant := similar.To(word, hints); len(meant) > 0 {
			return meant
		}
		if meant := similar.To(word, all); len(meant) > 0 {
			return meant
		}
	}
	if candidates.MatchString(message) { // what there is, whether like it or not
		return nil
	}
	return hints[:min(len(hints), 3)]
}

// suspects are the words that may be wrong: the names that the message tells of, the
// word at the place, and the one before it, which may have been taken for something else.
func (m *MistakeError) suspects(message string) []string {
	var words []string
	for _, name := range nameInText.FindAllStringSubmatch(message, -1) {
		words = append(words, name[1])
	}
	slices.Reverse(words)
	if m.place < 0 {
		return words
	}
	before := ""
	for _, t := range tokens(m.statement) {
		if t.end > m.place {
			return append(words, bare(t, m.statement), before)
		}
		before = bare(t, m.statement)
	}
	return append(words, before)
}

// didYouMean goes on with a sentence.
func didYouMean(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "; did you mean " + strings.Join(names, ", ") + "?"
}
