package main

import (
	"fmt"
	"strings"
)

// inRule is a mistake in a rule of the user's own: what sed makes of a good one.
func inRule(site, script, place, do string) errorEntry {
	return errorEntry{site: site, line: fmt.Sprintf(`d=$(mktemp -d rules.XXXXXX) && sed '%s' rule.sql >$d/r.sql && opaudit rules --rules $d`, strings.ReplaceAll(script, "'", `'\''`)),
		code: exitUsage, where: "r.sql:" + place, do: do}
}

// rowMistakes are the mistakes of rules that show in their rows alone, by the rule's id:
// what stands there instead of what is right.
var rowMistakes = map[string]struct{ right, wrong string }{
	"level":     {"'info' AS level", "'risk' AS level"},
	"evidence":  {"NULL AS evidence\nFROM app_days", "'files WHERE ' || range AS evidence\nFROM app_days, range(2)"},
	"relation":  {"NULL AS evidence", "'nothing' AS evidence"},
	"null":      {"'' AS subject", "CASE WHEN false THEN '' END AS subject"},
	"days":      {"DATE '2024-10-20' AS first_day", "DATE 'infinity' AS first_day"},
	"value":     {"1 AS value", "CAST('nan' AS DOUBLE) AS value"},
	"threshold": {"NULL AS threshold", "CAST('inf' AS DOUBLE) AS threshold"},
	"forecast":  {"needs: none\nSELECT NULL AS app_key", "needs: none\n-- forecast: sql_statements\n-- forecast.en: {nothing}\n-- forecast.zh: {nothing}\nSELECT app_key"},
}

// inRow is an error that one of rowMistakes ends in.
func inRow(site, name, do string) errorEntry {
	return errorEntry{site: "analyzer " + site, line: "opaudit --db audit.duckdb analyze --rules rows", code: exitWork, where: "rows/" + name + ".sql:1", do: do}
}

// ofCatalog says of an error that only the files embedded in the program can have it.
const ofCatalog = "the catalog is part of the program, and every test loads it"

// ruleErrors show the mistakes that rules of the user's own may have.
var ruleErrors = []errorEntry{
	inRule("sql parse: %s:%d: a header line is \"-- key: value\", not %q", "3s/:.*//", "3", "-- key: value"),
	inRule("sql parse: %s:%d: the header has %q twice: leave one of them out", "3p", "4", "leave one of them out"),
	inRule("sql parse: %s:%d: there is no SQL after the header: write a SELECT there", "/^--/!d", "16", "write a SELECT"),
	inRule("sql need: the header lacks %q", "3d", "1", `lacks "title.en"`),
	inRule("sql only: : mend it, or leave it out", "3a -- shop: x", "4", `"shop": mend it`),
	inRule("sql ruleOf: the id %q must be the file's name", "1s/r$/other/", "1", "the file's name"),
	inRule("sql ruleOf: forecast goes with forecast.en and forecast.zh: write all or none", "3a -- forecast: app_days", "4", "write all or none"),
	inRule("sql ruleOf: caveat.en goes with caveat.zh: write both or none", "3a -- caveat.en: x", "4", "write both or none"),
	inRule("sql ruleOf: subject_form.en goes with subject_form.zh: write both or none", "3a -- subject_form.en: x", "4", "write both or none"),
	inRule("sql ruleOf: a level is one of %s, not %q", "5s/info/grave/", "5", "one of violation, risk"),
	inRule("sql say: %s.en goes with %s.zh: write both or none", "3a -- title.info.en: x", "4", "write both or none"),
	inRule("sql numbers: the threshold is a number or none, not %q", "7s/none/much/", "7", "a number or none"),
	inRule("sql numbers: warn is a number, not %q", "7a -- warn: early", "8", "a number"),
	inRule(`sql nameSubjects: %s is written as "subject = words; …", not %q`, "7a -- subject.en: x", "8", "subject = words"),
	inRule(`sql readNeeds: needs is "all: …", "any: …", "reference: …" or "none", not %q`, "15s/none/some/", "15", `"all: …"`),
	inRule("sql readNeeds: needs has %q twice: write what it lists after the first one, with commas", "15s/none/all: api; all: open/", "15", "with commas"),
	inRule(`sql readNeeds: needs says %q and names nothing; a rule that needs nothing has "none"`, "15s/none/all:/", "15", `has "none"`),
	inRule("sql checkNeeds: there is no log type %q%s", "15s/none/any: apis/", "15", `no log type "apis"; did you mean api?`),
	inRule("sql checkNeeds: the configuration tells nothing that is called %q%s", "15s/none/reference: apps.knd/", "15", `"apps.knd"; did you mean apps.kind?`),
	inRule("sql decide: bound is from, over, under or not over, not %q", "7a -- bound: at", "8", "from, over, under"),
	inRule("sql decide: merge is max, min or sum, not %q", "7a -- merge: avg", "8", "max, min or sum"),
	inRule("sql number: %s is a whole number of days, not %q", "7a -- gap: x", "8", "a whole number of days"),
	{site: "sql ReadRule: there is a rule %q already: give yours another name", line: "mkdir twice; sed '1s/r$/3.3-export/' rule.sql >twice/3.3-export.sql; opaudit rules --rules twice", code: 2, where: "3.3-export.sql:1", do: "give yours another name"},
	inRule("sql ReadRule: there is no clause %q; a rule that belongs to none has the clause %q", "2s/own/9.9/", "2", `has the clause "own"`),
	inRule("sql checkRelations: ; .views and .tables in opaudit sql list them", "6s/app_days/nothing/", "6", ".views and .tables"),
	inRule("sql checkPlaceholders: %s is told as it stands, with %q: nothing is filled in there; say it in the summary", "3s/$/ {valu}/", "3", "say it in the summary"),
	inRule("sql onlyFills: nothing is filled in for %q in %s%s", "9s/$/ {valu}/", "9", `"{valu}" in summary.en; did you mean {value}?`),
	inRule("sql onlyFills: nothing is filled in for %q in %s%s", "3a -- forecast: app_days\\n-- forecast.en: {dy}\\n-- forecast.zh: {day}", "5", "did you mean {day}?"),
	inRule("sql checkUnit: there is no unit %q%s", "8s/days/pears/", "8", "there are calls, days"),
	inRule("sql/query kind: %s is not allowed here", "16,$d;15a SELECT * FROM (SHOW ALL TABLES)", "16", "show ref is not allowed"),
	inRule("sql/query Check: only one SELECT is run here", "16,$d;15a SELECT 1; SELECT 2", "16", "only one SELECT"),

	inRow("rowsOf: the level %q is not among those of the header, %v", "level", "not among those of the header, [info]"),
	inRow("rowsOf: the evidence is the same in all rows, not %q and %q", "evidence", "the evidence is the same in all rows"),
	inRow("columnsOf: there is no relation %q; .views and .tables in opaudit sql list them", "relation", ".views and .tables in opaudit sql list them"),
	inRow("scanRow: %s is NULL in a row: only app_key, seller_id, threshold and evidence may be; a subject that says no more is ''", "null", "a subject that says no more is ''"),
	inRow("scanRow: a day of %q is infinite or out of the calendar: first_day and last_day are days", "days", "first_day and last_day are days"),
	inRow("scanRow: the value of %q is %v: a value is a finite number", "value", "a value is a finite number"),
	inRow("scanRow: the threshold of %q is %v: a threshold is a finite number, or NULL", "threshold", "a threshold is a finite number, or NULL"),
	inRow("fill: %s has no column %q: forecast.en and forecast.zh name its columns", "forecast", "forecast.en and forecast.zh name its columns"),
	{site: "analyzer judgeOwn: %s:%d: the rule was stopped after %v; let its SELECT read fewer rows, or end", elsewhere: "ownrules_test.go"},
	{site: "analyzer readerOf: nothing keeps rule %s from files", never: "this package always gives Vet"},

	{site: "sql inOrder: view %s reads itself", never: ofCatalog},
	{site: "sql kinds: the retention begins with \"DAYS days\", not %q", never: ofCatalog},
	{site: "sql kinds: the retention of a part is \"DAYS days NAME WHERE …\", not %q", never: ofCatalog},
	{site: "sql logType: %s: a field is \"name type [required] = meaning\" with a type of %v, not %q", never: ofCatalog},
	{site: "sql logType: %s: the SQL must be SELECT … FROM record", never: ofCatalog},
	{site: "sql statement: the statement is \"FIELD of FIELD\", two fields that are text, not %q", never: ofCatalog},
	{site: "sql/spec read: sql/logs/%s.sql: the example is no JSON object", never: ofCatalog},
	{site: "sql/spec read: sql/logs/%s.sql: the example has no end", never: ofCatalog},
}
