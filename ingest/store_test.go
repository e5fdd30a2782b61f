package ingest_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/sql/duck"
)

// A store is a database with a loader on it, and a folder of logs to load.
type store struct {
	t        testing.TB
	database string
	logs     string
	db       *duck.DB
	loader   *ingest.Loader
}

func newStore(t testing.TB) *store {
	t.Helper()
	folder := testFolder(t)
	s := &store{t: t, database: filepath.Join(folder, "audit.duckdb"), logs: filepath.Join(folder, "logs")}
	s.must(os.Mkdir(s.logs, 0o700))
	s.open()
	t.Cleanup(func() { s.db.Close() })
	return s
}

// testFolder is like t.TempDir, but no part of its path looks like a telephone
// number: such a path would be masked.
func testFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "store-x")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return folder
}

func (s *store) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *store) open() {
	s.t.Helper()
	var err error
	s.db, err = duck.Open(context.Background(), s.database, duck.Options{})
	s.must(err)
	s.loader, err = ingest.NewLoader(context.Background(), s.db, mask.DefaultVocabulary())
	s.must(err)
}

// restart goes on as another process would.
func (s *store) restart() {
	s.t.Helper()
	s.must(s.db.Close())
	s.open()
}

func (s *store) path(name string) string { return filepath.Join(s.logs, name) }

func (s *store) write(name string, content ...string) {
	s.t.Helper()
	s.must(os.MkdirAll(filepath.Dir(s.path(name)), 0o700))
	s.must(os.WriteFile(s.path(name), []byte(strings.Join(content, "")), 0o600))
}

func (s *store) append(name string, content ...string) {
	s.t.Helper()
	f, err := os.OpenFile(s.path(name), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	s.must(err)
	_, err = f.WriteString(strings.Join(content, ""))
	s.must(err)
	s.must(f.Close())
}

// load loads the folder of logs and holds the law against every number told.
func (s *store) load() map[string]ingest.FileResult {
	s.t.Helper()
	return s.loadPaths(s.logs)
}

func (s *store) loadPaths(paths ...string) map[string]ingest.FileResult {
	s.t.Helper()
	results, err := s.loader.Load(context.Background(), paths, nil)
	s.must(err)
	byName := map[string]ingest.FileResult{}
	for _, r := range results {
		if b := r.Balance; b.Lines != b.Blank+b.Accepted+b.Rejected+b.Duplicate {
			s.t.Errorf("%s: the law does not hold: %+v", r.Path, b)
		}
		name, err := filepath.Rel(s.logs, r.Path)
		if err != nil {
			name = r.Path
		}
		byName[name] = r
	}
	s.checkLaw()
	return byName
}

// checkLaw holds the law against the tables themselves.
func (s *store) checkLaw() {
	s.t.Helper()
	if bad := s.rows("SELECT path FROM ingest_balance WHERE NOT balanced"); len(bad) > 0 {
		s.t.Errorf("the law does not hold for %v", bad)
	}
	counted := s.rows(`SELECT f.path, f.events, coalesce(e.n, 0), f.rejected, coalesce(r.n, 0) FROM files f
		LEFT JOIN (SELECT file_id, count(*) AS n FROM recorded GROUP BY file_id) e USING (file_id)
		LEFT JOIN (SELECT file_id, count(DISTINCT line) AS n FROM rejects ANTI JOIN recorded USING (file_id, line) GROUP BY file_id) r USING (file_id)
		WHERE f.events <> coalesce(e.n, 0) OR f.rejected <> coalesce(r.n, 0)`)
	if s.count("SELECT count(*) FROM log_sql WHERE statement_id IS NOT NULL AND statement_id NOT IN (SELECT statement_id FROM statements)") > 0 {
		s.t.Error("records refer to statements that were not stored with them")
	}
	if s.count("SELECT count(*) - count(DISTINCT statement_id) FROM statements") > 0 {
		s.t.Error("a statement is stored twice")
	}
	for _, c := range counted {
		s.t.Errorf("the ledger's events and rejected lines are not those of the tables: %s", c)
	}
}

// rows returns each row of a query as text, the values separated by |.
func (s *store) rows(query string, args ...any) []string {
	s.t.Helper()
	var found []string
	s.must(s.db.Rows(context.Background(), query, args, func(rows *sql.Rows) error {
		_, values, err := scan(rows)
		var texts []string
		for _, v := range values {
			texts = append(texts, shown(v))
		}
		found = append(found, strings.Join(texts, "|"))
		return err
	}))
	return found
}

func (s *store) count(query string, args ...any) int {
	s.t.Helper()
	n := 0
	s.must(s.db.QueryRowContext(context.Background(), query, args...).Scan(&n))
	return n
}

func scan(rows *sql.Rows) (columns []string, values []any, err error) {
	if columns, err = rows.Columns(); err != nil {
		return nil, nil, err
	}
	values = make([]any, len(columns))
	targets := make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	return columns, values, rows.Scan(targets...)
}

// shown is a value of the database as text; "" for NULL.
func shown(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case time.Time:
		if v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly)
		}
		return v.Format(time.RFC3339Nano)
	case []byte:
		return fmt.Sprintf("%x", v)
	}
	return fmt.Sprint(v)
}

// push is a good record that name tells from all others.
func push(name string) string {
	return `{"logType":"message","appKey":"ks1","eventId":"` + name + `","event":"kwaishop_item_update","time":1728100000000,"httpStatus":200,"result":1}`
}

// pushes are lines of good records.
func pushes(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString(push(name) + "\n")
	}
	return b.String()
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func zstandard(t testing.TB, content string) string {
	t.Helper()
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(z.EncodeAll([]byte(content), nil))
}
