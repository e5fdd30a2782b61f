package ingest_test

// What the oracle says of one record: its fields, each converted, and what follows
// from them.

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/netip"
	"slices"
	"strings"
	"time"

	"opaudit/ingest/statement"
)

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
