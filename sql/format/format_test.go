package format_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"opaudit/sql/duck"
	"opaudit/sql/format"
	"opaudit/sql/query"
)

// open makes an empty database.
func open(t *testing.T) *duck.DB {
	t.Helper()
	db, err := duck.Open(context.Background(), filepath.Join(t.TempDir(), "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// write asks and writes the answer in a format.
func write(t *testing.T, db *duck.DB, name, statement string, o format.Options) (string, error) {
	t.Helper()
	f, err := format.ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := query.Writable(db).Ask(context.Background(), statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer result.Close()
	if o.Visible == nil {
		o.Visible = func(s string) string { return strings.ReplaceAll(s, "\x1b", `\x1b`) }
	}
	var out bytes.Buffer
	err = f.Write(&out, format.Rows{Columns: result.Columns, Types: result.Types, Next: result.Next}, o)
	return out.String(), err
}

func must(t *testing.T, db *duck.DB, name, statement string, o format.Options) string {
	t.Helper()
	out, err := write(t, db, name, statement, o)
	if err != nil {
		t.Fatalf("%s of %s: %v", name, statement, err)
	}
	return out
}

func TestNames(t *testing.T) {
	if _, err := format.ByName("xml"); err == nil || !strings.Contains(err.Error(), "table, csv, json, jsonl, markdown or parquet") {
		t.Errorf("an unknown format: %v", err)
	}
	for _, name := range format.Names() {
		if f, err := format.ByName(name); err != nil || f.Binary != (name == "parquet") {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
}

func TestCSV(t *testing.T) {
	db := open(t)
	const statement = `SELECT * FROM (VALUES ('=1+1', -1, CAST(-1.50 AS DECIMAL(9,2)), CAST(-2 AS HUGEINT), CAST(-0.5 AS DOUBLE), NULL),
('@a', 1, 2, 3, 4, '+b'), (chr(9) || 'x', 1, 2, 3, 4, '-c"d,e'), ('＝１', 1, 2, 3, 4, 'ok=1'), (chr(10) || '=1', 1, 2, 3, 4, chr(27))) t("=n", a, b, c, d, e)`
	want := [][]string{
		{"'=n", "a", "b", "c", "d", "e"},
		{"'=1+1", "-1", "-1.50", "-2", "-0.5", ""},
		{"'@a", "1", "2.00", "3", "4", "'+b"},
		{"'\tx", "1", "2.00", "3", "4", "'-c\"d,e"},
		{"'＝１", "1", "2.00", "3", "4", "ok=1"},
		{"'\n=1", "1", "2.00", "3", "4", "\x1b"},
	}
	for _, raw := range []bool{false, true} {
		got, err := csv.NewReader(strings.NewReader(must(t, db, "csv", statement, format.Options{RawCSV: raw}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			for j, cell := range want[i] {
				if raw {
					cell = strings.TrimPrefix(cell, "'")
				}
				if got[i][j] != cell {
					t.Errorf("raw %v, row %d: %q, want %q", raw, i, got[i][j], cell)
				}
			}
		}
	}
}

func TestJSON(t *testing.T) {
	db := open(t)
	const statement = `SELECT a AS n, b AS n, c AS n_2, d AS big, e AS s FROM (VALUES (1, 'a<b', [1, NULL], CAST(12345678901234567890 AS HUGEINT), {'x': 1}),
(NULL, '张', [], 1, NULL)) t(a, b, c, d, e)`
	const object = `{"n":1,"n_3":"a<b","n_2":[1,null],"big":12345678901234567890,"s":{"x":1}}`
	const second = `{"n":null,"n_3":"张","n_2":[],"big":1,"s":null}`
	for name, want := range map[string]string{
		"json":  "[\n" + object + ",\n" + second + "\n]\n",
		"jsonl": object + "\n" + second + "\n",
	} {
		if got := must(t, db, name, statement, format.Options{}); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
	none := must(t, db, "json", "SELECT 1 AS n WHERE false", format.Options{})
	if !json.Valid([]byte(none)) || must(t, db, "jsonl", "SELECT 1 AS n WHERE false", format.Options{}) != "" {
		t.Errorf("no rows: %q", none)
	}
	if got := must(t, db, "jsonl", "SELECT -1.50 AS d, [[0.25], NULL] AS l, '1.5' AS t", format.Options{}); got != `{"d":-1.50,"l":[[0.25],null],"t":"1.5"}`+"\n" {
		t.Errorf("decimal numbers: %s", got)
	}
	if got := must(t, db, "jsonl", "SELECT 'nan'::DOUBLE AS n, chr(27) AS c", format.Options{}); got != `{"n":null,"c":"\u001b"}`+"\n" {
		t.Errorf("what JSON has not: %s", got)
	}
}

// TestAsTheEngineWrites compares with the engine's own texts.
func TestAsTheEngineWrites(t *testing.T) {
	db := open(t)
	for _, value := range []string{
		"INTERVAL '1 year 2 months 9 days 20:08:14.983'", "INTERVAL '-14 months -1 day -00:00:00.000001'", "INTERVAL 0 DAY", "INTERVAL 100 HOUR", "INTERVAL 1 MONTH",
		"MAP {'a': 1, 'b': NULL}", "MAP {1: [INTERVAL 1 DAY]}", "'e596d343-3459-47e3-9d27-4ea15010e48c'::UUID", "['e596d343-3459-47e3-9d27-4ea15010e48c'::UUID]",
		"TIMETZ '01:02:03.5+08'", "TIMETZ '01:02:03-03:30'", "TIME '01:02:03.000004'", "DATE 'infinity'", "DATE '-infinity'", "DATE '0044-03-15 (BC)'", "DATE '12024-03-15'", "DATE '0001-01-01'",
		"TIMESTAMP 'infinity'", "TIMESTAMP '-infinity'", "TIMESTAMPTZ 'infinity'", "TIMESTAMPTZ '-infinity'", "'infinity'::TIMESTAMP_NS", "'-infinity'::TIMESTAMP_S", "'infinity'::TIMESTAMP_MS",
		"TIMESTAMP_NS '2024-01-01 00:00:00.123456789'", "TIMESTAMP_S '2024-01-01 00:00:00'", "TIMESTAMP_MS '1924-01-01 00:00:00.001'", "TIMESTAMP '0044-03-15 (BC) 01:02:03'", "TIMESTAMPTZ '2024-01-01 00:00:00.5+08'",
		"1.1::FLOAT", "16777216.5::FLOAT::VARCHAR", "[0.1::FLOAT]", "union_value(a := INTERVAL 1 DAY)", "[DATE '2024-01-01', NULL]", "'101'::BIT", "170141183460469231731687303715884105727::HUGEINT", "true", "'x'::ENUM('x')",
	} {
		got := must(t, db, "csv", "SELECT "+value+" AS v", format.Options{RawCSV: true})
		if want := must(t, db, "csv", "SELECT CAST("+value+" AS VARCHAR) AS v", format.Options{RawCSV: true}); got != want {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

// TestPlan shows a plan in lines.
func TestPlan(t *testing.T) {
	got := must(t, open(t), "table", "EXPLAIN SELECT 1", format.Options{Width: 40})
	if strings.Contains(got, `\n`) || strings.Count(got, "\n") < 5 || !strings.Contains(got, "┌──") {
		t.Errorf("got %s", got)
	}
}

// TestMembers shows what stands within another value.
func TestMembers(t *testing.T) {
	db := open(t)
	for value, want := range map[string]string{
		"{'z': DATE '2024-01-01', 'x': 1.5::DECIMAL(5,2), 'n': 'NaN'::DOUBLE, 't': TIMESTAMPTZ '2024-01-01 00:00:00+00', 'f': 1.1::FLOAT, 'l': [{'a': 1.5::DECIMAL(5,1)}]}": `{"z":"2024-01-01","x":1.50,"n":null,"t":"2024-01-01 00:00:00+00","f":1.1,"l":[{"a":1.5}]}`,
		"{'a\"(,': DATE '2024-01-01', 'b': MAP {'k': 1.5::DECIMAL(9,2)}}": `{"a\"(,":"2024-01-01","b":{"k":1.50}}`,
		"MAP {DATE '2024-01-01': 2, DATE '2024-01-02': NULL}":             `{"2024-01-01":2,"2024-01-02":null}`,
		"MAP {'a': INTERVAL 9 DAY}":                                       `{"a":"9 days"}`,
		"[1.5::DECIMAL(5,2), NULL]":                                       "[1.50,null]",
	} {
		if got := must(t, db, "jsonl", "SELECT "+value+" AS v", format.Options{}); got != `{"v":`+want+"}\n" {
			t.Errorf("%s: got %s, want %s", value, got, want)
		}
	}
}

func TestMarkdown(t *testing.T) {
	db := open(t)
	got := must(t, db, "markdown", `SELECT 'a|b' AS app_key, -1 AS n, '<b>*x*</b> _y_ http://z' || chr(27) AS "t|", NULL AS z`, format.Options{})
	want := "| app_key | n | t\\| | z |\n| --- | --: | --- | --: |\n| a\\|b | -1 | \\<b\\>\\*x\\*\\</b\\> \\_y\\_ http\\://z\\\\x1b | NULL |\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestTable shows that lines are equally wide in cells, whatever stands in them.
func TestTable(t *testing.T) {
	db := open(t)
	const statement = "SELECT range AS n, repeat('长文字', range) || 'x' AS text, range * 100000 AS big, 'e' || chr(27) AS \"e…\" FROM range(9)"
	for _, width := range []int{0, 36, 44, 60, 200} {
		out := must(t, db, "table", statement, format.Options{Width: width})
		lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
		if len(lines) != 13 {
			t.Errorf("width %d: %d lines:\n%s", width, len(lines), out)
		}
		for _, line := range lines {
			if w := text.StringWidth(line); width > 0 && w > width || w != text.StringWidth(lines[0]) {
				t.Errorf("width %d: a line is %d wide:\n%s", width, w, out)
			}
		}
		if cut := strings.Contains(out, "文…") || strings.Contains(out, "字…") || strings.Contains(out, "长…"); cut != (width == 36 || width == 44 || width == 60) {
			t.Errorf("width %d: is it cut?\n%s", width, out)
		}
		if strings.Contains(out, "\x1b") || !strings.Contains(out, `e\x1b`) || !strings.Contains(out, "│ 800000 │") {
			t.Errorf("width %d:\n%s", width, out)
		}
	}
}

// TestBlocks shows rows with more columns than fit beside each other.
func TestBlocks(t *testing.T) {
	db := open(t)
	var columns []string
	for i := range 9 {
		columns = append(columns, fmt.Sprintf("'值' || repeat('长', range * 30) AS column_number_%d", i))
	}
	out := must(t, db, "table", "SELECT "+strings.Join(columns, ", ")+" FROM range(2)", format.Options{Width: 60})
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 9+1+9 || lines[0] != "column_number_0 │ 值" || !strings.HasSuffix(lines[18], "长…") {
		t.Errorf("%d lines:\n%s", len(lines), out)
	}
	for _, line := range lines {
		if text.StringWidth(line) > 60 {
			t.Errorf("too wide: %s", line)
		}
	}
}

// TestParquet has the engine read back what was written, with the same types.
func TestParquet(t *testing.T) {
	for _, c := range []struct{ what, columns, types string }{
		{"whole numbers", `CAST(range % 100 - 50 AS TINYINT) AS a, CAST(range % 60000 - 30000 AS SMALLINT) AS b, CAST(range - 35000 AS INTEGER) AS c,
CASE WHEN range % 3 > 0 THEN (range - 35000) * 1000000007 END AS d, CAST(range % 256 AS UTINYINT) AS e, CAST(range % 65536 AS USMALLINT) AS f,
CAST(4294967295 - range AS UINTEGER) AS g, CAST(18446744073709551615 - range AS UBIGINT) AS h`,
			"TINYINT,SMALLINT,INTEGER,BIGINT,UTINYINT,USMALLINT,UINTEGER,UBIGINT"},
		{"other numbers", `CAST(range / 7 AS FLOAT) AS a, range / 7 - 3 AS b, CAST(range - 35000.25 AS DECIMAL(9,2)) AS c, CAST(range * -1000000.125 AS DECIMAL(18,3)) AS d,
CAST(range - 35000 AS DECIMAL(38,10)) * 1000000007 AS e, range % 2 = 0 AS f`,
			"FLOAT,DOUBLE,\"DECIMAL(9,2)\",\"DECIMAL(18,3)\",\"DECIMAL(38,10)\",BOOLEAN"},
		{"texts and times", `CASE WHEN range % 5 > 0 THEN '店铺' || range || chr(27) END AS "名", DATE '1960-01-01' + CAST(range AS INTEGER) AS "=d",
TIMESTAMP '1950-01-01 00:00:00.000001' + range * INTERVAL 12345678 MILLISECOND AS t, TIMESTAMPTZ '2024-01-01 00:00:00+08' + range * INTERVAL 1 SECOND AS z,
CAST('00:00:00.000001' AS TIME) + range * INTERVAL 1 SECOND AS u`,
			"VARCHAR,DATE,TIMESTAMP,TIMESTAMP WITH TIME ZONE,TIME"},
		{"lists", `CASE range % 4 WHEN 0 THEN NULL WHEN 1 THEN [] ELSE [range, NULL, 2419900000000000 + range] END AS ids, CASE WHEN range % 7 > 0 THEN [['a', NULL], NULL, [], ['张' || range]] END AS nested,
[DATE '2024-01-01'] AS days, range AS n`,
			"BIGINT[],VARCHAR[][],DATE[],BIGINT"},
		{"what has another type there", `CAST(range AS HUGEINT) * 1000000000000000000000 AS h, {'a': range} AS s, 'x'::ENUM('x') AS e`, "\"DECIMAL(38,0)\",VARCHAR,VARCHAR"},
	} {
		t.Run(c.what, func(t *testing.T) {
			db := open(t)
			rows := 3000
			if c.what == "lists" {
				rows = 70_000 // more than are compressed together
			}
			statement := fmt.Sprintf("SELECT %s FROM range(%d)", c.columns, rows)
			file := filepath.Join(t.TempDir(), "rows.parquet")
			if err := os.WriteFile(file, []byte(must(t, db, "parquet", statement, format.Options{})), 0o600); err != nil {
				t.Fatal(err)
			}
			read := "read_parquet('" + file + "')"
			types := must(t, db, "csv", "SELECT string_agg(CASE WHEN column_type LIKE '%(%' THEN '\"' || column_type || '\"' ELSE column_type END, ',') FROM (DESCRIBE FROM "+read+")", format.Options{})
			if _, got, _ := strings.Cut(types, "\n"); !strings.Contains(got, strings.ReplaceAll(c.types, `"`, `""`)) {
				t.Errorf("types %s, want %s", got, c.types)
			}
			counts := fmt.Sprintf("SELECT (SELECT count(*) FROM %[1]s) AS n, (SELECT count(*) FROM (FROM %[1]s EXCEPT ALL (%[2]s))) AS more, (SELECT count(*) FROM ((%[2]s) EXCEPT ALL FROM %[1]s)) AS fewer", read, statement)
			if c.what == "what has another type there" {
				counts = fmt.Sprintf(`SELECT count(*) AS n, count(*) FILTER (WHERE h <> i * 1000000000000000000000 OR e <> 'x' OR s <> '{"a":' || i || '}') AS more, 0 AS fewer FROM (SELECT *, row_number() OVER (ORDER BY h) - 1 AS i FROM %s)`, read)
			}
			got := must(t, db, "jsonl", counts, format.Options{})
			if want := fmt.Sprintf(`{"n":%d,"more":0,"fewer":0}`+"\n", rows); got != want {
				t.Errorf("%s, want %s", got, want)
			}
			codecs := must(t, db, "csv", "SELECT DISTINCT compression FROM parquet_metadata('"+file+"')", format.Options{})
			if codecs != "compression\nZSTD\n" {
				t.Errorf("compressed with %s", codecs)
			}
		})
	}
}

// TestParquetBreaksOff shows that what could not be written whole is no Parquet file.
func TestParquetBreaksOff(t *testing.T) {
	db := open(t)
	out, err := write(t, db, "parquet", "SELECT CAST('170141183460469231731687303715884105727' AS HUGEINT) AS big", format.Options{})
	if err == nil || !strings.Contains(err.Error(), "write column big as HUGEINT") || strings.HasSuffix(out, "PAR1") && len(out) > 4 {
		t.Errorf("%d bytes, error %v", len(out), err)
	}
	var broken bytes.Buffer
	parquet, err := format.ByName("parquet")
	if err != nil {
		t.Fatal(err)
	}
	left, gone := 100_000, errors.New("gone")
	err = parquet.Write(&broken, format.Rows{Columns: []string{"n"}, Types: []string{"BIGINT"}, Next: func() ([]any, bool, error) {
		if left--; left < 0 {
			return nil, false, gone
		}
		return []any{int64(left)}, true, nil
	}}, format.Options{})
	if !errors.Is(err, gone) || broken.Len() == 0 || strings.HasSuffix(broken.String(), "PAR1") {
		t.Errorf("%d bytes, error %v", broken.Len(), err)
	}
	if none := must(t, db, "parquet", "SELECT 1 AS n WHERE false", format.Options{}); !strings.HasSuffix(none, "PAR1") {
		t.Error("no rows make no Parquet file")
	}
}

// TestJSONColumns writes a JSON as its own text, digit for digit, and as a value where
// the format is JSON itself.
func TestJSONColumns(t *testing.T) {
	db := open(t)
	const statement = `SELECT j, [j] AS l, {'j': j} AS s FROM (VALUES (json_extract('{"b": 1234567890123456789}', '$.b')), ('{"b": 0.10, "a": 1e400}'::JSON),
('"a|b"'), ('null'), (NULL), ('-5'), (E'{"x":\n[1 ]}'), ('[NaN]')) t(j)`
	big, object := "1234567890123456789", `{"b": 0.10, "a": 1e400}`
	for name, want := range map[string][]string{
		"csv": {"j,l,s", big + `,[` + big + `],"{""j"":` + big + `}"`, `"{""b"": 0.10, ""a"": 1e400}",`, `"""a|b""","[""a|b""]",`, `null,[null],`, `,[NULL],`, `-5,[-5],`},
		"jsonl": {`{"j":` + big + `,"l":[` + big + `],"s":{"j":` + big + `}}`, `{"j":` + object + `,"l":[` + object + `],"s":{"j":` + object + `}}`, `{"j":"a|b","l":["a|b"],"s":{"j":"a|b"}}`,
			`{"j":null,`, `{"j":null,"l":[null],"s":{"j":null}}`, `{"j":-5,`, `{"j":{"x":[1]},"l":[{"x":[1]}],`, `{"j":"[NaN]",`},
		"json":     {"[", `{"j":` + big + `,`, `{"j":` + object + `,`},
		"markdown": {"| j |", "| --- |", "| " + big + ` | \[` + big + `\] |`, `| {"b": 0.10, "a": 1e400} |`, `| "a\|b" |`, "| null |", "| NULL |", "| -5 |"},
		"table":    {"┌", "│ j ", "├", "│ " + big, "│ " + object, `│ "a|b" `, "│ null ", "│ NULL ", "│ -5 "},
	} {
		lines := strings.Split(must(t, db, name, statement, format.Options{Visible: func(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }}), "\n")
		for i, line := range want {
			if i >= len(lines) || !strings.HasPrefix(lines[i], line) {
				t.Errorf("%s, line %d: %q, want %q", name, i, lines[min(i, len(lines)-1)], line)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "rows.parquet")
	if err := os.WriteFile(file, []byte(must(t, db, "parquet", statement, format.Options{})), 0o600); err != nil {
		t.Fatal(err)
	}
	back := must(t, db, "csv", "SELECT j, l FROM '"+file+"' LIMIT 2", format.Options{RawCSV: true})
	if want := "j,l\n" + big + ",[" + big + "]\n" + `"{""b"": 0.10, ""a"": 1e400}","[{""b"": 0.10, ""a"": 1e400}]"` + "\n"; back != want {
		t.Errorf("parquet reads back as %q, want %q", back, want)
	}
}
