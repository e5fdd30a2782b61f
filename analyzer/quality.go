package analyzer

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"opaudit/analyzer/finding"
	"opaudit/sql/duck"
)

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
		// The state says what is to become of the file: also one that is forgotten, or to be read anew, may have failed.
		{"SELECT path, error FROM files WHERE error IS NOT NULL ORDER BY path, file_id", func(rows *sql.Rows) error {
			q.FailedFiles = append(q.FailedFiles, finding.FailedFile{})
			f := &q.FailedFiles[len(q.FailedFiles)-1]
			return rows.Scan(&f.Path, &f.Error)
		}},
		{"SELECT count(*) FROM files WHERE state = 'forgotten'", func(rows *sql.Rows) error { return rows.Scan(&q.ForgottenFiles) }},
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
