package ingest

import (
	"bytes"
	"context"
	"slices"

	"opaudit/ingest/mask"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// tally counts what became of a file's lines.
type tally struct {
	lines, blank, accepted, rejected, duplicate, events int64
}

func (t tally) plus(o tally) tally {
	return tally{t.lines + o.lines, t.blank + o.blank, t.accepted + o.accepted,
		t.rejected + o.rejected, t.duplicate + o.duplicate, t.events + o.events}
}

// balanced is the conservation law.
func (t tally) balanced() bool {
	return t.lines == t.blank+t.accepted+t.rejected+t.duplicate
}

// found is what a worker finds in a block.
type found struct {
	tally            // of the lines that no earlier load counted
	first    int64   // number of the first line
	from     int     // the first line that an earlier load did not count
	fresh    int     // the first line that is no duplicate either
	charset  charset // of the lines
	sum      uint64  // of the prefix that ends with the block
	repeated []int   // lines behind it that are duplicates all the same
	segments []*segment
	other    bool // the file holds other lines than an earlier load counted
	useful   bool // a line shows that the file is a log
	rows     [][]*duck.Columns
	refusals []refusal
	notes    []note
	hits     []hit
	readings readings // of statements that rows refer to
	texts    texts    // what rows point at, besides the block's own text
}

// A hit is personal data that was masked, as it goes into the evidence.
type hit struct {
	place
	logType, appKey string
	millis          int64 // of the record, 0 when it has no readable time
	kind, sample    string
	field           string
	ours            any // the field of ours that a source says stands there, see source.field
	confidence      string
	digest          []byte
}

// A worker turns blocks into rows, refusals and evidence, their bytes masked.
type worker struct {
	hash    lineHash
	keyed   *digester
	chains  *chains
	scanner *mask.Scanner
	framer  framer
	parts   unwrapper
	hashes  []uint64
	found   func(mask.Hit) // keep, made once
	block   *block
	at      place // of what is being masked
}

// work takes blocks until there are no more.
func (w *worker) work(ctx context.Context, blocks <-chan *block) {
	for b := range blocks {
		if ctx.Err() == nil {
			w.one(ctx, b)
		}
		close(b.done)
	}
}

func (w *worker) one(ctx context.Context, b *block) {
	b.split()
	w.hashes = w.hashes[:0]
	for _, at := range b.lines {
		w.hashes = append(w.hashes, w.hash.of(b.text[at.start:at.end]))
	}
	if b.long != nil {
		w.hashes[0] = b.long.hash
	}
	select {
	case <-b.turn:
	case <-ctx.Done():
		return
	}
	b.broken = b.r.follow(b, w.hashes, w.chains)
	close(b.next)
	if b.broken == nil {
		w.take(b)
	}
}

// take masks the fresh lines and takes them apart.
func (w *worker) take(b *block) {
	w.block = b
	w.framer.begin(b)
	w.scanner.Declare(nil)
	if b.r.source != nil {
		w.scanner.Declare(b.r.source.inLine)
	}
	b.tally.lines = int64(len(b.lines) - b.from)
	b.duplicate = int64(b.fresh - b.from + len(b.repeated))
	b.useful = b.fresh > b.from
	repeated := b.repeated
	for i := b.fresh; i < len(b.lines); i++ {
		if len(repeated) > 0 && repeated[0] == i {
			repeated = repeated[1:]
			continue
		}
		at := b.lines[i]
		w.line(place{fileID: b.r.fileID, line: b.first + int64(i), offset: b.offset + int64(at.start)}, b.text[at.start:at.end])
	}
	b.rows = w.framer.end()
}

// line masks one fresh line and takes it apart.
func (w *worker) line(at place, text []byte) {
	b := w.block
	tooBig := b.long != nil || len(text) > MaxLine
	if !tooBig && (len(text) == 0 || text[0] != '{') && len(bytes.Trim(text, " \t\r")) == 0 {
		b.blank++
		return
	}
	w.framer.hits = len(b.hits)
	var converted []byte
	var ok bool
	if tooBig {
		converted, _, ok = b.charset.readCut(text[:MaxLine])
	} else {
		converted, ok = b.charset.read(text)
	}
	if len(converted) > 0 && &converted[0] != &text[0] {
		b.texts.full = append(b.texts.full, converted)
	}
	w.framer.line(at)
	if b.r.source != nil && !tooBig && ok {
		if w.mapped(at, converted) {
			b.blank++
			return
		}
	} else {
		w.mask(at, converted)
		switch {
		case tooBig:
			w.framer.refuse(at, catalog.TooLong, "", converted)
		case !ok:
			w.framer.refuse(at, catalog.BadBytes, "", converted)
		default:
			w.framer.frame(at, converted)
		}
	}
	w.framer.count(at)
	if len(b.hits) > w.framer.hits {
		w.framer.attribute(b.hits[w.framer.hits:])
	}
}

// mask overwrites what must not be stored and keeps the evidence.
func (w *worker) mask(at place, text []byte) {
	w.at = at
	w.scanner.Line(text, w.found)
}

// keep keeps the evidence of a value that was masked in the line at w.at.
func (w *worker) keep(h mask.Hit) {
	at := w.at
	at.index = slices.Concat(at.index, h.Index) // of what was decoded within an array of the line
	w.block.hits = append(w.block.hits, hit{place: at, field: h.Field, kind: h.Kind, confidence: h.Confidence,
		sample: h.Sample, digest: w.keyed.of(h.Kind, h.Value)})
}
