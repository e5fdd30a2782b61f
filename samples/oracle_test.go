package samples

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The oracle reads generated lines with encoding/json and knows nothing of the
// generator but its output. Slow and plain on purpose.

// event is one good record.
type event struct {
	app, logType string
	fields       map[string]any
	day          int // calendar day in Shanghai since 1970-01-01
	ts           int64
	seller       int64 // 0: unknown
	orders       []int64
}

// observed is what a set of logs holds.
type observed struct {
	lines, blank, rejected, badElements int
	events                              []event
}

type memoryFile struct {
	bytes.Buffer
	closed bool
}

func (f *memoryFile) Close() error { f.closed = true; return nil }

// generated runs Generate into memory.
func generated(t *testing.T, name string, lines int, seed uint64) (map[string]*memoryFile, Truth) {
	t.Helper()
	files := map[string]*memoryFile{}
	truth, err := Generate(name, lines, seed, func(file string) (io.WriteCloser, error) {
		files[file] = &memoryFile{}
		return files[file], nil
	})
	if err != nil {
		t.Fatalf("Generate(%s, %d, %d): %v", name, lines, seed, err)
	}
	for file, f := range files {
		if !f.closed {
			t.Errorf("%s was not closed", file)
		}
	}
	return files, truth
}

// observe reads logs back.
func observe(t *testing.T, files map[string]*memoryFile) observed {
	t.Helper()
	var o observed
	for _, f := range files {
		scan := bufio.NewScanner(bytes.NewReader(f.Bytes()))
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			o.line(scan.Bytes())
		}
		if err := scan.Err(); err != nil {
			t.Fatal(err)
		}
	}
	resolveSellers(o.events)
	return o
}

func (o *observed) line(line []byte) {
	o.lines++
	if len(bytes.TrimSpace(line)) == 0 {
		o.blank++
		return
	}
	value, ok := decode(line)
	if !ok {
		o.rejected++
		return
	}
	elements, isArray := value.([]any)
	if !isArray {
		elements = []any{value}
	}
	good, bad := 0, 0
	for _, element := range elements {
		g, b := o.element(element)
		good, bad = good+g, bad+b
	}
	if good == 0 {
		o.rejected++
	} else {
		o.badElements += bad
	}
}

// element takes a record, an envelope or a batch.
func (o *observed) element(element any) (good, bad int) {
	object, _ := element.(map[string]any)
	if _, typed := object["logType"]; typed || object["param"] == nil {
		return o.record(object)
	}
	app, method := text(object["appkey"]), strings.TrimPrefix(text(object["method"]), "open.security.log.")
	param := nested(object["param"])
	records := []any{param}
	if method == "batch" {
		inner := param.(map[string]any)
		method = strings.TrimPrefix(text(inner["method"]), "open.security.log.")
		records = nested(inner["data"]).([]any)
	}
	for _, r := range records {
		fields := r.(map[string]any)
		fields["logType"], fields["appKey"] = method, app
		g, b := o.record(fields)
		good, bad = good+g, bad+b
	}
	return good, bad
}

var required = map[string][]string{
	"login": {"time"}, "order": {"url", "userIp", "time"}, "open": {"time"}, "sql": {"sql", "time"},
	"api": {"method", "time", "result"}, "message": {"eventId", "event", "time", "httpStatus", "result"},
}

// record keeps a good record as an event.
func (o *observed) record(fields map[string]any) (good, bad int) {
	e := event{logType: text(fields["logType"]), app: text(fields["appKey"]), fields: fields}
	names, known := required[e.logType]
	for _, name := range names {
		known = known && fields[name] != nil
	}
	hasShop := fields["openId"] != nil || fields["sellerId"] != nil
	switch e.logType {
	case "login":
		known = known && hasShop
	case "order":
		known = known && hasShop && (fields["orderIds"] != nil || fields["data"] != nil)
	case "open":
		known = known && (hasShop || fields["userId"] != nil) && (fields["orderIds"] != nil || fields["data"] != nil)
	case "api":
		_, isNumber := number(fields["result"])
		known = known && isNumber
	}
	e.ts, _ = number(fields["time"])
	if !known || e.app == "" || time.UnixMilli(e.ts).Year() < 2015 {
		return 0, 1
	}
	date := time.UnixMilli(e.ts).In(time.FixedZone("Asia/Shanghai", 8*3600))
	e.day = int(time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86_400)
	e.seller, _ = number(fields["sellerId"])
	e.orders = orderIDs(e)
	o.events = append(o.events, e)
	return 1, 0
}

// orderIDs are a record's orders: orderIds, else those in param; of pushes, bizId.
func orderIDs(e event) []int64 {
	var ids []int64
	add := func(v any) {
		if id, ok := number(v); ok {
			ids = append(ids, id)
		}
	}
	if e.logType == "message" {
		if strings.HasPrefix(text(e.fields["event"]), "kwaishop_order_") {
			add(e.fields["bizId"])
		}
		return ids
	}
	if list, ok := e.fields["orderIds"].([]any); ok {
		for _, v := range list {
			add(v)
		}
		return ids
	}
	param, _ := nested(e.fields["param"]).(map[string]any)
	add(param["orderId"])
	add(param["mainOrderId"])
	for _, v := range param {
		list, _ := v.([]any)
		for _, item := range list {
			fields, _ := item.(map[string]any)
			add(fields["orderId"])
			add(fields["bizId"])
		}
	}
	return ids
}

// resolveSellers gives records with only an openId the seller their app pairs it with.
func resolveSellers(events []event) {
	type account struct{ app, openID string }
	pairs := map[account]int64{}
	for _, e := range events {
		if openID := text(e.fields["openId"]); openID != "" && e.seller != 0 {
			key := account{e.app, openID}
			if known, ok := pairs[key]; !ok || e.seller < known {
				pairs[key] = e.seller
			}
		}
	}
	for i := range events {
		if e := &events[i]; e.seller == 0 {
			e.seller = pairs[account{e.app, text(e.fields["openId"])}]
		}
	}
}

func decode(line []byte) (any, bool) {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, false
	}
	return v, true
}

// nested decodes a value that may be JSON text.
func nested(v any) any {
	s, isText := v.(string)
	if !isText || !strings.HasPrefix(s, "{") && !strings.HasPrefix(s, "[") {
		return v
	}
	if inner, ok := decode([]byte(s)); ok {
		return inner
	}
	return v
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// number takes JSON integers and digit strings.
func number(v any) (int64, bool) {
	var s string
	switch v := v.(type) {
	case json.Number:
		s = v.String()
	case string:
		s = v
	default:
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil
}

// numberOr returns a field's number or what stands for its absence.
func numberOr(v any, absent int64) int64 {
	if n, ok := number(v); ok {
		return n
	}
	return absent
}

func (e event) heartbeat() bool { return e.fields["test"] == true }

// succeeded is about calls and pushes; everything else has happened anyway.
func (e event) succeeded() bool {
	result := numberOr(e.fields["result"], math.MinInt64)
	switch e.logType {
	case "api":
		return result == 1
	case "message":
		return result == 1 && numberOr(e.fields["httpStatus"], 0) == 200 && numberOr(e.fields["costMs"], 0) <= 3000
	}
	return true
}
