package duck

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/duckdb/duckdb-go/v2"

	catalog "opaudit/sql"
)

// Reader opens a second connection to the same open database, for one goroutine
// at a time beside the one that loads. All it reads is the state of one moment:
// that of its first statement. Only Now and AsOf of o count. Close it soon:
// meanwhile the engine cannot forget anything.
func (db *DB) Reader(ctx context.Context, o Options) (*DB, error) {
	if err := db.makeViews(ctx); err != nil {
		return nil, err
	}
	db.attached.RLock()
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		db.attached.RUnlock()
		return nil, fmt.Errorf("start reader: %w", err)
	}
	reader := &DB{Path: db.Path, Catalog: db.Catalog, Conn: conn}
	reader.endRead = sync.OnceValue(func() error {
		defer db.attached.RUnlock()
		return rollBack(conn)
	})
	for _, s := range append([]string{"USE audit"}, append(settings(o), beginRead)...) {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return nil, errors.Join(fmt.Errorf("start reader: %w", err), reader.Close())
		}
	}
	return reader, nil
}

// EndRead ends the transaction that a connection reads in, if one is open.
func (db *DB) EndRead() error { return rollBack(db.Conn) }

// BeginAgain gives a reader another transaction when a statement that failed has spoilt
// its own: what it reads from now on is the state of a later moment. Without a
// transaction nothing is spoilt, and nothing happens.
func (db *DB) BeginAgain(ctx context.Context) error {
	if db.endRead == nil {
		return nil
	}
	err := rollBack(db.Conn)
	if err == nil {
		_, err = db.ExecContext(ctx, beginRead)
	}
	if err != nil {
		return fmt.Errorf("start reader: %w", err)
	}
	return nil
}

// Abandon rolls back the transaction that is open on this connection, and tells whether
// there was one.
func (db *DB) Abandon() (open bool, err error) {
	_, err = db.ExecContext(context.Background(), "ROLLBACK")
	if noTransaction(err) {
		return false, nil
	}
	return err == nil, err
}

func noTransaction(err error) bool {
	var engine *duckdb.Error
	return errors.As(err, &engine) && engine.Type == duckdb.ErrorTypeTransaction
}

const beginRead = "BEGIN TRANSACTION READ ONLY"

// rollBack ends the transaction of a connection, if one is open.
func rollBack(conn *sql.Conn) error {
	_, err := conn.ExecContext(context.Background(), "ROLLBACK")
	if noTransaction(err) {
		return nil
	}
	return err
}

// settings make a connection's variables, which views read.
func settings(o Options) []string {
	s := []string{"SET VARIABLE today = DATE " + catalog.Literal(o.today())}
	if o.AsOf != "" {
		s = append(s, "SET VARIABLE as_of = DATE "+catalog.Literal(o.AsOf))
	}
	return s
}
