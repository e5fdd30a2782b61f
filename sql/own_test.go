package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestOwnRulesNameWhatThereIs: a word that nothing is ever missing of would make a
// clause kept that cannot be judged.
func TestOwnRulesNameWhatThereIs(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	read := func(key, value string) error {
		text := regexp.MustCompile(`-- `+key+`: .*\n`).ReplaceAllLiteralString(
			strings.NewReplacer("9.9-test", "mine", "clause: 9.9", "clause: own").Replace(header)+"-- threshold: none\n-- behind: logins\n", "-- "+key+": "+value+"\n")
		_, err := c.ReadRule("rules/mine.sql", text+"SELECT 1")
		return err
	}
	for _, good := range [][2]string{
		{"needs", "none"}, {"needs", "all: api, shipment"}, {"needs", "any: order, open"}, {"needs", "all: login; reference: apps.kind, receivers"},
		{"figure", "app_days"}, {"behind", "logins WHERE result <> 1; api_calls"},
	} {
		if err := read(good[0], good[1]); err != nil {
			t.Errorf("%s: %s gives %v", good[0], good[1], err)
		}
	}
	for _, c := range []struct{ key, value, want string }{
		{"needs", "all: ordr", `rules/mine.sql:14: there is no log type "ordr"; did you mean order?`},
		{"needs", "all: order; any: open, shipmnt", `there is no log type "shipmnt"; did you mean shipment?`},
		{"needs", "all: nothing", `there is no log type "nothing"; there are api, login, message, open, order, shipment, sql`},
		{"needs", "all: receivers", `there is no log type "receivers"`},
		{"needs", "reference: apps.knd", `rules/mine.sql:14: the configuration tells nothing that is called "apps.knd"; did you mean apps.kind?`},
		{"needs", "reference: order", `the configuration tells nothing that is called "order"; there are apps.company, apps.created, `},
		{"needs", "reference", `needs says "reference" and names nothing`},
		{"needs", "all: ,", `needs says "all" and names nothing`},
		{"needs", "all: api; all: order", `needs has "all" twice`},
		{"needs", "al: api", `needs is "all: …"`},
		{"figure", "decrypt_ratio", `rules/mine.sql:6: there is no relation "decrypt_ratio"; did you mean decrypt_ratio_7d`},
		{"figure", "nothing_at_all", `there is no relation "nothing_at_all"`},
		{"behind", "logins; api_cals WHERE result <> 1", `there is no relation "api_cals"; did you mean api_calls?`},
	} {
		if err := read(c.key, c.value); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s gives %v, want %s", c.key, c.value, err, c.want)
		}
	}
}

// TestNeedWords: what a rule can need of the configuration is what the view tells gaps
// of, and of logs what records there are.
func TestNeedWords(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	view, _ := c.View("reference_gaps")
	var gaps []string
	for _, word := range regexp.MustCompile(`SELECT (?:\w\.)?app_key, '([^']+)'`).FindAllStringSubmatch(view.Body, -1) {
		gaps = append(gaps, word[1])
	}
	slices.Sort(gaps)
	logs, told := c.needWords()
	if !slices.Equal(told, gaps) || len(gaps) < 9 {
		t.Errorf("rules can need %q, the view tells of %q", told, gaps)
	}
	for _, r := range c.Rules {
		for _, word := range slices.Concat(r.Needs, r.NeedsAny) {
			if !slices.Contains(logs, word) {
				t.Errorf("%s needs %q", r.ID, word)
			}
		}
	}
}
