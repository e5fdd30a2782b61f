package analyzer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// A Judgement is what was found, before it is compared with an earlier run.
type Judgement struct {
	Run finding.Run    // compared with nothing, its findings in no order: see Against
	Ran map[string]Ran // by the rule's id
}

// Ran says how it went with a rule.
type Ran struct {
	Down  bool   // a smaller value is a worse one
	Error string // of a rule of the user's own that could not be run
}

// Failures are the errors of the rules that could not be run, by rule.
func (j Judgement) Failures() []error {
	var failures []error
	for _, id := range slices.Sorted(maps.Keys(j.Ran)) {
		if text := j.Ran[id].Error; text != "" {
			failures = append(failures, errors.New(text))
		}
	}
	return failures
}

// unjudged names rules that could not be run beside the verdicts on their clauses.
func (j Judgement) unjudged(rules []catalog.Rule, clauses []finding.ClauseResult) {
	for _, r := range rules {
		for i := range clauses {
			if c := &clauses[i]; j.Ran[r.ID].Error != "" && c.Clause == r.Clause && c.Verdict != finding.OutsideLogs {
				c.Unchecked = append(c.Unchecked, r.ID)
			}
		}
	}
}

// A reader runs the statements of one rule.
type reader struct {
	*duck.DB
	vet func(ctx context.Context, statement string) error
}

func readerOf(db *duck.DB, rule catalog.Rule, o Options) reader {
	return reader{db, func(ctx context.Context, statement string) error {
		if rule.File == "" {
			return nil
		}
		if o.Vet == nil {
			return fmt.Errorf("nothing keeps rule %s from files", rule.ID)
		}
		return o.Vet(ctx, db, statement)
	}}
}

// rows is duck.DB.Rows for a statement that text of the rule is part of.
func (r reader) rows(ctx context.Context, statement string, args []any, scan func(*sql.Rows) error) error {
	if err := r.vet(ctx, statement); err != nil {
		return err
	}
	return r.Rows(ctx, statement, args, scan)
}
