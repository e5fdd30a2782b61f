package duck

import (
	"strings"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"

	catalog "opaudit/sql"
	"opaudit/sql/typename"
)

// The driver's own types of values.
type (
	// Interval is an INTERVAL.
	Interval = duckdb.Interval
	// Map is a MAP, in its order.
	Map = duckdb.OrderedMap
	// Union is a UNION's value and the name of its member.
	Union = duckdb.Union
	// UUID is a UUID.
	UUID = duckdb.UUID
	// Decimal is a DECIMAL.
	Decimal = duckdb.Decimal
)

// jsonName is the name that the engine gives the type JSON, whose values are those of a VARCHAR.
const jsonName = "JSON"

// The driver would decode a JSON, which rounds its numbers, and would take 24:00 for
// midnight. It calls the engine through variables, and is told of a VARCHAR and of a
// BIGINT of microseconds: so a JSON comes as its text, and a TIME as an int64.
func init() {
	alias, id := mapping.LogicalTypeGetAlias, mapping.GetTypeId
	mapping.LogicalTypeGetAlias = func(t mapping.LogicalType) string {
		if name := alias(t); name != jsonName {
			return name
		}
		return ""
	}
	mapping.GetTypeId = func(t mapping.LogicalType) mapping.Type {
		if is := id(t); is != duckdb.TYPE_TIME {
			return is
		}
		return duckdb.TYPE_BIGINT
	}
}

// typeName is the engine's name of a type that the driver calls seen.
func typeName(t mapping.LogicalType, seen string) string {
	within := func(inner mapping.LogicalType, seen string) string {
		defer mapping.DestroyLogicalType(&inner)
		return typeName(inner, seen)
	}
	members := func(kind string, inner func(mapping.LogicalType, mapping.IdxT) mapping.LogicalType) string {
		var parts []string
		for i, m := range typename.Members(seen) {
			parts = append(parts, catalog.Quote(m.Name)+" "+within(inner(t, mapping.IdxT(i)), m.Type))
		}
		return kind + "(" + strings.Join(parts, ", ") + ")"
	}
	if bindings.LogicalTypeGetAlias(t) == jsonName {
		return jsonName
	}
	switch bindings.GetTypeId(t) {
	case duckdb.TYPE_TIME:
		return "TIME"
	case duckdb.TYPE_LIST:
		return within(mapping.ListTypeChildType(t), typename.Element(seen)) + "[]"
	case duckdb.TYPE_ARRAY:
		element := typename.Element(seen)
		return within(mapping.ArrayTypeChildType(t), element) + seen[len(element):]
	case duckdb.TYPE_MAP:
		key, value := typename.Map(seen)
		return "MAP(" + within(mapping.MapTypeKeyType(t), key) + ", " + within(mapping.MapTypeValueType(t), value) + ")"
	case duckdb.TYPE_STRUCT:
		return members("STRUCT", mapping.StructTypeChildType)
	case duckdb.TYPE_UNION:
		return members("UNION", mapping.UnionTypeMemberType)
	}
	return seen
}
