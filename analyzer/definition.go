package analyzer

import (
	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// definitions are the words of all figures, from the headers of their files.
func definitions(c *catalog.Catalog) []finding.Definition {
	words := []finding.Definition{}
	for _, v := range c.Views {
		if v.Kind == "view" && v.Clause != "" {
			words = append(words, finding.Definition{Figure: v.Name, Clause: v.Clause, Unit: v.Unit, Text: finding.Text{En: v.En, Zh: v.Zh}})
		}
	}
	return words
}

// logTypes are all that the catalog knows.
func logTypes(c *catalog.Catalog) []finding.LogType {
	var all []finding.LogType
	for _, t := range c.LogTypes {
		all = append(all, finding.LogType{LogType: t.Name, Relation: t.Relation, Title: finding.Text(t.Label)})
	}
	return all
}
