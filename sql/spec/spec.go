// Package spec tells what a line of log must look like: examples of lines that are
// accepted and rejected, and a JSON Schema, all made from the catalog's log types.
// It reads no log; whether a line is taken is decided in ingest.
package spec

import (
	"encoding/json"
	"fmt"
	"strings"

	catalog "opaudit/sql"
)

// BatchUpload is the upload call that carries many records of one type.
const BatchUpload = "open.security.log.batch"

// An Example is a line of log and what becomes of it.
type Example struct {
	What   string // what is particular about it
	Line   string // without its end
	Shown  string // Line as it is printed: shortened, control characters escaped
	Events int    // rows that it gives
	Code   string // the reason for which it is rejected, or the warning that is noted; "" for neither
	Field  string // that Code is about, "" for none
}

// Accepted are lines of a log type that are accepted without a warning.
func Accepted(t catalog.LogType) ([]Example, error) {
	r, err := read(t)
	if err != nil {
		return nil, err
	}
	digits := r.with("time", quoted(r.get("time")))
	if ids := r.get("orderIds"); ids != "" {
		digits = digits.with("orderIds", strings.NewReplacer("[", `["`, ",", `","`, "]", `"]`).Replace(ids))
	}
	examples := []Example{
		{What: "a record", Line: r.String(), Events: 1},
		{What: "ids and times as texts of digits", Line: digits.String(), Events: 1},
		{What: "an array of records", Line: "[" + r.String() + "," + r.String() + "]", Events: 2},
	}
	if t.Upload != "" {
		param, key := r.without("logType", "appKey"), r.get("appKey")
		upload := record{{"method", quoted(t.Upload)}, {"appkey", key}, {"param", param.String()}}
		batch := record{{"method", quoted(t.Name)}, {"data", quoted("[" + param.String() + "]")}}
		examples = append(examples,
			Example{What: "an upload call", Line: upload.String(), Events: 1},
			Example{What: "a batch upload call", Line: record{{"method", quoted(BatchUpload)}, {"appkey", key}, {"param", quoted(batch.String())}}.String(), Events: 1})
	}
	return shown(examples), nil
}

// Noted are lines of a log type that are accepted, and noted in spec_warnings.
func Noted(t catalog.LogType) ([]Example, error) {
	r, err := read(t)
	if err != nil {
		return nil, err
	}
	examples := []Example{
		{Code: catalog.Seconds, Field: "time", Line: r.with("time", "1729396800").String()},
		{Code: catalog.FutureTime, Field: "time", Line: r.with("time", "4102444799000").String()},
	}
	if t.Orders != "none" {
		many := "[2419900000000001" + strings.Repeat(",2419900000000001", 100) + "]"
		examples = append(examples, Example{Code: catalog.Over100, Field: "orderIds", Line: r.with("orderIds", many).String()})
	}
	if declares(t, "userIp") {
		examples = append(examples, Example{Code: catalog.PrivateIP, Field: "userIp", Line: r.with("userIp", `"192.168.0.7"`).String()})
	}
	for i := range examples {
		examples[i].Events = 1
	}
	return shown(examples), nil
}

// Rejected are lines of a log type, one for each reason that can reject it, in the
// order of precedence.
func Rejected(t catalog.LogType) ([]Example, error) {
	r, err := read(t)
	if err != nil {
		return nil, err
	}
	const limit = 1 << 20
	line := r.String()
	required := "appKey"
	for _, f := range t.Fields {
		if f.Required && f.Name != "time" {
			required = f.Name
			break
		}
	}
	examples := []Example{
		{Code: catalog.TooLong, Line: r.with("note", quoted(strings.Repeat("x", limit))).String()},
		{Code: catalog.BadBytes, Line: r.with("note", "\"a\x00b\"").String()},
		{Code: catalog.BadJSON, Line: line[:len(line)-1]},
		{Code: catalog.NotObject, Line: quoted(line)},
		{Code: catalog.UnknownType, Field: "logType", Line: r.with("logType", quoted(strings.ToUpper(t.Name))).String()},
		{Code: catalog.MissingField, Field: required, Line: r.without(required).String()},
		{Code: catalog.BadField, Field: "time", Line: r.with("time", `"2024-10-20 12:00:00"`).String()},
	}
	if t.ShopNeeded() {
		examples = append(examples, Example{Code: catalog.NoShop, Line: r.without("openId", "sellerId", t.ShopElse()).String()})
	}
	if t.Orders == "required" {
		examples = append(examples, Example{Code: catalog.NoOrders, Line: r.without("orderIds", "data").String()})
	}
	examples = append(examples, Example{Code: catalog.BadTime, Line: r.with("time", "1729396800000000").String()})
	return shown(examples), nil
}

func declares(t catalog.LogType, field string) bool {
	for _, f := range t.Fields {
		if f.Name == field {
			return true
		}
	}
	return false
}

// longest is how many bytes of an example are shown.
const longest = 600

func shown(examples []Example) []Example {
	for i, e := range examples {
		text := strings.ReplaceAll(e.Line, "\x00", `\x00`)
		if len(text) > longest {
			text = fmt.Sprintf("%s… (%d bytes)", text[:longest], len(e.Line))
		}
		examples[i].Shown = text
	}
	return examples
}

// A record is the members of a JSON object in their order.
type record []member

type member struct{ name, value string }

// read takes the catalog's example of a log type apart.
func read(t catalog.LogType) (record, error) {
	decoder := json.NewDecoder(strings.NewReader(t.Example))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return nil, fmt.Errorf("sql/logs/%s.sql: the example is no JSON object", t.Name)
	}
	var r record
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("sql/logs/%s.sql: read example: %w", t.Name, err)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("sql/logs/%s.sql: read example: %w", t.Name, err)
		}
		r = append(r, member{fmt.Sprint(name), string(value)})
	}
	if _, err := decoder.Token(); err != nil {
		return nil, fmt.Errorf("sql/logs/%s.sql: the example has no end", t.Name)
	}
	return r, nil
}

// get is the JSON text of a member, "" when there is none.
func (r record) get(name string) string {
	for _, m := range r {
		if m.name == name {
			return m.value
		}
	}
	return ""
}

// with is r with another value of a member, which comes last when it is new.
func (r record) with(name, value string) record {
	changed, found := record{}, false
	for _, m := range r {
		if m.name == name {
			m.value, found = value, true
		}
		changed = append(changed, m)
	}
	if !found {
		changed = append(changed, member{name, value})
	}
	return changed
}

// without is r without some members.
func (r record) without(names ...string) record {
	var kept record
	for _, m := range r {
		left := true
		for _, name := range names {
			left = left && m.name != name
		}
		if left {
			kept = append(kept, m)
		}
	}
	return kept
}

func (r record) String() string {
	var parts []string
	for _, m := range r {
		parts = append(parts, quoted(m.name)+":"+m.value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// quoted is a text as JSON.
func quoted(text string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // a text can always be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
