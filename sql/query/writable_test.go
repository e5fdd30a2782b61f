package query_test

import (
	"context"
	"path/filepath"
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
