package shell

import (
	"slices"
	"strings"

	"github.com/reeflective/readline"
)

// complete is what Tab offers at a place in the text.
func (s *Shell) complete(line []rune, cursor int) readline.Completions {
	before := string(line[:cursor])
	if command := strings.TrimLeft(before, " "); strings.HasPrefix(command, ".") {
		return s.completeCommand(command)
	}
	all := tokens(before)
	begun, last := "", len(all)-1
	if last >= 0 && all[last].end == len(before) {
		switch t := all[last]; {
		case t.kind == literal && t.open, t.kind == comment && (t.open || strings.HasPrefix(t.in(before), "--")):
			return readline.Completions{}
		case t.kind == word:
			begun = t.in(before)
			last--
		}
	}
	previous := func(i int) string {
		if last-i < 0 {
			return ""
		}
		return all[last-i].in(before)
	}
	relations, words := offer{"tables and views", s.names.relationNames()}, offer{"keywords", cased(s.keywords(), begun)}
	switch mentioned := s.names.mentioned(string(line)); {
	case previous(0) == ".":
		r := mentioned[strings.ToLower(strings.Trim(previous(1), `"`))]
		if r == nil {
			return readline.Completions{}
		}
		return s.offers(before, begun, offer{"columns", columnNames([]relation{*r})})
	case slices.Contains([]string{"FROM", "JOIN", "TABLE", "DESCRIBE", "SUMMARIZE", "INTO", "UPDATE"}, strings.ToUpper(previous(0))):
		return s.offers(before, begun, relations)
	case slices.Contains([]string{"", ";"}, previous(0)):
		return s.offers(before, begun, words)
	default:
		from := s.names.relations
		if len(mentioned) > 0 {
			from = nil
			for _, r := range mentioned {
				from = append(from, *r)
			}
		}
		return s.offers(before, begun, offer{"columns", columnNames(from)}, relations, words)
	}
}

// keywords are those of the statements that may be run.
func (s *Shell) keywords() []string {
	if s.o.Write {
		return slices.Concat(keywords, writingKeywords)
	}
	return keywords
}

// cased writes keywords as the word was begun.
func cased(words []string, begun string) []string {
	if begun == "" || begun != strings.ToLower(begun) {
		return words
	}
	lower := make([]string, len(words))
	for i, word := range words {
		lower[i] = strings.ToLower(word)
	}
	return lower
}

// completeCommand completes a command's name, or what it takes.
func (s *Shell) completeCommand(text string) readline.Completions {
	name, argument, begun := strings.Cut(text, " ")
	if !begun {
		var all []string
		for _, c := range commands {
			all = append(all, c.name)
		}
		return s.offers(text, text, offer{"commands", all})
	}
	i := slices.IndexFunc(commands, func(c command) bool { return c.name == name })
	if i < 0 || commands[i].arguments == nil {
		return readline.Completions{}
	}
	return s.offers(text, strings.TrimLeft(argument, " "), offer{"values", commands[i].arguments(s)})
}

// An offer is candidates of one kind.
type offer struct {
	kind   string
	values []string
}

// widestName is how many cells a name takes in a list, more or less.
const widestName = 25

// offers are the candidates that go on with a word, which text ends with.
func (s *Shell) offers(text, word string, all ...offer) readline.Completions {
	// The line editor takes everything since the last blank for the word to complete,
	// unless it is told the word. Of none at all it cannot be told, so what stands before
	// it is completed together with it.
	before := ""
	if word == "" && text != "" && !strings.HasSuffix(text, " ") && !strings.HasSuffix(text, "\n") {
		before = text[len(text)-1:]
	}
	var candidates []readline.Completion
	taken := map[string]bool{}
	for _, o := range all {
		for _, value := range o.values {
			if len(value) < len(word) || !strings.EqualFold(value[:len(word)], word) || taken[value] {
				continue
			}
			taken[value] = true
			candidates = append(candidates, readline.Completion{Value: before + value, Display: value, Tag: o.kind})
		}
	}
	if width, height := s.screen.size(); len(candidates) > max(1, width/widestName)*height/2 {
		return readline.CompleteMessage("%d names go on like this; type more of one", len(candidates))
	}
	completions := readline.CompleteRaw(candidates)
	completions.PREFIX = before + word
	return completions
}
