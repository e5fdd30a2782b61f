package format

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"

	"opaudit/sql/typename"
)

// A column is how a type of the engine is written in Parquet. What has no type of its
// own there (INTERVAL, UUID, ENUM, BLOB …) is text, structs and maps are JSON.
type column struct {
	node    parquet.Node
	element *column // of a list; nil for a single value
	value   func(v any) (parquet.Value, error)
}

// columnOf is the column of a type. Every value may be NULL.
func columnOf(typ string) column {
	if inner := typename.Element(typ); inner != "" {
		element := columnOf(inner)
		return column{node: parquet.Optional(parquet.List(element.node)), element: &element}
	}
	node, value := leafOf(typ)
	return column{node: parquet.Optional(node), value: value}
}

func leafOf(typ string) (parquet.Node, func(any) (parquet.Value, error)) {
	switch typ {
	case "BOOLEAN":
		return parquet.Leaf(parquet.BooleanType), as(parquet.BooleanValue)
	case "TINYINT":
		return parquet.Int(8), small
	case "SMALLINT":
		return parquet.Int(16), small
	case "INTEGER":
		return parquet.Int(32), small
	case "BIGINT":
		return parquet.Int(64), as(parquet.Int64Value)
	case "UTINYINT":
		return parquet.Uint(8), unsignedSmall
	case "USMALLINT":
		return parquet.Uint(16), unsignedSmall
	case "UINTEGER":
		return parquet.Uint(32), unsignedSmall
	case "UBIGINT":
		return parquet.Uint(64), as(func(n uint64) parquet.Value { return parquet.Int64Value(int64(n)) })
	case "HUGEINT", "UHUGEINT":
		return decimal(widest, 0)
	case "FLOAT":
		return parquet.Leaf(parquet.FloatType), as(func(f float64) parquet.Value { return parquet.FloatValue(float32(f)) })
	case "DOUBLE":
		return parquet.Leaf(parquet.DoubleType), as(parquet.DoubleValue)
	case "DATE":
		return parquet.Date(), at(time.DateOnly, func(t time.Time) parquet.Value { return parquet.Int32Value(int32(floor(t.Unix(), 24*60*60))) })
	case "TIME":
		return parquet.TimeAdjusted(parquet.Microsecond, false), at(time.TimeOnly, func(t time.Time) parquet.Value {
			return parquet.Int64Value(t.Sub(t.Truncate(24 * time.Hour)).Microseconds())
		})
	case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS":
		return parquet.TimestampAdjusted(parquet.Microsecond, false), at(time.DateTime, microseconds)
	case "TIMESTAMPTZ":
		return parquet.TimestampAdjusted(parquet.Microsecond, true), at(time.DateTime+"-07", microseconds)
	case "JSON":
		return parquet.JSON(), as(func(text string) parquet.Value { return parquet.ByteArrayValue([]byte(text)) })
	}
	var precision, scale int
	if n, err := fmt.Sscanf(typ, "DECIMAL(%d,%d)", &precision, &scale); n == 2 && err == nil {
		return decimal(precision, scale)
	}
	return parquet.String(), func(v any) (parquet.Value, error) { return parquet.ByteArrayValue([]byte(textOf(v, typ))), nil }
}

// as takes a value of one Go type.
func as[T any](value func(T) parquet.Value) func(any) (parquet.Value, error) {
	return func(v any) (parquet.Value, error) {
		t, ok := v.(T)
		if !ok {
			return parquet.Value{}, fmt.Errorf("unexpected %T", v)
		}
		return value(t), nil
	}
}

var (
	small         = as(func(n int64) parquet.Value { return parquet.Int32Value(int32(n)) })
	unsignedSmall = as(func(n uint64) parquet.Value { return parquet.Int32Value(int32(n)) })
)

// at takes a day or time that is written like that, perhaps with parts of a second.
func at(layout string, value func(time.Time) parquet.Value) func(any) (parquet.Value, error) {
	return func(v any) (parquet.Value, error) {
		s, _ := v.(string)
		t, err := time.Parse(layout, s)
		if err != nil {
			return parquet.Value{}, fmt.Errorf("%s is out of range", strconv.Quote(fmt.Sprint(v)))
		}
		return value(t), nil
	}
}

// microseconds is a time since 1970 UTC.
func microseconds(t time.Time) parquet.Value { return parquet.Int64Value(t.UnixMicro()) }

// floor divides and rounds down.
func floor(n, by int64) int64 {
	if n < 0 {
		return -((-n + by - 1) / by)
	}
	return n / by
}

// widest is how many digits a decimal can have.
const widest = 38

// decimal is a number with so many digits, scale of them behind the point.
func decimal(precision, scale int) (parquet.Node, func(any) (parquet.Value, error)) {
	typ, value := parquet.FixedLenByteArrayType(16), func(n *big.Int) parquet.Value {
		return parquet.FixedLenByteArrayValue(twosComplement(n))
	}
	switch {
	case precision <= 9:
		typ, value = parquet.Int32Type, func(n *big.Int) parquet.Value { return parquet.Int32Value(int32(n.Int64())) }
	case precision <= 18:
		typ, value = parquet.Int64Type, func(n *big.Int) parquet.Value { return parquet.Int64Value(n.Int64()) }
	}
	limit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(precision)), nil)
	return parquet.Decimal(scale, precision, typ), func(v any) (parquet.Value, error) {
		n, ok := unscaled(textOf(v, ""), scale)
		if !ok || n.CmpAbs(limit) >= 0 {
			return parquet.Value{}, fmt.Errorf("%s has more than %d digits", textOf(v, ""), precision)
		}
		return value(n), nil
	}
}

// unscaled is a decimal number times ten to the scale.
func unscaled(text string, scale int) (*big.Int, bool) {
	whole, part, _ := strings.Cut(text, ".")
	if len(part) > scale {
		return nil, false
	}
	return new(big.Int).SetString(whole+part+strings.Repeat("0", scale-len(part)), 10)
}

// twosComplement is a number in 16 bytes, the highest first.
func twosComplement(n *big.Int) []byte {
	low := new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)) // of a negative one too, as if in two's complement
	high := new(big.Int).Rsh(n, 64)                             // rounds down
	b := binary.BigEndian.AppendUint64(nil, uint64(high.Int64()))
	return binary.BigEndian.AppendUint64(b, low.Uint64())
}
