package catalog

import (
	"cmp"
	"slices"
	"strings"

	"opaudit/similar"
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
	if err := c.checkNeeds(s, r); err != nil {
		return r, err
	}
	if err := c.checkRelations(s); err != nil {
		return r, err
	}
	if err := c.checkForecast(s); err != nil {
		return r, err
	}
	return r, c.checkUnit(s)
}

// checkNeeds refuses words that nothing is ever missing of: with a misspelt one, what
// cannot be judged would count as kept.
func (c *Catalog) checkNeeds(s source, r Rule) error {
	logs, told := c.needWords()
	for _, word := range slices.Concat(r.Needs, r.NeedsAny) {
		if !slices.Contains(logs, word) {
			return s.wrong("needs", "there is no log type %q%s", word, meant(word, logs))
		}
	}
	for _, word := range r.Reference {
		if !slices.Contains(told, word) {
			return s.wrong("needs", "the configuration tells nothing that is called %q%s", word, meant(word, told))
		}
	}
	return nil
}

// needWords are the words that a rule can need: log types and shipment, and what the
// configuration tells, as the view reference_gaps calls it.
func (c *Catalog) needWords() (logs, told []string) {
	logs = []string{"shipment"}
	for _, t := range c.LogTypes {
		logs = append(logs, t.Name)
	}
	for _, r := range c.Rules {
		told = append(told, r.Reference...)
	}
	slices.Sort(logs)
	slices.Sort(told)
	return logs, slices.Compact(told)
}

// checkRelations refuses names of relations that there are not.
func (c *Catalog) checkRelations(s source) error {
	var names []string
	for _, v := range c.Views {
		names = append(names, v.Name)
	}
	for _, key := range []string{"figure", "behind", "forecast"} {
		for _, relation := range strings.Split(s.keys[key], ";") {
			name, _, _ := strings.Cut(strings.TrimSpace(relation), " WHERE ")
			if _, known := c.View(name); !known && name != "" {
				return s.wrong(key, "there is no relation %q%s", name, cmp.Or(meant(name, names), "; .views and .tables in opaudit sql list them"))
			}
		}
	}
	return nil
}

// meant goes on with a sentence about a word that is not among the known ones: with
// the one that was meant, or with all when they are few.
func meant(word string, known []string) string {
	if nearest := similar.To(word, known); len(nearest) > 0 {
		return "; did you mean " + strings.Join(nearest, ", ") + "?"
	}
	if len(known) > 15 {
		return ""
	}
	return "; there are " + strings.Join(known, ", ")
}
