package query_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestWritable runs what the sandbox refuses.
func TestWritable(t *testing.T) {
	db, err := duck.Open(context.Background(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	asker := query.Writable(db)
	for _, c := range []struct {
		text string
		want any
	}{
		{"CREATE TABLE notes AS SELECT range AS n FROM range(3); SELECT count(*) FROM notes", int64(3)},
		{"INSERT INTO notes VALUES (1), (2)", int64(2)},
		{"CREATE VIEW noted AS SELECT * FROM notes", nil},
		{"SELECT count(*) FROM noted", int64(5)},
	} {
		_, rows, err := all(context.Background(), asker, c.text)
		if err != nil || (len(rows) > 0) != (c.want != nil) || c.want != nil && rows[0][0] != c.want {
			t.Errorf("%s: %v, %v, want %v", c.text, rows, err, c.want)
		}
	}
	if _, _, err := all(context.Background(), asker, " "); err == nil {
		t.Error("nothing was answered")
	}
}

// TestWritableOffline: no statement reaches the network, or installs or loads an
// extension, whatever others set before it; files are read and written as ever.
func TestWritableOffline(t *testing.T) {
	t.Chdir(t.TempDir())
	far, heard := listener(t)
	hidden := t.TempDir()
	for name, text := range map[string]string{"schema.sql": "SET extension_directory = 'here'; INSTALL httpfs", "load.sql": "", "x.duckdb_extension": "x"} {
		if err := os.WriteFile(filepath.Join(hidden, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := duck.Open(t.Context(), "audit.duckdb", duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	asker := query.Writable(db)
	extension := strings.NewReplacer("FAR", far, "HERE", hidden)
	for _, text := range []string{
		"INSTALL httpfs FROM 'FAR'", "FORCE INSTALL httpfs FROM 'FAR'", "INSTALL spatial FROM community", "INSTALL 'HERE/x.duckdb_extension'", "SELECT 1; INSTALL httpfs; SELECT 2",
		"SET custom_extension_repository = 'FAR'; INSTALL httpfs", "SET home_directory = 'HERE'; INSTALL httpfs FROM 'FAR'",
		"LOAD httpfs", "LOAD 'HERE/x.duckdb_extension'", "ATTACH 'dbname=x' AS pg (TYPE postgres)",
		"SET autoinstall_extension_repository = 'FAR'; SET autoinstall_known_extensions = true; SET autoload_known_extensions = true; SELECT * FROM 'FAR/x.csv'", "SET autoload_known_extensions = false; SELECT * FROM 'FAR/x.csv'",
		"SELECT * FROM read_text('FAR/x')", "COPY (SELECT 1) TO 's3://bucket/x.csv'", "ATTACH 'FAR/x.duckdb' AS far",
	} {
		_, _, err := all(t.Context(), asker, extension.Replace(text))
		if err == nil || !strings.Contains(err.Error(), "no extension is installed or loaded") {
			t.Errorf("%s: %v, want it refused", text, err)
		}
	}
	for _, text := range []string{
		"IMPORT DATABASE 'HERE'", "SET extension_directory = 'HERE'", "RESET extension_directory", "SET GLOBAL extension_directory = 'HERE'", "SET extension_directories = ['HERE']", "PRAGMA extension_directory = 'HERE'",
		"SET enable_external_access = true", "RESET enable_external_access", "SET lock_configuration = false", "RESET lock_configuration", "SET allowed_configs = ['extension_directory']", "SET allow_unsigned_extensions = true",
	} {
		if _, _, err := all(t.Context(), asker, extension.Replace(text)); err == nil {
			t.Errorf("%s: was run", text)
		}
	}
	if heard() {
		t.Error("a statement reached the network")
	}
	wantFiles(t, asker)
}

// listener is the address of a server, and whether somebody called it.
func listener(t *testing.T) (address string, heard func() bool) {
	t.Helper()
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { calls.Add(1) }))
	t.Cleanup(server.Close)
	return server.URL, func() bool { return calls.Load() > 0 }
}

// wantFiles wants statements to read and write files, and to change settings.
func wantFiles(t *testing.T, asker query.Asker) {
	t.Helper()
	folder := t.TempDir()
	for _, path := range []string{"near.csv", "./near.parquet", filepath.Join(folder, "far.csv"), folder + "/../up.csv"} {
		text := fmt.Sprintf("COPY (SELECT 42 AS n) TO '%s'; SELECT n FROM '%s'", path, path)
		if _, rows, err := all(t.Context(), asker, text); err != nil || fmt.Sprint(rows) != "[[42]]" {
			t.Errorf("%s: %v, %v", text, rows, err)
		}
	}
	for _, text := range []string{
		"ATTACH 'other.duckdb' AS other; CREATE TABLE other.t AS SELECT 1; DETACH other", "EXPORT DATABASE '" + folder + "/copy'", "LOAD json", "LOAD parquet",
		"CREATE TABLE big AS SELECT range AS n FROM range(1000000)", "CHECKPOINT audit", "SET threads = 1", "SET memory_limit = '300MiB'", "SET VARIABLE a = 1", "RESET threads",
	} {
		if _, _, err := all(t.Context(), asker, text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
