package duck

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/duckdb/duckdb-go/v2"
)

// Rows are Go values that SQL reads as a table.
type Rows interface {
	Len() int
	// Put calls set once for each column of row i; nil is NULL. It is called from
	// several goroutines at once, for different rows.
	Put(i int, set func(column int, value any) error) error
}

var columnTypes = map[string]duckdb.Type{
	"BIGINT":  duckdb.TYPE_BIGINT,
	"VARCHAR": duckdb.TYPE_VARCHAR,
	"BOOLEAN": duckdb.TYPE_BOOLEAN,
	"BLOB":    duckdb.TYPE_BLOB,
}

// Feed makes name() a table function whose rows are what open returns when a
// statement that reads it is executed. columns is "name TYPE, name TYPE, …". A
// later Feed of the same name changes what the function reads, not its columns.
func (db *DB) Feed(name, columns string, open func() Rows) error {
	infos, err := columnInfos(name, columns)
	if err != nil {
		return err
	}
	return db.register(name, func() duckdb.ParallelChunkTableSource { return &feed{columns: infos, open: open} })
}

// register makes a table function, or changes what it reads: the engine would
// keep the first of two functions of one name. bound is called when a statement
// is bound, its result's Init whenever that statement is executed.
func (db *DB) register(name string, bound func() duckdb.ParallelChunkTableSource) error {
	if db.endRead != nil {
		return fmt.Errorf("register %s: a reader has no feeds: they are for all connections of the database", name)
	}
	_, registered := db.feeds[name]
	db.feeds[name] = bound
	if registered {
		return nil
	}
	f := duckdb.ParallelChunkTableFunction{
		BindArgumentsContext: func(ctx context.Context, _ map[string]any, _ ...any) (duckdb.ParallelChunkTableSource, error) {
			if ctx.Value(stranger{}) != nil {
				return nil, fmt.Errorf("%s() is for loading alone", name)
			}
			return db.feeds[name](), nil
		},
	}
	if err := duckdb.RegisterTableUDF(db.Conn, name, f); err != nil {
		return fmt.Errorf("register %s: %w", name, err)
	}
	return nil
}

// feed hands chunks of rows to as many of the engine's threads as ask.
type feed struct {
	columns []duckdb.ColumnInfo
	open    func() Rows
	rows    Rows
	next    atomic.Int64
}

func (f *feed) ColumnInfos() []duckdb.ColumnInfo { return f.columns }

func (f *feed) Cardinality() *duckdb.CardinalityInfo { return nil } // not known before it is read

func (f *feed) Init() duckdb.ParallelTableSourceInfo {
	f.rows = f.open()
	f.next.Store(0)
	return duckdb.ParallelTableSourceInfo{MaxThreads: f.rows.Len()/duckdb.GetDataChunkCapacity() + 1}
}

func (f *feed) NewLocalState() any { return f }

func (f *feed) FillChunk(_ any, chunk duckdb.DataChunk) error {
	size := int64(duckdb.GetDataChunkCapacity())
	end := f.next.Add(size)
	row := 0
	set := func(column int, value any) error { return chunk.SetValue(column, row, value) }
	for i := end - size; i < min(end, int64(f.rows.Len())); i++ {
		if err := f.rows.Put(int(i), set); err != nil {
			return err
		}
		row++
	}
	return chunk.SetSize(row)
}
