package format_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/format"
)

// TestParquetFallbacks writes what has no type of its own in Parquet as the text that
// other formats show.
func TestParquetFallbacks(t *testing.T) {
	db := open(t)
	const statement = `SELECT INTERVAL '1 month 3 days' AS i, '0123abcd-0123-0123-0123-0123456789ab'::UUID AS u, '\xAB\x00'::BLOB AS b, TIMETZ '01:02:03+08' AS z,
'101'::BIT AS bits, MAP {'k': 1.50::DECIMAL(3, 2)} AS m, CAST('x' AS UNION(n INTEGER, s VARCHAR)) AS one, 12345678901234567890123456789012345678901234567890::BIGNUM AS big, 'NaN'::DOUBLE AS n, NULL AS none`
	file := filepath.Join(t.TempDir(), "rows.parquet")
	if err := os.WriteFile(file, []byte(must(t, db, "parquet", statement, format.Options{})), 0o600); err != nil {
		t.Fatal(err)
	}
	back, want := must(t, db, "csv", "FROM '"+file+"'", format.Options{RawCSV: true}), must(t, db, "csv", statement, format.Options{RawCSV: true})
	if back != want {
		t.Errorf("read back:\n%s\nwant\n%s", back, want)
	}
	types := must(t, db, "csv", "SELECT DISTINCT column_type FROM (DESCRIBE FROM '"+file+"') WHERE column_name NOT IN ('n', 'none')", format.Options{})
	if types != "column_type\nVARCHAR\n" {
		t.Errorf("types: %s", types)
	}
}

// TestParquetRefusals names the column whose value has no place in Parquet, and what to do.
func TestParquetRefusals(t *testing.T) {
	db := open(t)
	for value, want := range map[string]string{
		"DATE 'infinity'":                                   `write column v as DATE: "infinity" is out of range; cast it to another type`,
		"DATE '12024-01-01'":                                "is out of range",
		"DATE '0044-03-15 (BC)'":                            "is out of range",
		"TIMESTAMP '-infinity'":                             `write column v as TIMESTAMP: "-infinity" is out of range`,
		"TIME '24:00:00'":                                   `write column v as TIME: "24:00:00" is out of range`,
		"[TIMESTAMPTZ 'infinity']":                          "is out of range",
		"340282366920938463463374607431768211455::UHUGEINT": "has more than 38 digits",
	} {
		if _, err := write(t, db, "parquet", "SELECT "+value+" AS v", format.Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", value, err, want)
		}
	}
	for _, c := range []struct {
		typ   string
		value any
		want  string
	}{
		{"BIGINT", "1", "write column v as BIGINT: unexpected string"},
		{"DATE", int64(1), "write column v as DATE: "},
		{"BIGINT[]", int64(1), "write column v as BIGINT[]: int64 is no list"},
		{"DECIMAL(4,1)", "1.25", "has more than 4 digits"},
		{"DECIMAL(4,1)", "12345.0", "has more than 4 digits"},
	} {
		next := []any{c.value}
		err := as(t, "parquet", writer(func(b []byte) (int, error) { return len(b), nil }), format.Rows{Columns: []string{"v"}, Types: []string{c.typ}, Next: func() ([]any, bool, error) {
			row := next
			next = nil
			return row, row != nil, nil
		}}, format.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v as %s: %v, want %s", c.value, c.typ, err, c.want)
		}
	}
}
