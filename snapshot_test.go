package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"opaudit/samples/scripts"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestSnapshot opens copies with an engine that knows nothing of this program: every
// view can be read there, whoever made the copy.
func TestSnapshot(t *testing.T) {
	folder, err := os.MkdirTemp("", "snapshot") // a short path, for the socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	database := filepath.Join(folder, "audit.duckdb")
	scripts.Output(t, nil, "--db", database, "-q", "ingest", "samples/mixed")
	defer syscall.Umask(syscall.Umask(0o000))
	direct, sent := filepath.Join(folder, "direct.duckdb"), filepath.Join(folder, "sent.duckdb")
	scripts.Output(t, nil, "--db", database, "-q", "snapshot", direct)

	db, err := duck.Open(t.Context(), database, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	server, err := query.Listen(db, query.Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	scripts.Output(t, nil, "--db", database, "-q", "snapshot", sent)
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	for path, views := range map[string][]catalog.View{direct: db.Catalog.Views[:1], sent: db.Catalog.Views} {
		info, err := os.Stat(path)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("%s has mode %v (%v), want 0600", path, info.Mode(), err)
		}
		plain, err := sql.Open("duckdb", path+"?access_mode=read_only")
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range views {
			rowsOf(t, plain, "SELECT * FROM "+v.Name+" LIMIT 1")
		}
		for _, relation := range []string{"api_calls", "rejects", "api_success_7d", "decrypt_ratio_7d", "cross_shop_orders", "plaintext_pii"} {
			all := "SELECT * FROM " + relation
			if got, want := rowsOf(t, plain, all), rowsOf(t, db, all); got != want || want == 0 {
				t.Errorf("%s: %s has %d rows, here %d", filepath.Base(path), relation, got, want)
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

// rowsOf counts the rows of a query.
func rowsOf(t *testing.T, db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, text string) (rows int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), fmt.Sprintf("SELECT count(*) FROM (%s)", text)).Scan(&rows); err != nil {
		t.Errorf("%s: %v", text, err)
	}
	return rows
}

// TestGiveName names a file where there are no links, and replaces none.
func TestGiveName(t *testing.T) {
	folder := t.TempDir()
	none := func(string, string) error { return syscall.EPERM }
	for _, link := range []func(string, string) error{os.Link, none} {
		fresh, file := filepath.Join(folder, "fresh"), filepath.Join(folder, "file")
		for _, want := range []string{"one", "one"} { // the second time it is there already
			text := want
			if _, err := os.Lstat(file); err == nil {
				text = "two"
			}
			_ = os.Remove(fresh) // it may be a link to file
			if err := os.WriteFile(fresh, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := giveName(fresh, file, link); (err == nil) != (text == "one") || err != nil && !errors.Is(err, os.ErrExist) {
				t.Errorf("%s: %v", text, err)
			}
			if got, err := os.ReadFile(file); err != nil || string(got) != want {
				t.Errorf("got %q, %v", got, err)
			}
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}
}
