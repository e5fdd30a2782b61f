package ingest

import (
	"bytes"
	"slices"
	"strings"

	"opaudit/ingest/jsontext"
	"opaudit/ingest/statement"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// maxElements is how many records a batch upload, and order ids a record, may
// carry (log specification).
const maxElements = 100

// place says where a record stands.
type place struct {
	fileID, line, offset int64
	element              int64 // 0 when the line is one record
	index                []int // of the arrays around it, outermost first
	within               within
}

// within is what of a line stands around a record.
type within uint8

const (
	ofArray within = 1 << iota // the line is an array
	ofParam                    // of an upload call
	ofBatch                    // the data in that param
)

// path is a key path of the line as the record sees it, not ok when it leads elsewhere.
func (w within) path(ofLine string) (ofRecord string, ok bool) {
	around := ""
	if w&ofArray != 0 {
		around = "[]."
	}
	if w&ofParam != 0 {
		around += "param."
	}
	if w&ofBatch != 0 {
		around += "data[]."
	}
	return strings.CutPrefix(ofLine, around)
}

// A refusal is a record that is rejected.
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

// framer cuts checked lines into records and makes rows of them.
type framer struct {
	tables  []*table
	uploads map[string]string // the platform's log-upload calls and their types
	rescan  func(at place, text []byte)
	members members
	now     int64 // epoch milliseconds of the clock

	statements *statement.Reader
	source     *source // of the block's file, nil when it is read as it is
	logType    *table  // of its records that name none
	appKey     []byte  // of its records that name none
	layouts    []string
	others     map[*source]members // those of sources other than the current one

	out     *block
	hits    int    // of the block before the current line
	element int64  // of the current line
	seen    []seen // the records of the current line
	good    int    // of them
}

// seen is a record of the current line, for the evidence that stands in it.
type seen struct {
	place
	logType string
	appKey  []byte
	millis  int64
}

const uploadPrefix = "open.security.log."

// begin starts a block.
func (f *framer) begin(b *block) {
	f.out = b
	if b.r.source != f.source {
		f.use(b.r.source)
	}
	f.members.texts = &b.texts
	f.appKey = nil
	if f.source != nil && f.source.AppKey != "" {
		f.appKey = b.texts.copied([]byte(f.source.AppKey))
	}
}

// use prepares for the records of another source.
func (f *framer) use(s *source) {
	f.others[f.source] = f.members
	m, known := f.others[s]
	if !known {
		plain := f.others[nil]
		m = plain.renamed(s.Fields)
	}
	f.source, f.members, f.logType, f.layouts = s, m, nil, nil
	if s != nil {
		f.logType, f.layouts = f.table([]byte(s.LogType)), layouts[s.Time]
	}
	asTime := kindInt
	if f.layouts != nil {
		asTime = kindTime
	}
	for _, t := range f.tables {
		t.fields[t.time].kind = asTime
	}
}

// end returns the rows of the block, a list for each table.
func (f *framer) end() [][]*duck.Columns {
	rows := make([][]*duck.Columns, len(f.tables))
	for _, t := range f.tables {
		rows[t.number], t.rows = t.rows, nil
	}
	return rows
}

// table returns the table of a logType word, nil for an unknown one.
func (f *framer) table(logType []byte) *table {
	for _, t := range f.tables {
		if string(logType) == t.Name {
			return t
		}
	}
	return nil
}

// line starts a line.
func (f *framer) line(place) { f.element, f.seen, f.good = 0, f.seen[:0], 0 }

// count counts the line by what its records are: an array with one good record,
// or without any, is accepted.
func (f *framer) count(at place) {
	f.out.events += int64(f.good)
	if f.good == 0 && len(f.seen) > 0 {
		f.out.rejected++
		return
	}
	f.out.accepted++
	f.out.useful = f.out.useful || len(f.seen) == 0 || at.offset < logHead
}

// deepest is how many arrays a record can stand in: that of the line and that of a
// batch.
const deepest = 2

// attribute gives hits of the line the record that they stand in: the innermost one.
// The records were seen in the order of the line, which is that of their indexes.
func (f *framer) attribute(hits []hit) {
	for i := range hits {
		h := &hits[i]
		var around within
		for depth := min(deepest, len(h.index)); depth >= 0; depth-- {
			at, found := slices.BinarySearchFunc(f.seen, h.index[:depth], func(s seen, index []int) int { return slices.Compare(s.index, index) })
			if found {
				s := &f.seen[at]
				h.element, h.logType, h.appKey, h.millis = s.element, s.logType, string(s.appKey), s.millis
				around = s.within
				break
			}
		}
		if f.source == nil {
			continue
		}
		if path, ok := around.path(h.field); ok {
			h.ours = f.source.field(path, f.table([]byte(h.logType)))
		}
	}
}

// frame takes one masked line apart.
func (f *framer) frame(at place, text []byte) {
	if f.members.read(text) != nil {
		f.refuse(at, catalog.BadJSON, "", text)
		return
	}
	if text[0] <= ' ' {
		text = bytes.TrimLeft(text, " \t\r")
	}
	switch text[0] {
	case '{':
		f.object(at, text)
	case '[':
		f.array(at, text)
	default:
		f.refuse(at, catalog.NotObject, "", text)
	}
}

// array takes a line that is an array of records or envelopes.
func (f *framer) array(at place, text []byte) {
	i := 0
	jsontext.Elements(text, func(value []byte) {
		element := at
		element.index, element.within = []int{i}, ofArray
		i++
		if value[0] != '{' {
			f.refuse(f.numbered(element), catalog.BadField, "", value)
			return
		}
		_ = f.members.read(value) // the line was checked
		f.object(element, value)
	})
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
	f.seen = append(f.seen, seen{place: at})
	f.out.refusals = append(f.out.refusals, refusal{at, reason, field, text})
}

// object takes one record or envelope, whose members were read.
func (f *framer) object(at place, text []byte) {
	m := &f.members
	logType, _ := m.scalar(m.get(memberLogType))
	method, _ := m.scalar(m.get(memberMethod))
	t := f.logType // of a source that says so: no line of it is an upload call
	if t == nil && len(logType) == 0 && bytes.HasPrefix(method, []byte(uploadPrefix)) {
		f.envelope(at, string(method), text)
		return
	}
	if t == nil || len(logType) > 0 {
		t = f.table(logType)
	}
	if t == nil {
		f.refuse(f.numbered(at), catalog.UnknownType, "logType", text)
		return
	}
	f.record(f.numbered(at), t, m.appKey(), text)
}

// envelope takes an upload request: one record in param, or a batch of them.
func (f *framer) envelope(at place, method string, text []byte) {
	isBatch := method == uploadPrefix+"batch"
	logType := f.uploads[method]
	if !isBatch && logType == "" {
		f.refuse(f.numbered(at), catalog.UnknownType, "method", text)
		return
	}
	key := f.members.appKey()
	at.within |= ofParam
	param, missing := f.inner(at, f.members.get(memberParam))
	switch {
	case missing:
		f.refuse(f.numbered(at), catalog.MissingField, "param", text)
	case param == nil || param[0] != '{':
		f.refuse(f.numbered(at), catalog.BadField, "param", text)
	case isBatch:
		_ = f.members.read(param)
		f.batch(at, key, text)
	default:
		_ = f.members.read(param)
		f.record(f.numbered(at), f.table([]byte(logType)), f.key(key), param)
	}
}

// key is the envelope's app key, else that of the record whose members were read.
func (f *framer) key(envelope []byte) []byte {
	if !absent(envelope) {
		return envelope
	}
	return f.members.appKey()
}

// batch takes the param of open.security.log.batch, whose members were read.
func (f *framer) batch(at place, appKey, text []byte) {
	method, _ := f.members.scalar(f.members.get(memberMethod))
	logType := f.uploads[uploadPrefix+strings.TrimPrefix(string(method), uploadPrefix)]
	if logType == "" {
		f.refuse(f.numbered(at), catalog.UnknownType, "method", text)
		return
	}
	data, missing := f.inner(at, f.members.get(memberData))
	switch {
	case missing:
		f.refuse(f.numbered(at), catalog.MissingField, "data", text)
		return
	case data == nil || data[0] != '[':
		f.refuse(f.numbered(at), catalog.BadField, "data", text)
		return
	}
	outerIndex, n := at.index, 0
	at.within |= ofBatch
	jsontext.Elements(data, func(value []byte) {
		at.index = append(append([]int{}, outerIndex...), n)
		element := f.numbered(at)
		if n++; n == maxElements+1 {
			f.out.notes = append(f.out.notes, note{element, catalog.Over100, "data"})
		}
		if value[0] != '{' {
			f.refuse(element, catalog.BadField, "", value)
			return
		}
		_ = f.members.read(value)
		f.record(element, f.table([]byte(logType)), f.key(appKey), value)
	})
}

// inner returns the JSON text of a member that is an object, an array, or either
// of them as text; nil when it is something else.
func (f *framer) inner(at place, value []byte) (text []byte, missing bool) {
	if len(value) > 0 && (value[0] == '{' || value[0] == '[') {
		return value, false
	}
	if absent(value) {
		return nil, true
	}
	if value[0] == '"' {
		text = f.members.texts.unquoted(value)
	}
	if jsontext.Check(text) != nil {
		return nil, false
	}
	f.rescan(at, text) // decoded, it may show what the line's own text did not
	return bytes.TrimSpace(text), false
}
