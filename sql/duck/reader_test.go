package duck_test

import (
	"strings"
	"testing"

	"opaudit/sql/duck"
)

// TestReaderBeginsAgain: a reader goes on after a statement that spoilt its transaction,
// with the state of a later moment, and still writes nothing.
func TestReaderBeginsAgain(t *testing.T) {
	ctx := t.Context()
	db := opened(t)
	run := func(statement string) {
		t.Helper()
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE TABLE notes (n INTEGER)")
	if err := db.BeginAgain(ctx); err != nil {
		t.Errorf("without a transaction: %v", err)
	}
	reader, err := db.Reader(ctx, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	count := func() (n int, err error) {
		return n, reader.QueryRowContext(ctx, "SELECT count(*) FROM notes").Scan(&n)
	}
	if n, err := count(); n != 0 || err != nil {
		t.Errorf("%d notes at first, %v", n, err)
	}
	run("INSERT INTO notes VALUES (1)")
	if n, err := count(); n != 0 || err != nil {
		t.Errorf("%d notes in the same moment, %v", n, err)
	}
	if _, err := reader.ExecContext(ctx, "SELECT error('spoilt')"); err == nil {
		t.Fatal("nothing was spoilt")
	}
	if err := reader.BeginAgain(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := count(); n != 1 || err != nil {
		t.Errorf("%d notes in a later moment, %v", n, err)
	}
	if _, err := reader.ExecContext(ctx, "INSERT INTO notes VALUES (2)"); err == nil {
		t.Error("a reader writes")
	}
	if err := reader.Feed("incoming", "line VARCHAR", func() duck.Rows { return secrets{} }); err == nil || !strings.Contains(err.Error(), ": a reader has no feeds: they are for all connections of the database") {
		t.Errorf("a feed of a reader: %v", err)
	}
}
