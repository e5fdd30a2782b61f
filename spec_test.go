package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"opaudit/samples"
	"opaudit/samples/scripts"
	catalog "opaudit/sql"
	"opaudit/sql/spec"
)

// answered are the rows that the real program gives for a statement.
func answered(t *testing.T, database, statement string) []map[string]any {
	t.Helper()
	var rows []map[string]any
	if err := json.Unmarshal(scripts.Output(t, nil, "--db", database, "sql", "--format", "json", "-c", statement), &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}

// examplesOf are all examples of a log type, those that are accepted first.
func examplesOf(t *testing.T, logType catalog.LogType) []spec.Example {
	t.Helper()
	var all []spec.Example
	for _, of := range []func(catalog.LogType) ([]spec.Example, error){spec.Accepted, spec.Noted, spec.Rejected} {
		examples, err := of(logType)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, examples...)
	}
	return all
}

func logTypesOf(t *testing.T) []catalog.LogType {
	t.Helper()
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return cat.LogTypes
}

// TestSpecMethods: opaudit spec tells of just the methods that the database knows.
func TestSpecMethods(t *testing.T) {
	database := filepath.Join(t.TempDir(), "audit.duckdb")
	scripts.Output(t, nil, "--db", database, "ingest", "samples/compliant/login.log")
	want := ""
	for _, m := range answered(t, database, "SELECT meaning, method FROM api_methods") {
		want += fmt.Sprintf("    %-8v %v\n", m["meaning"], m["method"])
	}
	for lang, title := range map[string]string{"en": "(the table api_methods):\n", "zh": "（表api_methods）：\n"} {
		told := string(scripts.Output(t, nil, "spec", "api", "--lang", lang))
		_, after, _ := strings.Cut(told, title)
		if want == "" || !strings.HasPrefix(after, want) || strings.HasPrefix(after[len(want):], "    ") {
			t.Errorf("opaudit spec api --lang %s tells of other methods than api_methods has:\n%s\nwant\n%s", lang, told, want)
		}
	}
	if strings.Contains(string(scripts.Output(t, nil, "spec", "login")), "api_methods") {
		t.Error("opaudit spec login tells of methods")
	}
}

// TestSpecExamples loads every example that opaudit spec shows: the accepted ones give
// their rows, the noted ones their warning as well, the rejected ones just their reason.
func TestSpecExamples(t *testing.T) {
	folder := t.TempDir()
	want, got := map[string]string{}, map[string]string{}
	told := map[string]bool{}
	database := filepath.Join(folder, "audit.duckdb")
	logs := filepath.Join(folder, "logs")
	if err := os.Mkdir(logs, 0o700); err != nil {
		t.Fatal(err)
	}
	rows := []string{}
	for _, logType := range logTypesOf(t) {
		var text strings.Builder
		for i, e := range examplesOf(t, logType) {
			text.WriteString(e.Line + "\n")
			want[fmt.Sprintf("%s:%d", logType.Name, i+1)] = fmt.Sprintf("%d %s %s", e.Events, e.Code, e.Field)
			told[e.Code] = true
		}
		if err := os.WriteFile(filepath.Join(logs, logType.Name+".log"), []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, "SELECT file_id, line, count(*) AS events FROM "+logType.Relation+" GROUP BY ALL")
	}
	scripts.Output(t, nil, "--db", database, "ingest", logs)
	for _, row := range answered(t, database, `
WITH events AS (`+strings.Join(rows, " UNION ALL ")+`),
codes AS (SELECT file_id, line, reason AS code, field FROM rejects UNION ALL SELECT file_id, line, code, field FROM spec_warnings)
SELECT regexp_extract(path, '([a-z]+)\.log$', 1) || ':' || e.line AS place,
  coalesce(e.events, 0) || ' ' || coalesce(e.code, '') || ' ' || coalesce(e.field, '') AS became
FROM (SELECT * FROM events FULL JOIN codes USING (file_id, line)) e JOIN files f USING (file_id)`) {
		place := fmt.Sprint(row["place"])
		if got[place] != "" {
			t.Errorf("%s became two things: %v and %s", place, row["became"], got[place])
		}
		got[place] = fmt.Sprint(row["became"])
	}
	for place, became := range want {
		if got[place] != became {
			t.Errorf("%s became %q, want %q", place, got[place], became)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d lines became something, want %d", len(got), len(want))
	}
	for _, r := range append(catalog.Reasons(), catalog.Warnings()...) {
		if !told[r.Word] {
			t.Errorf("no example is for %s", r.Word)
		}
	}
}

// lineSchema compiles what opaudit spec --json-schema writes, to look into texts that
// hold JSON as well.
func lineSchema(t *testing.T, args ...string) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(scripts.Output(t, nil, append([]string{"spec", "--json-schema"}, args...)...)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertContent()
	if err := compiler.AddResource("line.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("line.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// fit tells why a line does not fit a schema, nil when it does.
func fit(schema *jsonschema.Schema, line string) error {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

// TestSpecSchemaOfExamples wants the schemas to take what is accepted and nothing that
// is rejected, but for the length of a line, which a schema cannot tell.
func TestSpecSchemaOfExamples(t *testing.T) {
	all := lineSchema(t)
	for _, logType := range logTypesOf(t) {
		own := lineSchema(t, logType.Name)
		for _, other := range logTypesOf(t) {
			for _, e := range examplesOf(t, other) {
				accepted := e.Events > 0 || e.Code == catalog.TooLong
				if err := fit(own, e.Line); (err == nil) != (accepted && other.Name == logType.Name) {
					t.Errorf("the schema of %s says of a line of %s (%s%s): %v", logType.Name, other.Name, e.What, e.Code, err)
				}
				if err := fit(all, e.Line); (err == nil) != accepted {
					t.Errorf("the schema says of a line of %s (%s%s): %v", other.Name, e.What, e.Code, err)
				}
			}
		}
	}
}

// TestSpecSchemaOfSamples wants the schema to say of each line of the samples what
// loading it says.
func TestSpecSchemaOfSamples(t *testing.T) {
	schema := lineSchema(t)
	lines := 0
	for _, scenario := range samples.Scenarios() {
		folder := filepath.Join("samples", scenario)
		database := filepath.Join(t.TempDir(), "audit.duckdb")
		scripts.Output(t, nil, "--db", database, "ingest", folder)
		rejected := map[string]bool{}
		for _, row := range answered(t, database, "SELECT path || ':' || line AS place FROM rejects JOIN files USING (file_id)") {
			rejected[fmt.Sprint(row["place"])] = true
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.log"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no logs in %s: %v", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
				place := fmt.Sprintf("%s:%d", file, i+1)
				lines++
				if err := fit(schema, line); strings.TrimSpace(line) != "" && (err == nil) == rejected[place] {
					t.Errorf("%s: rejected %v, and the schema says: %v", place, rejected[place], err)
				}
			}
		}
	}
	if lines < 5000 {
		t.Errorf("the samples have only %d lines", lines)
	}
}

// TestCompletion asks as a shell's completion script does.
func TestCompletion(t *testing.T) {
	for _, shell := range shells {
		if script := string(scripts.Output(t, nil, "completion", shell)); !strings.Contains(script, "__complete") || !strings.Contains(script, "opaudit") {
			t.Errorf("completion %s does not ask opaudit:\n%s", shell, script)
		}
	}
	for _, c := range []struct{ asked, answer string }{
		{"rul", "rules\t"}, {"rules 3.4-decrypt", "3.4-decrypt-ratio\t"}, {"spec ", "message\n"},
		{"sample --scenario ", "cross-shop\n"}, {"report --fail-on ", "warning\n"}, {"report --lang ", "zh\n"}, {"completion ", "fish\n"},
	} {
		if answer := string(scripts.Output(t, nil, append([]string{"__complete"}, strings.Split(c.asked, " ")...)...)); !strings.Contains(answer, c.answer) {
			t.Errorf("%q is completed by\n%s\nwithout %q", c.asked, answer, c.answer)
		}
	}
}
