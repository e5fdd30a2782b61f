package format

import (
	"fmt"
	"io"
	"reflect"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// rowGroup is how many rows are compressed together: what a reader may skip, and
// what is held in memory.
const rowGroup = 64 << 10

// batch is how many rows are handed over at a time.
const batch = 256

// writeParquet writes a Parquet file, compressed with zstd, whose columns have the
// types of the query; a column name that comes again gets a number. Without its end,
// which is written last, it is no Parquet file: one that broke off cannot be taken
// for a whole one.
func writeParquet(w io.Writer, rows Rows, _ Options) error {
	columns := make([]column, len(rows.Columns))
	root := ordered{Group: parquet.Group{}}
	names := unique(rows.Columns)
	for i, typ := range rows.Types {
		columns[i] = columnOf(typ)
		root.Group[names[i]] = columns[i].node
		root.fields = append(root.fields, field{columns[i].node, names[i]})
	}
	out := parquet.NewWriter(w, parquet.NewSchema("rows", root), parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(rowGroup))
	var some []parquet.Row
	flush := func() error {
		_, err := out.WriteRows(some)
		some = some[:0]
		return err
	}
	err := rows.each(func(values []any) (err error) {
		var row parquet.Row
		for i, v := range values {
			if row, err = columns[i].add(row, v, place{column: i}); err != nil {
				return fmt.Errorf("write column %s as %s: %w; cast it to another type", names[i], rows.Types[i], err)
			}
		}
		if some = append(some, row); len(some) == batch {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	if err != nil {
		return err
	}
	return out.Close()
}

// ordered is a group whose fields stand in the order of the query; the library's own
// sorts them by name.
type ordered struct {
	parquet.Group
	fields []parquet.Field
}

// Fields implements parquet.Node.
func (o ordered) Fields() []parquet.Field { return o.fields }

type field struct {
	parquet.Node
	name string
}

// Name implements parquet.Field.
func (f field) Name() string { return f.name }

// Value implements parquet.Field; it would be called for Go values, and rows are
// written as columns.
func (f field) Value(reflect.Value) reflect.Value { return reflect.Value{} }

// A place is where in a row a value goes: its column, and how deep within lists.
type place struct{ column, repetition, definition, lists int }

// add appends a value of the column to a row.
func (c column) add(row parquet.Row, v any, at place) (parquet.Row, error) {
	level := func(v parquet.Value, definition int) parquet.Row {
		return append(row, v.Level(at.repetition, definition, at.column))
	}
	if v == nil {
		return level(parquet.NullValue(), at.definition), nil
	}
	if c.element == nil {
		value, err := c.value(v)
		return level(value, at.definition+1), err
	}
	items, isList := v.([]any)
	switch {
	case !isList:
		return row, fmt.Errorf("%T is no list", v)
	case len(items) == 0:
		return level(parquet.NullValue(), at.definition+1), nil
	}
	inner := place{at.column, at.repetition, at.definition + 2, at.lists + 1}
	for _, item := range items {
		var err error
		if row, err = c.element.add(row, item, inner); err != nil {
			return row, err
		}
		inner.repetition = inner.lists
	}
	return row, nil
}
