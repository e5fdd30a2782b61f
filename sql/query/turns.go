package query

import (
	"context"
	"errors"
	"sync"
	"time"
)

// turns keep what is asked from taking the machine away from loads. Two statements
// run at a time, in the order in which they came. While a load goes on it is one, and
// after it the load has the machine to itself for at least as long: even if a
// statement stops the load altogether, it takes at most twice its time.
type turns struct {
	loading func() bool
	places  chan struct{}
	beside  chan struct{} // held by the one that runs beside a load
	mu      sync.Mutex
	waiting int
	next    time.Time // when the next one may begin beside a load
}

const (
	atOnce     = 2
	maxWaiting = 100
	// restOf is for how long a load is left alone, as a multiple of what was taken from it.
	restOf = 1.2
	// lookAgain is how often it is looked whether the load is over.
	lookAgain = 20 * time.Millisecond
)

func newTurns(loading func() bool) *turns {
	return &turns{loading: loading, places: make(chan struct{}, atOnce), beside: make(chan struct{}, 1)}
}

var errWaiting = &AnswerError{"too many others ask at the same time; ask again later", KindLimit}

// take waits for a turn, which lasts until end is called.
func (t *turns) take(ctx context.Context) (end func(), err error) {
	if !t.come(+1) {
		return nil, errWaiting
	}
	defer t.come(-1)
	if err := enter(ctx, t.places); err != nil {
		return nil, err
	}
	if !t.loading() {
		return func() { <-t.places }, nil
	}
	if err := t.rest(ctx); err != nil {
		<-t.places
		return nil, err
	}
	begin := time.Now()
	return func() {
		took := time.Since(begin)
		t.mu.Lock()
		t.next = time.Now().Add(time.Duration(restOf * float64(took)))
		t.mu.Unlock()
		<-t.beside
		<-t.places
	}, nil
}

// come counts those that wait; it reports whether there is room for one more.
func (t *turns) come(n int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting+n > maxWaiting {
		return false
	}
	t.waiting += n
	return true
}

// rest waits until one may run beside a load, or the load is over.
func (t *turns) rest(ctx context.Context) error {
	if err := enter(ctx, t.beside); err != nil {
		return err
	}
	for t.loading() && time.Now().Before(t.nextTime()) {
		select {
		case <-ctx.Done():
			<-t.beside
			return waited(ctx)
		case <-time.After(lookAgain):
		}
	}
	return nil
}

func (t *turns) nextTime() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.next
}

// enter takes one of the places.
func enter(ctx context.Context, places chan<- struct{}) error {
	select {
	case places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return waited(ctx)
	}
}

// waited is why a wait for a turn ended.
func waited(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
		return errWaiting
	}
	return context.Cause(ctx)
}
