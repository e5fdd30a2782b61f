package duck

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"unsafe"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// vectorSize is how many rows the engine takes at once.
const vectorSize = 2048

// Columns are up to 2,048 rows in the engine's own memory layout, so that the
// engine takes them over without looking at single values. Write a row's values
// (each column exactly once), then EndRow; a row without it is overwritten by
// the next one. Column types are BIGINT, BOOLEAN, VARCHAR and BIGINT[].
type Columns struct {
	rows, room int
	columns    []column
	lists      []int // the columns of type BIGINT[]
}

type column struct {
	typ     string
	ints    []int64     // BIGINT
	bools   []bool      // BOOLEAN
	texts   [][2]uint64 // VARCHAR: the engine's string_t
	lists   [][2]uint64 // BIGINT[]: offset and length in items
	items   []int64
	kept    int // items of ended rows
	invalid [vectorSize / 64]uint64
	nulls   bool
}

// firstRoom is how many rows new Columns have room for; they grow.
const firstRoom = 128

// NewColumns returns empty Columns of types.
func NewColumns(types []string) *Columns {
	c := &Columns{columns: make([]column, len(types))}
	for i, typ := range types {
		c.columns[i].typ = typ
		if typ == "BIGINT[]" {
			c.lists = append(c.lists, i)
		}
	}
	c.grow(firstRoom)
	return c
}

// grow makes room for so many rows.
func (c *Columns) grow(room int) {
	c.room = room
	for i := range c.columns {
		v := &c.columns[i]
		switch v.typ {
		case "BIGINT":
			v.ints = append(make([]int64, 0, room), v.ints...)[:room]
		case "BOOLEAN":
			v.bools = append(make([]bool, 0, room), v.bools...)[:room]
		case "VARCHAR":
			v.texts = append(make([][2]uint64, 0, room), v.texts...)[:room]
		case "BIGINT[]":
			v.lists = append(make([][2]uint64, 0, room), v.lists...)[:room]
		default:
			panic("no column can be of type " + v.typ)
		}
	}
}

// Reset takes all rows out.
func (c *Columns) Reset() {
	c.rows = 0
	for i := range c.columns {
		v := &c.columns[i]
		v.items, v.kept = v.items[:0], 0
		if v.nulls {
			clear(v.invalid[:])
			v.nulls = false
		}
	}
}

// Rows is the number of ended rows.
func (c *Columns) Rows() int { return c.rows }

// Full reports whether there is no room for a further row.
func (c *Columns) Full() bool { return c.rows == vectorSize }

// EndRow ends the row that was written.
func (c *Columns) EndRow() {
	for _, i := range c.lists {
		c.columns[i].kept = len(c.columns[i].items)
	}
	if c.rows++; c.rows == c.room && c.room < vectorSize {
		c.grow(min(4*c.room, vectorSize))
	}
}

// Null writes NULL.
func (c *Columns) Null(column int) {
	v := &c.columns[column]
	v.invalid[c.rows/64] |= 1 << (c.rows % 64)
	v.nulls = true
	if v.texts != nil {
		v.texts[c.rows] = [2]uint64{}
	}
	if v.lists != nil {
		v.lists[c.rows] = [2]uint64{uint64(v.kept), 0}
	}
}

func (c *Columns) valid(column int) *column {
	v := &c.columns[column]
	if v.nulls {
		v.invalid[c.rows/64] &^= 1 << (c.rows % 64)
	}
	return v
}

// Int writes a BIGINT.
func (c *Columns) Int(column int, value int64) { c.valid(column).ints[c.rows] = value }

// Bool writes a BOOLEAN.
func (c *Columns) Bool(column int, value bool) { c.valid(column).bools[c.rows] = value }

// Text writes a VARCHAR, valid UTF-8. Its bytes are not copied: they must stay
// alive and as they are until the statement that reads the rows has ended.
func (c *Columns) Text(column int, value []byte) {
	const inline = 12 // bytes that stand in a string_t itself
	t := &c.valid(column).texts[c.rows]
	if len(value) <= inline {
		var b [16]byte
		binary.LittleEndian.PutUint32(b[:], uint32(len(value)))
		copy(b[4:], value)
		t[0], t[1] = binary.LittleEndian.Uint64(b[:]), binary.LittleEndian.Uint64(b[8:])
		return
	}
	t[0] = uint64(len(value)) | uint64(binary.LittleEndian.Uint32(value))<<32
	t[1] = uint64(uintptr(unsafe.Pointer(unsafe.SliceData(value)))) //nolint:gosec // the engine reads it there
}

// List begins a BIGINT[]; Item adds to it.
func (c *Columns) List(column int) {
	v := c.valid(column)
	v.items = v.items[:v.kept]
	v.lists[c.rows] = [2]uint64{uint64(v.kept), 0}
}

// Item adds a value to the list that List began in the column.
func (c *Columns) Item(column int, value int64) {
	v := &c.columns[column]
	v.items = append(v.items, value)
	v.lists[c.rows][1]++
}

// IntAt is the BIGINT that was written into the row.
func (c *Columns) IntAt(column int) int64 { return c.columns[column].ints[c.rows] }

// ListLen is the length of the list that was written into the row.
func (c *Columns) ListLen(column int) int { return int(c.columns[column].lists[c.rows][1]) }

// FeedColumns makes name() a table function whose rows are what open returns when
// a statement that reads it is executed. columns is "name TYPE, name TYPE, …".
func (db *DB) FeedColumns(name, columns string, open func() []*Columns) error {
	infos, err := columnInfos(name, columns)
	if err != nil {
		return err
	}
	return db.register(name, func() duckdb.ParallelChunkTableSource { return &columnFeed{infos: infos, open: open} })
}

// columnFeed hands whole chunks to as many of the engine's threads as ask.
type columnFeed struct {
	infos  []duckdb.ColumnInfo
	open   func() []*Columns
	chunks []*Columns
	next   atomic.Int64
}

func (f *columnFeed) ColumnInfos() []duckdb.ColumnInfo { return f.infos }

func (f *columnFeed) Cardinality() *duckdb.CardinalityInfo { return nil } // not known before it is read

func (f *columnFeed) Init() duckdb.ParallelTableSourceInfo {
	f.chunks = f.open()
	f.next.Store(0)
	rows := 0
	for _, c := range f.chunks {
		rows += c.rows
	}
	return duckdb.ParallelTableSourceInfo{MaxThreads: max(1, rows/rowGroup)}
}

func (f *columnFeed) NewLocalState() any { return f }

func (f *columnFeed) FillChunk(_ any, chunk duckdb.DataChunk) error {
	i := f.next.Add(1) - 1
	for ; i < int64(len(f.chunks)) && f.chunks[i].rows == 0; i = f.next.Add(1) - 1 {
	}
	if i >= int64(len(f.chunks)) {
		return chunk.SetSize(0)
	}
	c := f.chunks[i]
	raw, places := inside(chunk)
	for column := range c.columns {
		if place := places(column); place >= 0 {
			c.columns[column].write(mapping.DataChunkGetVector(raw, mapping.IdxT(place)), c.rows)
		}
	}
	return chunk.SetSize(c.rows)
}

// inside gives the engine's own chunk, which the driver keeps to itself, and the
// place of each column in it, -1 for one that the statement does not read.
func inside(chunk duckdb.DataChunk) (mapping.DataChunk, func(column int) int) {
	v := reflect.ValueOf(chunk)
	projection := v.FieldByName("projection")
	return mapping.DataChunk{Ptr: v.FieldByName("chunk").FieldByName("Ptr").UnsafePointer()},
		func(column int) int { return int(projection.Index(column).Int()) }
}

// write copies the first rows of a column into the engine's vector.
func (v *column) write(to mapping.Vector, rows int) {
	data := mapping.VectorGetData(to) // has room for vectorSize values of the column's type
	switch {
	case v.ints != nil:
		copy(unsafe.Slice((*int64)(data), rows), v.ints) //nolint:gosec // as said above
	case v.bools != nil:
		copy(unsafe.Slice((*bool)(data), rows), v.bools) //nolint:gosec // as said above
	case v.texts != nil:
		copy(unsafe.Slice((*[2]uint64)(data), rows), v.texts) //nolint:gosec // as said above
	case v.lists != nil:
		copy(unsafe.Slice((*[2]uint64)(data), rows), v.lists) //nolint:gosec // as said above
		mapping.ListVectorReserve(to, mapping.IdxT(v.kept))
		mapping.ListVectorSetSize(to, mapping.IdxT(v.kept))
		items := mapping.VectorGetData(mapping.ListVectorGetChild(to))
		copy(unsafe.Slice((*int64)(items), v.kept), v.items) //nolint:gosec // as said above
	}
	if !v.nulls {
		return
	}
	mapping.VectorEnsureValidityWritable(to)
	valid := unsafe.Slice((*uint64)(mapping.VectorGetValidity(to)), (rows+63)/64) //nolint:gosec // as said above
	for i := range valid {
		valid[i] = ^v.invalid[i]
	}
}

// columnInfos declares "name TYPE, name TYPE, …" to the driver.
func columnInfos(feed, columns string) ([]duckdb.ColumnInfo, error) {
	var infos []duckdb.ColumnInfo
	for _, declared := range strings.Split(columns, ", ") {
		name, typ, _ := strings.Cut(declared, " ")
		name = strings.Trim(name, `"`)
		element, list := strings.CutSuffix(typ, "[]")
		info, err := duckdb.NewTypeInfo(columnTypes[element])
		if err == nil && list {
			info, err = duckdb.NewListInfo(info)
		}
		if err != nil {
			return nil, fmt.Errorf("declare column %s of %s: %w", name, feed, err)
		}
		infos = append(infos, duckdb.ColumnInfo{Name: name, T: info})
	}
	return infos, nil
}
