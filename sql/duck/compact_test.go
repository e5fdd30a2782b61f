package duck_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opaudit/sql/duck"
)

// TestCompactKeepsOwner compacts a database as another user than its owner, which takes
// root: it stays its owner's, with its mode.
func TestCompactKeepsOwner(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.duckdb")
	db, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	owner, group := os.Geteuid(), os.Getegid()
	if owner == 0 { // nobody else can give a file away
		owner, group = 65534, 65533
	}
	if err := os.Chown(path, owner, group); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if of, ok := info.Sys().(*syscall.Stat_t); !ok || int(of.Uid) != owner || int(of.Gid) != group || info.Mode() != 0o640 {
		t.Errorf("it belongs to %d:%d with mode %v", of.Uid, of.Gid, info.Mode())
	}
}

// TestCompactWantsAnEmptyLog: while rows stand in a log beside the file, the file is not
// replaced.
func TestCompactWantsAnEmptyLog(t *testing.T) {
	db := opened(t)
	if _, err := db.ExecContext(t.Context(), "CHECKPOINT audit"); err != nil {
		t.Fatal(err)
	}
	log := db.Path + ".wal"
	if err := os.WriteFile(log, []byte("rows"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(db.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Compact(t.Context()); err == nil || !strings.Contains(err.Error(), log+" is not empty after a checkpoint") {
		t.Errorf("compact beside a log: %v", err)
	}
	after, err := os.Stat(db.Path)
	if err != nil || !os.SameFile(before, after) {
		t.Errorf("the file was replaced, %v", err)
	}
	if left, err := filepath.Glob(duck.CopyPath(db.Path) + "*"); err != nil || len(left) > 0 {
		t.Errorf("%q were left, %v", left, err)
	}
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	var files int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM files").Scan(&files); err != nil {
		t.Errorf("the database afterwards: %v", err)
	}
}
