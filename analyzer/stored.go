package analyzer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"opaudit/analyzer/finding"
	"opaudit/sql/duck"
)

// LastRun reads the stored run to compare with: of those as of no later day than the
// database is judged at, the one as of the latest; nil when there is none. What was
// judged as of a later day, as a watch does, says nothing of what came before.
func LastRun(ctx context.Context, db *duck.DB) (*finding.Run, error) {
	var document string
	err := db.QueryRowContext(ctx, "SELECT document FROM runs WHERE as_of <= (SELECT day FROM as_of) ORDER BY as_of DESC, run_id DESC LIMIT 1").Scan(&document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read last run: %w", err)
	}
	var run finding.Run
	if err := json.Unmarshal([]byte(document), &run); err != nil {
		return nil, fmt.Errorf("read last run: %w", err)
	}
	return &run, nil
}

// NewestDay is the as-of day of the latest stored run, YYYY-MM-DD, be it after the day
// that is judged; "" without one.
func NewestDay(ctx context.Context, db *duck.DB) (string, error) {
	var day string
	err := db.QueryRowContext(ctx, "SELECT coalesce(CAST(max(as_of) AS VARCHAR), '') FROM runs").Scan(&day)
	if err != nil {
		return "", fmt.Errorf("read day of last run: %w", err)
	}
	return day, nil
}

// Store keeps a run, so that the next one can be compared with it, and its
// findings as rows. It takes the place of an earlier run of the same as-of day: who
// watches judges every minute, and only the last word on a day is worth keeping.
func Store(ctx context.Context, db *duck.DB, run finding.Run) error {
	document, err := json.Marshal(run)
	if err != nil {
		return fmt.Errorf("store run: %w", err)
	}
	err = db.InTransaction(ctx, func() error {
		for _, s := range []string{
			"DELETE FROM findings WHERE run_id IN (SELECT run_id FROM runs WHERE as_of = CAST(? AS DATE))",
			"DELETE FROM runs WHERE as_of = CAST(? AS DATE)",
		} {
			if _, err := db.ExecContext(ctx, s, run.AsOf); err != nil {
				return err
			}
		}
		var id int64
		err := db.QueryRowContext(ctx, `INSERT INTO runs SELECT coalesce(max(run_id), 0) + 1, CAST(? AS DATE), ? FROM runs RETURNING run_id`,
			run.AsOf, string(document)).Scan(&id)
		if err != nil {
			return err
		}
		for _, f := range run.Findings {
			_, err := db.ExecContext(ctx, `INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS DATE), CAST(? AS DATE), ?, ?, ?, ?)`,
				id, f.Rule, f.Clause, string(f.Level), f.Open, string(f.Status), nullable(f.AppKey), nullable(f.SellerID), f.Subject,
				f.FirstDay, f.LastDay, f.Value, nullable(f.Threshold), f.Unit, f.Fingerprint)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store run: %w", err)
	}
	return nil
}

func nullable[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
