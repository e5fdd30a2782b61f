package analyzer

import (
	"path/filepath"
	"testing"

	"opaudit/sql/duck"
)

// TestLookBackOfViews: the views look back as far as a finding stays open.
func TestLookBackOfViews(t *testing.T) {
	db, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{AsOf: "2024-10-20"})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	days := 0
	if err := db.QueryRowContext(t.Context(), "SELECT date_diff('day', since, (SELECT day FROM as_of)) FROM lately").Scan(&days); err != nil {
		t.Fatal(err)
	}
	if days != lookBack {
		t.Errorf("the view lately looks back %d days, findings stay open for %d", days, lookBack)
	}
}
