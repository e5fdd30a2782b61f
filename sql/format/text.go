package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"opaudit/sql/typename"
)

// numbers are the types whose values are numbers, without what stands in brackets.
var numbers = map[string]bool{
	"TINYINT": true, "SMALLINT": true, "INTEGER": true, "BIGINT": true, "HUGEINT": true,
	"UTINYINT": true, "USMALLINT": true, "UINTEGER": true, "UBIGINT": true, "UHUGEINT": true,
	"FLOAT": true, "DOUBLE": true, "DECIMAL": true, "BIGNUM": true,
}

// isNumber reports whether a type's values are numbers; a list of numbers is none.
func isNumber(typ string) bool {
	name, rest, _ := strings.Cut(typ, "(")
	return numbers[name] && !strings.HasSuffix(rest, "]")
}

// textOf writes a value for people; NULL is the empty text.
func textOf(v any, typ string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return float(v)
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = itemText(v[i], typename.Element(typ))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		key, value := typename.Map(typ)
		if key == "" {
			return string(encodedAs(v, typ))
		}
		var items []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			items = append(items, k+"="+itemText(v[k], value))
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// itemText is a value within another.
func itemText(v any, typ string) string {
	if v == nil {
		return null
	}
	return textOf(v, typ)
}

// null stands for NULL where people read it.
const null = "NULL"

// shown is a value in a cell that people read.
func shown(v any, typ string, o Options) string {
	if v == nil {
		return null
	}
	return o.Visible(textOf(v, typ))
}

// float writes a number without an exponent while that is short.
func float(v float64) string {
	if abs := max(v, -v); abs != 0 && (abs < 1e-6 || abs >= 1e15) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// encoded writes a single value as JSON; NaN and the infinities, which JSON does not
// have, are null.
func encoded(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
