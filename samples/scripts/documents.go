package scripts

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"opaudit/reports"
)

// published are the schemas of the JSON documents that the program writes, by what
// such a document begins with.
var published = sync.OnceValues(func() (map[string]*jsonschema.Schema, error) {
	sarif, err := os.ReadFile("reports/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		return nil, err
	}
	schemas := map[string]*jsonschema.Schema{}
	for head, text := range map[string][]byte{`"schema": "opaudit.run/`: reports.RunSchema, `"$schema":`: sarif} {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		compiler := jsonschema.NewCompiler()
		compiler.AssertFormat()
		if err := compiler.AddResource("schema.json", document); err != nil {
			return nil, err
		}
		if schemas[head], err = compiler.Compile("schema.json"); err != nil {
			return nil, err
		}
	}
	return schemas, nil
})

// fits holds a document that the program wrote against its published schema, if it is
// of a kind that has one.
func fits(text string) error {
	schemas, err := published()
	if err != nil {
		return err
	}
	for head, schema := range schemas {
		if !strings.HasPrefix(strings.TrimLeft(text, "{\n "), head) || strings.Contains(text, `json-schema.org`) {
			continue
		}
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			return fmt.Errorf("read document: %w", err)
		}
		return schema.Validate(document)
	}
	return nil
}

// scriptFits wants documents to have a published schema and to keep it: fits FILE...
func scriptFits(ts *testscript.TestScript, neg bool, args []string) {
	for _, file := range args {
		text := ts.ReadFile(file)
		if neg || !strings.Contains(text, `schema":`) {
			ts.Fatalf("usage: fits FILE...; %s names no schema", file)
		}
		ts.Check(fits(text))
	}
}
