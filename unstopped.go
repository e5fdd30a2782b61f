package main

import (
	"context"
	"errors"
	"os"
	"time"

	"opaudit/sql/query"
)

// A guard ends the process when the engine, which looks between pieces of work, does
// not stop a statement within query.Grace after it was told to: what was committed
// stays.
type guard struct {
	late *time.Timer // of the piece of work that goes on; nil when only ctx bounds it
	end  func()
}

// guarding watches over the statements of an asker until end is called; bounded are
// those within query.Defaults. A process that
// answers for this one has its own guard, and can be left at any time.
func (c *command) guarding(ctx context.Context, asker query.Asker, bounded bool) *guard {
	if _, remote := asker.(*query.Client); remote {
		return &guard{end: func() {}}
	}
	leave := func() {
		os.Exit(c.end(failure{exitWork, errors.New("the statement did not stop when it was told to, within one call of a function: this process ends without it"),
			"give LIKE, replace and the like shorter texts or simpler patterns"}))
	}
	g := &guard{}
	if bounded {
		g.late = time.AfterFunc(query.Defaults.Time+query.Grace, leave)
		g.rest()
	}
	over := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		select {
		case <-over:
		case <-time.After(query.Grace):
			leave()
		}
	})
	g.end = func() { g.rest(); stop(); close(over) }
	return g
}

// begin says that the engine works.
func (g *guard) begin() {
	if g.late != nil {
		g.late.Reset(query.Defaults.Time + query.Grace)
	}
}

// rest says that it does not.
func (g *guard) rest() {
	if g.late != nil {
		g.late.Stop()
	}
}
