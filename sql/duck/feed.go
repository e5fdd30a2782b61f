package duck

import (
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

// Feed makes name('part') a table function whose rows are what open(part) returns
// when a statement is bound. columns is "name TYPE, name TYPE, …". A later Feed
// of the same name changes what the function reads, not its columns.
func (db *DB) Feed(name, columns string, open func(part string) Rows) error {
	infos, err := columnInfos(name, columns)
	if err != nil {
		return err
	}
	return db.register(name, func(part string) duckdb.ParallelChunkTableSource {
		return &feed{columns: infos, rows: open(part)}
	})
}

// register makes a table function of one text, or changes what it reads: the
// engine would keep the first of two functions of one name.
func (db *DB) register(name string, open func(part string) duckdb.ParallelChunkTableSource) error {
	_, registered := db.feeds[name]
	db.feeds[name] = open
	if registered {
		return nil
	}
	text, err := duckdb.NewTypeInfo(duckdb.TYPE_VARCHAR)
	if err != nil {
		return fmt.Errorf("declare %s: %w", name, err)
	}
	f := duckdb.ParallelChunkTableFunction{
		Config: duckdb.TableFunctionConfig{Arguments: []duckdb.TypeInfo{text}},
		BindArguments: func(_ map[string]any, args ...any) (duckdb.ParallelChunkTableSource, error) {
			part, ok := args[0].(string)
			if !ok {
				return nil, fmt.Errorf("%s takes one text", name)
			}
			return db.feeds[name](part), nil
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
	rows    Rows
	next    atomic.Int64
}

func (f *feed) ColumnInfos() []duckdb.ColumnInfo { return f.columns }

func (f *feed) Cardinality() *duckdb.CardinalityInfo {
	return &duckdb.CardinalityInfo{Cardinality: uint(f.rows.Len()), Exact: true}
}

func (f *feed) Init() duckdb.ParallelTableSourceInfo {
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
