package query

import (
	"fmt"
	"math/big"
	"strings"
	"time"
)

// plain turns what the driver gives into nil, bool, int64, uint64, float64,
// *big.Int, string, or a slice or map of these. Days are YYYY-MM-DD, timestamps
// YYYY-MM-DD HH:MM:SS with as many digits of a second as there are (UTC).
func plain(v any, typ string) any {
	switch v := v.(type) {
	case nil, bool, int64, uint64, float64, string, *big.Int:
		return v
	case int8:
		return int64(v)
	case int16:
		return int64(v)
	case int32:
		return int64(v)
	case uint8:
		return uint64(v)
	case uint16:
		return uint64(v)
	case uint32:
		return uint64(v)
	case float32:
		return float64(v)
	case []byte:
		return fmt.Sprintf("%x", v)
	case time.Time:
		return instant(v, typ)
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i], strings.TrimSuffix(typ, "[]"))
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for k := range v {
			m[k] = plain(v[k], "")
		}
		return m
	}
	return fmt.Sprint(v)
}

func instant(t time.Time, typ string) string {
	switch typ {
	case "DATE":
		return t.Format(time.DateOnly)
	case "TIME":
		return t.Format("15:04:05.999999")
	}
	return t.UTC().Format("2006-01-02 15:04:05.999999")
}
