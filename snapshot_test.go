package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestSnapshot opens copies with an engine that knows nothing of this program: every
// view gives as many rows there as here, whoever made the copy.
func TestSnapshot(t *testing.T) {
	folder, err := os.MkdirTemp("", "snapshot") // a short path, for the socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	database := filepath.Join(folder, "audit.duckdb")
	output(t, nil, "--db", database, "-q", "ingest", "samples/mixed")
	defer syscall.Umask(syscall.Umask(0o000))
	direct, sent := filepath.Join(folder, "direct.duckdb"), filepath.Join(folder, "sent.duckdb")
	output(t, nil, "--db", database, "-q", "snapshot", direct)

	db, err := duck.Open(t.Context(), database, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server, err := query.Listen(db, query.Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	output(t, nil, "--db", database, "-q", "snapshot", sent)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	want := rowsOfViews(t, db, db.Catalog.Views[0].Name)
	if want == 0 {
		t.Error("the sample gives no row")
	}
	for _, path := range []string{direct, sent} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has mode %v (%v), want 0600", path, info.Mode(), err)
		}
		plain, err := sql.Open("duckdb", path+"?access_mode=read_only")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range db.Catalog.Views {
			if got, want := rowsOfViews(t, plain, v.Name), rowsOfViews(t, db, v.Name); got != want {
				t.Errorf("%s: %s has %d rows, here %d", filepath.Base(path), v.Name, got, want)
			}
		}
		if err := plain.Close(); err != nil {
			t.Error(err)
		}
	}
	left, err := filepath.Glob(filepath.Join(folder, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left behind (%v)", left, err)
	}
}

// rowsOfViews counts the rows of a view.
func rowsOfViews(t *testing.T, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, view string) (rows int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT count(*) FROM (SELECT * FROM %s)", view)).Scan(&rows); err != nil {
		t.Errorf("%s: %v", view, err)
	}
	return rows
}
