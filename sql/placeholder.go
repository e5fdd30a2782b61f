package catalog

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"opaudit/similar"
)

// What a finding says has placeholders, "{value}", that are filled in when it is told:
// a misspelt one would stand in the report of whoever reads it.

// placeholders are those of each text, as it is written for one language.
var placeholders = map[string][]string{
	"summary":      {"{value}", "{threshold}", "{first_day}", "{last_day}", "{subject}"},
	"caveat":       {"{incomplete_days}"},
	"subject_form": {"{first}", "{middle}", "{last}"},
}

// braced is a placeholder, or a brace that makes none.
var braced = regexp.MustCompile(`\{[^{}]*\}?|\}`)

// checkPlaceholders refuses in each text what nothing would be filled in for: in the
// others, where braces may be somebody's own, only what belongs into a summary.
func (s source) checkPlaceholders() error {
	keys := slices.SortedFunc(maps.Keys(s.keys), func(a, b string) int { return cmp.Compare(s.lines[a], s.lines[b]) })
	for _, key := range keys {
		text, _, _ := strings.Cut(key, ".")
		if names, filled := placeholders[text]; filled {
			if err := s.onlyFills(key, names); err != nil {
				return err
			}
			continue
		}
		if !slices.Contains(texts, text) {
			continue
		}
		for _, found := range braced.FindAllString(s.keys[key], -1) {
			if len(similar.To(found, placeholders["summary"])) > 0 {
				return s.wrong(key, "%s is told as it stands, with %q: nothing is filled in there; say it in the summary", key, found)
			}
		}
	}
	return nil
}

// onlyFills refuses other placeholders than these in a text.
func (s source) onlyFills(key string, names []string) error {
	for _, found := range braced.FindAllString(s.keys[key], -1) {
		if !slices.Contains(names, found) {
			return s.wrong(key, "nothing is filled in for %q in %s%s", found, key, cmp.Or(meant(found, names), ": it may name "+strings.Join(names, ", ")))
		}
	}
	return nil
}

// checkForecast refuses in the sentences of a forecast what is no column of its view.
// The columns of a log type are known to the engine alone, which tells when they are read.
func (c *Catalog) checkForecast(s source) error {
	v, _ := c.View(s.keys["forecast"])
	if v.Columns == "" {
		return nil
	}
	var names []string
	for _, column := range strings.Split(v.Columns, ", ") {
		name, _, _ := strings.Cut(column, " ")
		names = append(names, "{"+name+"}")
	}
	for _, key := range []string{"forecast.en", "forecast.zh"} {
		if err := s.onlyFills(key, names); err != nil {
			return err
		}
	}
	return nil
}

// checkUnit refuses a unit that the reports have no words for: those of the program's
// own figures and rules have some.
func (c *Catalog) checkUnit(s source) error {
	var units []string
	for _, v := range c.Views {
		units = append(units, v.Unit)
	}
	for _, r := range c.Rules {
		units = append(units, r.Unit)
	}
	units = slices.DeleteFunc(units, func(unit string) bool { return unit == "" }) // of log types
	slices.Sort(units)
	if units = slices.Compact(units); !slices.Contains(units, s.keys["unit"]) {
		return s.wrong("unit", "there is no unit %q%s", s.keys["unit"], meant(s.keys["unit"], units))
	}
	return nil
}
