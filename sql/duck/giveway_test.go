package duck_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"opaudit/sql/duck"
)

// hoarding is a question without end that keeps a hundred megabytes, one side of a
// join, from its first row on.
const hoarding = `SELECT b.x FROM range(1000000000000) a
JOIN (SELECT range AS r, range * 3 AS x FROM range(2000000)) b ON a.range % 2000000 = b.r`

// greedy is a load that needs more than what is left then.
const greedy = "INSERT INTO numbers SELECT unnest(l) FROM (SELECT list(range) AS l FROM range(8000000))"

// TestLoadGoesFirst fills the engine's memory with what somebody asks, so that a load
// does not get what it needs: the question is ended, and the load done once more.
func TestLoadGoesFirst(t *testing.T) {
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range []string{"CREATE TABLE numbers (n BIGINT)", "SET memory_limit = '200MiB'"} {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	ctx, end := db.GivingWay(t.Context())
	defer end()
	begun, asked := make(chan bool), make(chan error)
	go func() { asked <- askEndlessly(ctx, db, begun) }()
	<-begun
	times := 0
	err = db.Store(t.Context(), func() error {
		times++
		_, err := db.ExecContext(t.Context(), greedy)
		return err
	})
	if err != nil || times != 2 {
		t.Errorf("the load was tried %d times: %v", times, err)
	}
	if err := <-asked; !errors.Is(err, duck.ErrGaveWay) {
		t.Errorf("the question ended with %v, want that it gave way", err)
	}
	var rows int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM numbers").Scan(&rows); err != nil || rows != 8_000_000 {
		t.Errorf("%d rows are there (%v)", rows, err)
	}
}

// askEndlessly closes begun when there is a row, and reads on until it fails.
func askEndlessly(ctx context.Context, db *duck.DB, begun chan<- bool) error {
	reader, err := db.Reader(ctx, duck.Options{})
	if err != nil {
		return err
	}
	defer reader.Close()
	stream, err := reader.Stream(ctx, hoarding)
	if err != nil {
		return err
	}
	defer stream.Close()
	values := make([]driver.Value, 1)
	err = stream.Next(values)
	for close(begun); err == nil; {
		err = stream.Next(values)
	}
	return err
}

// TestLargeProcess wants what others ask to be ended before the process is as large as
// it may be.
func TestLargeProcess(t *testing.T) {
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_DATA, &before); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Setrlimit(syscall.RLIMIT_DATA, &before) }()
	db.Share(t.Context())
	ctx, end := db.GivingWay(t.Context())
	defer end()
	if err := syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: 1 << 30, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	<-ctx.Done()
	if cause := context.Cause(ctx); !duck.OutOfMemory(cause) {
		t.Errorf("the question ended with %v, want that the memory does not suffice", cause)
	}
}

// TestStreamTellsFailures wants an error behind the first rows to be no end of them.
func TestStreamTellsFailures(t *testing.T) {
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	stream, err := db.Stream(t.Context(), "SELECT CASE WHEN range = 1500000 THEN error('midway') ELSE range END FROM range(2000000)")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	rows := 0
	for values := make([]driver.Value, 1); err == nil; rows++ {
		err = stream.Next(values)
	}
	if rows < 1000 || errors.Is(err, io.EOF) || !strings.Contains(err.Error(), "midway") {
		t.Errorf("after %d rows: %v", rows, err)
	}
}
