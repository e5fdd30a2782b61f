package views_test

// Loading a world with the program itself, and comparing every row of every
// view with the reference.

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"opaudit/ingest"
	"opaudit/ingest/mask"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// columns are the views that the design promises, and those more that rules and
// verdicts read, and what they consist of.
var columns = map[string]string{
	"as_of":                     "day DATE",
	"shipments_without_ebill":   "app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"order_decrypts":            "app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"order_shipments":           "app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"order_ebills":              "app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"api_success_daily":         "app_key VARCHAR, day DATE, calls BIGINT, successes BIGINT, success_rate DOUBLE",
	"api_success_7d":            "app_key VARCHAR, day DATE, calls BIGINT, successes BIGINT, success_rate DOUBLE",
	"api_failure_streaks":       "app_key VARCHAR, first_day DATE, last_day DATE, days BIGINT",
	"push_success_daily":        "app_key VARCHAR, day DATE, pushes BIGINT, successes BIGINT, success_rate DOUBLE",
	"push_success_7d":           "app_key VARCHAR, day DATE, pushes BIGINT, successes BIGINT, success_rate DOUBLE",
	"decrypt_ratio_daily":       "app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE",
	"decrypt_ratio_7d":          "app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE",
	"decrypt_ratio_30d":         "app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE",
	"decrypt_ratio_month":       "app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE",
	"decrypt_ratio_shop_7d":     "app_key VARCHAR, seller_id BIGINT, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE",
	"ebill_coverage_7d":         "app_key VARCHAR, day DATE, ebill_orders BIGINT, shipped_orders BIGINT, coverage DOUBLE",
	"app_activity":              "app_key VARCHAR, first_day DATE, last_success_day DATE, idle_days BIGINT",
	"order_owners":              "app_key VARCHAR, order_id BIGINT, seller_id BIGINT",
	"cross_shop_orders":         "app_key VARCHAR, order_id BIGINT, owner_seller_id BIGINT, other_seller_id BIGINT, log_type VARCHAR, first_ts TIMESTAMP, last_ts TIMESTAMP, accesses BIGINT",
	"cross_shop_requests":       "app_key VARCHAR, log_type VARCHAR, file_id BIGINT, line BIGINT, element BIGINT, ts TIMESTAMP, sellers BIGINT, orders BIGINT",
	"cross_shop_operators":      "app_key VARCHAR, operator VARCHAR, day DATE, sellers BIGINT, orders BIGINT",
	"cross_shop_transfers":      "app_key VARCHAR, host VARCHAR, sellers BIGINT, orders BIGINT, first_ts TIMESTAMP, last_ts TIMESTAMP",
	"plaintext_pii":             "app_key VARCHAR, log_type VARCHAR, field VARCHAR, kind VARCHAR, day DATE, hits BIGINT, distinct_values BIGINT, sample VARCHAR",
	"plaintext_transport":       "app_key VARCHAR, log_type VARCHAR, host VARCHAR, day DATE, records BIGINT",
	"decrypt_windows":           "app_key VARCHAR, day DATE, incomplete BOOLEAN",
	"app_days":                  "app_key VARCHAR, log_type VARCHAR, day DATE, records BIGINT",
	"open_id_conflicts":         "app_key VARCHAR, open_id VARCHAR, day DATE, sellers BIGINT",
	"open_id_sellers":           "app_key VARCHAR, open_id VARCHAR, seller_id BIGINT, sellers BIGINT",
	"api_errors_daily":          "app_key VARCHAR, day DATE, method VARCHAR, code VARCHAR, refusal VARCHAR, failures BIGINT",
	"networks_an_hour":          "app_key VARCHAR, log_type VARCHAR, account VARCHAR, seller_id BIGINT, day DATE, networks BIGINT",
	"login_takeovers":           "app_key VARCHAR, account VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, network VARCHAR, failures BIGINT, file_id BIGINT, line BIGINT, element BIGINT",
	"served_shops":              "app_key VARCHAR, seller_id BIGINT, day DATE, records BIGINT",
	"app_milestones":            "app_key VARCHAR, subject VARCHAR, step VARCHAR, since DATE, done DATE, days BIGINT, state VARCHAR",
	"idle_apps":                 "app_key VARCHAR, since DATE, idle_days BIGINT, called BOOLEAN",
	"creation_forecast":         "app_key VARCHAR, subject VARCHAR, days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR",
	"launch_forecast":           "app_key VARCHAR, subject VARCHAR, days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR",
	"inactivity_forecast":       "app_key VARCHAR, idle_days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR",
	"throttling_forecast":       "app_key VARCHAR, first_day DATE, days BIGINT, days_left BIGINT, throttled_on DATE",
	"decrypt_room":              "app_key VARCHAR, decrypted BIGINT, shipped BIGINT, more_decrypts BIGINT, more_shipments BIGINT, outlook_en VARCHAR, outlook_zh VARCHAR",
	"ingest_balance":            "file_id BIGINT, path VARCHAR, lines BIGINT, blank BIGINT, accepted BIGINT, rejected BIGINT, duplicate BIGINT, events BIGINT, balanced BOOLEAN",
	"address_shops":             "app_key VARCHAR, address VARCHAR, day DATE, sellers BIGINT",
	"order_exports":             "app_key VARCHAR, seller_id BIGINT, reason VARCHAR, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, orders BIGINT",
	"unauthorised_accesses":     "app_key VARCHAR, seller_id BIGINT, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT",
	"accesses_after_revocation": "app_key VARCHAR, seller_id BIGINT, revoked_ts TIMESTAMP, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT",
	"unknown_receivers":         "app_key VARCHAR, host VARCHAR, day DATE, records BIGINT",
	"decrypt_bursts":            "app_key VARCHAR, seller_id BIGINT, day DATE, orders BIGINT",
	"repeated_decrypts":         "app_key VARCHAR, seller_id BIGINT, order_id BIGINT, failures BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"cross_shop_decrypts":       "app_key VARCHAR, order_id BIGINT, owner_seller_id BIGINT, other_seller_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT",
	"cross_shop_levels":         "app_key VARCHAR, owner_seller_id BIGINT, other_seller_id BIGINT, level VARCHAR",
	"cross_shop_sql":            "app_key VARCHAR, day DATE, statement VARCHAR, reason VARCHAR, sellers BIGINT, times BIGINT",
	"unknown_decrypts":          "app_key VARCHAR, method VARCHAR, day DATE, calls BIGINT",
	"unparsed_sql":              "app_key VARCHAR, day DATE, type VARCHAR, statement VARCHAR, times BIGINT",
	"stored_pii":                "app_key VARCHAR, kind VARCHAR, day DATE, hits BIGINT, distinct_values BIGINT",
	"log_holes":                 "app_key VARCHAR, log_type VARCHAR, first_day DATE, last_day DATE, days BIGINT, resumed BOOLEAN, logged_days BIGINT, active_days BIGINT, records BIGINT, records_after BIGINT, daily BOOLEAN",
	"worked_shops":              "app_key VARCHAR, seller_id BIGINT, log_type VARCHAR, meaning VARCHAR, lacks VARCHAR, records BIGINT",
	"unknown_owners":            "app_key VARCHAR, order_id BIGINT, lacks VARCHAR, last_day DATE",
	"contested_refs":            "log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, open_id VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, method VARCHAR, order_id BIGINT",
	"decrypt_calls":             "app_key VARCHAR, day DATE, listed BOOLEAN",
	"unjudged":                  "app_key VARCHAR, clause VARCHAR, what VARCHAR, lacks VARCHAR, told_by VARCHAR, unjudged BIGINT, judged BIGINT",
	"reference_gaps":            "app_key VARCHAR, reference VARCHAR",
	"incomplete_days":           "app_key VARCHAR, log_type VARCHAR, day DATE, reason VARCHAR, lost BIGINT",
}

// viewNames are the names of all views in order.
func viewNames() []string {
	var names []string
	for name := range columns {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// write puts a world's files into a folder.
func (w world) write(folder string) error {
	for _, f := range w.Files {
		var text strings.Builder
		for _, l := range f.Lines {
			text.WriteString(l.Text + "\n")
		}
		if err := os.WriteFile(filepath.Join(folder, f.Name), []byte(text.String()), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// open makes an empty database for a world.
func (w world) open(t testing.TB) *duck.DB {
	t.Helper()
	return w.openAt(t, filepath.Join(folder(t), "audit.duckdb"))
}

func (w world) openAt(t testing.TB, path string) *duck.DB {
	t.Helper()
	options := duck.Options{Threads: 1, Config: &w.Config, Now: time.UnixMilli(w.Today.start() + 13*3600_000)}
	if w.AsOf != 0 {
		options.AsOf = w.AsOf.String()
	}
	db, err := duck.Open(context.Background(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// load writes a world's files and loads them into a new database.
func (w world) load(t testing.TB) *duck.DB {
	t.Helper()
	db, logs := w.open(t), folder(t)
	if err := w.write(logs); err != nil {
		t.Fatal(err)
	}
	done := 0
	for _, c := range w.Cuts {
		loadPaths(t, db, w.paths(logs, done, c.After))
		done = c.After
		db = w.prune(t, db, c)
	}
	loadPaths(t, db, w.paths(logs, done, len(w.Files)))
	for _, f := range w.Files {
		if f.Failed {
			execute(t, db, "UPDATE files SET state = 'failed', error = 'cut off' WHERE path LIKE '%/"+f.Name+"'")
		}
	}
	return db
}

func loadFolder(t testing.TB, db *duck.DB, logs string) { loadPaths(t, db, []string{logs}) }

func loadPaths(t testing.TB, db *duck.DB, paths []string) {
	t.Helper()
	loader, err := ingest.NewLoader(context.Background(), db, mask.DefaultVocabulary())
	if err != nil {
		t.Fatal(err)
	}
	results, err := loader.Load(context.Background(), paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Err != nil {
			t.Fatalf("%s: %v", r.Path, r.Err)
		}
	}
}

// computeOnce puts the rows of each view before it, computed from those of the
// views that it reads: reading each view alone computes most of them many times.
func computeOnce(t testing.TB, db *duck.DB) {
	t.Helper()
	for _, v := range db.Catalog.Views { // each stands behind the ones it reads
		execute(t, db, "CREATE TEMP TABLE "+catalog.Quote(v.Name)+" AS\n"+v.Body)
	}
}

// texts are the rows of a view as text, with the times that each occurs.
type texts map[string]int

// asTexts are the rows of the reference.
func asTexts(rows []row) texts {
	found := texts{}
	for _, r := range rows {
		var values []string
		for _, v := range r {
			values = append(values, asText(v))
		}
		found[strings.Join(values, " | ")]++
	}
	return found
}

func asText(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case instant:
		return time.UnixMilli(int64(v)).UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(v)
}

// A reader reads views as the reference writes them: files by their names.
type reader struct {
	db        *duck.DB
	files     map[int64]string
	placeless bool // leave out file_id and line
}

func newReader(db *duck.DB) (reader, error) {
	r := reader{db: db, files: map[int64]string{}}
	err := db.Rows(context.Background(), "SELECT file_id, path FROM files", nil, func(rows *sql.Rows) error {
		var id int64
		var path string
		err := rows.Scan(&id, &path)
		r.files[id] = filepath.Base(path)
		return err
	})
	return r, err
}

// view returns the rows of a view; an error when its columns are not those promised.
func (r reader) view(name string) (texts, error) {
	found := texts{}
	rows, err := r.db.QueryContext(context.Background(), "SELECT * FROM "+name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	var declared []string
	for _, c := range types {
		declared = append(declared, c.Name()+" "+c.DatabaseTypeName())
	}
	if got := strings.Join(declared, ", "); got != columns[name] {
		return nil, fmt.Errorf("the columns are %s", got)
	}
	values, targets := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return nil, err
		}
		var shown []string
		for i, v := range values {
			if column := types[i].Name(); !r.placeless || column != "file_id" && column != "line" {
				shown = append(shown, r.value(types[i], v))
			}
		}
		found[strings.Join(shown, " | ")]++
	}
	return found, rows.Err()
}

func (r reader) value(column *sql.ColumnType, v any) string {
	switch v := v.(type) {
	case int64:
		if column.Name() == "file_id" {
			return r.files[v]
		}
	case string:
		if column.Name() == "path" {
			return filepath.Base(v)
		}
	case time.Time:
		if column.DatabaseTypeName() == "DATE" {
			return v.Format(time.DateOnly)
		}
		return v.UTC().Format(time.RFC3339Nano)
	}
	return asText(v)
}

// difference lists what stands in one and not in the other, sorted.
func difference(got, want texts) []string {
	var wrong []string
	for text, n := range want {
		if got[text] != n {
			wrong = append(wrong, fmt.Sprintf("%s\n    want %d times, got %d", text, n, got[text]))
		}
	}
	for text, n := range got {
		if want[text] == 0 {
			wrong = append(wrong, fmt.Sprintf("%s\n    not wanted, got %d times", text, n))
		}
	}
	slices.Sort(wrong)
	return wrong
}

// mismatches compares every view of a database with what it must be.
func mismatches(db *duck.DB, want map[string]texts) (map[string][]string, error) {
	r, err := newReader(db)
	if err != nil {
		return nil, err
	}
	wrong := map[string][]string{}
	for _, name := range viewNames() {
		got, err := r.view(name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if d := difference(got, want[name]); len(d) > 0 {
			wrong[name] = d
		}
	}
	return wrong, nil
}

// wanted are the reference's rows of every view as text.
func wanted(w world) map[string]texts {
	want := map[string]texts{}
	for view, rows := range reference(w) {
		want[view] = asTexts(rows)
	}
	return want
}

// folder is like t.TempDir, but no part of its path looks like a telephone
// number: such a path would be masked.
func folder(t testing.TB) string {
	t.Helper()
	made, err := os.MkdirTemp("", "views-x")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(made) })
	return made
}
