package duck

import (
	"context"
	"errors"
	"fmt"

	"github.com/duckdb/duckdb-go/v2"
)

// ErrWrites says that a statement does more than read.
var ErrWrites = errors.New("only one statement that reads is answered, such as SELECT")

// Confine cuts the connection off from files and the network, for good.
func (db *DB) Confine(ctx context.Context) error {
	for _, s := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("confine connection: %w", err)
		}
	}
	return nil
}

// OnlyReads returns nil when the engine's parser finds exactly one statement in
// text that reads: SELECT and what is made of it, or EXPLAIN.
func (db *DB) OnlyReads(text string) error {
	return db.Raw(func(driver any) error {
		conn, ok := driver.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver %T", driver)
		}
		prepared, err := conn.Prepare(text)
		if err != nil {
			return err
		}
		defer prepared.Close()
		stmt, ok := prepared.(*duckdb.Stmt)
		if !ok {
			return fmt.Errorf("unexpected statement %T", prepared)
		}
		typ, err := stmt.StatementType()
		if err != nil {
			return err
		}
		if typ != duckdb.STATEMENT_TYPE_SELECT && typ != duckdb.STATEMENT_TYPE_EXPLAIN {
			return ErrWrites
		}
		return nil
	})
}
