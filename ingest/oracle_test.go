package ingest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"opaudit/ingest/statement"
)

// An oracle says what loading files one after the other must give. It is slow,
// follows the words of the design, and shares no code with the program.
type oracle struct {
	now      time.Time
	prefixes map[[sha256.Size]byte]bool // beginnings of files, in whole lines, that were loaded
}

func newOracle() *oracle {
	return &oracle{now: time.Now(), prefixes: map[[sha256.Size]byte]bool{}}
}

// A truth is what must become of one file.
type truth struct {
	lines, blank, accepted, rejected, duplicate, events, pending int64
	encoding                                                     string
	useful                                                       bool // a line of the first MiB is accepted or known
	verdicts                                                     []verdict
}

// A verdict is what must become of one record.
type verdict struct {
	line, element, offset int64
	logType               string
	reason, field         string            // of a reject
	row                   map[string]string // else its columns; absent ones are NULL
	warnings              []string
}

const mebibyte = 1 << 20

// file judges a file's decompressed content; whole: it cannot grow, so that its
// last line counts in any case.
func (o *oracle) file(content []byte, whole bool) truth {
	var t truth
	offset := int64(0)
	if rest, ok := bytes.CutPrefix(content, []byte("\ufeff")); ok {
		content, offset = rest, 3
	}
	var prefix [sha256.Size]byte
	lost := false
	for len(content) > 0 {
		line, rest, ended := bytes.Cut(content, []byte("\n"))
		if !ended && !whole && !o.closed(line, t.encoding) {
			t.pending = int64(len(line))
			break
		}
		t.lines++
		prefix = sha256.Sum256(append(prefix[:], line...))
		lost = lost || !o.prefixes[prefix]
		o.prefixes[prefix] = true
		if t.encoding == "" {
			t.encoding = encodingOf(line)
		}
		if lost {
			o.line(&t, line, offset)
		} else {
			t.duplicate++
			t.useful = true
		}
		content, offset = rest, offset+int64(len(line))+1
	}
	return t
}

// closed: the line is a whole JSON object or array, so that it cannot go on.
func (o *oracle) closed(line []byte, encoding string) bool {
	if encoding == "" {
		encoding = encodingOf(line)
	}
	text, ok := decodedLine(line, encoding)
	if !ok {
		text = string(line)
	}
	v, ok := parsed(text)
	_, object := v.(map[string]any)
	_, array := v.([]any)
	return ok && len(line) <= mebibyte && (object || array)
}

func (o *oracle) line(t *truth, line []byte, offset int64) {
	line = bytes.TrimSuffix(line, []byte("\r"))
	if len(line) <= mebibyte && strings.Trim(string(line), " \t\r") == "" {
		t.blank++
		return
	}
	verdicts := o.records(line, t.encoding)
	good := len(verdicts) == 0
	for _, v := range verdicts {
		v.line, v.offset = t.lines, offset
		t.verdicts = append(t.verdicts, v)
		if v.reason == "" {
			good = true
			t.events++
		}
	}
	if !good {
		t.rejected++
		return
	}
	t.accepted++
	t.useful = t.useful || offset < mebibyte || len(verdicts) == 0
}

// records are the verdicts on what a line holds; none for an empty array.
func (o *oracle) records(line []byte, encoding string) []verdict {
	if len(line) > mebibyte {
		return []verdict{{reason: "too_long"}}
	}
	text, ok := decodedLine(line, encoding)
	if !ok {
		return []verdict{{reason: "bad_bytes"}}
	}
	v, ok := parsed(text)
	if !ok {
		return []verdict{{reason: "bad_json"}}
	}
	switch v := v.(type) {
	case map[string]any:
		verdicts, several := o.object(v)
		if several {
			number(verdicts)
		}
		return verdicts
	case []any:
		var all []verdict
		for _, element := range v {
			all = append(all, o.element(element)...)
		}
		number(all)
		return all
	}
	return []verdict{{reason: "not_object"}}
}

func number(verdicts []verdict) {
	for i := range verdicts {
		verdicts[i].element = int64(i + 1)
	}
}

func (o *oracle) element(v any) []verdict {
	object, ok := v.(map[string]any)
	if !ok {
		return []verdict{{reason: "bad_field"}}
	}
	verdicts, _ := o.object(object)
	return verdicts
}

// object judges a record or an upload envelope; several: it is a batch.
func (o *oracle) object(object map[string]any) (verdicts []verdict, several bool) {
	word, _ := asText(object["logType"])
	method, _ := asText(object["method"])
	call, upload := strings.CutPrefix(method, "open.security.log.")
	if word == "" && upload {
		if call == "batch" {
			return o.batch(object)
		}
		return []verdict{o.envelope(object, call)}, false
	}
	if logTypes[word].fields == nil {
		return []verdict{{reason: "unknown_type", field: "logType"}}, false
	}
	return []verdict{o.record(word, appKeyOf(object), object)}, false
}

var uploads = []string{"login", "order", "open", "sql"}

func (o *oracle) envelope(envelope map[string]any, call string) verdict {
	if !slices.Contains(uploads, call) {
		return verdict{reason: "unknown_type", field: "method"}
	}
	if absent(envelope["param"]) {
		return verdict{reason: "missing_field", field: "param"}
	}
	record, ok := inner(envelope["param"]).(map[string]any)
	if !ok {
		return verdict{reason: "bad_field", field: "param"}
	}
	return o.record(call, firstPresent(appKeyOf(envelope), appKeyOf(record)), record)
}

func (o *oracle) batch(envelope map[string]any) (verdicts []verdict, several bool) {
	if absent(envelope["param"]) {
		return []verdict{{reason: "missing_field", field: "param"}}, false
	}
	param, ok := inner(envelope["param"]).(map[string]any)
	if !ok {
		return []verdict{{reason: "bad_field", field: "param"}}, false
	}
	method, _ := asText(param["method"])
	word := strings.TrimPrefix(method, "open.security.log.")
	if !slices.Contains(uploads, word) {
		return []verdict{{reason: "unknown_type", field: "method"}}, false
	}
	if absent(param["data"]) {
		return []verdict{{reason: "missing_field", field: "data"}}, false
	}
	data, ok := inner(param["data"]).([]any)
	if !ok {
		return []verdict{{reason: "bad_field", field: "data"}}, false
	}
	for i, element := range data {
		v := verdict{reason: "bad_field"}
		if record, ok := element.(map[string]any); ok {
			v = o.record(word, firstPresent(appKeyOf(envelope), appKeyOf(record)), record)
		}
		if i == 100 {
			v.warnings = append(v.warnings, "over_100 data")
		}
		verdicts = append(verdicts, v)
	}
	return verdicts, true
}

// inner is a member that may be JSON or JSON as text; nil when it is neither.
func inner(v any) any {
	text, ok := v.(string)
	if !ok {
		return v
	}
	if v, ok = parsed(text); !ok {
		return nil
	}
	return v
}

func appKeyOf(object map[string]any) any { return firstPresent(object["appKey"], object["appkey"]) }

func firstPresent(a, b any) any {
	if absent(a) {
		return b
	}
	return a
}

// absent: not there, null or "".
func absent(v any) bool { return v == nil || v == "" }

// A logType is what the log specification says of a kind of record.
type logType struct {
	shop, orders string // required, optional, none; shop: also userId, which may stand in
	fields       []fieldSpec
}

type fieldSpec struct {
	name, kind string
	required   bool
}

var logTypes = map[string]logType{
	"login": {"required", "none", []fieldSpec{{"userIp", "text", false}, {"loginResult", "text", false}, {"loginMessage", "text", false}}},
	"order": {"required", "required", []fieldSpec{{"url", "text", true}, {"userIp", "text", true}, {"data", "text", false}, {"operation", "int", false}, {"orderTotal", "int", false}}},
	"open": {"userId", "required", []fieldSpec{{"userId", "text", false}, {"clientIp", "text", false}, {"data", "text", false}, {"orderTotal", "int", false},
		{"url", "text", false}, {"sendToUrl", "text", false}}},
	"sql": {"none", "none", []fieldSpec{{"type", "text", false}, {"sql", "text", true}}},
	"api": {"optional", "optional", []fieldSpec{{"method", "text", true}, {"result", "int", true}, {"requestId", "text", false}, {"code", "text", false},
		{"errorMsg", "text", false}, {"costMs", "int", false}, {"userIp", "text", false}, {"param", "json", false}}},
	"message": {"optional", "none", []fieldSpec{{"eventId", "text", true}, {"event", "text", true}, {"httpStatus", "int", true}, {"result", "int", true},
		{"bizId", "int", false}, {"costMs", "int", false}, {"attempt", "int", false}, {"test", "bool", false}}},
}

// allFields are a type's fields in the order in which the first fault counts.
func (l logType) allFields() []fieldSpec {
	fields := append([]fieldSpec{{"appKey", "text", true}}, l.fields...)
	if l.shop != "none" {
		fields = append(fields, fieldSpec{"openId", "text", false}, fieldSpec{"sellerId", "int", false})
	}
	if l.orders != "none" {
		fields = append(fields, fieldSpec{"orderIds", "ids", false})
	}
	return append(fields, fieldSpec{"time", "int", true})
}

func (o *oracle) record(word string, appKey any, members map[string]any) verdict {
	spec := logTypes[word]
	v := verdict{logType: word}
	values := map[string]any{}
	for name, value := range members {
		values[name] = value
	}
	values["appKey"] = appKey
	if ids, ok := values["orderIds"].([]any); ok && len(ids) == 0 {
		delete(values, "orderIds")
	}
	for _, f := range spec.allFields() {
		if f.required && absent(values[f.name]) {
			v.reason, v.field = "missing_field", f.name
			return v
		}
	}
	row := map[string]string{}
	for _, f := range spec.allFields() {
		if absent(values[f.name]) {
			continue
		}
		text, ok := converted(f.kind, values[f.name])
		if !ok {
			v.reason, v.field = "bad_field", f.name
			return v
		}
		row[snake(f.name)] = text
	}
	return o.whole(v, spec, row)
}

// whole judges a record whose fields are all well by themselves.
func (o *oracle) whole(v verdict, spec logType, row map[string]string) verdict {
	shop := row["open_id"] != "" || row["seller_id"] != "" || spec.shop == "userId" && row["user_id"] != ""
	orders := row["order_ids"] != "" || row["data"] != ""
	millis, seconds, ok := timeOf(row["time"])
	switch {
	case !shop && (spec.shop == "required" || spec.shop == "userId"):
		v.reason = "no_shop"
	case !orders && spec.orders == "required":
		v.reason = "no_orders"
	case !ok:
		v.reason = "bad_time"
	}
	if v.reason != "" {
		return v
	}
	if seconds {
		v.warnings = append(v.warnings, "seconds time")
	}
	if millis > o.now.Add(24*time.Hour).UnixMilli() {
		v.warnings = append(v.warnings, "future_time time")
	}
	if strings.Count(row["order_ids"], " ") >= 100 {
		v.warnings = append(v.warnings, "over_100 orderIds")
	}
	if ip, err := netip.ParseAddr(row["user_ip"]); err == nil && (ip.Unmap().IsPrivate() || ip.Unmap().IsLoopback()) {
		v.warnings = append(v.warnings, "private_ip userIp")
	}
	delete(row, "time")
	row["ts"] = time.UnixMilli(millis).UTC().Format(stamp)
	row["day"] = time.UnixMilli(millis).In(time.FixedZone("", 8*60*60)).Format(time.DateOnly)
	v.row = row
	v.derive()
	return v
}

const stamp = "2006-01-02 15:04:05.000"

// timeOf reads epoch milliseconds, or seconds, within 2015 to 2099 (UTC).
func timeOf(text string) (millis int64, seconds, ok bool) {
	n, _ := new(big.Int).SetString(text, 10)
	valid := func(t int64) bool {
		year := time.UnixMilli(t).UTC().Year()
		return year >= 2015 && year <= 2099
	}
	if n.IsInt64() && valid(n.Int64()) {
		return n.Int64(), false, true
	}
	n.Mul(n, big.NewInt(1000))
	return n.Int64(), true, n.IsInt64() && valid(n.Int64())
}

var meanings = map[string]string{
	"open.order.decrypt.batch": "decrypt", "open.security.instant.decrypt.batch": "decrypt", "open.industry.virtual.order.decrypt": "decrypt",
	"open.seller.order.goods.deliver": "ship", "open.order.goods.split.deliver": "ship", "open.express.ebill.get": "ebill",
}

// derive adds the columns that follow from others.
func (v *verdict) derive() {
	row := v.row
	switch v.logType {
	case "api":
		row["meaning"] = meanings[row["method"]]
		if row["order_ids"] == "" {
			row["order_ids"] = idsInParam(row["meaning"], row["param"])
		}
	case "message":
		if row["test"] == "" {
			row["test"] = "false"
		}
		cost, _ := new(big.Int).SetString("0"+strings.TrimPrefix(row["cost_ms"], "-"), 10)
		slow := cost.Cmp(big.NewInt(3000)) > 0 && !strings.HasPrefix(row["cost_ms"], "-")
		row["succeeded"] = fmt.Sprint(row["http_status"] == "200" && row["result"] == "1" && !slow)
		if strings.HasPrefix(row["event"], "kwaishop_order_") {
			row["order_id"] = row["biz_id"]
		}
	case "sql": // what statements do is proven beside their reader
		if reading := statement.NewReader().Read([]byte(row["sql"]), []byte(row["type"]), false); reading.Notable() {
			row["statement_id"] = fmt.Sprint(reading.ID)
		}
	case "open":
		if row["operator"] = row["user_id"]; row["operator"] == "" {
			row["operator"] = row["client_ip"]
		}
	}
}

// idsInParam are the order ids in a call's business parameters (domain.md).
func idsInParam(meaning, param string) string {
	object, _ := inner(param).(map[string]any)
	var ids []any
	switch meaning {
	case "decrypt":
		list, _ := object["batchDecryptList"].([]any)
		for _, e := range list {
			element, _ := e.(map[string]any)
			ids = append(ids, element["bizId"])
		}
		ids = append(ids, object["orderId"])
	case "ship":
		ids = append(ids, object["orderId"], object["mainOrderId"])
	case "ebill":
		for _, v := range object {
			list, _ := v.([]any)
			for _, e := range list {
				element, _ := e.(map[string]any)
				ids = append(ids, element["orderId"])
			}
		}
	}
	var texts []string
	for _, id := range ids {
		if text, ok := asInt(id); ok {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

// converted gives a present value as the text of its column.
func converted(kind string, v any) (string, bool) {
	switch kind {
	case "text":
		return asText(v)
	case "int":
		return asInt(v)
	case "bool":
		return asBool(v)
	case "ids":
		return asIDs(v)
	}
	return asJSON(v)
}

func asText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

func asInt(v any) (string, bool) {
	text, ok := v.(string)
	if !ok {
		n, _ := v.(json.Number)
		text = n.String()
	}
	n, ok := new(big.Int).SetString(text, 10)
	if !ok || strings.HasPrefix(text, "+") || !n.IsInt64() {
		return "", false
	}
	return n.String(), true
}

func asBool(v any) (string, bool) {
	text, ok := asText(v)
	switch text {
	case "true", "1":
		return "true", ok
	case "false", "0":
		return "false", ok
	}
	return "", false
}

func asIDs(v any) (string, bool) {
	list, ok := v.([]any)
	var ids []string
	for _, e := range list {
		id, isInt := asInt(e)
		ok = ok && isInt
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return strings.Join(ids, " "), ok
}

// asJSON gives JSON, or JSON as text, in one form for comparison.
func asJSON(v any) (string, bool) {
	if text, ok := v.(string); ok {
		if v, ok = parsed(text); !ok {
			return "", false
		}
	}
	b, err := json.Marshal(v)
	return string(b), err == nil
}

func snake(name string) string {
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteRune('_')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// parsed reads exactly one strict JSON value, nested at most 64 deep.
func parsed(text string) (any, bool) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, false
	}
	return v, depth(v) <= 64 && !halfSurrogate(text)
}

func depth(v any) int {
	deepest := 0
	switch v := v.(type) {
	case map[string]any:
		for _, member := range v {
			deepest = max(deepest, depth(member))
		}
	case []any:
		for _, element := range v {
			deepest = max(deepest, depth(element))
		}
	default:
		return 0
	}
	return deepest + 1
}

// halfSurrogate reports whether valid JSON holds an escape of half a character.
func halfSurrogate(text string) bool {
	high := false // the escape just before was a first half
	for i := 0; i < len(text); i++ {
		unit := ""
		if text[i] == '\\' {
			if text[i+1] == 'u' {
				unit = strings.ToLower(text[i+2 : i+6])
				i += 4
			}
			i++
		}
		first := len(unit) > 0 && unit >= "d800" && unit < "dc00"
		second := len(unit) > 0 && unit >= "dc00" && unit < "e000"
		if high != second {
			return true
		}
		high = first
	}
	return high
}

func encodingOf(line []byte) string {
	if bytes.IndexFunc(line, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
		return ""
	}
	if utf8.Valid(line) {
		return "utf-8"
	}
	if _, ok := fromGB18030(line); ok {
		return "gb18030"
	}
	return ""
}

func decodedLine(line []byte, encoding string) (string, bool) {
	text, ok := string(line), utf8.Valid(line)
	if encoding == "gb18030" {
		text, ok = fromGB18030(line)
	}
	return text, ok && !strings.Contains(text, "\x00")
}

func fromGB18030(line []byte) (string, bool) {
	text, err := simplifiedchinese.GB18030.NewDecoder().String(string(line))
	return text, err == nil && !strings.Contains(text, "\ufffd")
}
