package config

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"
)

var fingerprint = regexp.MustCompile(`^[0-9a-f]{32}$`)

// suppressions reads which findings are set aside. Who answers for that, why, and
// until when is never left out.
func (r reader) suppressions(node *yaml.Node, c *Config) error {
	return r.items(node, "suppressions", func(item *yaml.Node) error {
		s := Suppression{Place: fmt.Sprintf("%s:%d", r.path, item.Line)}
		var shop int64
		var subject string
		err := r.keys(item, "a suppression", members{
			"fingerprint": r.text(&s.Fingerprint), "rule": r.rule(&s.Rule), "app": r.text(&s.App),
			"shop":    func(v *yaml.Node) error { s.Shop = &shop; return r.whole(&shop)(v) },
			"subject": func(v *yaml.Node) error { s.Subject = &subject; return r.scalar(&subject)(v) },
			"owner":   r.text(&s.Owner), "reason": r.text(&s.Reason), "expiry": r.day(&s.Expiry),
		})
		narrowed := s.App != "" || s.Shop != nil || s.Subject != nil
		switch {
		case err != nil:
			return err
		case (s.Fingerprint == "") == (s.Rule == ""):
			return r.wrong(item, "a suppression has either a fingerprint or a rule")
		case s.Fingerprint != "" && !fingerprint.MatchString(s.Fingerprint):
			return r.wrong(item, "a fingerprint is written as in the report, 32 letters and digits, not %q", s.Fingerprint)
		case s.Fingerprint != "" && narrowed:
			return r.wrong(item, "app, shop and subject go with a rule; a fingerprint says it all")
		case s.Owner == "" || s.Reason == "" || s.Expiry == "":
			return r.wrong(item, "a suppression has an owner, a reason and an expiry, which is its last day")
		}
		c.Suppressions = append(c.Suppressions, s)
		return nil
	})
}

// scalar reads a text that may be empty.
func (r reader) scalar(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if v.Kind != yaml.ScalarNode || isNull(v) {
			return r.wrong(v, "a text is missing here: write it, or leave the key out")
		}
		*to = v.Value
		return nil
	}
}

// rule reads the id of a rule.
func (r reader) rule(to *string) func(*yaml.Node) error {
	return func(v *yaml.Node) error {
		if _, known := r.known.Rules[v.Value]; !known {
			return r.wrong(v, "there is no rule %q; %s", v.Value, suggest(v.Value, slices.Sorted(maps.Keys(r.known.Rules))))
		}
		*to = v.Value
		return nil
	}
}

// warnings reads from which values on rules are to warn earlier than by themselves.
func (r reader) warnings(node *yaml.Node, c *Config) error {
	return r.each(node, "warnings", func(key, value *yaml.Node) error {
		w := Warning{}
		if err := r.rule(&w.Rule)(key); err != nil {
			return err
		}
		rule := r.known.Rules[w.Rule]
		if rule.Warn == nil {
			return r.wrong(key, "the rule %s has no earlier warning: leave it out", w.Rule)
		}
		var err error
		if w.Value, err = strconv.ParseFloat(value.Value, 64); err != nil || value.Kind != yaml.ScalarNode || math.IsNaN(w.Value) || math.IsInf(w.Value, 0) || w.Value < 0 {
			return r.wrong(value, "a number is written here, not %q", value.Value)
		}
		looser := func(than *float64) bool {
			return than != nil && (!rule.Down && w.Value > *than || rule.Down && w.Value < *than)
		}
		switch {
		case rule.Limit != nil && (w.Value == *rule.Limit || looser(rule.Limit)):
			return r.wrong(value, "%v is the rule's own number; a warning comes before it, not at %v", *rule.Limit, w.Value)
		case looser(rule.Warn):
			return r.wrong(value, "the rule warns at %v by itself; an earlier warning is stricter, and %v is looser", *rule.Warn, w.Value)
		}
		c.Warnings = append(c.Warnings, w)
		return nil
	})
}
