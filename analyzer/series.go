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
