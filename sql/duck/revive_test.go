package duck_test

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"opaudit/sql/duck"
)

// TestRevive lets a checkpoint fail, as on a full disk: the engine gives the file
// up, and takes it again when there is room, with all that was committed.
func TestRevive(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "audit.duckdb")
	db, err := duck.Open(ctx, path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	run := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	count := func() (n int, err error) {
		return n, db.QueryRowContext(ctx, "SELECT count(*) FROM numbers").Scan(&n)
	}
	run("CREATE TABLE numbers AS SELECT hash(i) AS n FROM range(10000) t(i)")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limit := func(bytes uint64) {
		t.Helper()
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: before.Max}); err != nil {
			t.Fatal(err)
		}
	}
	limit(uint64(info.Size()) + 1)
	failed := db.Reattach(ctx)
	_, broken := count()
	limit(before.Cur)
	if failed == nil || broken == nil {
		t.Fatalf("a checkpoint without room ends with %v, a query then with %v", failed, broken)
	}
	if err := db.Revive(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := count(); n != 10000 || err != nil {
		t.Fatalf("%d rows (%v), want 10000", n, err)
	}
	if err := db.Reattach(ctx); err != nil {
		t.Fatal(err)
	}
}
