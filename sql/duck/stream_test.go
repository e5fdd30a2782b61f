package duck_test

import (
	"database/sql/driver"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
)

// opened is a new database.
func opened(t *testing.T) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// secrets is a feed of one row.
type secrets struct{}

func (secrets) Len() int { return 1 }

func (secrets) Put(_ int, set func(column int, value any) error) error { return set(0, "secret") }

// TestStreamOnlyReads: whatever gets as far as the engine, one statement runs there, it
// reads, and it reads nothing of a load on its way.
func TestStreamOnlyReads(t *testing.T) {
	ctx := t.Context()
	db := opened(t)
	if err := db.Feed("incoming", "line VARCHAR", func() duck.Rows { return secrets{} }); err != nil {
		t.Fatal(err)
	}
	var line string
	if err := db.QueryRowContext(ctx, "SELECT line FROM incoming()").Scan(&line); err != nil || line != "secret" {
		t.Fatalf("a load reads %q, %v", line, err)
	}
	for statement, want := range map[string]string{
		"CREATE TABLE a (b INTEGER); SELECT 1":         duck.ErrWrites.Error(),
		"SELECT 1; SELECT 2":                           duck.ErrWrites.Error(),
		"CREATE TABLE a (b INTEGER)":                   duck.ErrWrites.Error(),
		"DELETE FROM files":                            duck.ErrWrites.Error(),
		"COPY files TO '" + db.Path + ".out'":          duck.ErrWrites.Error(),
		"SET threads = 1":                              duck.ErrWrites.Error(),
		"SELECT * FROM incoming()":                     "incoming() is for loading alone",
		"SELECT 1 WHERE (SELECT true FROM incoming())": "incoming() is for loading alone",
		"SELEC 1": "syntax error",
	} {
		stream, err := db.Stream(ctx, statement)
		if err == nil {
			stream.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", statement, err, want)
		}
	}
	if _, err := os.Stat(db.Path + ".out"); err == nil {
		t.Error("a file was written")
	}
	var tables int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'a'").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables were made, %v", tables, err)
	}
	stream, err := db.Stream(ctx, "SELECT 7")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	row := make([]driver.Value, 1)
	if err := stream.Next(row); err != nil || row[0] != int32(7) {
		t.Errorf("%v, %v", row, err)
	}
	if err := stream.Next(row); !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %v", err)
	}
}
