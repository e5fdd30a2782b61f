package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"opaudit/similar"
)

// A reader takes the nodes of one file apart.
type reader struct {
	path  string
	known Known
}

// members are the keys that a mapping may have, and what reads their values.
type members map[string]func(value *yaml.Node) error

func (r reader) wrong(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", r.path, at.Line, at.Column, fmt.Sprintf(format, args...))
}

// noAliases refuses what stands for another part of the file.
func (r reader) noAliases(node *yaml.Node) error {
	if node.Kind == yaml.AliasNode {
		return r.wrong(node, "*%s stands for another part of the file: anchors and aliases are not supported, write it out here", node.Value)
	}
	for _, n := range node.Content {
		if err := r.noAliases(n); err != nil {
			return err
		}
	}
	return nil
}

// keys reads a mapping whose keys are known.
func (r reader) keys(node *yaml.Node, what string, known members) error {
	return r.each(node, what, func(key, value *yaml.Node) error {
		read, ok := known[key.Value]
		if !ok {
			names := slices.Sorted(maps.Keys(known))
			return r.wrong(key, "%s has no key %q; %s", what, key.Value, suggest(key.Value, names))
		}
		return read(value)
	})
}

// suggest names the word that was meant, if one of the known ones is near, else all.
func suggest(word string, known []string) string {
	if nearest := similar.To(word, known); len(nearest) > 0 {
		return fmt.Sprintf("did you mean %q?", nearest[0])
	}
	return "there are " + strings.Join(known, ", ")
}

// each calls f with each key of a mapping and its value; a key stands once.
func (r reader) each(node *yaml.Node, what string, f func(key, value *yaml.Node) error) error {
	if isNull(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return r.wrong(node, "%s is written as keys and values, each as key: value", what)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if seen[key.Value] {
			return r.wrong(key, "%s stands here a second time: leave one of them out", key.Value)
		}
		seen[key.Value] = true
		if err := f(key, node.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// items calls f with each element of a list.
func (r reader) items(node *yaml.Node, what string, f func(*yaml.Node) error) error {
	if isNull(node) {
		return nil
	}
	if node.Kind != yaml.SequenceNode {
		return r.wrong(node, "%s is a list: write - before each item", what)
	}
	for _, item := range node.Content {
		if err := f(item); err != nil {
			return err
		}
	}
	return nil
}

func isNull(node *yaml.Node) bool { return node.Kind == yaml.ScalarNode && node.Tag == "!!null" }

// text reads a text that is not blank.
func (r reader) text(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if v.Kind != yaml.ScalarNode || isNull(v) || strings.TrimSpace(v.Value) == "" {
			return r.wrong(v, "a text is missing here: write it, or leave the key out")
		}
		*to = strings.TrimSpace(v.Value)
		return nil
	}
}

// oneOf reads one of a few words.
func (r reader) oneOf(to *string, words ...string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if v.Kind != yaml.ScalarNode || !slices.Contains(words, v.Value) {
			return r.wrong(v, "this is one of %s, not %q", strings.Join(words, ", "), v.Value)
		}
		*to = v.Value
		return nil
	}
}

// whole reads an integer that is not negative.
func (r reader) whole(to *int64) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		n, err := strconv.ParseInt(v.Value, 10, 64)
		if err != nil || n < 0 || v.Kind != yaml.ScalarNode {
			return r.wrong(v, "a whole number is written here, not %q", v.Value)
		}
		*to = n
		return nil
	}
}

// day reads a calendar day.
func (r reader) day(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if _, err := time.Parse(time.DateOnly, v.Value); err != nil || v.Kind != yaml.ScalarNode {
			return r.wrong(v, "a day is written as YYYY-MM-DD, not %q", v.Value)
		}
		*to = v.Value
		return nil
	}
}

// past reads a calendar day on which something has happened.
func (r reader) past(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if err := r.day(to)(v); err != nil {
			return err
		}
		if r.known.Today != "" && *to > r.known.Today {
			return r.wrong(v, "%s is still to come (today is %s): leave the day out until it has happened", *to, r.known.Today)
		}
		return nil
	}
}

// countsFromNought are the errors whose line the parser counts from 0, others from 1.
var countsFromNought = regexp.MustCompile(`^did not find expected (<|node content|key|'-' indicator|',' or )`)

var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// unreadable is an error about text that is no YAML. The parser tells the line; the
// column is where the line's content begins.
func (r reader) unreadable(text string, err error) error {
	found := yamlError.FindStringSubmatch(err.Error())
	if found == nil {
		return fmt.Errorf("%s:1:1: %w", r.path, err)
	}
	lines := strings.Split(text, "\n")
	n, _ := strconv.Atoi(found[1]) // none stands for the first line
	if countsFromNought.MatchString(found[2]) {
		n++
	}
	n = min(max(n, 1), len(lines))
	at := yaml.Node{Line: n, Column: 1 + len(lines[n-1]) - len(strings.TrimLeft(lines[n-1], " \t"))}
	if strings.HasPrefix(strings.TrimLeft(lines[n-1], " "), "\t") {
		return r.wrong(&at, "a tab begins this line: indent it with blanks")
	}
	return r.wrong(&at, "this is no YAML: %s", found[2])
}
