package analyzer

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opaudit/analyzer/finding"
	"opaudit/sql/duck"
)

// Against is run with the status that each finding has against the run before,
// nil for none. A finding that was open then and has no rows any more is carried over
// as resolved, but as it was when its rule could not look this time: then Unchecked
// says what was missing. What was found by a rule that is not there any more is left
// out.
func Against(run finding.Run, before *finding.Run) finding.Run {
	rules := rulesOf(run)
	earlier := findingsOf(before)
	run.Findings = slices.DeleteFunc(slices.Clone(run.Findings), func(f finding.Finding) bool {
		return doubted(run) && !f.Open && earlier[f.Fingerprint].Open // over perhaps only because that day is so late
	})
	for i := range run.Findings {
		f := &run.Findings[i]
		was, known := earlier[f.Fingerprint]
		delete(earlier, f.Fingerprint)
		f.Status = statusOf(*f, was, known, rules[f.Rule])
	}
	for _, was := range earlier {
		rule, known := rules[was.Rule]
		if !known || !was.Open {
			continue
		}
		was.Status, was.Unchecked = finding.Known, lacking(&run, before, was, rule)
		if len(was.Unchecked) == 0 {
			was.Open, was.Status = false, finding.Resolved
		}
		run.Findings = append(run.Findings, was)
	}
	order(run.Findings)
	return run
}

// findingsOf are the findings of a run, nil for none, by fingerprint.
func findingsOf(run *finding.Run) map[string]finding.Finding {
	found := map[string]finding.Finding{}
	if run != nil {
		for _, f := range run.Findings {
			found[f.Fingerprint] = f
		}
	}
	return found
}

// rulesOf are the rules that a run was judged by, by id.
func rulesOf(run finding.Run) map[string]finding.Rule {
	rules := map[string]finding.Rule{}
	for _, r := range run.Rules {
		rules[r.Rule] = r
	}
	return rules
}

func statusOf(now, was finding.Finding, known bool, rule finding.Rule) finding.Status {
	switch {
	case !now.Open:
		return finding.Resolved
	case !known:
		return finding.New
	case !was.Open:
		return finding.Reopened
	case worse(now, was, rule):
		return finding.Worsened
	}
	return finding.Known
}

// worse reports whether a is at a higher level than b, or at the same with a worse value.
func worse(a, b finding.Finding, rule finding.Rule) bool {
	if a.Level != b.Level {
		return a.Level.Rank() > b.Level.Rank()
	}
	if rule.LowerIsWorse {
		return a.Value < b.Value
	}
	return a.Value > b.Value
}

// LastRun reads the run stored last, nil when there is none.
func LastRun(ctx context.Context, db *duck.DB) (*finding.Run, error) {
	var document string
	err := db.QueryRowContext(ctx, "SELECT document FROM runs ORDER BY run_id DESC LIMIT 1").Scan(&document)
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
