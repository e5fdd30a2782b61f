package spec_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	catalog "opaudit/sql"
	"opaudit/sql/spec"
)

func logTypes(t *testing.T) []catalog.LogType {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c.LogTypes
}

// TestExamples: each log type shows lines that are accepted, noted and rejected, the
// rejected in the order of precedence; what is accepted is JSON, and what is printed is
// harmless and short. Whether ingest agrees is for the tests of the program.
func TestExamples(t *testing.T) {
	precedence := []string{catalog.TooLong, catalog.BadBytes, catalog.BadJSON, catalog.NotObject, catalog.UnknownType, catalog.MissingField, catalog.BadField,
		catalog.NoShop, catalog.NoOrders, catalog.BadTime}
	for _, typ := range logTypes(t) {
		accepted, err := spec.Accepted(typ)
		if err != nil || len(accepted) < 3 || accepted[2].Events != 2 {
			t.Fatalf("%s: %d accepted, %v", typ.Name, len(accepted), err)
		}
		noted, err := spec.Noted(typ)
		if err != nil || len(noted) < 2 {
			t.Fatalf("%s: %d noted, %v", typ.Name, len(noted), err)
		}
		rejected, err := spec.Rejected(typ)
		if err != nil || len(rejected) < 8 {
			t.Fatalf("%s: %d rejected, %v", typ.Name, len(rejected), err)
		}
		for _, e := range slices.Concat(accepted, noted) {
			if !json.Valid([]byte(e.Line)) || e.Events == 0 {
				t.Errorf("%s: %s (%s): %s", typ.Name, e.What, e.Code, e.Shown)
			}
		}
		at := -1
		for _, e := range rejected {
			place := slices.Index(precedence, e.Code)
			if place <= at || e.Events != 0 {
				t.Errorf("%s: %s is out of order", typ.Name, e.Code)
			}
			at = place
		}
		for _, e := range slices.Concat(accepted, noted, rejected) {
			if strings.ContainsAny(e.Shown, "\x00\n") || len(e.Shown) > 700 || len(e.Line) < 700 && !strings.Contains(e.Line, "\x00") && e.Shown != e.Line {
				t.Errorf("%s: %s%s is shown as %q", typ.Name, e.What, e.Code, e.Shown)
			}
		}
	}
}

// TestExamplesOfABrokenCatalog name the file whose example is none.
func TestExamplesOfABrokenCatalog(t *testing.T) {
	for _, example := range []string{"", "[]", "{", `{"a":}`, `{"a":1,`} {
		broken := catalog.LogType{Name: "broken", Example: example}
		for what, read := range map[string]func(catalog.LogType) ([]spec.Example, error){"accepted": spec.Accepted, "noted": spec.Noted, "rejected": spec.Rejected} {
			if _, err := read(broken); err == nil || !strings.Contains(err.Error(), "sql/logs/broken.sql") {
				t.Errorf("%s of %q: %v", what, example, err)
			}
		}
	}
}

// TestSchemaNamesWhatItUses: every reference within the schema leads somewhere, and every
// field of a log type is in it.
func TestSchemaNamesWhatItUses(t *testing.T) {
	types := logTypes(t)
	text, err := json.Marshal(spec.Schema(types))
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(text, &schema); err != nil || len(schema.Defs) == 0 {
		t.Fatalf("%d definitions, %v", len(schema.Defs), err)
	}
	for _, part := range strings.Split(string(text), `"$ref":"#/$defs/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if schema.Defs[name] == nil {
			t.Errorf("there is no definition of %s", name)
		}
	}
	for _, typ := range types {
		for _, f := range typ.Fields {
			if !strings.Contains(string(text), `"`+f.Name+`"`) {
				t.Errorf("%s: the field %s is missing", typ.Name, f.Name)
			}
		}
	}
}
