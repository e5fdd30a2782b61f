package ingest

import (
	"context"
	"time"
)

// CutUp makes a loader work on other pieces than usual.
func (l *Loader) CutUp(block, batch int64, workers int) { l.sizes = sizes{block, batch, workers} }

// SetClock gives a loader another clock.
func (l *Loader) SetClock(clock func() time.Time) { l.clock = clock }

// ForgetAndDie forgets a file and does not come to reading anew what others hold of it.
func (l *Loader) ForgetAndDie(ctx context.Context, path string) error {
	_, err := l.takeOut(ctx, l.ledger.byPath[pathDigest(l.key, path)], path, &Forgotten{}, forgetting...)
	return err
}
