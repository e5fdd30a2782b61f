package ingest

import (
	"bytes"

	"opaudit/ingest/jsontext"
	catalog "opaudit/sql"
)

// wrapperField stands for a field in rejects when what stands around the record is
// not what the configuration says, or holds a part of a longer line.
const wrapperField = "wrapper"

// An unwrapper holds what taking lines apart needs again and again.
type unwrapper struct {
	members []jsontext.Member
	around  []byte
}

// mapped takes a fresh line of a file with a source apart. What is in it is masked
// as the record that it is, what is around it by itself; the line as a whole, which
// only rejects keep, when one needs it.
func (w *worker) mapped(at place, line []byte) (blank bool) {
	s, b := w.block.r.source, w.block
	record, ok := w.unwrap(at, s, line)
	if !ok {
		w.mask(at, line)
		w.framer.refuse(at, catalog.BadJSON, wrapperField, line)
		return false
	}
	part := s.Wrapper == "docker" && !bytes.HasSuffix(record, []byte("\n")) // of a line, unless it is the container's last
	if record = bytes.Trim(record, " \t\r\n"); len(record) == 0 {
		return true
	}
	w.scanner.Declare(s.inRecord)
	w.mask(at, record)
	before := len(b.refusals)
	if bytes.IndexByte(record, 0) >= 0 { // it was written as an escape
		w.framer.refuse(at, catalog.BadBytes, "", record)
	} else {
		w.framer.frame(at, record)
	}
	w.scanner.Declare(s.inLine)
	masked := false
	for i := range b.refusals[before:] {
		r := &b.refusals[before+i]
		if r.element != 0 {
			continue
		}
		if part && r.reason == catalog.BadJSON {
			r.field = wrapperField
		}
		if !masked {
			masked = true
			w.scanner.Line(line, nil) // its evidence was found in the parts
		}
		r.text = line
	}
	return false
}

// unwrap returns what a line holds, its wrapper and prefix taken off and masked.
func (w *worker) unwrap(at place, s *source, line []byte) (text []byte, ok bool) {
	text = line
	switch s.Wrapper {
	case "docker":
		var inner jsontext.Span
		if inner, w.parts.members, ok = docker(line, w.parts.members); !ok {
			return nil, false
		}
		text = w.block.texts.unquoted(inner.In(line))
		w.parts.around = append(append(append(w.parts.around[:0], line[:inner.Start]...), `""`...), line[inner.End:]...)
		w.mask(at, w.parts.around)
	case "cri":
		start, whole := criText(line)
		if !whole {
			return nil, false
		}
		w.mask(at, line[:start])
		text = line[start:]
	}
	if n := s.prefixed(text); n > 0 {
		w.mask(at, text[:n])
		text = text[n:]
	}
	return text, true
}
