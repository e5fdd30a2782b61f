package duck

import (
	"context"
	"fmt"
)

// Confine cuts the whole database off from files and the network, for good: nothing
// can be loaded any more.
func (db *DB) Confine(ctx context.Context) error {
	if db.confined {
		return nil
	}
	for _, s := range []string{"SET enable_external_access = false", "SET lock_configuration = true"} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("confine connection: %w", err)
		}
	}
	db.confined = true
	return nil
}
