package e2e_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opaudit/samples/scripts"
	"opaudit/sql/duck"
)

// TestPruneGivesSpaceBack and TestKilledPrune run the real program on a fortnight
// of mixed logs, of which the first week goes.

const pruneFrom = "2024-10-14"

// fortnight loads so many lines into a database and returns its path.
func fortnight(t *testing.T, lines string) string {
	t.Helper()
	folder := t.TempDir()
	logs, database := filepath.Join(folder, "logs"), filepath.Join(folder, "audit.duckdb")
	scripts.Output(t, nil, "sample", "--scenario", "mixed", "--lines", lines, "--seed", "1", "--out", logs)
	scripts.Output(t, nil, "--db", database, "ingest", logs)
	return database
}

// pruneArguments are those that delete all days before pruneFrom.
func pruneArguments(t *testing.T, database string) []string {
	t.Helper()
	from, err := time.ParseInLocation(time.DateOnly, pruneFrom, duck.Shanghai)
	if err != nil {
		t.Fatal(err)
	}
	return []string{"--db", database, "prune", "--force", "--older-than", fmt.Sprintf("%dd", int(time.Since(from).Hours())/24)}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// compacted writes a database anew, as tightly as it can be, and returns its size: how
// much room a load leaves between rows depends on how busy the machine is.
func compacted(t *testing.T, path string) int64 {
	t.Helper()
	db, err := duck.Open(t.Context(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Compact(t.Context()), db.Close()); err != nil {
		t.Fatal(err)
	}
	return size(t, path)
}

// TestPruneGivesSpaceBack wants the file to be as small as its rows are few.
func TestPruneGivesSpaceBack(t *testing.T) {
	t.Parallel()
	database := fortnight(t, "300000")
	before := compacted(t, database)
	text := string(scripts.Output(t, nil, pruneArguments(t, database)...))
	after := size(t, database)
	if !strings.Contains(text, "kept from "+pruneFrom) {
		t.Errorf("it does not say from which day on records stay:\n%s", text)
	}
	if after > before*4/5 {
		t.Errorf("%d bytes before, %d after deleting every second day", before, after)
	}
	scripts.Output(t, nil, pruneArguments(t, database)...)
	if again := size(t, database); again > after {
		t.Errorf("%d bytes, and %d after a second prune that deletes nothing", after, again)
	}
	t.Logf("%d bytes before, %d after", before, after)
}

// TestKilledPrune kills the program at random moments: whatever the moment, the
// database then holds all rows or the pruned ones, nothing between, and a further
// prune ends what was begun.
func TestKilledPrune(t *testing.T) {
	t.Parallel()
	whole := fortnight(t, "60000")
	work := filepath.Join(t.TempDir(), "audit.duckdb")
	begin := func() {
		copyFile(t, whole, work)
	}
	all := contents(t, whole)
	begin()
	started := time.Now()
	scripts.Output(t, nil, pruneArguments(t, work)...)
	takes := time.Since(started)
	pruned := contents(t, work)
	if all == pruned {
		t.Fatal("the prune changes nothing")
	}
	const least, most = 20, 200
	seen, kills, copies := map[string]int{}, 0, 0
	for n := 0; n < least || seen[all] == 0 || seen[pruned] == 0; n++ {
		if n == most {
			t.Fatalf("%d times all rows are there and %d times the pruned ones: no kill hits the rest", seen[all], seen[pruned])
		}
		begin()
		if killed(t, rand.N(takes), pruneArguments(t, work)...) {
			kills++
		}
		if _, err := os.Stat(duck.CopyPath(work)); err == nil {
			copies++
		}
		found := contents(t, work)
		if found != all && found != pruned {
			t.Fatalf("kill %d leaves\n%s\nneither all:\n%s\nnor the pruned rows:\n%s", n, found, all, pruned)
		}
		seen[found]++
		scripts.Output(t, nil, pruneArguments(t, work)...)
		if found := contents(t, work); found != pruned {
			t.Fatalf("after kill %d and a further prune there is\n%s\nnot\n%s", n, found, pruned)
		}
		if _, err := os.Stat(duck.CopyPath(work)); err == nil {
			t.Fatalf("after kill %d and a further prune the copy is still there", n)
		}
	}
	t.Logf("%d kills, %d of them before the rows were deleted, %d while they were copied", kills, seen[all], copies)
}

// killed runs the program and kills it after a while, unless it ends before that.
func killed(t *testing.T, after time.Duration, args ...string) bool {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), after)
	defer stop()
	err := exec.CommandContext(ctx, "opaudit", args...).Run() // the end of ctx is a SIGKILL
	if err != nil && ctx.Err() == nil {
		t.Fatalf("opaudit %s: %v", strings.Join(args, " "), err)
	}
	return err != nil
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	for _, leftover := range append(duck.Logs(to), append(duck.Logs(duck.CopyPath(to)), duck.CopyPath(to))...) {
		_ = os.Remove(leftover)
	}
	source, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	target, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(target, source); err != nil {
		t.Fatal(err)
	}
	if err := target.Close(); err != nil {
		t.Fatal(err)
	}
}

// contents tells of each table how many rows it has and what they are.
func contents(t *testing.T, database string) string {
	t.Helper()
	ctx := context.Background()
	db, err := duck.Open(ctx, database, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables []string
	err = db.Rows(ctx, "SELECT table_name FROM duckdb_tables() WHERE database_name = 'audit' ORDER BY table_name", nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	})
	if err != nil || len(tables) < 15 {
		t.Fatalf("there are only the tables %v: %v", tables, err)
	}
	var text strings.Builder
	for _, table := range tables {
		var rows int64
		var digest sql.NullString
		err := db.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*), CAST(bit_xor(hash(t)) AS VARCHAR) FROM %s t", table)).Scan(&rows, &digest)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&text, "%s: %d rows %s\n", table, rows, digest.String)
	}
	return text.String()
}
