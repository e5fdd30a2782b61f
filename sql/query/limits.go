package query

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"opaudit/sql/duck"
)

// Limits are what one statement of somebody else may take. Memory and temporary space
// are those of the engine, which it shares with whatever else runs there.
type Limits struct {
	Time   time.Duration // in the engine
	Answer int64         // bytes of an answer through the socket
}

// Defaults are the limits of whoever asks.
var Defaults = Limits{Time: 5 * time.Minute, Answer: 1 << 30}

// explain words an error of a statement for who asked.
func (l Limits) explain(err error) error {
	switch {
	case errors.Is(err, errTime):
		return &AnswerError{fmt.Sprintf("the statement was stopped: it took longer than %v; narrow it by day or app, or ask for a total first", l.Time), KindLimit}
	case errors.Is(err, errSize):
		return &AnswerError{fmt.Sprintf("the statement was stopped: its answer is larger than %d MiB; ask for fewer rows or columns, or for a total", l.Answer>>20), KindLimit}
	case errors.Is(err, duck.ErrGaveWay):
		return &AnswerError{"the statement was stopped: a load needed the memory that it took; ask again, or narrow it by day or app", KindLimit}
	case duck.OutOfMemory(err):
		return &AnswerError{"the statement was stopped: it needs more memory or temporary space than there is for it; narrow it by day or app, or ask for a total first", KindLimit}
	}
	return err
}

var (
	errTime = errors.New("the statement took too long")
	errSize = errors.New("the answer is too large")
)

// Grace is for how long a statement that was told to stop is waited for: the engine
// looks between pieces of work, and cannot stop within one call of a function.
const Grace = 5 * time.Second

// A budget is the time that a statement may still take in the engine. While nobody
// reads its rows it takes none.
type budget struct {
	ctx   context.Context // ends, with errTime, when there is none left
	end   context.CancelCauseFunc
	left  time.Duration
	timer *time.Timer

	working atomic.Bool // in the engine
}

// newBudget calls unstopped, if it is not nil, when the time is over and the engine has
// not stopped within Grace.
func newBudget(ctx context.Context, left time.Duration, unstopped func(error)) *budget {
	b := &budget{left: left}
	b.ctx, b.end = context.WithCancelCause(ctx)
	b.timer = time.AfterFunc(left, func() {
		b.end(errTime)
		time.AfterFunc(Grace, func() {
			if unstopped != nil && b.working.Load() {
				unstopped(errTime)
			}
		})
	})
	b.timer.Stop()
	return b
}

// spend runs f, which works in the engine.
func (b *budget) spend(f func() error) error {
	b.timer.Reset(b.left)
	b.working.Store(true)
	begin := time.Now()
	err := f()
	b.working.Store(false)
	b.timer.Stop()
	b.left -= time.Since(begin)
	return err
}
