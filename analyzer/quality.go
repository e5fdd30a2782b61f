package analyzer

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// seriesDays is how many days of daily figures a run carries.
const seriesDays = 90

// daily is a figure that reports draw: the relation it comes from, and that relation's
// columns for the day, the part, the whole and the rate.
type daily struct{ figure, from, day, part, whole, rate string }

// seriesOf are the figures that reports draw. A count has no whole and no rate. A
// streak stands at its last day with the days it has; what an app logged on a day
// stands under the relation of the log type, what was pruned since included.
func seriesOf(c *catalog.Catalog) []daily {
	const none = "CAST(NULL AS DOUBLE)"
	all := []daily{
		{"api_success_daily", "api_success_daily", "day", "successes", "calls", "success_rate"},
		{"api_success_7d", "api_success_7d", "day", "successes", "calls", "success_rate"},
		{"api_failure_streaks", "api_failure_streaks", "last_day", "days", "0", none},
		{"push_success_daily", "push_success_daily", "day", "successes", "pushes", "success_rate"},
		{"push_success_7d", "push_success_7d", "day", "successes", "pushes", "success_rate"},
		{"decrypt_ratio_7d", "decrypt_ratio_7d", "day", "decrypted_orders", "shipped_orders", "decrypt_ratio"},
		{"ebill_coverage_7d", "ebill_coverage_7d", "day", "ebill_orders", "shipped_orders", "coverage"},
	}
	for _, t := range c.LogTypes {
		all = append(all, daily{t.Relation, "(SELECT * FROM app_days WHERE log_type = '" + t.Name + "')", "day", "records", "0", none})
	}
	return all
}

// series reads the daily figures of each app over the last seriesDays days.
func series(ctx context.Context, db *duck.DB, asOf time.Time) ([]finding.Series, error) {
	all := []finding.Series{}
	for _, s := range seriesOf(db.Catalog) {
		query := fmt.Sprintf("SELECT app_key, %s AS day, %s, %s, %s FROM %s WHERE %[1]s > ? ORDER BY app_key, 2", s.day, s.part, s.whole, s.rate, s.from)
		err := db.Rows(ctx, query, []any{asOf.AddDate(0, 0, -seriesDays)}, func(rows *sql.Rows) error {
			var app string
			var day time.Time
			var p finding.Point
			var rate sql.NullFloat64
			if err := rows.Scan(&app, &day, &p.Part, &p.Whole, &rate); err != nil {
				return err
			}
			p.Day = day.Format(time.DateOnly)
			if rate.Valid {
				p.Rate = &rate.Float64
			}
			if n := len(all); n == 0 || all[n-1].Figure != s.figure || all[n-1].AppKey != app {
				all = append(all, finding.Series{Figure: s.figure, AppKey: app})
			}
			last := &all[len(all)-1]
			last.Points = append(last.Points, p)
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", s.figure, err)
		}
	}
	return all, nil
}

// quality says what the figures rest on.
func quality(ctx context.Context, db *duck.DB) (finding.DataQuality, error) {
	q := finding.DataQuality{Files: []finding.FileBalance{}, Rejects: []finding.RejectCount{},
		SpecWarnings: []finding.CodeCount{}, FailedFiles: []finding.FailedFile{}, MissingDays: []finding.MissingDays{}}
	q.Balance.Balanced = true
	reads := []struct {
		query string
		scan  func(*sql.Rows) error
	}{
		{`SELECT path, lines, blank, accepted, rejected, duplicate, events, balanced, f.pending_bytes
FROM ingest_balance JOIN (SELECT file_id, pending_bytes FROM files) f USING (file_id) ORDER BY path, file_id`, func(rows *sql.Rows) error {
			return addFile(&q, rows)
		}},
		{"SELECT reason, coalesce(field, ''), count(*) FROM rejects GROUP BY ALL ORDER BY 3 DESC, 1, 2", func(rows *sql.Rows) error {
			q.Rejects = append(q.Rejects, finding.RejectCount{})
			r := &q.Rejects[len(q.Rejects)-1]
			return rows.Scan(&r.Reason, &r.Field, &r.Count)
		}},
		{"SELECT code, coalesce(field, ''), count(*) FROM spec_warnings GROUP BY ALL ORDER BY 3 DESC, 1, 2", func(rows *sql.Rows) error {
			q.SpecWarnings = append(q.SpecWarnings, finding.CodeCount{})
			w := &q.SpecWarnings[len(q.SpecWarnings)-1]
			return rows.Scan(&w.Code, &w.Field, &w.Count)
		}},
		{"SELECT path, error FROM files WHERE state = 'failed' ORDER BY path, file_id", func(rows *sql.Rows) error {
			q.FailedFiles = append(q.FailedFiles, finding.FailedFile{})
			f := &q.FailedFiles[len(q.FailedFiles)-1]
			return rows.Scan(&f.Path, &f.Error)
		}},
		{`SELECT (SELECT count(*) FROM recorded r
  LEFT JOIN open_id_sellers p ON p.app_key = r.app_key AND p.open_id = r.open_id
  WHERE r.open_id IS NOT NULL AND r.seller_id IS NULL AND p.seller_id IS NULL AND r.day <= (SELECT day FROM as_of)),
  (SELECT count(*) FROM open_id_sellers WHERE sellers > 1)`, func(rows *sql.Rows) error {
			return rows.Scan(&q.UnknownShops, &q.OpenIDConflict)
		}},
		{"SELECT app_key, log_type, first_day, last_day, days FROM log_holes WHERE daily ORDER BY app_key, first_day, log_type NULLS FIRST, last_day", func(rows *sql.Rows) error {
			return addMissingDays(&q, rows)
		}},
		{"SELECT coalesce(sum(times), 0) FROM unparsed_sql", func(rows *sql.Rows) error { return rows.Scan(&q.UnparsedStatements) }},
	}
	for _, r := range reads {
		if err := db.Rows(ctx, r.query, nil, r.scan); err != nil {
			return q, fmt.Errorf("read data quality: %w", err)
		}
	}
	return q, nil
}

// addFile adds the balance of one file to the list and to the total.
func addFile(q *finding.DataQuality, rows *sql.Rows) error {
	var f finding.FileBalance
	if err := rows.Scan(&f.Path, &f.Lines, &f.Blank, &f.Accepted, &f.Rejected, &f.Duplicate, &f.Events, &f.Balanced, &f.PendingBytes); err != nil {
		return err
	}
	q.Files = append(q.Files, f)
	t := &q.Balance
	t.Lines, t.Blank, t.Accepted, t.Rejected = t.Lines+f.Lines, t.Blank+f.Blank, t.Accepted+f.Accepted, t.Rejected+f.Rejected
	t.Duplicate, t.Events, t.Balanced = t.Duplicate+f.Duplicate, t.Events+f.Events, t.Balanced && f.Balanced
	return nil
}

// addMissingDays adds a hole in what an app logged daily.
func addMissingDays(q *finding.DataQuality, rows *sql.Rows) error {
	var m finding.MissingDays
	var first, last time.Time
	if err := rows.Scan(&m.AppKey, &m.LogType, &first, &last, &m.Days); err != nil {
		return err
	}
	m.FirstDay, m.LastDay = first.Format(time.DateOnly), last.Format(time.DateOnly)
	q.MissingDays = append(q.MissingDays, m)
	return nil
}

// definitions are the words of all figures, from the headers of their files.
func definitions(c *catalog.Catalog) []finding.Definition {
	words := []finding.Definition{}
	for _, v := range c.Views {
		if v.Kind == "view" && v.Clause != "" {
			words = append(words, finding.Definition{Figure: v.Name, Clause: v.Clause, Unit: v.Unit, Text: finding.Text{En: v.En, Zh: v.Zh}})
		}
	}
	return words
}
