package ingest

import (
	"opaudit/ingest/mask"
)

// maxBatch is how many bytes of lines one transaction covers at the most.
const maxBatch = 32 << 20

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

// A part is what one file brings to a batch.
type part struct {
	file    found
	entry   entry // the ledger's row after the commit, without what the engine counts
	before  tally // what was committed earlier
	lines   tally // of this part; accepted, rejected and events come from the engine
	empty   int64 // accepted lines without any record: an empty array
	segment *segment
}

// end notes that the file was read to its end, but for pending bytes.
func (p *part) end(pending int64) {
	p.entry.pending, p.entry.failure = pending, ""
	if p.entry.state == failed {
		p.entry.state = loaded
	}
}

// A hit is personal data that was masked, as it goes into the evidence.
type hit struct {
	place
	field, kind, confidence, sample string
	digest                          []byte
}

// A batch is what one transaction loads: records and refusals of one or more
// files, their bytes already masked.
type batch struct {
	parts    []*part
	part     *part // the one being filled
	records  map[string][]record
	refusals []refusal
	notes    []note
	hits     []hit
	size     int
}

func newBatch() *batch { return &batch{records: map[string][]record{}} }

// begin starts the part of a file whose ledger row is e.
func (b *batch) begin(f found, e entry) {
	b.part = &part{file: f, entry: e, before: e.tally}
	b.parts = append(b.parts, b.part)
}

// keep copies a line into memory that the batch owns.
func (b *batch) keep(text []byte) []byte {
	b.size += len(text)
	return append(make([]byte, 0, len(text)), text...)
}

// found adds the evidence for a value that was masked in the line at a place.
func (b *batch) found(at place, h mask.Hit, digest []byte) {
	b.hits = append(b.hits, hit{at, h.Field, h.Kind, h.Confidence, h.Sample, digest})
	b.hits[len(b.hits)-1].index = append([]int{}, h.Index...)
}

// settle gives each hit of the line at a place the element that its value stands
// in. hits and refusals are how many there were before the line.
func (b *batch) settle(at place, hits, refusals int) {
	for i := range b.hits[hits:] {
		h := &b.hits[hits+i]
		best := -1
		consider := func(p place) {
			if p.element > 0 && len(p.index) > best && leads(p.index, h.index) {
				best, h.element = len(p.index), p.element
			}
		}
		for _, records := range b.records {
			for i := len(records) - 1; i >= 0 && records[i].line == at.line && records[i].fileID == at.fileID; i-- {
				consider(records[i].place)
			}
		}
		for _, r := range b.refusals[refusals:] {
			consider(r.place)
		}
	}
}

// leads reports whether index begins with prefix.
func leads(prefix, index []int) bool {
	if len(prefix) > len(index) {
		return false
	}
	for i := range prefix {
		if prefix[i] != index[i] {
			return false
		}
	}
	return true
}
