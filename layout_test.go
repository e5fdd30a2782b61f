package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// allowed says which of our own packages a folder may import; imports run one
// way, and what is not listed may import nothing of ours.
var allowed = map[string][]string{
	".":                  {"config", "analyzer", "analyzer/finding", "ingest", "ingest/mask", "reports", "samples", "sql", "sql/duck", "sql/format", "sql/prune", "sql/query", "sql/shell", "sql/spec"},
	"analyzer":           {"analyzer/finding", "config", "sql", "sql/duck"},
	"reports":            {"analyzer/finding"},
	"ingest":             {"config", "ingest/jsontext", "ingest/mask", "ingest/statement", "sql", "sql/duck"},
	"sql/duck":           {"config", "sql", "sql/typename"},
	"sql/prune":          {"sql", "sql/duck"},
	"sql/spec":           {"sql"},
	"sql/query":          {"similar", "sql", "sql/duck", "sql/typename"},
	"sql/format":         {"sql/typename"},
	"sql/shell":          {"similar", "sql", "sql/format", "sql/query"},
	"config":             {"similar"},
	"analyzer/finding":   nil,
	"ingest/mask":        nil,
	"ingest/mask/corpus": nil,
	"ingest/jsontext":    nil,
	"ingest/statement":   nil,
	"samples":            nil,
	"samples/scripts":    {"analyzer/finding", "reports", "sql/duck"},
	"similar":            nil,
	"sql":                {"similar"},
	"sql/typename":       nil,
}

// leaves import the standard library alone.
var leaves = []string{"analyzer/finding", "ingest/mask", "ingest/mask/corpus", "ingest/jsontext", "samples", "sql", "sql/spec", "sql/typename"}

func TestImportsRunOneWay(t *testing.T) {
	checked := 0
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(file))
		may, known := allowed[folder]
		if !known {
			t.Errorf("%s: the folder is not in the table of imports", file)
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			checked++
			checkImport(t, file, folder, name, may)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked < 50 {
		t.Fatalf("only %d imports were found", checked)
	}
}

// TestArchitectureNamesEveryPackage: each package has its row in the table of folders.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "\n## Folders\n")
	table, _, _ = strings.Cut(table, "\n## ")
	for folder := range allowed {
		if folder != "." && !strings.Contains(table, "`"+folder+"/`") {
			t.Errorf("ARCHITECTURE.md says nothing of %s", folder)
		}
	}
}

func checkImport(t *testing.T, file, folder, name string, may []string) {
	t.Helper()
	if ours, ok := strings.CutPrefix(name, "opaudit/"); ok {
		if !slices.Contains(may, ours) {
			t.Errorf("%s must not import %s", file, name)
		}
		return
	}
	if strings.HasPrefix(name, "github.com/duckdb/") && folder != "sql/duck" {
		t.Errorf("%s: sql/duck is the only importer of the driver", file)
	}
	if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") && slices.Contains(leaves, folder) {
		t.Errorf("%s: %s imports the standard library alone, not %s", file, folder, name)
	}
}
