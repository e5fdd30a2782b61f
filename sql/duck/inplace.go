package duck

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrReplaced says that the file that is open does not have its name any more:
// nobody will ever read what is written into it.
var ErrReplaced = errors.New("was removed or replaced; what was loaded since is lost")

// InPlace returns an error that wraps ErrReplaced when another file, or none, has the
// name of the one that is open.
func (db *DB) InPlace() error {
	if db.file == nil {
		return nil
	}
	now, err := os.Stat(db.Path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(now, db.file) {
		return fmt.Errorf("%s %w", db.Path, ErrReplaced)
	}
	return nil // of what cannot be looked at nothing is known
}

// keepOut lets Close not touch what has the names of this file and of its log by now:
// it may be another process's.
func (db *DB) keepOut() {
	if db.InPlace() != nil {
		_, _ = db.ExecContext(context.Background(), "PRAGMA disable_checkpoint_on_shutdown") // there is nothing to be saved
	}
}
