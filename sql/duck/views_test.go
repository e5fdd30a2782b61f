package duck_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
)

// TestColumns holds the headers of views to the columns that the views have: views
// that read one are made while a stand-in with the header's columns is in its place.
func TestColumns(t *testing.T) {
	ctx := t.Context()
	db, err := duck.Open(ctx, filepath.Join(t.TempDir(), "columns.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	checked := 0
	for _, v := range db.Catalog.Views {
		if v.Columns == "" {
			continue
		}
		var columns []string
		err := db.Rows(ctx, "SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM "+v.Name+")", nil, func(rows *sql.Rows) error {
			columns = append(columns, "")
			return rows.Scan(&columns[len(columns)-1])
		})
		if err != nil {
			t.Errorf("%s: %v", v.Name, err)
		}
		if got := strings.Join(columns, ", "); got != v.Columns {
			t.Errorf("%s: the header says\n%s\nand the view has\n%s", v.Name, v.Columns, got)
		}
		checked++
	}
	if checked < 80 {
		t.Errorf("only %d views were checked", checked)
	}
}
