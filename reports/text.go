package reports

import (
	"slices"
	"strings"

	"opaudit/analyzer/finding"
)

// kind says what a piece of text is, and so how a format must write it.
type kind string

const (
	ownWords kind = "words"  // the document's own words
	strong   kind = "strong" // own words that stand out
	name     kind = "name"   // a short name of the rules' or the analyzer's, such as a day
	value    kind = "code"   // a value from logs
	sentence kind = "prose"  // a text of a rule, which may quote logs
	link     kind = "link"   // own words that lead to another part of the document
)

// tone says how good or bad a word is, for formats with colours; the word says it too.
type tone string

const (
	bad     tone = "bad"
	careful tone = "careful"
	unsure  tone = "unsure"
	good    tone = "good"
)

// piece is a stretch of text of one kind. What came from a run has been made visible;
// a format adds the escaping of its own syntax, and no other text needs any.
type piece struct {
	Kind   kind
	Text   string
	Target string // of a link: the id of the part it leads to
	Tone   tone
}

// rich is a line of text. Text from a run is a string, so the compiler keeps it out of
// a document until code, plain or prose has dealt with it.
type rich []piece

const (
	longestCode  = 240  // characters of a value from logs, in reading
	longestProse = 2000 // characters of a text of a rule
)

// say is the document's own text.
func say(text string) rich { return rich{{Kind: ownWords, Text: text}} }

// stress is the document's own text that stands out.
func stress(text string) rich { return rich{{Kind: strong, Text: text}} }

// code shows a value from logs as it is.
func code(text string) rich {
	text = Visible(shortened(text, longestCode))
	if strings.TrimSpace(text) == "" {
		return say(nothing)
	}
	return rich{{Kind: value, Text: text}}
}

// plain shows a short name that comes from rules or the analyzer, such as a
// clause or a day, bare when it looks like one and as code when it does not.
func plain(text string) rich {
	for i := range len(text) {
		if !wordAt(text, i) && text[i] != '.' && text[i] != '-' {
			return code(text)
		}
	}
	if text == "" || len(text) > 20 {
		return code(text)
	}
	return rich{{Kind: name, Text: text}}
}

// prose shows a sentence of a rule on one line. Rules may quote logs in it, so it is
// no more trusted than they are.
func prose(text string) rich {
	text = Visible(shortened(strings.TrimSpace(text), longestProse))
	if text == "" {
		return say(nothing)
	}
	return rich{{Kind: sentence, Text: text}}
}

func wordAt(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	c := text[i] | 0x20
	return c >= 'a' && c <= 'z' || text[i] >= '0' && text[i] <= '9'
}

// codes is a list of values.
func codes(values []string, comma string) rich {
	list := make([]rich, 0, len(values))
	for _, v := range values {
		list = append(list, code(v))
	}
	return listed(list, comma)
}

// listed joins parts with a comma between them.
func listed(parts []rich, comma string) rich {
	var list rich
	for i, part := range parts {
		if i > 0 {
			list = append(list, say(comma)...)
		}
		list = append(list, part...)
	}
	return list
}

// join puts texts one behind the other.
func join(parts ...rich) rich { return slices.Concat(parts...) }

// fill puts parts into the places of format, one of the document's own texts.
func fill(format string, parts ...rich) rich {
	before, after, found := strings.Cut(format, "%s")
	var out rich
	if before != "" {
		out = say(before)
	}
	if found && len(parts) > 0 {
		out = join(out, parts[0], fill(after, parts[1:]...))
	}
	return out
}

// whole is a count.
func whole(n int64) rich { return say(finding.Whole(n)) }

// counted fills a plural text whose only place is its number.
func counted(text plural, n int64) rich { return fill(text.of(n), whole(n)) }

// known is the document's word for a value of the run, or the value itself
// when a later version of the run has one that is not known here.
func known[T ~string](words map[T]string, v T) rich {
	if word, ok := words[v]; ok {
		return say(word)
	}
	return code(string(v))
}

// toned gives a text its tone.
func toned(text rich, t tone) rich {
	text = slices.Clone(text)
	for i := range text {
		text[i].Tone = t
	}
	return text
}

// textOf is the bare text of a line.
func textOf(text rich) string {
	var out strings.Builder
	for _, p := range text {
		out.WriteString(p.Text)
	}
	return out.String()
}
