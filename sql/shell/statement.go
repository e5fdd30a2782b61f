package shell

import (
	"slices"
	"strings"
	"unicode"
)

// A token is a piece of SQL: a word, a quoted name, a literal, a comment or a sign.
type token struct {
	kind       tokenKind
	start, end int  // bytes
	open       bool // its end was not found
}

type tokenKind int

const (
	word    tokenKind = iota // a name or keyword, or a number
	quoted                   // "name"
	literal                  // 'text', $$text$$
	comment
	sign
)

func (t token) in(text string) string { return text[t.start:t.end] }

// tokens takes SQL apart, as far as is needed to find the end of a statement and the
// names in it. White space is left out.
func tokens(text string) []token {
	var all []token
	for at := 0; at < len(text); {
		if blank := len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace)); blank > 0 {
			at += blank
			continue
		}
		t := next(text, at)
		all = append(all, t)
		at = t.end
	}
	return all
}

// next is the token that begins at a place.
func next(text string, at int) token {
	rest := text[at:]
	until := func(kind tokenKind, begin int, end string) token {
		n := strings.Index(rest[begin:], end)
		if n < 0 {
			return token{kind, at, len(text), true}
		}
		return token{kind, at, at + begin + n + len(end), false}
	}
	escapes := len(rest) > 1 && (rest[0] == 'e' || rest[0] == 'E') && rest[1] == '\''
	switch {
	case strings.HasPrefix(rest, "--"):
		t := until(comment, 2, "\n")
		t.open = false // the end of the text ends it too
		return t
	case strings.HasPrefix(rest, "/*"):
		return blockComment(text, at)
	case rest[0] == '\'':
		return quotedToken(literal, text, at, at+1, false)
	case escapes:
		return quotedToken(literal, text, at, at+2, true)
	case rest[0] == '"':
		return quotedToken(quoted, text, at, at+1, false)
	case rest[0] == '$':
		if tag := dollarTag(rest); tag != "" {
			return until(literal, len(tag), tag)
		}
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !inWord(r) })
	switch {
	case end < 0:
		return token{word, at, len(text), false}
	case end > 0:
		return token{word, at, at + end, false}
	}
	return token{sign, at, at + 1, false}
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// quotedToken ends at the quote before which it begins; a doubled one is part of it.
func quotedToken(kind tokenKind, text string, start, from int, escapes bool) token {
	quote := text[from-1]
	for i := from; i < len(text); i++ {
		switch {
		case escapes && text[i] == '\\':
			i++
		case text[i] != quote:
		case i+1 < len(text) && text[i+1] == quote:
			i++
		default:
			return token{kind, start, i + 1, false}
		}
	}
	return token{kind, start, len(text), true}
}

// blockComment may hold others.
func blockComment(text string, start int) token {
	depth := 0
	for i := start; i < len(text)-1; i++ {
		switch text[i : i+2] {
		case "/*":
			depth++
			i++
		case "*/":
			i++
			if depth--; depth == 0 {
				return token{comment, start, i + 1, false}
			}
		}
	}
	return token{comment, start, len(text), true}
}

// dollarTag is the sign that ends a text which begins with it, $$ or $tag$; "" when
// the text begins with none.
func dollarTag(text string) string {
	end := strings.IndexByte(text[1:], '$')
	if end < 0 || strings.ContainsFunc(text[1:end+1], func(r rune) bool { return !inWord(r) }) {
		return ""
	}
	return text[:end+2]
}

// statements cuts SQL behind each semicolon that ends a statement. ended tells
// whether nothing but comments stands behind the last one.
func statements(text string) (all []string, ended bool) {
	begin, ended := 0, false
	for _, t := range tokens(text) {
		switch {
		case t.kind == sign && text[t.start] == ';':
			all = append(all, text[begin:t.end])
			begin, ended = t.end, true
		case t.kind != comment || t.open:
			ended = false
		}
	}
	if !ended && strings.TrimSpace(text[begin:]) != "" {
		all = append(all, text[begin:])
	}
	return slices.DeleteFunc(all, empty), ended
}

// empty reports whether nothing but comments and semicolons stands in a text.
func empty(text string) bool {
	return !slices.ContainsFunc(tokens(text), func(t token) bool {
		return t.kind != comment && (t.kind != sign || text[t.start] != ';')
	})
}

// accepted reports whether Enter runs what was typed: a command is one line, a
// statement goes on until its semicolon.
func accepted(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, ".") || bareWords[text] != "" {
		return true
	}
	_, ended := statements(text)
	return ended
}

// bareWords are what people type who know another shell, and what is meant.
var bareWords = map[string]string{"help": ".help", "exit": ".quit", "quit": ".quit", `\q`: ".quit", `\h`: ".help", `\?`: ".help"}
