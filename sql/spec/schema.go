package spec

import (
	"math"

	catalog "opaudit/sql"
)

// An object is a JSON object; its members are written in the order of their names.
type object = map[string]any

// Schema is a JSON Schema (2020-12) of a line of log that is accepted as a whole: of
// the given types, as records, as the upload calls that carry them, or as an array
// of either. It tells of text what JSON Schema can tell: not that a line is at most
// 1 MiB, that integers are written without fraction or exponent, or that a text
// holds JSON.
func Schema(types []catalog.LogType) any {
	defs := object{
		"text":    object{"type": []string{"string", "number", "boolean", "null"}, "description": "a text; a number or boolean is taken as one"},
		"int":     object{"anyOf": []any{wholeNumber(), object{"type": "string", "pattern": `^(-?[0-9]{1,19})?$`}, object{"type": "null"}}, "description": "a 64-bit integer, or its digits as a text"},
		"bool":    object{"anyOf": []any{object{"type": []string{"boolean", "null"}}, object{"enum": []any{0, 1, "", "0", "1"}}, object{"type": "string", "pattern": `^([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])$`}}},
		"json":    object{"description": "JSON, or its text", "contentMediaType": "application/json"},
		"ids":     object{"anyOf": []any{object{"type": "array", "items": object{"anyOf": []any{wholeNumber(), object{"type": "string", "pattern": `^-?[0-9]{1,19}$`}}}}, object{"enum": []any{nil, ""}}}},
		"time":    timeSchema(),
		"present": object{"not": object{"enum": []any{nil, ""}}},
		"listed":  object{"not": object{"enum": []any{nil, "", []any{}}}},
		"appKey":  object{"$ref": "#/$defs/text"},
	}
	var one []any // what a line, or an element of an array, may be
	var batches []any
	for _, t := range types {
		defs[t.Name] = fieldsSchema(t)
		one = append(one, object{"allOf": []any{
			object{"required": []string{"logType"}, "properties": object{"logType": object{"const": t.Name}}}, keyed(), ref(t.Name)}})
		if t.Upload == "" {
			continue
		}
		one = append(one, upload(t.Upload, asText(ref(t.Name), "object"), object{"anyOf": []any{keyed(), object{"properties": object{"param": asText(keyed(), "object")}}}}))
		batches = append(batches, object{"required": []string{"method", "data"}, "properties": object{
			"method": object{"enum": []string{t.Name, t.Upload}},
			"data":   asText(object{"type": "array", "items": object{"allOf": []any{object{"type": "object"}, ref(t.Name)}}}, "array"),
		}})
	}
	if len(batches) > 0 {
		one = append(one, upload(BatchUpload, asText(object{"type": "object", "anyOf": batches}, "object"), object{}))
	}
	defs["line"] = object{"type": "object", "anyOf": one}
	return object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "A line of log for opaudit",
		"description": "What is accepted. Members that are not named here are allowed. Lines that other fields, wrappers or times are mapped for (sources in opaudit.yaml) look otherwise.",
		"$defs":       defs,
		"anyOf":       []any{ref("line"), object{"type": "array", "items": ref("line")}},
	}
}

func ref(name string) object { return object{"$ref": "#/$defs/" + name} }

func wholeNumber() object {
	return object{"type": "integer", "minimum": int64(math.MinInt64), "maximum": int64(math.MaxInt64)}
}

// timeSchema is a time within 2015 to 2099 (UTC) in epoch milliseconds, or seconds.
func timeSchema() object {
	const first, end = 1420070400, 4102444800
	return object{"description": "epoch milliseconds (seconds are taken too), or their digits as a text; 2015 to 2099", "anyOf": []any{
		object{"type": "integer", "minimum": first * 1000, "exclusiveMaximum": end * 1000},
		object{"type": "integer", "minimum": first, "exclusiveMaximum": end},
		object{"type": "string", "pattern": `^[1-4][0-9]{9}([0-9]{3})?$`}}}
}

// keyed is an object that names its app.
func keyed() object {
	names := func(key string) object {
		return object{"required": []string{key}, "properties": object{key: object{"allOf": []any{ref("appKey"), ref("present")}}}}
	}
	return object{"anyOf": []any{names("appKey"), names("appkey")}}
}

// upload is a call of the platform's log upload.
func upload(method string, param, more object) object {
	return object{"allOf": []any{
		object{"required": []string{"method", "param"}, "properties": object{"method": object{"const": method}, "param": param, "logType": object{"enum": []any{nil, ""}}}},
		more,
	}}
}

// asText is a value, or the text of one: validators look into it only when they are
// told to assert content.
func asText(value object, kind string) object {
	return object{"anyOf": []any{object{"allOf": []any{object{"type": kind}, value}},
		object{"type": "string", "minLength": 2, "contentMediaType": "application/json", "contentSchema": value}}}
}

// fieldsSchema is what a record of a log type holds beside its logType and app key.
func fieldsSchema(t catalog.LogType) object {
	properties, required := object{}, []string{}
	for _, f := range t.Fields {
		kind := ref(f.Type)
		if f.Name == "time" {
			kind = ref("time")
		}
		kind["description"] = f.Meaning
		if f.Required {
			required = append(required, f.Name)
			kind = object{"allOf": []any{kind, ref("present")}}
		}
		properties[f.Name] = kind
	}
	needs := []any{}
	if t.ShopNeeded() {
		either := []any{has("openId", "present"), has("sellerId", "present")}
		if t.ShopElse() != "" {
			either = append(either, has(t.ShopElse(), "present"))
		}
		needs = append(needs, object{"anyOf": either})
	}
	if t.Orders == "required" {
		needs = append(needs, object{"anyOf": []any{has("orderIds", "listed"), has("data", "present")}})
	}
	s := object{"description": t.En, "properties": properties, "required": required}
	if len(needs) > 0 {
		s["allOf"] = needs
	}
	return s
}

// has is an object with a member that is there.
func has(name, as string) object {
	return object{"required": []string{name}, "properties": object{name: ref(as)}}
}
