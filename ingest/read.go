package ingest

import (
	"bytes"
	"context"
	"fmt"

	"opaudit/ingest/jsontext"
	"opaudit/ingest/mask"
)

// A reading is one file on its way into batches.
type reading struct {
	file     found
	content  decoded
	lines    *lines
	chain    *chain
	follower follower
	skip     int64  // lines that an earlier load counted already
	entry    entry  // as of the last commit
	previous uint64 // the chain before the current line
}

// read reads a file from where the ledger says, in parts that fit a batch.
func (l *Loader) read(ctx context.Context, f found, outcome map[string]*FileResult) error {
	r, err := l.begin(f, outcome[f.path])
	if err != nil {
		return err
	}
	defer r.content.close()
	n := int64(0)
	for {
		got, err := r.lines.next(r.chain.write)
		if err != nil {
			return fmt.Errorf("read file: %w", err)
		}
		if got.nothing {
			break
		}
		if !got.ended && !r.content.compressed && !complete(got) {
			r.entry.pending = r.lines.offset - got.offset
			break
		}
		n++
		known, err := r.follower.next(r.chain.end())
		if err != nil {
			return err
		}
		r.entry.charset = r.entry.charset.observe(got.text)
		if n <= r.skip {
			r.previous = r.chain.sum
			continue
		}
		if err := l.take(ctx, r, n, got, known, outcome); err != nil {
			return err
		}
		if !got.ended {
			break
		}
	}
	l.finish(r, outcome)
	return nil
}

// begin opens a file and decides whether it goes on from its ledger entry.
func (l *Loader) begin(f found, result *FileResult) (*reading, error) {
	e, known := l.ledger.byPath[pathDigest(l.key, f.path)]
	if known && e.lines > 0 {
		same, err := l.goesOn(f, e)
		if err != nil {
			return nil, err
		}
		if same == shorter {
			e.pending = 0
		}
		known = same != other
		result.Rewritten = same == other
	}
	if !known {
		e = l.newEntry(f)
	}
	content, err := open(f)
	if err != nil {
		return nil, err
	}
	r := &reading{file: f, content: content, lines: newLines(content), chain: newChain(l.key), entry: e, skip: e.lines}
	r.follower.known = &l.ledger.chains
	r.entry.pending = 0
	return r, nil
}

// How a file's content stands to what was loaded from its path before.
type likeness int

const (
	other   likeness = iota // it differs
	longer                  // it begins with all of that, or is the same
	shorter                 // it is the beginning of that
)

// goesOn compares a file with its ledger entry.
func (l *Loader) goesOn(f found, e entry) (likeness, error) {
	d, err := openOnce(f)
	if err != nil {
		return other, err
	}
	defer d.close()
	in, c := newLines(d), newChain(l.key)
	known := follower{known: &l.ledger.chains}
	for n := int64(1); n <= e.lines; n++ {
		got, err := in.next(c.write)
		if err != nil {
			return other, fmt.Errorf("read file: %w", err)
		}
		if got.nothing {
			return shorter, nil
		}
		ok, err := known.next(c.end())
		if err == nil && !ok && !got.ended && !d.compressed && !complete(got) {
			return shorter, nil // cut within a line
		}
		if !ok {
			return other, err
		}
	}
	if c.sum != e.sum {
		return other, nil
	}
	return longer, nil
}

// complete reports whether a last line without newline is a whole JSON value
// of a kind that cannot go on.
func complete(got line) bool {
	text := bytes.TrimSuffix(got.text, []byte{'\r'})
	return !got.long && len(text) > 0 && (text[len(text)-1] == '}' || text[len(text)-1] == ']') && jsontext.Check(text) == nil
}

// take adds one line that was not counted before to the batch.
func (l *Loader) take(ctx context.Context, r *reading, n int64, got line, known bool, outcome map[string]*FileResult) error {
	if l.batch.size >= maxBatch {
		if err := l.flush(ctx, outcome); err != nil {
			return err
		}
	}
	if l.batch.part == nil || l.batch.part.file != r.file {
		if e, ok := l.ledger.byPath[r.entry.digest]; ok && e.fileID == r.entry.fileID {
			e.charset = r.entry.charset
			r.entry = e
		}
		l.batch.begin(r.file, r.entry)
	}
	p := l.batch.part
	p.lines.lines++
	p.entry.sum, p.entry.charset = r.chain.sum, r.entry.charset
	if known {
		p.lines.duplicate++
		r.previous = r.chain.sum
		return nil
	}
	if p.segment == nil {
		p.segment = &segment{fileID: r.entry.fileID, firstLine: n, previous: r.previous, first: r.chain.sum}
		l.ledger.chains.add(p.segment)
	}
	p.segment.values = append(p.segment.values, r.chain.sum)
	r.previous = r.chain.sum
	l.line(place{fileID: r.entry.fileID, line: n, offset: got.offset}, got, r.entry.charset)
	return nil
}

// line masks one new line and takes it apart.
func (l *Loader) line(at place, got line, set charset) {
	b := l.batch
	text := bytes.TrimSuffix(got.text, []byte{'\r'})
	if !got.long && len(bytes.Trim(text, " \t\r")) == 0 {
		b.part.lines.blank++
		return
	}
	hits, refusals := len(b.hits), len(b.refusals)
	l.framer.out = b
	converted, ok := set.read(text)
	kept := b.keep(converted)
	l.mask(at, kept)
	switch {
	case got.long:
		l.framer.refuse(at, tooLong, "", kept)
	case !ok:
		l.framer.refuse(at, badBytes, "", kept)
	default:
		l.framer.frame(at, kept)
	}
	if len(b.hits) > hits {
		b.settle(at, hits, refusals)
	}
}

// mask overwrites what must not be stored and keeps the evidence.
func (l *Loader) mask(at place, text []byte) {
	l.scanner.Line(text, func(h mask.Hit) {
		l.batch.found(at, h, digest(l.key, h.Kind, h.Value))
	})
}

// finish settles a file whose end was reached.
func (l *Loader) finish(r *reading, outcome map[string]*FileResult) {
	result := outcome[r.file.path]
	result.Pending = r.entry.pending
	if p := l.batch.part; p != nil && p.file == r.file {
		p.end(r.entry.pending)
		l.batch.part = nil
		return
	}
	before, known := l.ledger.byPath[r.entry.digest]
	known = known && before.fileID == r.entry.fileID
	if !known || before.pending != r.entry.pending || before.state == failed {
		// Nothing to count, but the ledger says that the file was read.
		l.batch.begin(r.file, r.entry)
		l.batch.part.end(r.entry.pending)
		l.batch.part = nil
	}
	result.Known = known && before.state != failed
	result.Balance = r.entry.balance()
}
