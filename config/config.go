// Package config reads opaudit.yaml, which says what the program cannot know by
// itself. Every error names the file, the line and the column.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// DefaultFile is read when no other file is named and it is there.
const DefaultFile = "opaudit.yaml"

// Config is what the file says.
type Config struct {
	// Vocabulary adds words to the lists by which personal data is told from
	// what looks like it, by the name of the list.
	Vocabulary map[string][]string
}

// Read reads the file at path; lists are the names that a list of the vocabulary
// may have. Without a path DefaultFile is read if it is there. An unknown key, a
// value of another kind and a second document are errors.
func Read(path string, lists []string) (Config, error) {
	byDefault := path == ""
	if byDefault {
		path = DefaultFile
	}
	text, err := os.ReadFile(path)
	if byDefault && errors.Is(err, fs.ErrNotExist) {
		return Config{}, nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("read configuration: %w", err)
	}
	r := reader{path: path, lists: lists}
	var document yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	if err := decoder.Decode(&document); err != nil {
		if strings.TrimSpace(string(text)) == "" || err.Error() == "EOF" {
			return Config{}, nil // nothing but comments
		}
		return Config{}, fmt.Errorf("%s: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	var second yaml.Node
	if decoder.Decode(&second) == nil {
		return Config{}, r.wrong(&second, "a second document: put everything into one")
	}
	return r.config(document.Content[0])
}

type reader struct {
	path  string
	lists []string
}

func (r reader) wrong(at *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", r.path, at.Line, at.Column, fmt.Sprintf(format, args...))
}

func (r reader) config(root *yaml.Node) (c Config, err error) {
	err = r.each(root, "the configuration", func(key, value *yaml.Node) error {
		if key.Value != "vocabulary" {
			return r.wrong(key, "there is no key %q, only vocabulary", key.Value)
		}
		c.Vocabulary, err = r.vocabulary(value)
		return err
	})
	return c, err
}

func (r reader) vocabulary(node *yaml.Node) (map[string][]string, error) {
	lists := map[string][]string{}
	err := r.each(node, "vocabulary", func(key, value *yaml.Node) error {
		if !slices.Contains(r.lists, key.Value) {
			return r.wrong(key, "vocabulary has no list %q, only %s", key.Value, strings.Join(r.lists, ", "))
		}
		if value.Kind != yaml.SequenceNode {
			return r.wrong(value, "%s is a list of words: [word, word]", key.Value)
		}
		for _, word := range value.Content {
			if word.Kind != yaml.ScalarNode || strings.TrimSpace(word.Value) == "" {
				return r.wrong(word, "%s is a list of words; this is none", key.Value)
			}
			lists[key.Value] = append(lists[key.Value], word.Value)
		}
		return nil
	})
	return lists, err
}

// each calls f with each key of a mapping and its value; a key stands once.
func (r reader) each(node *yaml.Node, what string, f func(key, value *yaml.Node) error) error {
	if node.Kind == yaml.ScalarNode && node.Tag == "!!null" {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		return r.wrong(node, "%s is written as keys and values", what)
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if seen[key.Value] {
			return r.wrong(key, "%s stands here a second time", key.Value)
		}
		seen[key.Value] = true
		if err := f(key, node.Content[i+1]); err != nil {
			return err
		}
	}
	return nil
}
