package duck_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"opaudit/sql/duck"
)

// TestTornBlock opens what a process leaves that is killed while the engine writes a block
// of its catalogue in its place: made of the bytes before and after a checkpoint.
func TestTornBlock(t *testing.T) {
	const header, blockSize, page = 12 << 10, 256 << 10, 4 << 10
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "audit.duckdb")
	db, err := duck.Open(ctx, path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	run := func(statements ...string) {
		t.Helper()
		for _, s := range statements {
			if _, err := db.ExecContext(ctx, s); err != nil {
				t.Fatalf("%s: %v", s, err)
			}
		}
	}
	read := func(path string) []byte {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	run("CHECKPOINT audit", "INSERT INTO receivers VALUES ('a.example.com')", "CHECKPOINT audit", "INSERT INTO receivers VALUES ('b.example.com')")
	before, log := read(path), read(path+".wal")
	run("CHECKPOINT audit")
	after := read(path)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}

	cases := map[string]tornCase{}
	for at := header; at < len(before); at += blockSize { // any of the blocks that are written may be the half written one
		if bytes.Equal(before[at:at+page], after[at:at+page]) {
			continue
		}
		half := bytes.Clone(before)
		copy(half[at:at+page], after[at:at+page])
		name := fmt.Sprint("block at ", at)
		cases[name] = tornCase{half, log, true}
		if db, err := openCopy(t, half, nil); err == nil { // it is of no table that was there before
			db.Close()
			continue
		}
		cases[name+" without a log"] = tornCase{half, nil, false}
		rotten := bytes.Clone(half)
		for at := header + 100; at < len(rotten); at += page {
			copy(rotten[at:], "damage")
		}
		cases[name+" and damage"] = tornCase{rotten, log, false}
	}
	if len(cases) < 3 {
		t.Fatal("no block was written in its place")
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			db, err := openCopy(t, c.file, c.log)
			if !c.opens {
				if !errors.Is(err, duck.ErrDamaged) {
					t.Fatalf("it opens: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			var n int
			if err := db.QueryRowContext(ctx, "SELECT count(*) FROM receivers").Scan(&n); err != nil || n != 2 {
				t.Errorf("%d receivers, want 2: %v", n, err)
			}
		})
	}
}

type tornCase struct {
	file, log []byte
	opens     bool
}

// openCopy opens a database and its log somewhere else. What cannot be opened stays as it is.
func openCopy(t *testing.T, file, log []byte) (*duck.DB, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "audit.duckdb")
	for name, text := range map[string][]byte{path: file, path + ".wal": log} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		if text, failed := os.ReadFile(path); failed != nil || !bytes.Equal(text, file) {
			t.Errorf("what cannot be mended was changed (%v)", failed)
		}
	}
	return db, err
}
