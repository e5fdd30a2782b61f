// What one transaction loads: blocks of one or more files, and what each file brings to it.

package ingest

import (
	"opaudit/sql/duck"
)

// maxBatch is how many bytes of lines one transaction covers, give or take a block.
const maxBatch = 60 << 20

// A part is what one file brings to a batch.
type part struct {
	r       *reading
	entry   entry // the ledger's row after the commit
	before  tally // what was committed earlier
	lines   tally // of this part
	refused map[fault]int64
	useful  bool
	reached int64 // how far into the file what is counted reaches, in bytes
	open    bool  // whether the file is a log cannot be told yet
	changed bool  // the ledger's row is to be written
	last    bool  // it reaches the end of the file
}

// A batch is what one transaction loads: blocks of one or more files.
type batch struct {
	parts  []*part
	blocks []*block
	size   int               // bytes of memory of the blocks: all that is held must suffice for a batch
	rows   [][]*duck.Columns // by table
	events []int64           // rows by table
	// of all blocks
	refusals []refusal
	notes    []note
	hits     []hit
	segments []*segment
	readings readings
	unseen   readingRows // of the readings, those that the database may not hold yet
}

// add takes a block in.
func (b *batch) add(next *block) {
	b.blocks = append(b.blocks, next)
	b.size += int(next.size)
	r := next.r
	if next.other {
		return
	}
	p := b.part(r)
	p.lines = p.lines.plus(next.tally)
	p.useful = p.useful || next.useful
	r.shape = next.shape
	p.reached = next.offset + int64(len(next.text))
	if next.tally.lines > 0 {
		p.entry.sum, p.entry.charset, p.changed = next.sum, next.charset, true
	}
	b.segments = append(b.segments, next.segments...)
	for i, rows := range next.rows {
		if i == len(b.rows) {
			b.rows, b.events = append(b.rows, nil), append(b.events, 0)
		}
		for _, c := range rows {
			b.events[i] += int64(c.Rows())
		}
		b.rows[i] = append(b.rows[i], rows...)
	}
	for i := range next.refusals {
		if p.refused == nil {
			p.refused = map[fault]int64{}
		}
		p.refused[fault{next.refusals[i].reason, next.refusals[i].field}]++
	}
	b.refusals, b.notes, b.hits = append(b.refusals, next.refusals...), append(b.notes, next.notes...), append(b.hits, next.hits...)
	for _, r := range next.readings {
		b.readings.add(r)
	}
	if !next.last {
		return
	}
	if p.last = true; next.unread {
		return
	}
	if p.entry.pending != next.pending || next.err == nil && p.entry.failed() || !r.known {
		p.changed = true
	}
	p.entry.pending = next.pending
	r.spoiled = spoils(next.err)
	switch {
	case next.err != nil:
		p.entry.fail(next.err)
		p.changed = true
	case p.entry.failed(), p.entry.state == reload:
		p.entry.readWhole()
		p.changed = true
	}
}

// part is the part of a file, begun when there is none.
func (b *batch) part(r *reading) *part {
	if n := len(b.parts); n > 0 && b.parts[n-1].r == r {
		return b.parts[n-1]
	}
	b.parts = append(b.parts, &part{r: r, entry: r.entry, before: r.entry.tally})
	return b.parts[len(b.parts)-1]
}
