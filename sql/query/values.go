package query

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"opaudit/sql/duck"
	"opaudit/sql/typename"
)

// Text is a value that is a text; "" for any other.
func Text(v any) string {
	text, _ := v.(string)
	return text
}

// plain turns what the driver gives into nil, bool, int64, uint64, float64,
// *big.Int, string, or a slice or map of these. What is none of these, a JSON among
// them, is text as the engine writes it, but for a DECIMAL, which always has a digit
// before its point; TIMESTAMPTZ is UTC, BLOB hexadecimal. The keys of a MAP are text.
func plain(v any, typ string) any {
	switch v := v.(type) {
	case int64:
		if typ == "TIME" {
			return clock(uint64(v))
		}
		return v
	case nil, bool, uint64, float64, string, *big.Int:
		return v
	case int8, int16, int32, uint8, uint16, uint32, float32:
		return wide(v)
	case duck.Decimal:
		return decimal(v)
	case duck.UUID:
		return uuid(v[:])
	case []byte:
		if typ == "UUID" {
			return uuid(v)
		}
		return fmt.Sprintf("%x", v)
	case time.Time:
		return instant(v, typ)
	case duck.Interval:
		return interval(v)
	case duck.Union:
		return plain(v.Value, typename.MemberOf(typ, v.Tag))
	case duck.Map:
		keyType, valueType := typename.Map(typ)
		m := make(map[string]any, v.Len())
		values := v.Values()
		for i, key := range v.Keys() {
			m[fmt.Sprint(plain(key, keyType))] = plain(values[i], valueType)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i := range v {
			list[i] = plain(v[i], typename.Element(typ))
		}
		return list
	case map[string]any:
		m := make(map[string]any, len(v))
		for k := range v {
			m[k] = plain(v[k], typename.MemberOf(typ, k))
		}
		return m
	}
	return fmt.Sprint(v)
}

// wide is a number as one of the widest type of its kind.
func wide(v any) any {
	switch v := v.(type) {
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
	case float32: // the number that its shortest text says: 1.1 stays 1.1
		f, _ := strconv.ParseFloat(strconv.FormatFloat(float64(v), 'g', -1, 32), 64)
		return f
	}
	return v
}

// decimal is a number with all its digits behind the point: 1.10.
func decimal(v duck.Decimal) string {
	text, scale := new(big.Int).Abs(v.Value).String(), int(v.Scale)
	if scale > 0 {
		text = strings.Repeat("0", max(0, scale+1-len(text))) + text
		text = text[:len(text)-scale] + "." + text[len(text)-scale:]
	}
	if v.Value.Sign() < 0 {
		text = "-" + text
	}
	return text
}

// uuid writes the 16 bytes of a UUID.
func uuid(b []byte) string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// instant writes a day or time with as many digits of a second as there are.
func instant(t time.Time, typ string) string {
	const fine = "15:04:05.999999999"
	if typ == "TIMETZ" {
		text := t.Format(fine)
		if t.Day() > 1 { // the driver's times are of the first day: it is the end of that
			text = "24" + text[2:]
		}
		return text + offset(t)
	}
	t = t.UTC()
	if end := infinite(t, typ); end != "" {
		return end
	}
	text := day(t)
	if typ == "DATE" {
		return text
	}
	text += " " + t.Format(fine)
	if typ == "TIMESTAMPTZ" {
		text += "+00"
	}
	return text
}

func day(t time.Time) string {
	year, era := t.Year(), ""
	if year <= 0 {
		year, era = 1-year, " (BC)"
	}
	return fmt.Sprintf("%04d-%02d-%02d%s", year, t.Month(), t.Day(), era)
}

// infinite is the word for a day or time that stands for an infinity, "" for others.
func infinite(t time.Time, typ string) string {
	n, most := t.UnixMicro(), int64(math.MaxInt64)
	switch typ {
	case "DATE":
		n, most = t.Unix()/(24*60*60), math.MaxInt32
	case "TIMESTAMP_S":
		n = t.Unix()
	case "TIMESTAMP_MS":
		n = t.UnixMilli()
	case "TIMESTAMP_NS":
		n = t.UnixNano()
	}
	switch n {
	case most:
		return "infinity"
	case -most:
		return "-infinity"
	}
	return ""
}

// offset is how far a time is from UTC: +08, -03:30.
func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d", sign, seconds/3600)
	if seconds%3600 != 0 {
		text += fmt.Sprintf(":%02d", seconds/60%60)
	}
	if seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}

// interval is a span of time: 1 year 2 months 9 days 20:08:14.983.
func interval(v duck.Interval) string {
	var parts []string
	add := func(n int32, unit string) {
		if n == 0 {
			return
		}
		if n != 1 && n != -1 {
			unit += "s"
		}
		parts = append(parts, fmt.Sprintf("%d %s", n, unit))
	}
	add(v.Months/12, "year")
	add(v.Months%12, "month")
	add(v.Days, "day")
	if v.Micros == 0 && len(parts) > 0 {
		return strings.Join(parts, " ")
	}
	sign, micros := "", uint64(v.Micros)
	if v.Micros < 0 {
		sign, micros = "-", -micros
	}
	return strings.Join(append(parts, sign+clock(micros)), " ")
}

// clock is a time of day, or a span: 20:08:14.983.
func clock(micros uint64) string {
	seconds := micros / 1e6
	text := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if part := micros % 1e6; part > 0 {
		text += strings.TrimRight(fmt.Sprintf(".%06d", part), "0")
	}
	return text
}
