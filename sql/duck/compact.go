package duck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	catalog "opaudit/sql"
)

// CopyPath is where the copy stands that Compact puts in the place of a database.
func CopyPath(path string) string { return path + ".new" }

// removeCopy removes what a Compact that did not end left behind.
func removeCopy(path string) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	for _, file := range append(Logs(CopyPath(path)), CopyPath(path)) {
		_ = os.Remove(file)
	}
}

// Compact writes the file anew without the room that deleted rows took up, which
// the engine itself would keep for rows to come, and puts it in the place of the
// old one: whenever the process is killed, the one or the other stands there,
// whole. Until then it needs room for both. Only Close may follow.
func (db *DB) Compact(ctx context.Context) error {
	db.attached.Lock() // other connections are done with it
	defer db.attached.Unlock()
	path, err := filepath.EvalSymlinks(db.Path)
	if err != nil {
		return fmt.Errorf("compact %s: %w", db.Path, err)
	}
	removeCopy(path)
	if err := db.copyTo(ctx, path); err != nil {
		_, _ = db.ExecContext(context.WithoutCancel(ctx), "DETACH fresh") // it may not be attached
		removeCopy(path)
		return fmt.Errorf("compact %s: %w", db.Path, err)
	}
	return nil
}

// copyTo makes the copy of the database at path and renames it to path. Both stay
// locked meanwhile, so that no other process can write into the one that goes.
func (db *DB) copyTo(ctx context.Context, path string) error {
	fresh := CopyPath(path)
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	for _, s := range []string{
		"SET threads = 1", // several leave more room between what they write
		"CHECKPOINT audit",
		fmt.Sprintf("ATTACH %s AS fresh (%s)", catalog.Literal(fresh), db.option),
		"COPY FROM DATABASE audit TO fresh",
		"CHECKPOINT fresh", // the engine syncs the file
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	for _, log := range append(Logs(db.Path), Logs(fresh)...) {
		if info, err := os.Stat(log); err == nil && info.Size() > 0 {
			return fmt.Errorf("%s is not empty after a checkpoint", log)
		}
	}
	// By name: to open and close a file would end the engine's lock on it.
	if err := os.Chmod(fresh, info.Mode().Perm()); err != nil {
		return err
	}
	if err := giveTo(info, fresh); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	db.file = nil
	if err := SyncFolder(filepath.Dir(path)); err != nil {
		return err
	}
	for _, s := range []string{"USE memory", "DETACH audit"} { // fresh stays locked until Close
		if _, err := db.ExecContext(context.WithoutCancel(ctx), s); err != nil {
			return err
		}
	}
	return nil
}

// giveTo gives a file, by name, to the owner and the group of another. Who is not root
// may not do that, and keeps it.
func giveTo(info fs.FileInfo, path string) error {
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	err := os.Chown(path, int(owner.Uid), int(owner.Gid))
	if errors.Is(err, fs.ErrPermission) && os.Geteuid() != 0 {
		return nil
	}
	return err
}

// SyncFolder makes names that were given in a folder, such as by a rename, last.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Bytes is how much room the database takes in the file system, its logs included.
func (db *DB) Bytes() (int64, error) {
	info, err := os.Stat(db.Path)
	if err != nil {
		return 0, fmt.Errorf("look at database: %w", err)
	}
	return info.Size() + logBytes(db.Path), nil
}

// FreeShare is the share of the file that the engine keeps for rows to come.
func (db *DB) FreeShare(ctx context.Context) (float64, error) {
	if _, err := db.ExecContext(ctx, "CHECKPOINT audit"); err != nil {
		return 0, fmt.Errorf("write log into database: %w", err)
	}
	var share float64
	err := db.QueryRowContext(ctx, "SELECT free_blocks / greatest(total_blocks, 1) FROM pragma_database_size() WHERE database_name = 'audit'").Scan(&share)
	if err != nil {
		return 0, fmt.Errorf("measure database: %w", err)
	}
	return share, nil
}
