package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
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
func textOf(v any) string {
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
			if items[i] = textOf(v[i]); v[i] == nil {
				items[i] = null
			}
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		return string(encoded(v))
	}
	return fmt.Sprint(v)
}

// null stands for NULL where people read it.
const null = "NULL"

// shown is a value in a cell that people read.
func shown(v any, o Options) string {
	if v == nil {
		return null
	}
	return o.Visible(textOf(v))
}

// float writes a number without an exponent while that is short.
func float(v float64) string {
	if abs := max(v, -v); abs != 0 && (abs < 1e-6 || abs >= 1e15) {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// encoded writes a value as JSON; NaN and the infinities, which JSON does not have,
// are null, alone or with what holds them.
func encoded(v any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return []byte("null")
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
