package duck

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"
	"sync"
	"time"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// A Stream is the rows of a statement, which the engine makes as they are read: it
// keeps about a megabyte of them ready. Until it is closed, nothing else may be
// asked on its connection.
type Stream struct {
	Columns, Types []string // Types are the engine's names: BIGINT, DATE, …

	ctx  context.Context
	rows driver.Rows
	end  func() // of the interrupts
}

// ErrWrites says that a statement does more than read.
var ErrWrites = errors.New("only one statement that reads is answered, such as SELECT")

// stranger marks the context in which somebody else's statement is planned: it may
// not read a Feed, the rows of a load on their way.
type stranger struct{}

// Stream runs one statement of somebody else, which reads. A ctx that ends stops it in
// the engine, also while it is read; then the error is the cause of that.
func (db *DB) Stream(ctx context.Context, statement string) (s *Stream, err error) {
	err = db.driven(func(conn *duckdb.Conn) error {
		s, err = stream(ctx, conn, statement)
		return err
	})
	if err != nil {
		return nil, CauseOf(ctx, err)
	}
	return s, nil
}

func stream(ctx context.Context, conn *duckdb.Conn, statement string) (s *Stream, err error) {
	end := interrupting(ctx, conn)
	defer func() {
		if err != nil {
			end()
		}
	}()
	stmt, err := reading(ctx, conn, statement)
	if err != nil {
		return nil, err
	}
	streamed.Store(preparedIn(stmt).Ptr, true)
	rows, err := stmt.QueryContext(ctx, nil)
	streamed.Delete(preparedIn(stmt).Ptr)
	if err != nil {
		return nil, errors.Join(err, stmt.Close())
	}
	if s, err = streamOf(ctx, rows); err != nil {
		return nil, errors.Join(err, rows.Close(), stmt.Close())
	}
	s.end = func() { end(); _ = rows.Close(); _ = stmt.Close() }
	return s, nil
}

// streamOf is a Stream of rows that are there, still without its end.
func streamOf(ctx context.Context, rows driver.Rows) (*Stream, error) {
	named, ok := rows.(driver.RowsColumnTypeDatabaseTypeName)
	if !ok {
		return nil, fmt.Errorf("unexpected rows %T", rows)
	}
	s := &Stream{Columns: rows.Columns(), ctx: ctx, rows: rows}
	for i := range s.Columns {
		typ := mapping.ColumnLogicalType(resultIn(rows), mapping.IdxT(i))
		s.Types = append(s.Types, typeName(typ, named.ColumnTypeDatabaseTypeName(i)))
		mapping.DestroyLogicalType(&typ)
	}
	return s, nil
}

// Run runs any statements to their end; the Stream has the rows of the last.
func (db *DB) Run(ctx context.Context, statements string) (s *Stream, err error) {
	err = db.driven(func(conn *duckdb.Conn) error {
		rows, err := conn.QueryContext(ctx, statements, nil)
		if err != nil {
			return err
		}
		if s, err = streamOf(ctx, rows); err != nil {
			return errors.Join(err, rows.Close())
		}
		s.end = func() { _ = rows.Close() }
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// reading plans a statement that reads.
func reading(ctx context.Context, conn *duckdb.Conn, statement string) (*duckdb.Stmt, error) {
	if statements(conn, statement) > 1 {
		return nil, ErrWrites // the driver would run the first ones
	}
	stmt, err := prepared(context.WithValue(ctx, stranger{}, true), conn, statement)
	if err != nil {
		return nil, err
	}
	typ, err := stmt.StatementType()
	if err == nil && typ != duckdb.STATEMENT_TYPE_SELECT && typ != duckdb.STATEMENT_TYPE_EXPLAIN {
		err = ErrWrites
	}
	if err != nil {
		return nil, errors.Join(err, stmt.Close())
	}
	return stmt, nil
}

// statements counts the statements in text, 0 when the engine cannot read it.
func statements(conn *duckdb.Conn, text string) int {
	var extracted mapping.ExtractedStatements
	defer mapping.DestroyExtracted(&extracted)
	return int(mapping.ExtractStatements(connectionIn(conn), text, &extracted))
}

// Next reads a row into values, one for each column, as the driver has them. The
// error at the end is io.EOF.
func (s *Stream) Next(values []driver.Value) error {
	err := s.rows.Next(values)
	if errors.Is(err, io.EOF) {
		// The driver takes a failure for the end.
		if text := mapping.ResultError(resultIn(s.rows)); text != "" {
			err = errors.New(text)
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return CauseOf(s.ctx, err)
	}
	return err
}

// Close ends the statement.
func (s *Stream) Close() { s.end() }

// CauseOf is why ctx ended, or else err.
func CauseOf(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// streamed are the prepared statements whose rows are to be made as they are read.
var streamed sync.Map

// The driver runs each statement to its end before it gives the first row, and keeps
// all rows in memory that no limit bounds. It calls the engine through variables.
func init() {
	whole := mapping.PendingPrepared
	mapping.PendingPrepared = func(prepared mapping.PreparedStatement, pending *mapping.PendingResult) mapping.State {
		if _, ok := streamed.Load(prepared.Ptr); ok {
			return bindings.PendingPreparedStreaming(prepared, pending)
		}
		return whole(prepared, pending)
	}
}

// resultIn is the engine's own rows, which the driver keeps to itself.
func resultIn(rows driver.Rows) *mapping.Result {
	return (*mapping.Result)(reflect.ValueOf(rows).Elem().FieldByName("res").Addr().UnsafePointer())
}

// preparedIn is the engine's own statement, which the driver keeps to itself.
func preparedIn(stmt *duckdb.Stmt) mapping.PreparedStatement {
	return mapping.PreparedStatement{Ptr: reflect.ValueOf(stmt).Elem().FieldByName("preparedStmt").Elem().FieldByName("Ptr").UnsafePointer()}
}

// connectionIn is the engine's own connection, which the driver keeps to itself.
func connectionIn(conn *duckdb.Conn) mapping.Connection {
	return mapping.Connection{Ptr: reflect.ValueOf(conn).Elem().FieldByName("conn").FieldByName("Ptr").UnsafePointer()}
}

// interruptEvery is how often the engine is told again to stop: it forgets that it
// was told when a statement begins.
const interruptEvery = 10 * time.Millisecond

// interrupting stops what runs on conn when ctx ends, until end is called. Neither
// may conn be closed before.
func interrupting(ctx context.Context, conn *duckdb.Conn) (end func()) {
	over, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-over:
			return
		case <-ctx.Done():
		}
		for {
			mapping.Interrupt(connectionIn(conn))
			select {
			case <-over:
				return
			case <-time.After(interruptEvery):
			}
		}
	}()
	return sync.OnceFunc(func() { close(over); <-done })
}
