package query

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// refusedTurn wants no turn to be free now.
func refusedTurn(t *testing.T, turns *turns) {
	t.Helper()
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(over); !errors.Is(err, context.Canceled) {
		t.Errorf("a turn was given beyond those that there are: %v", err)
	}
}

func taken(t *testing.T, turns *turns) (end func()) {
	t.Helper()
	end, err := turns.take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return end
}

func TestTurns(t *testing.T) {
	turns := newTurns(func() bool { return false })
	first, second := taken(t, turns), taken(t, turns)
	refusedTurn(t, turns)
	first()
	third := taken(t, turns)
	second()
	third()
}

// TestTurnsBesideLoad wants one turn at a time while a load goes on, and the load to be
// left alone after it for longer than the turn took, unless it ends.
func TestTurnsBesideLoad(t *testing.T) {
	var loading atomic.Bool
	loading.Store(true)
	turns := newTurns(loading.Load)
	begin := time.Now()
	end := taken(t, turns)
	refusedTurn(t, turns)
	end()
	if !turns.next.After(begin) {
		t.Error("after the turn the load is not left alone")
	}
	turns.next = time.Now().Add(time.Hour)
	refusedTurn(t, turns)
	next := make(chan func())
	go func() { next <- taken(t, turns) }()
	loading.Store(false)
	(<-next)()
}

// TestTurnsWaiting wants somebody who would wait behind a hundred to be sent away.
func TestTurnsWaiting(t *testing.T) {
	turns := newTurns(func() bool { return false })
	turns.waiting = maxWaiting
	var failure *AnswerError
	if _, err := turns.take(t.Context()); !errors.As(err, &failure) || failure.Kind != KindLimit || failure.Text != "too many others ask at the same time; ask again later" {
		t.Errorf("got %v", err)
	}
	turns.waiting--
	taken(t, turns)()
}

// TestTurnsEndOfPatience wants somebody who waits beside a load, behind another one or
// while the load has the machine to itself, to be sent away at the deadline, and the
// place to be free for the next.
func TestTurnsEndOfPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var loading atomic.Bool
		loading.Store(true)
		turns := newTurns(loading.Load)
		soon := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := turns.take(ctx)
			return err
		}
		end := taken(t, turns)
		if err := soon(); !errors.Is(err, errWaiting) {
			t.Errorf("behind another one: %v", err)
		}
		end() // of a turn of the minute that the other one waited
		begin := time.Now()
		if err := soon(); !errors.Is(err, errWaiting) || time.Since(begin) > time.Minute+time.Second {
			t.Errorf("while the load has the machine: %v after %v", err, time.Since(begin))
		}
		next := taken(t, turns)
		alone := time.Duration(restOf * float64(time.Minute))
		if waited := time.Since(begin); waited < alone || waited > alone+lookAgain {
			t.Errorf("after a turn of a minute the load was left alone for %v, not %v", waited, alone)
		}
		next()
		loading.Store(false)
		first, second := taken(t, turns), taken(t, turns) // both places are free
		first()
		second()
	})
}
