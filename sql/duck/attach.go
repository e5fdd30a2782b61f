package duck

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	catalog "opaudit/sql"
)

// dsn fixes what DuckDB would otherwise choose by itself: nothing is loaded from
// outside, and temporary files stay beside the database.
func dsn(path string, o Options) string {
	settings := url.Values{
		"autoinstall_known_extensions": {"false"},
		"autoload_known_extensions":    {"false"},
		"extension_directory":          {noExtensions},
		"memory_limit":                 {memory},
		"temp_directory":               {spill(path)},
		"max_temp_directory_size":      {mebibytes(spillRoom(path))},
		"preserve_insertion_order":     {"false"},
		"wal_autocheckpoint":           {"64MB"},
	}
	if o.Threads > 0 {
		settings.Set("threads", strconv.Itoa(o.Threads))
	}
	return "?" + settings.Encode()
}

// Logs are the files beside a database in which the engine keeps what is not in it yet:
// the write-ahead log, and what a checkpoint and a recovery that were killed left.
func Logs(path string) []string {
	return []string{path + ".wal", path + ".wal.checkpoint", path + ".wal.recovery"}
}

// logBytes is how long they are together.
func logBytes(path string) (size int64) {
	for _, log := range Logs(path) {
		if info, err := os.Stat(log); err == nil {
			size += info.Size()
		}
	}
	return size
}

// rowGroup is how many rows the engine stores together, a multiple of its 2,048.
// A transaction's rows that fill such groups are written once; the rest goes
// through the write-ahead log and is written a second time.
const rowGroup = 16384

// attach makes the file the database that statements are about.
func (db *DB) attach(ctx context.Context, readOnly bool) error {
	option := fmt.Sprintf("ROW_GROUP_SIZE %d", rowGroup)
	if readOnly {
		option = "READ_ONLY"
	}
	db.option = option
	_, err := db.ExecContext(ctx, db.attachment())
	if undo, mended := mendTorn(db.Path, err); mended {
		if _, still := db.ExecContext(ctx, db.attachment()); still != nil { // one block at most is half written: the file is damaged otherwise
			undo()
		} else {
			err = nil
		}
	}
	if err != nil {
		return opening(db.Path, err)
	}
	for _, s := range []string{
		"USE audit",
		"SET GLOBAL TimeZone = 'UTC'", // for every connection; else the TZ of the process would change answers
		"SET disabled_compression_methods = 'fsst,rle,zstd'", // to try them costs a tenth of a load; fsst would save a quarter of the file
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return opening(db.Path, err)
		}
	}
	return nil
}

// attachment is the statement that attaches the file.
func (db *DB) attachment() string {
	return fmt.Sprintf("ATTACH %s AS audit (%s)", catalog.Literal(db.Path), db.option)
}

// Reattach lets the engine forget what it keeps in memory of the file: of each run
// of rows it remembers a little for as long as the file is attached, whatever the
// memory limit. No transaction may be open on this connection. While another one
// reads, nothing is done: a long question must not hold up a load, and there will
// be a next time.
func (db *DB) Reattach(ctx context.Context) error {
	if !db.attached.TryLock() {
		return nil
	}
	defer db.attached.Unlock()
	if _, err := db.ExecContext(ctx, "CHECKPOINT audit"); err != nil {
		return fmt.Errorf("write %s: %w", db.Path, err)
	}
	return db.attachAgain(ctx)
}

// Revive attaches the file again if the engine has given it up, as it does when a
// checkpoint fails on a full disk: what was committed is in the file.
func (db *DB) Revive(ctx context.Context) error {
	if _, err := db.ExecContext(ctx, "SELECT 1 FROM audit.meta"); err == nil {
		return nil
	}
	db.attached.Lock()
	defer db.attached.Unlock()
	return db.attachAgain(ctx)
}

// attachAgain works on a connection of its own, on which the file is not the
// database that statements are about: one that was given up would refuse even to
// be left.
func (db *DB) attachAgain(ctx context.Context) error {
	if err := db.InPlace(); err != nil {
		return err // else whatever has the name now would be attached
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("attach %s again: %w", db.Path, err)
	}
	defer conn.Close()
	for _, s := range []string{
		"DETACH DATABASE IF EXISTS audit",
		db.attachment(),
	} {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("attach %s again: %w", db.Path, err)
		}
	}
	return nil
}

// quotedPath is how the engine names a file.
var quotedPath = regexp.MustCompile(`"[^"]*"`)

// opening turns the driver's error on opening path into one that a caller can tell.
func opening(path string, err error) error {
	text := err.Error()
	said := quotedPath.ReplaceAllString(strings.ReplaceAll(text, path, ""), "") // no path is a sign, whatever it is called
	if strings.Contains(said, "Could not set lock") {
		return busy(path, text)
	}
	for _, sign := range []string{"not a valid DuckDB database", "orrupt", "checksum", "WAL", "version number", "Could not read enough bytes", "INTERNAL", "Serialization Error"} {
		if strings.Contains(said, sign) {
			return fmt.Errorf("open %s: %w: %s", path, ErrDamaged, text)
		}
	}
	return fmt.Errorf("open %s: %w", path, err)
}
