package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync"

	"golang.org/x/sync/semaphore"

	"opaudit/ingest/mask"
)

// Sizes say how a load is cut up. They decide how fast it is and how much memory
// it takes, never what is loaded.
type sizes struct {
	block   int64 // bytes of a file that are worked on at once
	batch   int64 // bytes of lines that a transaction covers, give or take a block
	workers int
}

var usual = sizes{block: blockSize, batch: maxBatch, workers: runtime.GOMAXPROCS(0)}

// held bounds the memory of all blocks that were read and not yet committed, in
// bytes: while a batch is stored, the next one is made, and no worker waits.
func (s sizes) held() int64 { return 2*s.batch + int64(s.workers+2)*s.block }

// A pipeline reads files, one after the other, and lets as many workers as there
// are processors work on their blocks, while the caller stores earlier ones.
type pipeline struct {
	ctx     context.Context
	cancel  context.CancelFunc
	sizes   sizes
	hash    lineHash
	held    *semaphore.Weighted
	ordered chan *block // in the order of the files' lines
	work    chan *block
	turn    chan struct{}
	running sync.WaitGroup
	memory  memory
}

// begin starts reading.
func (l *Loader) begin(ctx context.Context, readings []*reading) *pipeline {
	p := &pipeline{sizes: l.sizes, hash: lineHash{l.key}, held: semaphore.NewWeighted(l.sizes.held()),
		ordered: make(chan *block, 1024), work: make(chan *block, 1024), turn: make(chan struct{})}
	close(p.turn)
	p.ctx, p.cancel = context.WithCancel(ctx)
	for range l.sizes.workers {
		w := l.newWorker(&p.memory)
		p.running.Go(func() {
			standBack()
			w.work(p.ctx, p.work)
		})
	}
	p.running.Go(func() {
		defer close(p.ordered)
		defer close(p.work)
		for _, r := range readings {
			if p.ctx.Err() != nil {
				return
			}
			p.read(r)
		}
	})
	return p
}

// newWorker returns a worker that shares nothing with another but the chains.
func (l *Loader) newWorker(m *memory) *worker {
	w := &worker{hash: lineHash{l.key}, keyed: newDigester(l.key), chains: &l.ledger.chains, scanner: mask.NewScanner(l.words)}
	w.found = w.keep
	w.framer = framer{uploads: map[string]string{}, members: newMembers(), now: l.clock().UnixMilli(), rescan: w.mask, statements: l.reader(), others: map[*source]members{}}
	for i, t := range l.db.Catalog.LogTypes {
		w.framer.tables = append(w.framer.tables, newTable(t, i, &w.framer.members, m))
		if t.Upload != "" {
			w.framer.uploads[t.Upload] = t.Name
		}
	}
	return w
}

// end stops what still runs, waits for it, and returns what is left.
func (p *pipeline) end() (left []*block) {
	p.cancel()
	for b := range p.ordered {
		left = append(left, b)
	}
	p.running.Wait()
	return left
}

// read cuts a file into blocks. What goes wrong is told by the last of them.
func (p *pipeline) read(r *reading) {
	r.left = nil
	content, err := open(p.ctx, r.file)
	if err != nil {
		r.waiting, r.gone = errors.Is(err, errUnsettled), errors.Is(err, fs.ErrNotExist)
		p.send(&block{r: r, last: true, unread: r.waiting || r.gone, err: err})
		return
	}
	defer content.close()
	cut := blocks{content: content, whole: content.compressed, quiet: r.file.quiet, source: r.source, hash: p.hash, block: p.sizes.block,
		size: content.size, buffer: p.memory.text}
	if m := r.mark; m != nil && !content.compressed && m.lines == r.skip && m.sum == r.until {
		resumed, err := cut.resume(m, content)
		if err != nil {
			p.send(&block{r: r, last: true, err: fmt.Errorf("read file: %w", err)})
			return
		}
		if resumed {
			r.goOnAt(m)
		}
	}
	for last := false; !last; {
		if p.held.Acquire(p.ctx, p.sizes.block) != nil {
			return
		}
		b, err := cut.next()
		if err != nil {
			b = &block{last: true, err: err}
		} else if b.last && !content.compressed && !cut.unended {
			r.left = cut.at(content.info)
		}
		b.r, b.raw, b.shape, last = r, content.raw.n, cut.shape, b.last
		b.size = int64(cap(b.buffer))
		p.held.Release(p.sizes.block - min(b.size, p.sizes.block))
		p.send(b)
	}
}

// send hands a block on.
func (p *pipeline) send(b *block) {
	b.turn, b.next, b.done = p.turn, make(chan struct{}), make(chan struct{})
	p.turn = b.next
	select {
	case p.ordered <- b:
		p.work <- b
	case <-p.ctx.Done():
	}
}

// release gives back the memory of committed blocks.
func (p *pipeline) release(blocks []*block) {
	for _, b := range blocks {
		p.memory.take(b)
		p.held.Release(min(b.size, p.sizes.block))
	}
}

// each calls f with the blocks in order, until one call fails.
func (p *pipeline) each(f func(*block) error) error {
	for b := range p.ordered {
		select {
		case <-b.done:
		case <-p.ctx.Done():
		}
		if err := p.ctx.Err(); err != nil {
			return fmt.Errorf("load files: %w", err)
		}
		if b.broken != nil {
			return b.broken
		}
		if err := f(b); err != nil {
			return err
		}
	}
	if err := p.ctx.Err(); err != nil {
		return fmt.Errorf("load files: %w", err)
	}
	return nil
}
