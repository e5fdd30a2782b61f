package query

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"opaudit/sql/typename"
)

// An answer to a query is lines of JSON: a head, an array for each row, and an end.
// Without a head the query failed before it had rows.

type head struct {
	Columns []string `json:"columns"`
	Types   []string `json:"types"`
	Stand
}

// end is the last line of an answer.
type end struct {
	Rows *int64 `json:"rows,omitempty"`
	*AnswerError
}

// A Kind says what went wrong, for programs.
type Kind string

// The kinds of failures.
const (
	KindQuery   Kind = "query"   // the statement is wrong, or does more than read
	KindNothing Kind = "nothing" // there is no event to judge
	KindRequest Kind = "request" // the request is not one that is understood
	KindLimit   Kind = "limit"   // the statement took more than it may
	KindFailed  Kind = "failed"  // anything else
)

// An AnswerError is an error that went through the socket, or would. Hooks return one
// where the kind matters.
type AnswerError struct {
	Text string `json:"error"`
	Kind Kind   `json:"kind"`
}

func (f *AnswerError) Error() string { return f.Text }

// appendRow writes a row as a JSON array and a newline.
func appendRow(line []byte, values []any) ([]byte, error) {
	line, err := appendValue(line, values)
	return append(line, '\n'), err
}

// appendValue writes a value of a row. A float64 always has a point or an exponent,
// which tells it from a whole number; NaN and the infinities are texts.
func appendValue(line []byte, v any) ([]byte, error) {
	var err error
	switch v := v.(type) {
	case float64:
		return appendFloat(line, v), nil
	case *big.Int:
		return v.Append(line, 10), nil
	case []any:
		line = append(line, '[')
		for i := range v {
			if i > 0 {
				line = append(line, ',')
			}
			if line, err = appendValue(line, v[i]); err != nil {
				return line, err
			}
		}
		return append(line, ']'), nil
	case map[string]any:
		members := make(map[string]json.RawMessage, len(v))
		for name := range v {
			if members[name], err = appendValue(nil, v[name]); err != nil {
				return line, err
			}
		}
		text, err := json.Marshal(members)
		return append(line, text...), err
	}
	text, err := json.Marshal(v)
	return append(line, text...), err
}

func appendFloat(line []byte, v float64) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return strconv.AppendQuote(line, strconv.FormatFloat(v, 'g', -1, 64))
	}
	from := len(line)
	line = strconv.AppendFloat(line, v, 'g', -1, 64)
	if !bytes.ContainsAny(line[from:], ".e") {
		line = append(line, ".0"...)
	}
	return line
}

// parseRow reads what appendRow wrote.
func parseRow(line []byte, types []string) ([]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var values []any
	if err := decoder.Decode(&values); err != nil {
		return nil, err
	}
	if len(values) != len(types) {
		return nil, fmt.Errorf("%d values in %d columns", len(values), len(types))
	}
	for i := range values {
		values[i] = typed(values[i], types[i])
	}
	return values, nil
}

// typed gives a value that went through JSON the Go type that plain gives it.
func typed(v any, typ string) any {
	switch v := v.(type) {
	case json.Number:
		return number(string(v), typ)
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil && (typ == "DOUBLE" || typ == "FLOAT") {
			return f
		}
	case []any:
		for i := range v {
			v[i] = typed(v[i], typename.Element(typ))
		}
	case map[string]any:
		_, value := typename.Map(typ)
		for name := range v {
			v[name] = typed(v[name], cmp.Or(value, typename.MemberOf(typ, name)))
		}
	}
	return v
}

func number(text, typ string) any {
	if strings.ContainsAny(text, ".eE") {
		f, _ := strconv.ParseFloat(text, 64) // out of range is infinite
		return f
	}
	if !strings.HasSuffix(typ, "HUGEINT") {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil && !unsigned[typ] {
			return n
		}
		if n, err := strconv.ParseUint(text, 10, 64); err == nil {
			return n
		}
	}
	n, _ := new(big.Int).SetString(text, 10) // a JSON number without point and exponent
	return n
}

// unsigned are the types whose values are uint64.
var unsigned = map[string]bool{"UTINYINT": true, "USMALLINT": true, "UINTEGER": true, "UBIGINT": true}
