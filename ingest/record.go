package ingest

import (
	"bytes"
	"encoding/json"
	"strings"

	"opaudit/ingest/jsontext"
)

// Reasons for which the byte path rejects a record; the engine finds the rest.
const (
	tooLong      = "too_long"
	badBytes     = "bad_bytes"
	badJSON      = "bad_json"
	notObject    = "not_object"
	unknownType  = "unknown_type"
	missingField = "missing_field"
	badField     = "bad_field"
)

// maxElements is how many records a batch upload may carry (log specification).
const maxElements = 100

// place says where a record stands.
type place struct {
	fileID, line, offset int64
	element              int64 // 0 when the line is one record
	index                []int // of the arrays around it, outermost first
}

// A record is one JSON object that the engine turns into a row or a reject.
type record struct {
	place
	appKey    string // "" when there is none
	badMember string // appKey that is no text, or param that is no JSON; "" for none
	text      []byte
}

// A refusal is a record that the byte path rejects.
type refusal struct {
	place
	reason, field string
	text          []byte
}

// A note is a softer rule of the log specification broken.
type note struct {
	place
	code, field string
}

// framer cuts checked lines into records.
type framer struct {
	types   map[string]bool   // the logType words
	uploads map[string]string // the platform's log-upload calls and their types
	rescan  func(at place, text []byte)
	out     *batch
	element int64 // of the current line
}

const uploadPrefix = "open.security.log."

// frame takes one masked line apart and adds what it holds to the batch.
func (f *framer) frame(at place, text []byte) {
	f.element = 0
	if jsontext.Check(text) != nil {
		f.refuse(at, badJSON, "", text)
		return
	}
	switch text = bytes.TrimLeft(text, " \t\r"); text[0] {
	case '{':
		f.object(at, text)
	case '[':
		f.array(at, text)
	default:
		f.refuse(at, notObject, "", text)
	}
}

// array takes a line that is an array of records or envelopes.
func (f *framer) array(at place, text []byte) {
	i := 0
	jsontext.Elements(text, func(value []byte) {
		element := at
		element.index = []int{i}
		i++
		if value[0] == '{' {
			f.object(element, value)
			return
		}
		f.refuse(f.numbered(element), badField, "", value)
	})
	if f.element == 0 {
		f.out.part.empty++
	}
}

// numbered gives the next record of a line with several its number.
func (f *framer) numbered(at place) place {
	if at.index != nil {
		f.element++
		at.element = f.element
	}
	return at
}

func (f *framer) refuse(at place, reason, field string, text []byte) {
	f.out.refusals = append(f.out.refusals, refusal{at, reason, field, text})
}

// outer are the members of an object that decide what it is.
type outer struct {
	logType, method []byte
	appKey, param   []byte
	data            []byte
}

func outerOf(object []byte) (o outer) {
	jsontext.Members(object, func(name, value []byte) bool {
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(unquoted(append(append([]byte{'"'}, name...), '"')))
		}
		switch string(name) {
		case "logType":
			o.logType = value
		case "method":
			o.method = value
		case "appKey":
			o.appKey = value
		case "appkey":
			if o.appKey == nil {
				o.appKey = value
			}
		case "param":
			o.param = value
		case "data":
			o.data = value
		}
		return true
	})
	return o
}

// object takes one record or envelope.
func (f *framer) object(at place, text []byte) {
	o := outerOf(text)
	logType, _ := scalarText(o.logType)
	method, _ := scalarText(o.method)
	if logType == "" && strings.HasPrefix(method, uploadPrefix) {
		f.envelope(at, o, method, text)
		return
	}
	if !f.types[logType] {
		f.refuse(f.numbered(at), unknownType, "logType", text)
		return
	}
	f.record(f.numbered(at), logType, o.appKey, text)
}

func (f *framer) record(at place, logType string, appKey, text []byte) {
	key, ok := scalarText(appKey)
	bad := ""
	if !ok {
		bad = "appKey"
	} else if logType == "api" && !isJSON(outerOf(text).param) {
		bad = "param"
	}
	f.out.records[logType] = append(f.out.records[logType], record{at, key, bad, text})
}

// isJSON reports whether a member that may be JSON as text holds strict JSON;
// the engine's own check is laxer.
func isJSON(value []byte) bool {
	if len(value) == 0 || value[0] != '"' {
		return true
	}
	text := unquoted(value)
	return text == "" || jsontext.Check([]byte(text)) == nil
}

// envelope takes an upload request: one record in param, or a batch of them.
func (f *framer) envelope(at place, o outer, method string, text []byte) {
	isBatch := method == uploadPrefix+"batch"
	logType := f.uploads[method]
	if !isBatch && logType == "" {
		f.refuse(f.numbered(at), unknownType, "method", text)
		return
	}
	param, missing := f.inner(at, o.param)
	switch {
	case missing:
		f.refuse(f.numbered(at), missingField, "param", text)
	case param == nil || param[0] != '{':
		f.refuse(f.numbered(at), badField, "param", text)
	case isBatch:
		f.batch(at, o.appKey, param, text)
	default:
		f.record(f.numbered(at), logType, f.key(o.appKey, param), param)
	}
}

// key is the envelope's app key, else the record's own.
func (f *framer) key(envelope, record []byte) []byte {
	if text, ok := scalarText(envelope); text != "" || !ok {
		return envelope
	}
	return outerOf(record).appKey
}

// batch takes the param of open.security.log.batch.
func (f *framer) batch(at place, appKey, param, text []byte) {
	o := outerOf(param)
	method, _ := scalarText(o.method)
	logType := f.uploads[uploadPrefix+strings.TrimPrefix(method, uploadPrefix)]
	if logType == "" {
		f.refuse(f.numbered(at), unknownType, "method", text)
		return
	}
	data, missing := f.inner(at, o.data)
	switch {
	case missing:
		f.refuse(f.numbered(at), missingField, "data", text)
		return
	case data == nil || data[0] != '[':
		f.refuse(f.numbered(at), badField, "data", text)
		return
	}
	outerIndex, n := at.index, 0
	jsontext.Elements(data, func(value []byte) {
		at.index = append(append([]int{}, outerIndex...), n)
		element := f.numbered(at)
		if n++; n == maxElements+1 {
			f.out.notes = append(f.out.notes, note{element, "over_100", "data"})
		}
		if value[0] != '{' {
			f.refuse(element, badField, "", value)
			return
		}
		f.record(element, logType, f.key(appKey, value), value)
	})
	if n == 0 && outerIndex == nil {
		f.out.part.empty++
	}
}

// inner returns the JSON text of a member that is an object, an array, or either
// of them as text; nil when it is something else.
func (f *framer) inner(at place, value []byte) (text []byte, missing bool) {
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return value, false
	}
	s, _ := scalarText(value)
	if s == "" {
		return nil, true
	}
	text = []byte(s)
	if jsontext.Check(text) != nil {
		return nil, false
	}
	f.rescan(at, text)
	return bytes.TrimSpace(text), false
}

// scalarText returns a member's value as text: "" for an absent one or null; ok
// is false for an object or array.
func scalarText(value []byte) (text string, ok bool) {
	if len(value) == 0 || string(value) == "null" {
		return "", true
	}
	switch value[0] {
	case '"':
		return unquoted(value), true
	case '{', '[':
		return "", false
	}
	return string(value), true
}

// unquoted decodes a checked JSON string.
func unquoted(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return "" // cannot be: the string was checked
	}
	return s
}
