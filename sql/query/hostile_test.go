package query_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// more ways out than a rule could try: who asks may describe the schema and have
// statements explained. FILE is the path of a file that is there; FILE.out is none.
var askedEscapes = []string{
	"EXPLAIN COPY files TO 'FILE.out'", "EXPLAIN ANALYZE COPY files TO 'FILE.out'", "EXPLAIN EXPORT DATABASE 'FILE.out'", "EXPLAIN ANALYZE DELETE FROM files",
	"EXPLAIN ANALYZE SELECT * FROM read_csv('FILE')", "EXPLAIN (FORMAT json) SELECT * FROM 'FILE'", "EXPLAIN EXPLAIN SELECT 1", "EXPLAIN SELECT 1; DROP TABLE files", "EXPLAIN /* */ SELECT * FROM glob('*')",
	"DESCRIBE SELECT * FROM read_csv('FILE')", "SUMMARIZE SELECT * FROM 'FILE'", "SHOW DATABASES", "SHOW TABLES FROM memory", "SHOW VARIABLES", "SELECT * FROM (DESCRIBE SELECT * FROM read_text('FILE'))",
	"/* a */ COPY (SELECT 1) TO 'FILE.out' -- b", "-- SELECT\nCOPY files TO 'FILE.out'", "/* /* */ SELECT */ EXPORT DATABASE 'FILE.out'", "SELECT 1 /*; */; COPY files TO 'FILE.out'", "((SELECT 1)); CREATE TABLE x (a INT)",
	"SELECT * FROM enable_logging(level = 'trace', storage = 'file', storage_config = {'path': 'FILE.out'})", "SELECT * FROM enable_logging('QueryLog', storage := 'file')", "WITH a AS (SELECT * FROM enable_logging()) SELECT * FROM a",
	"SELECT * FROM disable_logging()", "SELECT * FROM truncate_duckdb_logs()", "CALL truncate_duckdb_logs()", "SELECT * FROM enable_profiling()", "SELECT * FROM disable_profiling()", "SELECT * FROM \"enable_logging\"()", "SELECT * FROM system.main.force_checkpoint()",
	"PRAGMA enable_logging", "PRAGMA profiling_output = 'FILE.out'", "SET profiling_output = 'FILE.out'", "SET log_query_path = 'FILE.out'", "SET temp_directory = 'FILE.out'", "SET memory_limit = '1TB'", "SET allowed_paths = ['FILE']", "SET lock_configuration = false", "SET enable_external_access = true",
	"PREPARE p AS SELECT * FROM read_csv('FILE')", "EXECUTE p(1)", "DEALLOCATE p", "CREATE OR REPLACE TEMP VIEW files AS SELECT 1", "CREATE TEMP TABLE files AS SELECT 1", "CREATE TEMP MACRO count(x) AS 1", "CREATE SCHEMA s", "CREATE SEQUENCE s", "CREATE TYPE t AS ENUM ('a')", "CREATE INDEX i ON files (path)",
	"ATTACH ':memory:' AS m", "ATTACH 'FILE.out' AS m", "COPY FROM DATABASE audit TO memory", "COMMENT ON TABLE files IS 'x'", "SELECT * FROM duckdb_secrets()", "SELECT * FROM duckdb_databases()", "SELECT * FROM duckdb_extensions()", "SELECT * FROM duckdb_temporary_files()",
	"SELECT * FROM duckdb_views() v, read_text('FILE')", "SELECT * FROM json_execute_serialized_sql('{}')", "SELECT * FROM query('COPY files TO ''FILE.out''')", "SELECT * FROM query_table('duckdb_settings')", "SELECT ?", "SELECT $1", "SELECT * FROM checkpoint('audit')",
	"SELECT * FROM incoming()", "WITH a AS (SELECT * FROM incoming()) SELECT * FROM a", "SELECT count(*) FROM files, (SELECT * FROM pragma_table_info('files'))", "SELECT * FROM range(1), sniff_csv('FILE')",
}

// unending are statements that take more than they may.
var unending = []string{
	"SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE hash(a.range, b.range) = 1",
	"SELECT sum(a.range * b.range * c.range) FROM range(1000000) a, range(1000000) b, range(1000000) c",
	"WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
	"WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT * FROM t",
	"SELECT count(DISTINCT hash(a.range, b.range)) FROM range(1000000000) a, range(1000000000) b",
	"SELECT * FROM range(1000000000000) ORDER BY hash(range)",
	"SELECT list(range) FROM range(1000000000000)",
	"SELECT string_agg(md5(range::VARCHAR)) FROM range(1000000000000)",
	"EXPLAIN ANALYZE SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE hash(a.range, b.range) = 1",
}

// hostileFile makes the file that no statement may read, in a folder of its own.
func hostileFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret.csv")
	if err := os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// refused reports what is wrong with how a hostile statement was answered, and what
// it left behind.
func refused(t *testing.T, asker query.Asker, text, file string) {
	t.Helper()
	_, rows, err := all(t.Context(), asker, strings.ReplaceAll(text, "FILE", file))
	var failure *query.AnswerError
	if err == nil {
		t.Errorf("%s: was answered: %v", text, rows)
	} else if errors.As(err, &failure) && failure.Kind != query.KindQuery {
		t.Errorf("%s: %v (%s) is not the statement's fault", text, err, failure.Kind)
	}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(entries) != 1 {
		t.Fatalf("%s: left %v behind (%v)", text, entries, err)
	}
}

// askable are the hostile statements: those of rules but for what who asks may do.
func askable() []string {
	statements := askedEscapes
	for _, text := range escapes {
		switch text {
		case "SHOW TABLES", "SELECT * FROM (DESCRIBE files)", "SELECT * FROM (SHOW ALL TABLES)", "EXPLAIN SELECT 1", "SELECT lcm(1, 2)", "SELECT LCM(1, 2)", "SELECT main.lcm(1, 2)":
		default:
			statements = append(statements, text)
		}
	}
	return statements
}

// TestHostileBesideLoad wants each hostile statement to be refused by a server, and a
// load to commit after it.
func TestHostileBesideLoad(t *testing.T) {
	s := serve(t, query.Hooks{})
	if err := s.db.Feed("incoming", "n BIGINT", func() duck.Rows { panic("a stranger reads the rows of a load") }); err != nil {
		t.Fatal(err)
	}
	client, file := s.dial(), hostileFile(t)
	for _, text := range askable() {
		refused(t, client, text, file)
		s.mustLoad()
	}
	if err := s.db.Loading(t.Context(), func() error { return s.load() }); err != nil {
		t.Errorf("load with its own memory: %v", err)
	}
	if err := s.db.Reattach(t.Context()); err != nil {
		t.Error(err)
	}
	s.wantWhole(client)
}

// wantWhole wants the database to hold just what was loaded.
func (s *served) wantWhole(asker query.Asker) {
	s.Helper()
	_, rows, err := all(s.Context(), asker, "SELECT (SELECT count(*) FROM rejects), (SELECT count(*) FROM files), (SELECT CAST(sum(events) AS BIGINT) FROM files), (SELECT count(*) FROM api_calls)")
	if n := int64(s.batches); err != nil || rows[0][0] != int64(0) || rows[0][1] != n || rows[0][2] != n*batchRows || rows[0][3] != n*batchRows {
		s.Errorf("got %v, %v; want no rejects and %d files", rows, err, n)
	}
}

// TestHostileDirect wants each to be refused by a database that nobody holds, and a load
// to commit after it: it is opened for reading, and then for loading.
func TestHostileDirect(t *testing.T) {
	file := hostileFile(t)
	path := filepath.Join(t.TempDir(), "audit.duckdb")
	s := &served{T: t}
	load := func() {
		t.Helper()
		var err error
		if s.db, err = duck.Open(t.Context(), path, duck.Options{Load: true}); err != nil {
			t.Fatal(err)
		}
		s.mustLoad()
		if err := s.db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(limits query.Limits, f func(query.Asker)) {
		t.Helper()
		db, err := duck.Open(t.Context(), path, duck.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		f(query.LocalWithin(db, limits))
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		load()
	}
	load()
	for _, text := range askable() {
		ask(query.Defaults, func(a query.Asker) {
			refused(t, a, text, file)
			s.wantWhole(a)
		})
	}
	for _, text := range unending {
		ask(shortly, func(a query.Asker) { bounded(t, a, text) })
	}
	ask(query.Defaults, s.wantWhole)
}

// TestMeant wants a refusal to show the place, and what may be meant.
func TestMeant(t *testing.T) {
	s := serve(t, query.Hooks{})
	for text, want := range map[string]string{
		"SELECT '王',\n  * FROM api_cals":           "there is no such relation: \"api_cals\"; files are not read here\nDid you mean \"api_calls\"?\n\nLINE 2:   * FROM api_cals\n                 ^",
		"EXPLAIN SELECT '王', glob('*')":            "the function \"glob\" may not be called here\n\nLINE 1: EXPLAIN SELECT '王', glob('*')\n                             ^",
		"SELECT * FROM nothing_that_is_here":       "there is no such relation: \"nothing_that_is_here\"; files are not read here\n\nLINE 1: SELECT * FROM nothing_that_is_here\n                      ^",
		"SELECT lenth('a')":                        "there is no such function: \"lenth\"\nDid you mean \"length\"?\n\nLINE 1: SELECT lenth('a')\n               ^",
		"CREATE TABLE x AS SELECT * FROM api_cals": "only one statement that reads is answered, such as SELECT",
	} {
		_, _, err := all(t.Context(), s.dial(), text)
		if err == nil || err.Error() != want {
			t.Errorf("%s:\n%v\nwant\n%s", text, err, want)
		}
	}
}

// shortly are limits that a test can wait for.
var shortly = query.Limits{Time: 300 * time.Millisecond, Answer: 1 << 20}

// bounded wants a statement to be stopped because of what it takes.
func bounded(t *testing.T, asker query.Asker, text string) {
	t.Helper()
	_, rows, err := all(t.Context(), asker, text)
	var failure *query.AnswerError
	if !errors.As(err, &failure) || failure.Kind != query.KindLimit || !strings.HasPrefix(failure.Text, "the statement was stopped: ") {
		t.Errorf("%s: got %d rows, %v; want that it was stopped", text, len(rows), err)
	}
}

// TestUnendingBesideLoad wants what takes too much to be stopped, and a load to commit
// after it.
func TestUnendingBesideLoad(t *testing.T) {
	s := serve(t, query.Hooks{Limits: &shortly})
	client := s.dial()
	for _, text := range unending {
		bounded(t, client, text)
		s.mustLoad()
	}
	s.wantWhole(client)
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	large, err := query.Listen(s.db, query.Hooks{Limits: &query.Limits{Time: time.Minute, Answer: 1 << 20}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = large.Close() }() // the test ends
	bounded(t, s.dial(), "SELECT range, md5(range::VARCHAR) FROM range(1000000)")
	s.mustLoad()
	if _, _, err := all(context.Background(), s.dial(), "SELECT range FROM range(1000)"); err != nil {
		t.Error(err)
	}
}
