// Package config reads opaudit.yaml, which says what the program cannot know by
// itself. Every error names the file, the line and the column.
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// DefaultFile is read when no other file is named and it is there.
const DefaultFile = "opaudit.yaml"

// Config is what the file says. Days are calendar days in Asia/Shanghai, as
// YYYY-MM-DD; "" is for what the file leaves out.
type Config struct {
	Path       string // "" when there is no file
	Vocabulary map[string][]string
	Developer  Developer
	Apps       []App
	Shops      []Shop
	Receivers  []string // hosts that may receive order data, in lower case: "host", "host:port" or "*.domain"
	Operations []Operation
	Sources    []Source
	Exclude    []string // globs of files that are never read as logs, see Matches

	Suppressions []Suppression
	Warnings     []Warning
}

// Known are the names of other parts of the program that the file may use.
type Known struct {
	Lists  []string            // of the vocabulary
	Fields map[string][]string // of a record, by logType
	Rules  map[string]Rule     // by id
	Today  string              // YYYY-MM-DD in Asia/Shanghai, or the later day that is judged: what has happened did so by then; "" for any day
}

// Rule is what the file may change of a rule.
type Rule struct {
	Warn  *float64 // from which value on it warns by itself; nil when it never warns
	Limit *float64 // its own number; nil when it has none
	Down  bool     // a smaller value is a worse one
}

// Warning makes a rule warn earlier than it does by itself.
type Warning struct {
	Rule  string
	Value float64
}

// Suppression sets findings aside, for a time and with a reason.
type Suppression struct {
	Place       string // in the file: "opaudit.yaml:7"
	Fingerprint string // of one finding; "" for those of Rule
	Rule        string
	App         string  // of these only the app's; "" for any
	Shop        *int64  // of these only the shop's; nil for any
	Subject     *string // of these only those about it; nil for any
	Owner       string
	Reason      string
	Expiry      string // the last day on which it holds
}

// Developer is whose apps are judged.
type Developer struct {
	Onboarded string // the day of admission to the platform (clause 1.4)
}

// App is an app of the developer, or one that is still to be created.
type App struct {
	AppKey    string // "" only while Created is ""
	Name      string
	Kind      string // "self-built" or "third-party" (clause 2.3)
	Company   string // its owner
	Qualified string // the day on which the category was approved (clause 2.4)
	Created   string // clauses 2.4 and 2.5
	Launched  string // the day on which it went online (clause 2.5)
}

// Shop is a shop that authorised the apps.
type Shop struct {
	SellerID int64
	OpenID   string
	Company  string
	From     string // the first day of its authorisation
	Until    string // the last one
}

// Operation says what an operation code of an order record means.
type Operation struct {
	Code    int64
	Meaning string // "export", "print" or "download"
}

// Read reads the file at path. Without a path DefaultFile is read if it is there. An
// unknown key, a value of another kind and a second document are errors.
func Read(path string, known Known) (Config, error) {
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
	r := reader{path: path, known: known}
	var document yaml.Node
	decoder := yaml.NewDecoder(strings.NewReader(string(text)))
	err = decoder.Decode(&document)
	switch {
	case errors.Is(err, io.EOF): // nothing but comments
		return Config{Path: path}, nil
	case err != nil:
		return Config{}, r.unreadable(string(text), err)
	}
	var second yaml.Node
	err = decoder.Decode(&second)
	switch {
	case err == nil:
		return Config{}, r.wrong(&second, "a second document: put everything into one")
	case !errors.Is(err, io.EOF):
		return Config{}, r.unreadable(string(text), err)
	}
	if err := r.noAliases(&document); err != nil {
		return Config{}, err
	}
	return r.config(document.Content[0])
}

func (r reader) config(root *yaml.Node) (c Config, err error) {
	c.Path = r.path
	err = r.keys(root, "the configuration", members{
		"vocabulary": func(v *yaml.Node) error { return r.vocabulary(v, &c) },
		"developer": func(v *yaml.Node) error {
			return r.keys(v, "developer", members{"onboarded": r.past(&c.Developer.Onboarded)})
		},
		"apps":       func(v *yaml.Node) error { return r.apps(v, &c) },
		"shops":      func(v *yaml.Node) error { return r.shops(v, &c) },
		"receivers":  func(v *yaml.Node) error { return r.receivers(v, &c) },
		"operations": func(v *yaml.Node) error { return r.operations(v, &c) },
		"sources":    func(v *yaml.Node) error { return r.sources(v, &c) },
		"exclude":    func(v *yaml.Node) error { return r.exclude(v, &c) },

		"suppressions": func(v *yaml.Node) error { return r.suppressions(v, &c) },
		"warnings":     func(v *yaml.Node) error { return r.warnings(v, &c) },
	})
	return c, err
}

// Patterns calls each for every text by which lines are read, with the key it stands under.
func (c *Config) Patterns(each func(key, text string)) {
	for _, name := range slices.Sorted(maps.Keys(c.Vocabulary)) {
		for _, word := range c.Vocabulary[name] {
			each("vocabulary", word)
		}
	}
	for _, s := range c.Sources {
		each("sources", s.Files)
		if s.Prefix != nil {
			each("sources", s.Prefix.String())
		}
		for _, name := range slices.Sorted(maps.Keys(s.Fields)) {
			each("sources", s.Fields[name])
		}
	}
	for _, glob := range c.Exclude {
		each("exclude", glob)
	}
}

// Texts changes each free text of the configuration.
func (c *Config) Texts(change func(string) string) {
	for i := range c.Apps {
		c.Apps[i].Name, c.Apps[i].Company = change(c.Apps[i].Name), change(c.Apps[i].Company)
	}
	for i := range c.Shops {
		c.Shops[i].Company = change(c.Shops[i].Company)
	}
	for i := range c.Suppressions {
		c.Suppressions[i].Owner, c.Suppressions[i].Reason = change(c.Suppressions[i].Owner), change(c.Suppressions[i].Reason)
	}
}
