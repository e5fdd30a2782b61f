package duck

import (
	"context"
	"fmt"
	"strings"

	catalog "opaudit/sql"
)

// Confine cuts the whole database off from files, but for its own, and from the
// network, and locks its settings, for good. It can be loaded into as before.
func (db *DB) Confine(ctx context.Context) error {
	if db.confined {
		return nil
	}
	var own []string
	for _, end := range []string{"", ".wal"} {
		own = append(own, catalog.Literal(db.Path+end))
	}
	for _, s := range []string{
		"SET allowed_paths = [" + strings.Join(own, ", ") + "]", // to attach it again
		"SET allowed_directories = [" + catalog.Literal(SnapshotFolder(db.Path)+"/") + "]",
		"SET enable_external_access = false",
		"SET allowed_configs = ['memory_limit', 'schema']", // Loading's, and USE
		"SET lock_configuration = true",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("confine database: %w", err)
		}
	}
	db.confined = true
	return nil
}

// Share is to be called before others may ask beside loads, until ctx ends: then loads
// leave them memory, and they get no more than that.
func (db *DB) Share(ctx context.Context) {
	db.shared = true
	boundProcess()
	go db.watchMemory(ctx)
}
