package duck

import "github.com/duckdb/duckdb-go/v2"

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
)
