package analyzer

import (
	"context"
	"database/sql"
	"fmt"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

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
