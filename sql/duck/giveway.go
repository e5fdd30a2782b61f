package duck

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// ErrGaveWay says that what read beside a load was ended because the load needed its
// memory.
var ErrGaveWay = errors.New("a load needed the memory")

// OutOfMemory reports whether err says that the engine had too little memory, or
// too little room for what it puts aside on disk.
func OutOfMemory(err error) bool {
	return err != nil && strings.Contains(err.Error(), "Out of Memory Error")
}

// GivingWay returns a ctx for what reads beside a load: Undisturbed ends it with the
// cause ErrGaveWay, and it ends, OutOfMemory, when the process gets too large. The caller must call end when it is done.
func (db *DB) GivingWay(ctx context.Context) (_ context.Context, end func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	db.guests.Lock()
	defer db.guests.Unlock()
	db.nextGuest++
	number := db.nextGuest
	db.endGuest[number] = cancel
	return ctx, func() {
		cancel(nil)
		db.guests.Lock()
		defer db.guests.Unlock()
		delete(db.endGuest, number)
	}
}

// Undisturbed runs f while nothing else uses the database: what reads with a ctx of
// GivingWay is ended, what has none is waited for.
func (db *DB) Undisturbed(f func() error) error {
	db.endGuests(ErrGaveWay)
	db.attached.Lock()
	defer db.attached.Unlock()
	return f()
}

func (db *DB) hasGuests() bool {
	db.guests.Lock()
	defer db.guests.Unlock()
	return len(db.endGuest) > 0
}

// endGuests ends the ctx of each GivingWay.
func (db *DB) endGuests(cause error) {
	db.guests.Lock()
	defer db.guests.Unlock()
	for _, end := range db.endGuest {
		end(cause)
	}
}

// Store is InTransaction for a load: where the memory does not suffice because of
// what others ask meanwhile, it is done once more, undisturbed.
func (db *DB) Store(ctx context.Context, f func() error) error {
	err := db.InTransaction(ctx, f)
	if OutOfMemory(err) {
		err = db.Undisturbed(func() error { return db.InTransaction(ctx, f) })
	}
	return err
}

// limitMemory says how much the engine may use from now on.
func (db *DB) limitMemory(ctx context.Context, limit string) error {
	if _, err := db.ExecContext(ctx, "SET memory_limit = '"+limit+"'"); err != nil {
		return fmt.Errorf("bound memory: %w", err)
	}
	return nil
}
