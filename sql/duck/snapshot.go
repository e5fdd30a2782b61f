package duck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	catalog "opaudit/sql"
)

// SnapshotFolder is where a process that holds a database puts the copies that it
// sends to others.
func SnapshotFolder(path string) string { return path + ".snapshot" }

// Snapshot copies the state of one moment into a new database at path, which only
// this user may read, beside a load that goes on. The copy has all views, and nothing
// of it depends on this program or on the name of its file.
func (db *DB) Snapshot(ctx context.Context, path string) error {
	if err := db.makeViews(ctx); err != nil {
		return err
	}
	db.attached.RLock()
	defer db.attached.RUnlock()
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	defer func() { _ = conn.Close() }() // nothing is left to be written
	for _, s := range []string{
		"ATTACH " + catalog.Literal(path) + " AS snapshot",
		"COPY FROM DATABASE audit TO snapshot",
		"DETACH snapshot", // writes all into the one file
	} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "DETACH DATABASE IF EXISTS snapshot") // err is the one to report
			return fmt.Errorf("copy database: %w", err)
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("copy database: %w", err)
	}
	return nil
}

// SnapshotFile makes a Snapshot in SnapshotFolder and returns it open for reading,
// without a name. Only one can be made at a time.
func (db *DB) SnapshotFile(ctx context.Context) (_ *os.File, err error) {
	if !db.copying.TryLock() {
		return nil, ErrCopying
	}
	defer db.copying.Unlock()
	folder := SnapshotFolder(db.Path)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	defer func() { _ = os.RemoveAll(folder) }() // else the next writer who opens the database does
	path := filepath.Join(folder, "copy.duckdb")
	if err := db.Snapshot(ctx, path); err != nil {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("copy database: %w", err)
	}
	return file, nil
}
