package duck_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"opaudit/sql/duck"
)

// TestPathsOfAnyName keeps a database, and beside it what the engine spills, wherever
// the user says.
func TestPathsOfAnyName(t *testing.T) {
	ctx := t.Context()
	for _, name := range []string{"a&b", "a+b", "a%41", "a;b", "a#b", "a=b", "a'b", `a"b`, "a b", "店铺", "&threads=1", "WAL"} {
		path := filepath.Join(t.TempDir(), name, "x.duckdb")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		db, err := duck.Open(ctx, path, duck.Options{Threads: 2})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var spill string
		var threads int
		err = db.QueryRowContext(ctx, "SELECT current_setting('temp_directory'), current_setting('threads')").Scan(&spill, &threads)
		if err != nil || spill != path+".tmp" || threads != 2 {
			t.Errorf("%s: what is spilt stands in %q, %d threads, %v", name, spill, threads, err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestPathsThatCannotBe tells of each what is wrong with it, and calls no database
// damaged for what its path is called.
func TestPathsThatCannotBe(t *testing.T) {
	ctx := t.Context()
	t.Chdir(t.TempDir())
	for _, folder := range []string{"WAL", "checksum/x.duckdb", "orrupt"} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("orrupt/x.duckdb", []byte("this is no database\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{
		"WAL/none/x.duckdb":                      fs.ErrNotExist,
		filepath.Join(here, "WAL/none/x.duckdb"): fs.ErrNotExist,
		"what?/x.duckdb":                         duck.ErrPath,
		"what?.duckdb":                           duck.ErrPath,
		"checksum/x.duckdb":                      nil, // a folder
		"orrupt/x.duckdb":                        duck.ErrDamaged,
	} {
		db, err := duck.Open(ctx, path, duck.Options{})
		if err == nil {
			db.Close()
		}
		if err == nil || want != nil && !errors.Is(err, want) || want == nil && errors.Is(err, duck.ErrDamaged) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	if left, err := filepath.Glob("what*"); err != nil || len(left) > 0 {
		t.Errorf("%q were made, %v", left, err)
	}
}
