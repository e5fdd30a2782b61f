package reports

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"opaudit/analyzer/finding"
)

// compiled is a JSON Schema ready to validate with; formats such as dates count.
func compiled(name string, text []byte) *jsonschema.Schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(name, document); err != nil {
		panic(err)
	}
	return compiler.MustCompile(name)
}

var runSchema = sync.OnceValue(func() *jsonschema.Schema { return compiled("run.json", RunSchema) })

// validate holds a JSON text against a schema.
func validate(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

func TestSavedRunFitsItsSchema(t *testing.T) {
	free := []string{"zero", "hostile"} // they have words where the schema takes only certain ones
	for name, run := range contractRuns() {
		err := validate(t, runSchema(), saved(t, run))
		if fits := !slices.Contains(free, name); fits != (err == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
	golden, err := os.ReadFile("testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := validate(t, runSchema(), string(golden)); err != nil {
		t.Error(err)
	}
}

func TestRunSchemaRefuses(t *testing.T) {
	good := saved(t, changedRun())
	for _, change := range [][2]string{
		{`"as_of": "2024-10-20"`, `"as_of": "2024-02-30"`},
		{`"as_of": "2024-10-20"`, `"as_of": "20 October"`},
		{`"schema": "opaudit.run/1"`, `"schema": "opaudit.run/2"`},
		{`"level": "violation"`, `"level": "error"`},
		{`"verdict": "kept"`, `"verdict": "ok"`},
		{`"change": "better"`, `"change": "known"`},
		{`"evidence_count": 1204`, `"evidence_count": "1204"`},
		{`"findings": [`, `"more": 1, "findings": [`},
		{`"as_of_provisional": true,`, ``},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("the sample has no %s", change[0])
		}
		if validate(t, runSchema(), bad) == nil {
			t.Errorf("the schema takes %s", change[1])
		}
	}
}

// TestRunSchemaFollowsTheTypes compares the members that the schema lists with those
// that the types have.
func TestRunSchemaFollowsTheTypes(t *testing.T) {
	var root schemaNode
	if err := json.Unmarshal(RunSchema, &root); err != nil {
		t.Fatal(err)
	}
	seen := map[reflect.Type]bool{}
	root.compare(t, "run", reflect.TypeFor[finding.Run](), root.Defs, seen)
	if len(seen) < 20 {
		t.Errorf("only %d types were compared", len(seen))
	}
}

type schemaNode struct {
	Ref        string                `json:"$ref"`
	Type       any                   `json:"type"`
	AnyOf      []schemaNode          `json:"anyOf"`
	Items      *schemaNode           `json:"items"`
	Properties map[string]schemaNode `json:"properties"`
	Required   []string              `json:"required"`
	Additional *bool                 `json:"additionalProperties"`
	Defs       map[string]schemaNode `json:"$defs"`
}

func (n schemaNode) compare(t *testing.T, path string, of reflect.Type, defs map[string]schemaNode, seen map[reflect.Type]bool) {
	t.Helper()
	for n.Ref != "" || len(n.AnyOf) > 0 {
		if n.Ref == "" {
			n = n.AnyOf[0]
			continue
		}
		n = defs[strings.TrimPrefix(n.Ref, "#/$defs/")]
	}
	switch of.Kind() {
	case reflect.Pointer:
		n.compare(t, path, of.Elem(), defs, seen)
	case reflect.Slice:
		if n.Items == nil {
			t.Errorf("%s is a list", path)
			return
		}
		n.Items.compare(t, path+"[]", of.Elem(), defs, seen)
	case reflect.Struct:
		if seen[of] {
			return
		}
		seen[of] = true
		fields := reflect.VisibleFields(of)
		fields = slices.DeleteFunc(fields, func(f reflect.StructField) bool { return f.Anonymous })
		if len(fields) != len(n.Properties) || len(fields) != len(n.Required) || n.Additional == nil || *n.Additional {
			t.Errorf("%s has %d members, the schema lists %d and requires %d of them", path, len(fields), len(n.Properties), len(n.Required))
		}
		for _, field := range fields {
			name := field.Tag.Get("json")
			property, ok := n.Properties[name]
			if !ok || !slices.Contains(n.Required, name) {
				t.Errorf("%s.%s is not in the schema, or not required", path, name)
				continue
			}
			property.compare(t, path+"."+name, field.Type, defs, seen)
		}
	}
}

// TestEvidenceWithoutADay is null in JSON, as in Parquet.
func TestEvidenceWithoutADay(t *testing.T) {
	run := emptyRun()
	run.Findings = []finding.Finding{streak()}
	run.Findings[0].Evidence = []finding.Evidence{{File: "a.log", Line: 1}}
	text := saved(t, run)
	if !strings.Contains(text, `"day": null`) {
		t.Error("the saved run has no null for the day")
	}
	if err := validate(t, runSchema(), text); err != nil {
		t.Error(err)
	}
	if validate(t, runSchema(), strings.Replace(text, `"day": null`, `"day": ""`, 1)) == nil {
		t.Error("the schema takes an empty day")
	}
}
