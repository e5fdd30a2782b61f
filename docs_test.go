package main

import (
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"opaudit/config"
	"opaudit/samples/scripts"
	catalog "opaudit/sql"
)

var update = flag.Bool("update", false, "write the documents that are generated anew")

// The pages of docs/ are written by these tests from the catalog: go test . -run Docs
// -update. Without -update they fail when a page says something else.

const written = "<!-- Written by: go test . -run Docs -update -->\n\n"

// page compares a page with what it must say, or writes it.
func page(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("docs", name)
	if *update {
		if err := os.MkdirAll("docs", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != text {
		t.Errorf("%s is stale: go test . -run Docs -update", path)
	}
	scripts.SameBytes(t, path, want, []byte(text))
}

// TestDocsOfRules writes every rule under its clause.
func TestDocsOfRules(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	out.WriteString("# Rules\n\n" + written + "What is judged, clause by clause, from the headers of `sql/rules/`. Figures are the views of [views.md](views.md).\n`opaudit rules ID` shows a rule with its SQL; `opaudit rules` is this list on the terminal.\n")
	for _, clause := range catalog.Clauses() {
		if clause.ID == catalog.OwnRules {
			continue
		}
		fmt.Fprintf(&out, "\n## %s %s / %s\n\n", clause.ID, clause.Title.En, clause.Title.Zh)
		if clause.Outside {
			out.WriteString("No log can show it. ")
		}
		fmt.Fprintf(&out, "%s\n\n%s\n", clause.Check.En, clause.Check.Zh)
		for _, r := range cat.Rules {
			if r.Clause == clause.ID {
				ruleSection(&out, r)
			}
		}
	}
	page(t, "rules.md", out.String())
}

func ruleSection(out *strings.Builder, r catalog.Rule) {
	fmt.Fprintf(out, "\n### %s\n\n**%s** / **%s**\n\n", r.ID, r.Title.En, r.Title.Zh)
	limit := "none"
	if n, ok := r.Limit(); ok {
		limit = strconv.FormatFloat(n, 'f', -1, 64)
	}
	if r.Warn != nil {
		limit += ", warns from " + strconv.FormatFloat(*r.Warn, 'f', -1, 64)
	}
	figure := "[" + r.Figure + "](views.md#" + r.Figure + ")"
	fmt.Fprintf(out, "| | |\n| --- | --- |\n| levels | %s |\n| figure | %s |\n| threshold | %s (%s) |\n| window | %s |\n| needs | %s |\n\n",
		strings.Join(r.Levels, ", "), figure, limit, r.Unit, plural(int64(r.Window), "day", "days"),
		cmp.Or(strings.ReplaceAll(strings.Join(needed(catalog.NeedsOf([]catalog.Rule{r}, r.Clause)), ", "), "|", " or "), "nothing"))
	for _, text := range []struct {
		title string
		words catalog.Words
	}{{"Says", r.Summary}, {"Consequence", r.Consequence}, {"Remedy", r.Remedy}, {"At a risk", r.Caveat}, {"Forecast", r.ForecastText}} {
		if text.words.En != "" {
			fmt.Fprintf(out, "- %s: %s\n  %s\n", text.title, text.words.En, text.words.Zh)
		}
	}
}

// TestDocsOfViews writes every relation that users query, with its columns as the
// database has them.
func TestDocsOfViews(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(t.TempDir(), "audit.duckdb")
	scripts.Output(t, nil, "--db", database, "ingest", "samples/compliant/login.log")
	columns := map[string][]string{}
	for _, row := range answered(t, database, "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index") {
		name := fmt.Sprint(row["table_name"])
		columns[name] = append(columns[name], fmt.Sprintf("%v %v", row["column_name"], row["data_type"]))
	}
	var out strings.Builder
	out.WriteString("# Relations and figures\n\n" + written + "What there is to query with `opaudit sql`, from the headers of `sql/logs/` and `sql/views/`. `ts` is UTC, `day` a calendar day in\nAsia/Shanghai. All but the ledger ignore events after the as-of day.\n")
	for _, section := range []struct{ kind, title string }{
		{"relation", "Records: one relation a log type"}, {"view", "Figures"}, {"stage", "What figures share"},
	} {
		fmt.Fprintf(&out, "\n## %s\n", section.title)
		views := slices.Clone(cat.Views)
		slices.SortFunc(views, func(a, b catalog.View) int { return strings.Compare(a.Name, b.Name) })
		for _, v := range views {
			if v.Kind == section.kind {
				viewSection(t, &out, v, columns[v.Name])
			}
		}
	}
	out.WriteString("\n## The ledger and the evidence\n")
	for _, table := range []struct{ name, about string }{
		{"files", "One row a file that was read; lines = blank + accepted + rejected + duplicate."},
		{"rejects", "One row a rejected record; at most 1,000 texts, masked, a file and reason, and none of a file that is not a log: the hint in files stands for them."},
		{"spec_warnings", "One row a softer rule of the log specification that a stored record breaks; the codes are listed by opaudit spec."},
		{"findings", "One row a finding of a stored run."},
	} {
		viewSection(t, &out, catalog.View{Name: table.name, En: table.about}, columns[table.name])
	}
	page(t, "views.md", out.String())
}

func viewSection(t *testing.T, out *strings.Builder, v catalog.View, columns []string) {
	t.Helper()
	if len(columns) == 0 {
		t.Errorf("the database has no relation %s", v.Name)
	}
	fmt.Fprintf(out, "\n### %s\n\n%s\n", v.Name, v.En)
	if v.Zh != "" {
		fmt.Fprintf(out, "%s\n", v.Zh)
	}
	if v.Clause != "" || v.Unit != "" {
		var about []string
		if v.Clause != "" {
			about = append(about, "clause "+v.Clause)
		}
		if v.Unit != "" {
			about = append(about, "unit: "+v.Unit)
		}
		fmt.Fprintf(out, "\n%s\n", strings.Join(about, "; "))
	}
	fmt.Fprintf(out, "\n`%s`\n", strings.Join(columns, ", "))
}

// TestDocsOfLogs writes what opaudit spec says.
func TestDocsOfLogs(t *testing.T) {
	page(t, "logs.md", "# Log lines\n\n"+written+"What `opaudit spec` says; [line.schema.json](line.schema.json) is the JSON Schema of a line.\n\n```text\n"+string(scripts.Output(t, nil, "spec"))+"```\n")
	page(t, "line.schema.json", string(scripts.Output(t, nil, "spec", "--json-schema")))
}

// TestDocsOfConfiguration reads the commented example with the real reader, and wants
// it to hold every key that the reader knows.
func TestDocsOfConfiguration(t *testing.T) {
	const example = "docs/opaudit.yaml"
	c := newCommand(os.Stdout, os.Stderr)
	c.config = example
	settings, err := c.configuration()
	if err != nil {
		t.Fatal(err)
	}
	if len(settings.Apps) == 0 || len(settings.Shops) == 0 || len(settings.Sources) == 0 || len(settings.Suppressions) == 0 || len(settings.Vocabulary) == 0 {
		t.Errorf("the example says too little: %+v", settings)
	}
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range configurationKeys(t) {
		if !strings.Contains(string(text), key+":") {
			t.Errorf("%s shows no %s:", example, key)
		}
	}
	for _, words := range [][]string{config.Wrappers, config.Times} {
		for _, word := range words {
			if !strings.Contains(string(text), word) {
				t.Errorf("%s does not tell of %s", example, word)
			}
		}
	}
}

// configurationKeys are the keys of all mappings that package config reads.
func configurationKeys(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("config/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if name, ok := literal.Type.(*ast.Ident); !ok || name.Name != "members" {
				return true
			}
			for _, element := range literal.Elts {
				key, err := strconv.Unquote(element.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				keys = append(keys, key)
			}
			return true
		})
	}
	if len(keys) < 30 {
		t.Fatalf("only %d keys were found: %v", len(keys), keys)
	}
	return keys
}
