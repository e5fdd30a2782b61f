package query

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRefusedFunctions holds the engine's functions that nobody may call to the list of
// those that somebody has looked at: another engine version fails here. Look at what
// is new before you write the list with -update; what only computes from its arguments
// may go into functions.go instead.
func TestRefusedFunctions(t *testing.T) {
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kinds, err := functionKinds(t, db)
	if err != nil {
		t.Fatal(err)
	}
	var refused strings.Builder
	known := map[string]bool{}
	for _, f := range kinds {
		asRelation := f.kind == "table" || f.kind == "table_macro" || f.kind == "pragma"
		if asRelation && (readable[f.name] || describing[f.name]) || !asRelation && callable[f.name] {
			known[f.name] = true
			continue
		}
		refused.WriteString(f.kind + " " + f.name + "\n")
	}
	for _, set := range []map[string]bool{callable, readable, describing} {
		for name := range set {
			if !known[name] && !ownMacros[name] && !asSyntax[name] {
				t.Errorf("%s is let through, but the engine has no such function", name)
			}
		}
	}
	const golden = "testdata/refused.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(refused.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	looked := words(strings.ReplaceAll(string(want), " ", "_"))
	for _, line := range strings.Split(strings.TrimSpace(refused.String()), "\n") {
		if !looked[strings.ReplaceAll(line, " ", "_")] {
			t.Errorf("nobody has looked at the function: %s", line)
		}
		delete(looked, strings.ReplaceAll(line, " ", "_"))
	}
	for line := range looked {
		t.Errorf("the engine has this function no more, or it is let through now: %s", line)
	}
}

// asSyntax are functions that the parser makes of other syntax, and knows alone.
var asSyntax = words("-> !")

type function struct{ kind, name string }

// functionKinds are the engine's own functions.
func functionKinds(t *testing.T, db *duck.DB) (list []function, err error) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT DISTINCT function_type, lower(function_name) AS name FROM duckdb_functions() WHERE internal ORDER BY ALL")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var f function
		if err := rows.Scan(&f.kind, &f.name); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, rows.Err()
}
