package query

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
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
