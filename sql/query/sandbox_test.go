package query_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// sandboxed opens a database beside a file that no statement may read, with a macro
// that somebody gave an innocent name.
func sandboxed(t *testing.T) (db *duck.DB, check func(text string) error, secret string) {
	t.Helper()
	folder := t.TempDir()
	secret = filepath.Join(folder, "secret.csv")
	if err := os.WriteFile(secret, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := duck.Open(context.Background(), filepath.Join(folder, "audit.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range []string{
		"CREATE MACRO lcm(x, y) AS (SELECT count(*) FROM read_text('" + secret + "'))",
		"SET VARIABLE hidden = '" + secret + "'",
	} {
		if _, err := db.ExecContext(context.Background(), s); err != nil {
			t.Fatal(err)
		}
	}
	sandbox, err := query.NewSandbox(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	return db, func(text string) error { return sandbox.Check(context.Background(), text) }, secret
}

// escapes are ways out: each reads the secret file, the program's settings or state,
// writes, or is more than one SELECT. FILE is the secret's path.
var escapes = []string{
	"SELECT * FROM 'FILE'", `SELECT * FROM "FILE"`, "FROM 'FILE'", "TABLE 'FILE'", "SELECT * FROM FILE", "SELECT * FROM secret.csv", `SELECT * FROM "secret.csv"`,
	"SELECT * FROM 'x.parquet'", "SELECT * FROM 'https://example.com/x.csv'", "SELECT * FROM 's3://b/x.json'", `SELECT * FROM audit."x.csv"`, `SELECT * FROM main."FILE"`,
	"SELECT * FROM read_text('FILE')", "SELECT * FROM read_csv('FILE')", "SELECT * FROM READ_CSV_AUTO('FILE')", "SELECT * FROM \"read_blob\"('FILE')", "SELECT * FROM main.read_text('FILE')",
	"SELECT * FROM system.main.read_text('FILE')", "SELECT * FROM read_json('FILE')", "SELECT * FROM read_parquet('FILE')", "SELECT * FROM parquet_scan('FILE')", "SELECT * FROM parquet_metadata('FILE')",
	"SELECT * FROM glob('/etc/*')", "SELECT * FROM sniff_csv('FILE')", "SELECT * FROM read_duckdb('FILE')", "SELECT * FROM seq_scan('files')",
	"WITH a AS (SELECT * FROM read_text('FILE')) SELECT * FROM a", "WITH a AS MATERIALIZED (FROM 'FILE') FROM a", `WITH "FILE" AS (SELECT 1) SELECT * FROM "FILE"`,
	`WITH "FILE" AS (SELECT * FROM "FILE") SELECT * FROM "FILE"`, `SELECT * FROM (WITH "FILE" AS (SELECT 1) SELECT 1), "FILE"`,
	"WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a", "WITH a AS (SELECT * FROM a) SELECT * FROM a", "(WITH a AS (SELECT 1) SELECT * FROM a) UNION ALL SELECT * FROM a",
	"WITH RECURSIVE t AS (SELECT * FROM t UNION ALL SELECT 1) SELECT * FROM t", "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t, read_text('FILE') WHERE a < 3) SELECT * FROM t",
	"WITH RECURSIVE t(a) USING KEY (a) AS (SELECT 1 UNION SELECT a FROM recurring.t) SELECT * FROM t",
	"SELECT (SELECT count(*) FROM read_text('FILE'))", "SELECT * FROM files WHERE EXISTS (SELECT 1 FROM 'FILE')", "SELECT * FROM files WHERE path IN (SELECT content FROM read_text('FILE'))",
	"SELECT * FROM files, LATERAL (SELECT * FROM read_text(path))", "SELECT * FROM files JOIN 'FILE' ON true", "SELECT * FROM files SEMI JOIN read_text('FILE') ON true",
	"SELECT 1 UNION ALL SELECT a FROM 'FILE'", "SELECT 1 EXCEPT SELECT a FROM 'FILE'", "SELECT 1 INTERSECT (SELECT a FROM 'FILE')", "SELECT 1 UNION BY NAME SELECT a FROM 'FILE'",
	"SELECT 1 ORDER BY (SELECT a FROM 'FILE')", "SELECT 1 LIMIT (SELECT a FROM 'FILE')", "SELECT 1 OFFSET (SELECT a FROM 'FILE')", "SELECT DISTINCT ON ((SELECT a FROM 'FILE')) 1",
	"SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM 'FILE')) FROM files", "SELECT sum(lines) OVER (PARTITION BY (SELECT a FROM 'FILE')) FROM files",
	"SELECT sum(lines) OVER (ORDER BY lines ROWS BETWEEN (SELECT a FROM 'FILE') PRECEDING AND CURRENT ROW) FROM files", "SELECT lag(lines, 1, (SELECT a FROM 'FILE')) OVER () FROM files",
	"SELECT string_agg(path, ',' ORDER BY (SELECT a FROM 'FILE')) FROM files", "SELECT 1 FROM files GROUP BY (SELECT a FROM 'FILE')", "SELECT 1 FROM files GROUP BY 1 HAVING EXISTS (FROM 'FILE')",
	"SELECT lines FROM files QUALIFY EXISTS (FROM 'FILE')", "SELECT CASE WHEN true THEN (SELECT a FROM 'FILE') END", "SELECT [x FOR x IN (SELECT list(a) FROM 'FILE')]", "SELECT {'a': (SELECT a FROM 'FILE')}",
	"SELECT list_transform([1], x -> (SELECT a FROM 'FILE'))", "SELECT * REPLACE ((SELECT a FROM 'FILE') AS path) FROM files", "SELECT COLUMNS((SELECT a FROM 'FILE')) FROM files",
	"SELECT * FROM (VALUES ((SELECT a FROM 'FILE')))", "VALUES ((SELECT a FROM 'FILE'))", "SELECT * FROM range((SELECT a FROM 'FILE'))", "SELECT TRY((SELECT a FROM 'FILE'))",
	"FROM (PIVOT 'FILE' ON a IN (1) USING count(*))", "FROM 'FILE' UNPIVOT (x FOR y IN (a, b))", "PIVOT files ON state", "UNPIVOT 'FILE' ON a, b", "FROM files TABLESAMPLE 10%, 'FILE'",
	"SELECT * FROM query('SELECT * FROM read_text(''FILE'')')", "SELECT * FROM query_table('FILE')", "SELECT * FROM query_table(['files'])", "SELECT * FROM histogram('FILE', a)", "SELECT * FROM histogram_values(files, lines)",
	"SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))", "SELECT json_serialize_plan('SELECT * FROM files')", "SELECT json_deserialize_sql(json_serialize_sql('SELECT 1'))",
	"SELECT getvariable('hidden')", "SELECT getenv('HOME')", "SELECT current_setting('temp_directory')", "SELECT * FROM duckdb_secrets()", "SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_variables()", "SELECT * FROM duckdb_databases()",
	"SELECT * FROM pragma_database_list", "SELECT * FROM pragma_database_size()", "SELECT * FROM duckdb_tables", "SELECT * FROM information_schema.tables", "SELECT * FROM sqlite_master", "SELECT * FROM pg_catalog.pg_tables", "SELECT * FROM which_secret('x', 's3')",
	"SELECT * FROM duckdb_logs()", "SELECT * FROM duckdb_logs_parsed('HTTP')", "SELECT write_log('x')", "SELECT nextval('s')", "SELECT setseed(0.5)", "SELECT sleep_ms(1)", "SELECT pg_sleep(1)", "SELECT error('x')", "SELECT pg_get_viewdef(1)", "SELECT format_type(1, 2)",
	"SELECT lcm(1, 2)", "SELECT LCM(1, 2)", "SELECT main.lcm(1, 2)", "SELECT audit.main.lower('x')", "SELECT 'x'.read_text()", "SELECT * FROM enable_logging()", "CALL enable_logging()", "CALL pragma_version()", "SELECT * FROM checkpoint()", "SELECT * FROM force_checkpoint()",
	"DESCRIBE 'FILE'", "SUMMARIZE 'FILE'", "SHOW TABLES", "SELECT * FROM (DESCRIBE files)", "SELECT * FROM (SHOW ALL TABLES)", "SELECT * FROM (SUMMARIZE 'FILE')",
	"COPY files TO 'FILE.out'", "COPY files FROM 'FILE'", "EXPORT DATABASE 'FILE.d'", "IMPORT DATABASE 'FILE.d'", "ATTACH 'FILE.db'", "DETACH audit", "USE memory", "INSTALL httpfs", "LOAD 'FILE'", "PRAGMA database_list", "PRAGMA enable_profiling",
	"SET memory_limit = '1GB'", "SET VARIABLE as_of = NULL", "RESET memory_limit", "CREATE TABLE x (a INT)", "CREATE TEMP TABLE x AS SELECT 1", "CREATE VIEW x AS SELECT 1", "CREATE MACRO f() AS 1", "CREATE SECRET (TYPE s3)", "DROP TABLE files", "ALTER TABLE files ADD COLUMN x INT",
	"INSERT INTO rejects SELECT 1", "UPDATE files SET lines = 0", "DELETE FROM files", "TRUNCATE files", "MERGE INTO files USING files f ON false WHEN NOT MATCHED THEN INSERT", "WITH x AS (DELETE FROM files RETURNING *) SELECT * FROM x",
	"BEGIN", "COMMIT", "CHECKPOINT", "VACUUM", "ANALYZE", "PREPARE p AS SELECT 1", "EXECUTE p", "EXPLAIN SELECT 1", "EXPLAIN ANALYZE SELECT * FROM 'FILE'", "SELECT 1; SELECT 2", "SELECT 1; DROP TABLE files", "SELECT 1;;SELECT 2",
	"SELECT * FROM files AT (VERSION => 1)", "SELECT * FROM temp.files", "SELECT * FROM system.main.duckdb_views", "SELECT * FROM nowhere", "SELECT * FROM arrow_scan(1, 2, 3)", "SELECT * FROM repeat(1, 2)", "SELECT * FROM test_all_types()",
	"SELECT", "", ";", "-- nothing", "SELECT 1 +", "SELECT 'FILE", "/* SELECT 1", "SELECT (1",
}

func TestSandboxRefuses(t *testing.T) {
	_, check, secret := sandboxed(t)
	for _, escape := range escapes {
		text := strings.ReplaceAll(escape, "FILE", secret)
		var refusal *query.RefusedError
		if err := check(text); !errors.As(err, &refusal) || refusal.Text == "" {
			t.Errorf("%s: got %v, want a refusal", escape, err)
		}
	}
}

// harmless are statements that a rule or a user needs; each runs, too.
var harmless = []string{
	"SELECT 1", "SELECT * FROM files", "FROM api_calls", "TABLE files", "VALUES (1)", "SELECT * FROM main.files", "SELECT * FROM audit.main.api_success_daily", "SELECT * FROM FILES", `SELECT "path" FROM "files"`, "SELECT 1;",
	"WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM a) SELECT * FROM A JOIN b USING (x)", "WITH RECURSIVE t AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM t WHERE a < 5) SELECT * FROM t",
	"WITH a AS (SELECT 1 AS x) SELECT (SELECT max(x) FROM a), * FROM (SELECT * FROM a UNION ALL SELECT * FROM a)", "WITH files AS (SELECT 1 AS x) SELECT x FROM files",
	"SELECT count(*), sum(lines) FILTER (WHERE lines > 0), max(path) FROM files GROUP BY state HAVING count(*) > 0 ORDER BY ALL LIMIT 3",
	"SELECT row_number() OVER w, lag(lines, 1, 0) OVER w FROM files WINDOW w AS (PARTITION BY state ORDER BY lines ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)",
	"SELECT CAST(1 AS DOUBLE) / nullif(0, 0), DATE '2024-10-20' - INTERVAL '6' DAY, date_diff('day', DATE '2024-10-01', DATE '2024-10-20'), CAST(date_trunc('month', DATE '2024-10-20') AS DATE)",
	"SELECT lower(path) || 'x', path LIKE '%.log', path ~ '[a-z]', substr(path, 1, 3), regexp_extract(path, 'a'), coalesce(error, ''), CASE WHEN lines > 1 THEN 'a' ELSE 'b' END, lines BETWEEN 1 AND 2, lines IN (1, 2) FROM files",
	"SELECT unnest([1, 2]), [x + 1 FOR x IN [1, 2]], {'a': 1}, list_transform([1], x -> x + 1), struct_extract({'a': 1}, 'a'), '{\"a\": 1}'::JSON->>'a'", "SELECT * FROM unnest([1, 2]), range(3), generate_series(1, 2)",
	"SELECT * EXCLUDE (path) FROM files", "SELECT COLUMNS('l.*') FROM files", "SELECT * FROM files, LATERAL (SELECT files.lines + 1)", "SELECT * FROM files WHERE EXISTS (SELECT 1 FROM rejects r WHERE r.file_id = files.file_id)",
	"FROM (PIVOT files ON state IN ('loaded') USING count(*))", "SELECT day FROM as_of UNION ALL SELECT current_date", "SELECT 'read_text(''x'')' -- FROM 'x.csv'", "SELECT shanghai_day(1729396800000)",
}

func TestSandboxAllows(t *testing.T) {
	db, check, _ := sandboxed(t)
	for _, text := range harmless {
		if err := check(text); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		rows, err := db.QueryContext(context.Background(), text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		for rows.Next() { // reading may fail too
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestSandboxAllowsOwnSQL: what the program's own views and rules do is harmless.
func TestSandboxAllowsOwnSQL(t *testing.T) {
	db, check, _ := sandboxed(t)
	for _, r := range db.Catalog.Rules {
		if err := check(r.Body); err != nil {
			t.Errorf("rule %s: %v", r.ID, err)
		}
	}
	for _, v := range db.Catalog.Views {
		if err := check(v.Body); v.Kind == "view" && err != nil {
			t.Errorf("view %s: %v", v.Name, err)
		}
	}
}

// TestSandboxPlaces: a refusal says where.
func TestSandboxPlaces(t *testing.T) {
	_, check, _ := sandboxed(t)
	for text, want := range map[string]string{
		"SELECT '中文',\n  read_text('x')":              "read_text(",
		"SELECT 1\nFROM files\nJOIN 'x.csv' ON true":  "'x.csv'",
		"SELECT 1\nFROM range(1), glob('x')":          "glob(",
		"SELECT 1\nFROM files\nWHERE lines >> FROM 1": "FROM 1",
	} {
		var refusal *query.RefusedError
		if err := check(text); !errors.As(err, &refusal) || refusal.Offset != strings.Index(text, want) {
			t.Errorf("%q: got %+v, want the place of %q, %d", text, err, want, strings.Index(text, want))
		}
	}
}

// TestNoOtherTableFunction: of whatever the engine reads as a relation only three are
// let through.
func TestNoOtherTableFunction(t *testing.T) {
	db, check, _ := sandboxed(t)
	var told []string
	rows, err := db.QueryContext(context.Background(), "SELECT DISTINCT function_name FROM duckdb_functions() WHERE internal AND function_type IN ('table', 'pragma', 'table_macro') AND function_name NOT IN ('unnest', 'range', 'generate_series')")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		told = append(told, name)
	}
	if err := rows.Err(); err != nil || len(told) < 50 {
		t.Fatalf("only %d functions: %v", len(told), err)
	}
	for _, name := range told {
		for _, text := range []string{`SELECT * FROM "%s"('x')`, `SELECT * FROM "%s"()`} {
			if err := check(fmt.Sprintf(text, name)); err == nil {
				t.Errorf("FROM %s(…) is let through", name)
			}
		}
	}
}
