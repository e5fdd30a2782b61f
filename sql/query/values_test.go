package query_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestValuesAreTheEnginesText compares values with what the engine itself makes of them
// as text, of who may write, who reads, and who asks through the socket.
func TestValuesAreTheEnginesText(t *testing.T) {
	s := serve(t, query.Hooks{})
	path := filepath.Join(t.TempDir(), "local.duckdb")
	writing, err := duck.Open(context.Background(), path, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	askers := map[string]query.Asker{"socket": s.dial(), "local": query.Local(writing)}
	defer writing.Close()
	other, err := duck.Open(context.Background(), filepath.Join(t.TempDir(), "other.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	askers["writable"] = query.Writable(other)
	for _, value := range []string{
		`json_extract('{"b": 1234567890123456789}', '$.b')`, `'{"b": 0.1000, "a": 1e400, "b": [1.0, 18446744073709551616]}'::JSON`,
		`'"text"'::JSON`, `'null'::JSON`, `' [ 1,  2 ]'::JSON`, `'-5'::JSON`, `to_json({'n': 12345678901234567890123})`,
		`TIME '24:00:00'`, `TIME '00:00:00'`, `TIME '23:59:59.999999'`, `TIME '01:02:03.5'`,
		`TIMETZ '24:00:00+00'`, `TIMETZ '01:02:03+08'`, `TIMETZ '01:02:03.000004-03:30'`, `TIMETZ '01:02:03+08:01:07'`, `TIMETZ '01:02:03-15:59:59'`,
		`1.10::DECIMAL(9, 2)`, `100.00::DECIMAL(9, 2)`, `-0.05::DECIMAL(9, 2)`, `0::DECIMAL(9, 2)`, `7::DECIMAL(9, 0)`, `-12345678901234567890123456.789::DECIMAL(38, 3)`,
		`'0123abcd-0123-0123-0123-0123456789ab'::UUID`, `INTERVAL '-1 day -00:00:01.5'`, `INTERVAL '14 months 1 day'`, `INTERVAL 0 DAY`,
	} {
		for name, asker := range askers {
			_, rows, err := all(context.Background(), asker, fmt.Sprintf("SELECT %s, CAST(%s AS VARCHAR)", value, value))
			if err != nil || len(rows) != 1 || rows[0][0] != rows[0][1] {
				t.Errorf("%s, %s: %q, %v", name, value, rows, err)
			}
		}
	}
	for text, want := range map[string]string{
		`SELECT 0.05::DECIMAL(2, 2)`:                               "DECIMAL(2,2) 0.05", // the engine would write .05, which is no JSON
		`SELECT ['1.0'::JSON]`:                                     "JSON[] [1.0]",
		`SELECT {'a "b"': '1.0'::JSON, 'c': [TIME '24:00:00']}`:    `STRUCT("a ""b""" JSON, "c" TIME[]) map[a "b":1.0 c:[24:00:00]]`,
		`SELECT MAP {TIME '24:00:00': '1.0'::JSON}`:                "MAP(TIME, JSON) map[24:00:00:1.0]",
		`SELECT ['1.0'::JSON, NULL]::JSON[2]`:                      "JSON[2] [1.0 <nil>]",
		`SELECT CAST(TIME '24:00:00' AS UNION(t TIME, n INTEGER))`: `UNION("t" TIME, "n" INTEGER) 24:00:00`,
	} {
		for name, asker := range askers {
			result, rows, err := all(context.Background(), asker, text)
			if err != nil || len(rows) != 1 || fmt.Sprint(result.Types[0], " ", rows[0][0]) != want {
				t.Errorf("%s, %s: %q, %v, want %s", name, text, rows, err, want)
			}
		}
	}
}
