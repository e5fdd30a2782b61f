package ingest_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
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
