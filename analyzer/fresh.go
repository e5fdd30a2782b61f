package analyzer

import (
	"context"
	"fmt"
	"time"

	"opaudit/analyzer/finding"
	"opaudit/sql/duck"
)

// Freshness tells how far the as-of day can be trusted.
type Freshness struct {
	Day     time.Time // the as-of day
	Newest  time.Time // the newest day with an event up to it
	Age     int       // days from it to today
	Events  int64     // on that day
	Gap     int       // days without any event before it
	Outlier bool      // few events, days after the rest: perhaps a wrong clock
}

// fresh looks at the as-of day.
func fresh(ctx context.Context, db *duck.DB, asOf time.Time) (Freshness, error) {
	f := Freshness{Day: asOf}
	var mean float64
	err := db.QueryRowContext(ctx, `WITH days AS (
  SELECT day, count(*) AS events FROM recorded WHERE day <= (SELECT day FROM as_of) GROUP BY day
), earlier AS (
  SELECT max(day) AS day, avg(events) AS mean FROM days WHERE day < (SELECT day FROM as_of)
)
SELECT coalesce(d.day, e.day, a.day), date_diff('day', a.day, t.day), coalesce(d.events, 0), coalesce(date_diff('day', e.day, a.day) - 1, 0), coalesce(e.mean, 0)
FROM as_of a CROSS JOIN shanghai_today t CROSS JOIN earlier e LEFT JOIN days d ON d.day = a.day`).Scan(&f.Newest, &f.Age, &f.Events, &f.Gap, &mean)
	if err != nil {
		return f, fmt.Errorf("read as-of day: %w", err)
	}
	f.Outlier = f.Events > 0 && f.Gap >= 2 && float64(f.Events) < mean/10
	return f, nil
}

// apart is what a run says of an as-of day that stands apart from the rest, nil of any
// other. Today never does: then the records agree with the clock of this machine. As
// long as log types may be away from an active day, so long may all be away before
// verdicts are in doubt.
func apart(f Freshness, provisional bool) *finding.Apart {
	if !f.Outlier || provisional {
		return nil
	}
	return &finding.Apart{Records: f.Events, Gap: int64(f.Gap), Doubted: f.Gap > presenceReach}
}

// doubted reports whether the as-of day of a run is none to rest a good verdict on.
func doubted(run finding.Run) bool { return run.AsOfApart != nil && run.AsOfApart.Doubted }

// asOfWord stands among what is missing when the as-of day is doubted.
const asOfWord = "as_of"
