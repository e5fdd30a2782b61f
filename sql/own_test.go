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
		{"figure", "app_days"}, {"unit", "ratio"}, {"summary.en", "{subject}: {value} from {first_day} to {last_day}, over {threshold}"},
		{"remedy.en", `write {"logType": "{TYPE}"} to /shops/{id}`}, {"behind", "logins WHERE result <> 1; api_calls"},
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
		{"unit", "pears", `rules/mine.sql:7: there is no unit "pears"; there are calls, days, gaps, `},
		{"unit", "order", `there is no unit "order"; did you mean orders?`},
		{"summary.en", "{valu} orders", `rules/mine.sql:8: nothing is filled in for "{valu}" in summary.en; did you mean {value}?`},
		{"summary.zh", "阈值{limit}", `nothing is filled in for "{limit}" in summary.zh; there are {value}, {threshold}, {first_day}, {last_day}, {subject}`},
		{"summary.zh", "value}", `nothing is filled in for "}" in summary.zh`},
		{"summary.en", "{value", `nothing is filled in for "{value" in summary.en; did you mean {value}?`},
		{"title.en", "Over {value} orders", `rules/mine.sql:3: title.en is told as it stands, with "{value}": nothing is filled in there; say it in the summary`},
	} {
		if err := read(c.key, c.value); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %s gives %v, want %s", c.key, c.value, err, c.want)
		}
	}
}

// TestOwnTextsNameWhatIsFilledIn: each text has placeholders of its own, also the one
// of a level; the columns of a forecast are those of its view.
func TestOwnTextsNameWhatIsFilledIn(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for more, want := range map[string]string{
		"-- caveat.en: on{incomplete_days}\n-- caveat.zh: {incomplete_days}\n":                          "",
		"-- caveat.en: on{incomplete_days}\n-- caveat.zh: {value}\n":                                    `rules/mine.sql:18: nothing is filled in for "{value}" in caveat.zh; there are {incomplete_days}`,
		"-- summary.risk.en: {subjct}\n-- summary.risk.zh: {subject}\n":                                 `nothing is filled in for "{subjct}" in summary.risk.en; did you mean {subject}?`,
		"-- subject_form.en: {first}, {lost}\n-- subject_form.zh: {last}\n":                             `nothing is filled in for "{lost}" in subject_form.en; did you mean {last}?`,
		"-- forecast: launch_forecast\n-- forecast.en: {days_left} to {due}\n-- forecast.zh: {days}\n":  "",
		"-- forecast: launch_forecast\n-- forecast.en: {days_left} to {due}\n-- forecast.zh: {value}\n": `rules/mine.sql:19: nothing is filled in for "{value}" in forecast.zh; there are {app_key}, {subject}, {days}, `,
		"-- forecast: api_calls\n-- forecast.en: {method}\n-- forecast.zh: {method}\n":                  "", // the engine knows its columns
	} {
		text := strings.NewReplacer("9.9-test", "mine", "clause: 9.9", "clause: own").Replace(header) + "-- threshold: none\n-- gap: 1\n" + more + "SELECT 1"
		_, err := c.ReadRule("rules/mine.sql", text)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%sgives %v, want %s", more, err, want)
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
