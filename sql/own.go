package catalog

import (
	"slices"
	"strings"
)

// ReadRule reads the text of a rule of the user's own, which stands in file. Its SQL
// is not looked at: see query.Sandbox.
func (c *Catalog) ReadRule(file, text string) (Rule, error) {
	s, err := parse(file, text)
	if err != nil {
		return Rule{}, err
	}
	r, err := ruleOf(s)
	if err != nil {
		return r, err
	}
	r.File = file
	if slices.ContainsFunc(c.Rules, func(known Rule) bool { return known.ID == r.ID }) {
		return r, s.wrong("id", "there is a rule %q already: give yours another name", r.ID)
	}
	if !slices.ContainsFunc(clauses, func(known Clause) bool { return known.ID == r.Clause }) {
		return r, s.wrong("clause", "there is no clause %q; a rule that belongs to none has the clause %q", r.Clause, OwnRules)
	}
	for _, key := range []string{"figure", "behind", "forecast"} {
		for _, relation := range strings.Split(s.keys[key], ";") {
			name, _, _ := strings.Cut(strings.TrimSpace(relation), " WHERE ")
			if _, known := c.View(name); !known && name != "" {
				return r, s.wrong(key, "there is no relation %q; .views and .tables in opaudit sql list them", name)
			}
		}
	}
	return r, nil
}
