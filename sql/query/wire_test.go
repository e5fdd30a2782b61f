package query_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestSameAsLocal wants an answer through the socket to be the one that the database
// itself gives: columns, types, and values with their Go types.
func TestSameAsLocal(t *testing.T) {
	s := serve(t, query.Hooks{})
	remote := s.dial()
	path := filepath.Join(t.TempDir(), "local.duckdb")
	made, err := duck.Open(context.Background(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	made.Close()
	db, err := duck.Open(context.Background(), path, duck.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range []string{
		"SELECT 1 AS a, 2 AS a, NULL AS b, true AS c, chr(0) || 'x', 'x\ny\u2028<&>\"漢' AS \"d \"\"e\"",
		"SELECT 9223372036854775807, (-9223372036854775808)::BIGINT, 18446744073709551615::UBIGINT, 7::UBIGINT, 7::UTINYINT, 7::TINYINT",
		"SELECT 170141183460469231731687303715884105727::HUGEINT, 5::HUGEINT, sum(i) FROM range(3) r(i)",
		"SELECT 1.0::DOUBLE, 0.1::DOUBLE, 1e300::DOUBLE, 1e21::DOUBLE, 5e-324::DOUBLE, -0.0::DOUBLE, 123456789012345680::DOUBLE, 0.1::FLOAT",
		"SELECT 'NaN'::DOUBLE, 'inf'::DOUBLE, '-inf'::DOUBLE, 'NaN'::FLOAT, ['inf'::DOUBLE], 'NaN', '1.5'",
		"SELECT 1.50::DECIMAL(9, 2), DATE '2024-10-20', TIMESTAMP '2024-10-20 01:02:03.000004', TIME '01:02:03', INTERVAL 3 DAY, '\\xAB'::BLOB, TIMESTAMPTZ '2024-10-20 01:02:03+08'",
		"SELECT [1, NULL, 3], [[1], []], {'a': 1, 'b': [1.5, 2], 'c': {'d': 18446744073709551615::UBIGINT}}, [DATE '2024-10-20'], '00000000-0000-0000-0000-000000000001'::UUID",
		"SELECT 'a'::ENUM('a', 'b'), MAP {'k': 1}, '{\"j\": 1}'::JSON, [7::UBIGINT], [5::HUGEINT]",
		"SELECT {'n': 'NaN'::DOUBLE, 's': 'NaN', 'u': 1::UBIGINT}, MAP {1: 'inf'::DOUBLE}, [1.1::FLOAT]::FLOAT[1], [{'n': [5::HUGEINT]}], TIMETZ '01:02:03+08', DATE 'infinity'",
		"SELECT '{\"b\": 1234567890123456789, \"a\": 1e400}'::JSON, ['\"x\"'::JSON, 'null'], {'j': '-0.10'::JSON, 't': TIME '24:00:00'}, MAP {'k': '1'::JSON}, TIMETZ '24:00:00+01'",
		"SELECT range FROM range(100000) ORDER BY range",
		"SELECT 1 WHERE false", "FROM files", "EXPLAIN SELECT 1", "VALUES (1), (2)", "SELECT 1;", "(SELECT 1)", "/* a */ -- b\nselect 1",
		"DESCRIBE files", "SHOW TABLES", "SUMMARIZE files", "EXPLAIN (FORMAT json) SELECT 1",
		"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal", "SELECT table_name, sql FROM duckdb_tables() WHERE NOT internal",
		"SELECT column_name FROM duckdb_columns() WHERE table_name = 'files'", "SELECT DISTINCT function_name FROM duckdb_functions() ORDER BY 1", "SELECT * FROM duckdb_keywords()",
	} {
		far, farRows, err := all(context.Background(), remote, text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		near, nearRows, err := all(context.Background(), query.Local(db), text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if !slices.Equal(far.Columns, near.Columns) || !slices.Equal(far.Types, near.Types) {
			t.Errorf("%s: columns %q of %q, want %q of %q", text, far.Columns, far.Types, near.Columns, near.Types)
		}
		got, want := described(farRows), described(nearRows)
		if got != want {
			t.Errorf("%s: got %.300s\nwant %.300s", text, got, want)
		}
	}
}

// described writes rows with the Go type of each value.
func described(rows [][]any) string {
	var text strings.Builder
	for _, row := range rows {
		fmt.Fprintf(&text, "%d:", len(row))
		for _, v := range row {
			fmt.Fprintf(&text, "%T %v|", v, v)
			if list, ok := v.([]any); ok {
				text.WriteString(described([][]any{list}))
			}
		}
	}
	return text.String()
}
