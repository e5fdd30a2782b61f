// Whether the key beside a database is the one that its files were loaded under.

package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"opaudit/sql/duck"
)

// checkKey wants key to be the one that the files of the database were loaded under:
// any other would recognise nothing of them, and count everything once more. The
// database keeps a digest of a fixed text under its key; one from which nothing was
// loaded yet takes whatever key there is, and so does one from before that was kept.
func checkKey(ctx context.Context, db *duck.DB, key []byte, unused bool) error {
	digest := fmt.Sprintf("%x", newDigester(key).of("key", []byte("opaudit")))
	var there string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'key_digest'").Scan(&there)
	switch {
	case ctx.Err() != nil:
		return ctx.Err() // the engine says it in words of its own
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return fmt.Errorf("read digest of key: %w", err)
	case there == digest:
		return nil
	case there != "" && !unused:
		return fmt.Errorf("the key file %s is another than the one that the files in the database were loaded under: restore it from a backup, or load the logs again into a new --db", KeyPath(db.Path))
	}
	if _, err := db.ExecContext(context.WithoutCancel(ctx), "INSERT OR REPLACE INTO meta VALUES ('key_digest', ?)", digest); err != nil {
		return fmt.Errorf("store digest of key: %w", err)
	}
	return nil
}

// CheckKeyFile returns an error when the key beside a database is there and of no use:
// what would be loaded into a new database of that name could not be recognised.
func CheckKeyFile(database string) error {
	if _, err := os.Stat(KeyPath(database)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	_, err := readKey(database, false)
	return err
}
