package main

// notARun is a file that is no saved run.
func notARun(site, text, where string) errorEntry {
	return errorEntry{site: site, line: "printf '" + text + "' | opaudit report --from /dev/stdin", code: exitUsage, where: "/dev/stdin: this is no saved run" + where, do: "give a file that"}
}

// reportErrors show what may be wrong with what a report is made of, and how, and with
// what is wanted of a sample.
var reportErrors = []errorEntry{
	notARun("reports json: this is no saved run", "[", ": it is not the JSON that opaudit writes"),
	notARun("reports checkSchema: %w: it is not the JSON that opaudit writes (%w)", "[", ": it is not the JSON that opaudit writes (unexpected end"),
	notARun("reports checkSchema: %w: the file is empty", "", ": the file is empty"),
	notARun("reports checkSchema: %w: it names no schema, %q is needed in one object", "[]", `: it names no schema, "opaudit.run/1"`),
	notARun("reports checkSchema: %w: it names no schema, %q is needed", "{}", `: it names no schema, "opaudit.run/1"`),
	notARun("reports checkSchema: %w that this version reads: its schema is %q, only %q is known", `{"schema": "x"}`, ` that this version reads: its schema is "x"`),
	notARun("reports ReadRun: %w: it is damaged: %s is a %s, which it cannot be", `{"schema": "opaudit.run/1", "as_of": 5}`, ": it is damaged: as_of is a number"),
	notARun("reports ReadRun: %w: it is not whole: as_of, clauses and findings are needed", `{"schema": "opaudit.run/1"}`, ": it is not whole: as_of, clauses"),
	{site: "reports ParseLanguage: unknown report language %q: choose en or zh", line: "opaudit report --lang fr", code: 2, where: `"fr"`, do: "choose en or zh"},
	{site: "reports Select: unknown report format %q: choose from %s", line: "opaudit report --format pdf", code: 2, where: `"pdf"`, do: "choose from md"},
	{site: "analyzer analyzer: there is no event to judge", line: "opaudit --db new2.duckdb ingest blank.log && opaudit --db new2.duckdb analyze", code: 4, where: "event", do: "opaudit spec"},
	{site: "samples find: unknown scenario %q: choose one of %s", elsewhere: "samples/generate_test.go"},
	{site: "samples Generate: scenario %s needs at least %d lines, got %d", elsewhere: "samples/generate_test.go"},
	{site: "samples tooFew: %d lines on %s are too few for the plan of app %s", never: "each scenario has as many lines as its plan needs, which its tests hold it to"},
}
