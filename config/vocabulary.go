package config

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// vocabulary reads words to add to the lists by which personal data is told from
// what looks like it.
func (r reader) vocabulary(node *yaml.Node, c *Config) error {
	c.Vocabulary = map[string][]string{}
	return r.each(node, "vocabulary", func(key, value *yaml.Node) error {
		if !slices.Contains(r.known.Lists, key.Value) {
			return r.wrong(key, "vocabulary has no list %q; %s", key.Value, suggest(key.Value, r.known.Lists))
		}
		return r.items(value, key.Value, func(item *yaml.Node) error {
			var word string
			if err := r.text(&word)(item); err != nil {
				return err
			}
			c.Vocabulary[key.Value] = append(c.Vocabulary[key.Value], word)
			return nil
		})
	})
}
