package duck

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// Again runs a statement that is run again and again, such as an INSERT from a
// Feed, and returns how many rows it changed. The engine plans it once. A
// cancelled ctx ends it between two pieces of work.
func (db *DB) Again(ctx context.Context, statement string) (changed int64, err error) {
	stmt := db.stmts[statement] // used by the goroutine that commits alone
	if stmt == nil {
		if stmt, err = db.plan(ctx, statement); err != nil {
			return 0, err
		}
		db.stmts[statement] = stmt
	}
	err = db.Raw(func(any) error { // the connection is for one statement at a time
		changed, err = run(ctx, stmt)
		return err
	})
	return changed, err
}

func (db *DB) plan(ctx context.Context, statement string) (stmt *duckdb.Stmt, err error) {
	err = db.driven(func(conn *duckdb.Conn) error {
		stmt, err = prepared(ctx, conn, statement)
		return err
	})
	return stmt, err
}

// driven runs f on the driver's own connection.
func (db *DB) driven(f func(conn *duckdb.Conn) error) error {
	return db.Raw(func(driver any) error {
		conn, ok := driver.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver %T", driver)
		}
		return f(conn)
	})
}

// prepared is the driver's own statement.
func prepared(ctx context.Context, conn *duckdb.Conn, statement string) (*duckdb.Stmt, error) {
	planned, err := conn.PrepareContext(ctx, statement)
	if err != nil {
		return nil, err
	}
	stmt, ok := planned.(*duckdb.Stmt)
	if !ok {
		return nil, fmt.Errorf("unexpected statement %T", planned)
	}
	return stmt, nil
}

// pause is how long the calling thread waits for the engine's other threads when
// they have all the work there is. The driver's own way to run a statement spins,
// on a processor that the workers of a load need.
const pause = 50 * time.Microsecond

func run(ctx context.Context, stmt *duckdb.Stmt) (changed int64, err error) {
	var pending mapping.PendingResult
	if mapping.PendingPrepared(preparedIn(stmt), &pending) == mapping.StateError {
		err := errors.New(mapping.PendingError(pending))
		mapping.DestroyPending(&pending)
		return 0, err
	}
	defer mapping.DestroyPending(&pending)
	for goesOn := true; goesOn; {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		switch mapping.PendingExecuteTask(pending) {
		case mapping.PendingStateResultNotReady:
		case mapping.PendingStateNoTasksAvailable:
			time.Sleep(pause)
		case mapping.PendingStateError:
			if text := mapping.PendingError(pending); text != "" {
				return 0, errors.New(text)
			}
			goesOn = false // it only has to wait, which the call below does
		default:
			goesOn = false
		}
	}
	var result mapping.Result
	state := mapping.ExecutePending(pending, &result)
	defer mapping.DestroyResult(&result)
	if state == mapping.StateError {
		return 0, errors.New(mapping.ResultError(&result))
	}
	return int64(mapping.RowsChanged(&result)), nil
}
