package duck

import (
	"context"
	"fmt"
	"slices"
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
	for _, file := range append(Logs(db.Path), db.Path) {
		own = append(own, catalog.Literal(file))
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

// noExtensions is where extensions would be installed: no folder can be made there, and
// the engine asks nobody for an extension before it has one.
const noExtensions = "/dev/null"

// Offline cuts the engine off from extensions, and so from the network, for good: none
// is installed or loaded, whatever settings a statement changes before. Files it
// reaches as ever.
func (db *DB) Offline(ctx context.Context) error {
	var locked bool // by this function or Confine, through whatever connection: the engine is one
	if err := db.QueryRowContext(ctx, "SELECT current_setting('lock_configuration')").Scan(&locked); err != nil || locked {
		return err
	}
	for _, s := range []string{
		"SET allowed_directories = ['/']",
		"SET enable_external_access = false", // without it extensions are loaded; it cannot be set to true again
		"SET VARIABLE settings = (SELECT list(name) FROM duckdb_settings() WHERE name NOT IN ('extension_directory', 'extension_directories', 'allowed_configs', 'lock_configuration'))",
		"SET allowed_configs = getvariable('settings')",
		"RESET VARIABLE settings",
		"SET lock_configuration = true",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("cut database off from extensions: %w", err)
		}
	}
	return nil
}

// NoExtensions reports whether err says that an extension is not installed or loaded.
func NoExtensions(err error) bool {
	if err == nil {
		return false
	}
	return slices.ContainsFunc([]string{`create directory "` + noExtensions, "external extensions is disabled", "Missing Extension Error"}, func(sign string) bool {
		return strings.Contains(err.Error(), sign)
	})
}

// Share is to be called before others may ask beside loads, until ctx ends: then loads
// leave them memory, and they get no more than that.
func (db *DB) Share(ctx context.Context) {
	db.shared = true
	boundProcess()
	go db.watchMemory(ctx)
}
