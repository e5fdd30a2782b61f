package ingest

import "errors"

// A reading is one file on its way into the database. Its blocks are followed
// in order, by one worker at a time.
type reading struct {
	file   logFile
	source *source // nil when its lines are records as they are
	result *FileResult
	mark   *bookmark // where the file was left before
	left   *bookmark // where it was left by this load
	told   int64     // bytes of the file that were reported as read
	fileID int64
	skip   int64  // lines that an earlier load counted already
	until  uint64 // the prefix that they must end with

	// as of the last block that was followed
	lines    int64
	sum      uint64
	charset  charset
	follower follower
	other    bool // the lines that were counted already are not those

	// as of the last commit
	entry          entry
	again          bool  // it is read anew: what is kept out since is taken
	known          bool  // the ledger had an entry for the path
	wasFailed      bool  // and that said that it could not be read
	alone          bool  // a batch that it was in failed
	settled        bool  // nothing is left to do
	waiting        bool  // it is compressed and may not be complete yet
	gone           bool  // it went away before it was read
	spoiled        bool  // its content is of no use before it changes
	took, repeated int64 // lines counted, and duplicates among them
	refused        map[fault]int64
	accepted       int64 // records that became rows
	shape          shape
}

// goOn prepares to read from where the entry says.
func (r *reading) goOn() {
	r.fileID, r.skip, r.until = r.entry.fileID, r.entry.lines, r.entry.sum
	r.again = r.entry.state == reload
	r.lines, r.sum, r.charset, r.follower = 0, 0, r.entry.charset, follower{}
}

// commit takes over what a committed part brought, and tells it.
func (r *reading) commit(p *part) {
	r.entry, r.settled = p.entry, r.settled || p.last || p.entry.failed()
	r.took, r.repeated = r.took+p.lines.lines, r.repeated+p.lines.duplicate
	r.accepted += p.lines.events
	for f, n := range p.refused {
		if r.refused == nil {
			r.refused = map[fault]int64{}
		}
		r.refused[f] += n
	}
	result := r.result
	t := r.entry.tally
	result.Balance = Balance{t.lines, t.blank, t.accepted, t.rejected, t.duplicate, t.events}
	result.Repeated = r.repeated
	result.Pending, result.Fresh, result.Waiting, result.Gone, result.Spoiled = r.entry.pending, r.took, r.waiting, r.gone, r.spoiled
	result.unjudged = p.open
	result.Err, result.Hints = nil, nil
	if r.entry.failed() {
		result.Err = errors.New(r.entry.failure)
	} else if h := r.hint(); h != "" {
		result.Hints = []string{h}
	}
	nothingNew := r.known && !r.wasFailed && r.took == 0
	allRepeated := r.took > 0 && r.took == r.repeated && r.took == r.entry.lines
	result.Known = result.Err == nil && (nothingNew || allRepeated)
}

// hint is what is to be told of how the file may be read, "" for nothing.
func (r *reading) hint() string {
	if r.result.unjudged {
		return ""
	}
	return outcome{r.refused, r.accepted + r.repeated, r.result.Path, r.entry.state, r.source, r.shape}.hint()
}

// follow takes the next block's lines along the chain of prefixes: which of them
// count, which are known, and what their bytes beyond ASCII are.
func (r *reading) follow(b *block, hashes []uint64, known *chains) error {
	b.first, b.from, b.fresh = r.lines+1, len(b.lines), len(b.lines)
	if b.other = r.other; r.other {
		return nil
	}
	if r.charset == undecided && !ascii(b.text) {
		for _, at := range b.lines {
			if b.long == nil {
				r.charset = r.charset.observe(b.text[at.start:at.end])
			} else { // the beginning of a line
				r.charset = r.charset.observeCut(b.text[at.start:at.end])
			}
		}
	}
	b.charset = r.charset
	var run *segment // of fresh lines, that goes on
	out := known.out(r.fileID, r.again)
	for i, hash := range hashes {
		r.lines++
		before := r.sum
		r.sum = follows(before, hash)
		isKnown, err := r.follower.next(known, r.sum, out, r.again)
		if err != nil {
			return err
		}
		if r.lines <= r.skip {
			if !isKnown || r.lines == r.skip && r.sum != r.until {
				r.other, b.other = true, true
				return nil
			}
			continue
		}
		b.from = min(b.from, i)
		if isKnown {
			if run = nil; b.fresh < i {
				b.repeated = append(b.repeated, i)
			}
			continue
		}
		b.fresh = min(b.fresh, i)
		if run == nil {
			run = &segment{fileID: r.fileID, firstLine: r.lines, previous: before, first: r.sum}
			b.segments = append(b.segments, run)
		}
		run.values = append(run.values, r.sum)
	}
	b.sum = r.sum
	for _, s := range b.segments {
		known.add(s)
	}
	return nil
}
