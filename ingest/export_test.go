package ingest

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

// CutUp makes a loader work on other pieces than usual.
func (l *Loader) CutUp(block, batch int64, workers int) { l.sizes = sizes{block, batch, workers} }

// SetClock gives a loader another clock.
func (l *Loader) SetClock(clock func() time.Time) { l.clock = clock }

// ForgetAndDie forgets a file and does not come to reading anew what others hold of it.
func (l *Loader) ForgetAndDie(ctx context.Context, path string) error {
	_, err := l.takeOut(ctx, []entry{l.ledger.byPath[pathDigest(l.key, path)]}, path, &Forgotten{}, forgetting...)
	return err
}

// ReadBlocks opens a file and cuts it into blocks, to its end.
func ReadBlocks(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	content, err := open(ctx, logFile{path, filepath.Dir(path), filepath.Base(path), info, true})
	if err != nil {
		return err
	}
	defer content.close()
	cut := blocks{content: content, whole: true, hash: lineHash{make([]byte, keySize)}, block: blockSize, size: content.size,
		buffer: func(size int64) []byte { return make([]byte, size) }}
	for last := false; !last; {
		b, err := cut.next()
		if err != nil {
			return err
		}
		last = b.last
	}
	return nil
}
