// Rows of records: how the values of their fields are converted, and what makes a record be refused.

package ingest

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"strconv"
	"time"

	"opaudit/ingest/jsontext"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// A table makes rows of the records of one log type.
type table struct {
	catalog.LogType
	number int // among the tables
	types  []string
	fields []field // what the log type declares, ready to be looked up
	shop   int     // the field that may stand in for a shop, -1 for none
	// The fields that rules across fields are about, -1 when the type has none.
	openID, sellerID, orderIDs, data, userIP, time int
	sql, database                                  int    // the statement of a database operation, and of what kind
	given                                          []bool // by field, of the current record
	rows                                           []*duck.Columns
	memory                                         *memory
}

// A field is a member that a record may have.
type field struct {
	member   int // the number of its name
	kind     kind
	required bool
}

// A kind says how a value is converted.
type kind uint8

const (
	kindText kind = iota
	kindInt
	kindBool
	kindJSON
	kindIDs
	kindTime // kindInt, or a time that is written as a source says
)

var kindOf = map[string]kind{"text": kindText, "int": kindInt, "bool": kindBool, "json": kindJSON, "ids": kindIDs}

// firstField is the column of the first field.
const firstField = 4

func newTable(t catalog.LogType, number int, names *members, m *memory) *table {
	made := &table{LogType: t, number: number, memory: m, given: make([]bool, len(t.Fields))}
	for _, c := range t.Columns() {
		made.types = append(made.types, c.Type)
	}
	at := func(name string) int {
		for i, f := range t.Fields {
			if f.Name == name {
				return i
			}
		}
		return -1
	}
	for _, f := range t.Fields {
		made.fields = append(made.fields, field{names.number(f.Name), kindOf[f.Type], f.Required})
	}
	made.openID, made.sellerID, made.orderIDs = at("openId"), at("sellerId"), at("orderIds")
	made.data, made.userIP, made.time = at("data"), at("userIp"), at("time")
	made.shop = at(t.ShopElse())
	made.sql, made.database = at(t.SQL), at(t.Database)
	return made
}

// row returns the Columns that take the next row.
func (t *table) row() *duck.Columns {
	if n := len(t.rows); n > 0 && !t.rows[n-1].Full() {
		return t.rows[n-1]
	}
	t.rows = append(t.rows, t.memory.columns(t))
	return t.rows[len(t.rows)-1]
}

// record makes a row of the record whose members were read, or refuses it for
// the first reason that holds.
func (f *framer) record(at place, t *table, appKey, text []byte) {
	key, readable := f.members.kept(appKey)
	if len(key) == 0 && readable {
		key = f.appKey
	}
	f.seen = append(f.seen, seen{place: at, logType: t.Name, appKey: key})
	row := t.row()
	reason, field := f.fill(row, t, key, readable)
	millis, seconds := int64(0), false
	if t.given[t.time] {
		millis, seconds = epochMillis(row.IntAt(firstField + t.time))
	}
	f.seen[len(f.seen)-1].millis = millis
	if reason == "" {
		reason = t.whole(millis)
	}
	if reason != "" {
		f.out.refusals = append(f.out.refusals, refusal{at, reason, field, text})
		return
	}
	f.warn(at, t, row, millis, seconds)
	row.Int(0, at.fileID)
	row.Int(1, at.line)
	if row.Int(2, at.element); at.element == 0 {
		row.Null(2)
	}
	row.Text(3, key)
	row.Int(firstField+t.time, millis)
	if t.sql >= 0 {
		f.statement(row, t)
	}
	row.EndRow()
	f.good++
}

// fill writes the fields of a record, each converted, and finds the first that
// is missing, else the first that cannot be converted.
func (f *framer) fill(row *duck.Columns, t *table, key []byte, readable bool) (reason, field string) {
	clear(t.given)
	if readable && len(key) == 0 {
		reason, field = catalog.MissingField, "appKey"
	}
	for i := range t.fields {
		if t.fields[i].required && reason == "" && absent(f.members.get(t.fields[i].member)) {
			reason, field = catalog.MissingField, t.Fields[i].Name
		}
	}
	if reason == "" && !readable {
		reason, field = catalog.BadField, "appKey"
	}
	for i := range t.fields {
		as := t.fields[i].kind
		value := f.members.get(t.fields[i].member)
		if absent(value) || as == kindIDs && emptyArray(value) {
			row.Null(firstField + i)
			continue
		}
		if t.given[i] = f.convert(row, firstField+i, as, value); !t.given[i] && reason == "" {
			reason, field = catalog.BadField, t.Fields[i].Name
		}
	}
	return reason, field
}

// whole judges a record whose fields are all well by themselves.
func (t *table) whole(millis int64) (reason string) {
	given := func(field int) bool { return field >= 0 && t.given[field] }
	shop := given(t.openID) || given(t.sellerID) || given(t.shop)
	switch {
	case !shop && t.ShopNeeded():
		return catalog.NoShop
	case t.Orders == "required" && !given(t.orderIDs) && !given(t.data):
		return catalog.NoOrders
	case millis == 0:
		return catalog.BadTime
	}
	return ""
}

const dayMillis = 24 * 60 * 60 * 1000

// warn notes the softer rules of the log specification that a record breaks.
func (f *framer) warn(at place, t *table, row *duck.Columns, millis int64, seconds bool) {
	note1 := func(code, field string) { f.out.notes = append(f.out.notes, note{at, code, field}) }
	if seconds {
		note1(catalog.Seconds, "time")
	}
	if millis > f.now+dayMillis {
		note1(catalog.FutureTime, "time")
	}
	if t.orderIDs >= 0 && t.given[t.orderIDs] && row.ListLen(firstField+t.orderIDs) > maxElements {
		note1(catalog.Over100, "orderIds")
	}
	if t.userIP >= 0 && t.given[t.userIP] {
		if ip, _ := f.members.scalar(f.members.get(t.fields[t.userIP].member)); privateIP(ip) {
			note1(catalog.PrivateIP, "userIp")
		}
	}
}

// convert writes a field that is there; false when it cannot be converted.
func (f *framer) convert(row *duck.Columns, column int, as kind, value []byte) bool {
	switch as {
	case kindIDs:
		return convertIDs(row, column, &f.members, value)
	case kindJSON:
		return f.convertJSON(row, column, value)
	}
	text, ok := f.members.kept(value)
	if !ok {
		return false
	}
	switch as {
	case kindInt:
		n, ok := parseInt(text)
		if ok {
			row.Int(column, n)
		}
		return ok
	case kindBool:
		b, ok := parseBool(text)
		if ok {
			row.Bool(column, b)
		}
		return ok
	case kindTime:
		n, ok := parseTime(text, f.layouts)
		if ok {
			row.Int(column, n)
		}
		return ok
	}
	row.Text(column, text)
	return true
}

// convertJSON takes JSON, or JSON as text, as its text.
func (f *framer) convertJSON(row *duck.Columns, column int, value []byte) bool {
	text := value
	if value[0] == '"' {
		if text, _ = f.members.kept(value); jsontext.Check(text) != nil {
			return false
		}
	}
	row.Text(column, text)
	return true
}

// convertIDs takes an array of integers or strings of digits.
func convertIDs(row *duck.Columns, column int, m *members, value []byte) bool {
	if value[0] != '[' {
		return false
	}
	row.List(column)
	good := true
	jsontext.Elements(value, func(element []byte) {
		text, ok := m.scalar(element)
		n, isInt := parseInt(text)
		good = good && ok && isInt
		row.Item(column, n)
	})
	return good
}

func emptyArray(value []byte) bool {
	return value[0] == '[' && (value[1] == ']' || value[1] <= ' ') && len(bytes.TrimLeft(value[1:], " \t\r\n")) == 1
}

// parseInt reads a JSON integer or a string of digits; 1.0 and 1e3 are neither.
func parseInt(text []byte) (n int64, ok bool) {
	digits := text
	if len(text) > 0 && text[0] == '-' {
		digits = text[1:]
	}
	if len(digits) == 0 {
		return 0, false
	}
	const safe = 18 // so many digits fit into 63 bits
	rest := digits
	for len(rest) >= 8 {
		eight, ok := eightDigits(binary.LittleEndian.Uint64(rest))
		if !ok {
			return 0, false
		}
		n, rest = n*1e8+int64(eight), rest[8:]
	}
	for _, c := range rest {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(digits) > safe {
		n, err := strconv.ParseInt(string(text), 10, 64)
		return n, err == nil
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}

// eightDigits is the number that eight digits write, all of them looked at at once:
// pairs of neighbours make numbers of two digits, these of four, these of eight.
func eightDigits(text uint64) (n uint64, ok bool) {
	const zeros, highNibbles = 0x3030303030303030, 0xf0f0f0f0f0f0f0f0
	if text&highNibbles != zeros || (text+0x0606060606060606)&highNibbles != zeros {
		return 0, false
	}
	text -= zeros
	text = text*10 + text>>8
	const mask = 0x000000ff000000ff
	const mul1, mul2 = 100 + 1000000<<32, 1 + 10000<<32
	return (text&mask*mul1 + text>>16&mask*mul2) >> 32, true
}

func parseBool(text []byte) (value, ok bool) {
	switch {
	case len(text) == 1 && text[0] == '1', bytes.EqualFold(text, []byte("true")):
		return true, true
	case len(text) == 1 && text[0] == '0', bytes.EqualFold(text, []byte("false")):
		return false, true
	}
	return false, false
}

// The time of a record must lie within 2015 to 2099 (UTC).
const (
	earliest = 1420070400
	latest   = 4102444800
)

// epochMillis reads epoch milliseconds, or seconds; 0 for what is neither.
func epochMillis(n int64) (millis int64, seconds bool) {
	switch {
	case n >= earliest*1000 && n < latest*1000:
		return n, false
	case n >= earliest && n < latest:
		return n * 1000, true
	}
	return 0, false
}

// layouts are the notations of time that a source may name. A fraction of a second
// may follow in any of them.
var layouts = map[string][]string{
	"rfc3339":  {time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02 15:04:05Z07:00"},
	"datetime": {time.DateTime, "2006-01-02T15:04:05", "2006/01/02 15:04:05"},
}

// parseTime reads a time in one of the layouts, else an epoch time. Where a layout
// has no zone it is that of the platform's calendar.
func parseTime(text []byte, layouts []string) (n int64, ok bool) {
	if n, ok = parseInt(text); ok {
		return n, true
	}
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, string(text), duck.Shanghai); err == nil {
			if n = at.UnixMilli(); n < earliest*1000 {
				n = 0 // not to be taken for seconds
			}
			return n, true
		}
	}
	return 0, false
}

// privateIP reports whether a user's address cannot be one on the internet.
func privateIP(text []byte) bool {
	if len(text) == 0 || !bytes.ContainsRune([]byte("01:fFlL"), rune(text[0])) {
		return false
	}
	if bytes.EqualFold(text, []byte("localhost")) {
		return true
	}
	ip, err := netip.ParseAddr(string(text))
	if err != nil {
		return false
	}
	ip = ip.Unmap()
	return ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast()
}
