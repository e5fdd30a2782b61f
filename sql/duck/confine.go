package duck

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// ErrWrites says that a statement does more than read.
var ErrWrites = errors.New("only one statement that reads is answered, such as SELECT")

// Confine cuts the whole database off from files and the network, for good: nothing
// can be loaded any more.
func (db *DB) Confine(ctx context.Context) error {
	if db.confined {
		return nil
	}
	for _, s := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("confine connection: %w", err)
		}
	}
	db.confined = true
	return nil
}

// stranger marks the context in which somebody else's statement is planned.
type stranger struct{}

// OnlyReads returns nil when the engine's parser finds exactly one statement in
// text that reads: SELECT and what is made of it, or EXPLAIN. One that reads a Feed,
// the rows of a load on their way, is refused.
func (db *DB) OnlyReads(ctx context.Context, text string) error {
	ctx = context.WithValue(ctx, stranger{}, true)
	return db.Raw(func(driver any) error {
		conn, ok := driver.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver %T", driver)
		}
		if statements(conn, text) > 1 { // PrepareContext would run the first ones
			return ErrWrites
		}
		prepared, err := conn.PrepareContext(ctx, text)
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

// statements counts the statements in text, 0 when the engine cannot read it.
func statements(conn *duckdb.Conn, text string) int {
	// The driver keeps the engine's own connection to itself.
	native := mapping.Connection{Ptr: reflect.ValueOf(conn).Elem().FieldByName("conn").FieldByName("Ptr").UnsafePointer()}
	var extracted mapping.ExtractedStatements
	defer mapping.DestroyExtracted(&extracted)
	return int(mapping.ExtractStatements(native, text, &extracted))
}
