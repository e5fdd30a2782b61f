// Package analyzer turns the rows of the rules into a judged run: findings with
// episodes, status and evidence, verdicts by clause, and what the figures rest
// on. It alone orders, deduplicates and fingerprints findings. It knows nothing
// of log files or report formats, and reads no clock: the as-of day and today
// are settings of the database it is given.
package analyzer

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// lookBack is for how many days after its end an episode stays open.
const lookBack = 90

// ErrNothing says that the database holds no event to judge.
var ErrNothing = errors.New("there is no event to judge")

// Options say what is judged beside the rules of the catalog.
type Options struct {
	Own []catalog.Rule // rules of the user's own
	// Vet refuses a statement that does more than read the database's relations; every
	// statement that text of an Own rule is part of is asked about. It must be set
	// where Own is.
	Vet     func(ctx context.Context, db *duck.DB, statement string) error
	OwnTime time.Duration // how long each of Own may run; 0 for a minute
}

// Analyze judges the database at its as-of day. It stores nothing. It fails with
// ErrNothing when no event is there up to that day. A rule of the user's own that
// cannot be run is told in Errors, and the others are judged all the same. They come
// last: one that fails ends the moment that a reader's figures are of.
func Analyze(ctx context.Context, db *duck.DB, o Options) (Judgement, error) {
	j := Judgement{Run: finding.Run{Schema: finding.Schema, Clauses: []finding.ClauseResult{}, Findings: []finding.Finding{}}, Errors: map[string]string{}}
	run := &j.Run
	asOf, err := asOfDay(ctx, db)
	if err != nil {
		return j, err
	}
	release, err := shareViews(ctx, db)
	if err != nil {
		return j, err
	}
	defer release()
	run.AsOf = asOf.Format(time.DateOnly)
	if err := db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM provisional_day").Scan(&run.AsOfProvisional); err != nil {
		return j, fmt.Errorf("read as-of day: %w", err)
	}
	if j.Fresh, err = fresh(ctx, db, asOf); err != nil {
		return j, err
	}
	run.NewestDay = j.Fresh.Newest.Format(time.DateOnly)
	run.AsOfApart = apart(j.Fresh, run.AsOfProvisional)
	for _, rule := range db.Catalog.Rules {
		found, err := judge(ctx, readerOf(db, rule, o), rule, asOf)
		if err != nil {
			return j, err
		}
		j.ran(rule, "")
		run.Findings = append(run.Findings, found...)
	}
	known, err := audienceOf(ctx, db, asOf)
	if err != nil {
		return j, err
	}
	if run.Series, err = series(ctx, db, asOf); err != nil {
		return j, err
	}
	if run.DataQuality, err = quality(ctx, db); err != nil {
		return j, err
	}
	for _, rule := range o.Own {
		found, failure, err := judgeOwn(ctx, db, rule, o, asOf)
		if err != nil {
			return j, err
		}
		j.ran(rule, failure)
		run.Findings = append(run.Findings, found...)
	}
	known.doubted = doubted(*run)
	rules := slices.Concat(db.Catalog.Rules, o.Own)
	run.Clauses = known.verdicts(rules, run.Findings)
	nameUnjudged(run)
	slices.SortFunc(run.Rules, func(a, b finding.Rule) int { return cmp.Compare(a.Rule, b.Rule) })
	run.Definitions, run.LogTypes = definitions(db.Catalog), logTypes(db.Catalog)
	return j, nil
}

// shareViews computes the views that several figures read once, as temporary
// tables that stand before them, and returns what takes the tables away again.
func shareViews(ctx context.Context, db *duck.DB) (release func(), err error) {
	var made []string
	release = func() {
		for _, name := range made {
			// The tables end with the connection anyway.
			_, _ = db.ExecContext(context.WithoutCancel(ctx), "DROP TABLE temp."+catalog.Quote(name))
		}
	}
	for _, v := range db.Catalog.Views {
		if !v.Shared {
			continue
		}
		name := catalog.Quote(v.Name)
		if _, err := db.ExecContext(ctx, fmt.Sprintf("CREATE TEMP TABLE %s AS SELECT * FROM main.%s", name, name)); err != nil {
			release()
			return nil, fmt.Errorf("compute %s: %w", v.Name, err)
		}
		made = append(made, v.Name)
	}
	return release, nil
}

// asOfDay reads the day that figures look back from.
func asOfDay(ctx context.Context, db *duck.DB) (time.Time, error) {
	var day sql.NullTime
	var events bool
	err := db.QueryRowContext(ctx, "SELECT (SELECT day FROM as_of), EXISTS (SELECT 1 FROM recorded WHERE day <= (SELECT day FROM as_of))").Scan(&day, &events)
	if err != nil {
		return time.Time{}, fmt.Errorf("read as-of day: %w", err)
	}
	if !day.Valid || !events {
		return time.Time{}, ErrNothing
	}
	return day.Time, nil
}
