package ingest

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"opaudit/sql/duck"
)

// An entry is a row of the ledger: one file as it was last committed.
type entry struct {
	tally
	fileID  int64
	path    string // masked
	digest  string // keyed, of the absolute path
	state   string
	failure string
	charset charset
	pending int64 // bytes of a last line that is not complete
	sum     uint64
}

// The states of a file.
const (
	loaded = "loaded"
	notLog = "not a log"
	failed = "failed"
)

// ledger is what is known of all files, read once and kept in step with commits.
type ledger struct {
	db     *duck.DB
	lastID int64
	byPath map[string]entry // by digest; the newest of a path
	chains chains
}

func readLedger(ctx context.Context, db *duck.DB) (*ledger, error) {
	l := &ledger{db: db, byPath: map[string]entry{}}
	l.chains = chains{segments: map[step]*segment{}, load: func(s *segment) error { return l.values(ctx, s) }}
	err := db.Rows(ctx, `SELECT file_id, path, path_digest, state, coalesce(error, ''), coalesce(encoding, ''),
		lines, blank, accepted, rejected, duplicate, events, pending_bytes, chain FROM files ORDER BY file_id`, nil,
		func(rows *sql.Rows) error {
			var e entry
			var digest []byte
			if err := rows.Scan(&e.fileID, &e.path, &digest, &e.state, &e.failure, &e.charset,
				&e.lines, &e.blank, &e.accepted, &e.rejected, &e.duplicate, &e.events, &e.pending, &e.sum); err != nil {
				return err
			}
			e.digest = string(digest)
			l.byPath[e.digest] = e
			l.lastID = max(l.lastID, e.fileID)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	err = db.Rows(ctx, "SELECT file_id, first_line, previous, first FROM line_chains", nil, func(rows *sql.Rows) error {
		s := &segment{}
		if err := rows.Scan(&s.fileID, &s.firstLine, &s.previous, &s.first); err != nil {
			return err
		}
		l.chains.add(s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	return l, nil
}

// values reads the values of a segment.
func (l *ledger) values(ctx context.Context, s *segment) error {
	var b []byte
	err := l.db.QueryRowContext(ctx, "SELECT chain FROM line_chains WHERE file_id = ? AND first_line = ?", s.fileID, s.firstLine).Scan(&b)
	if err != nil {
		return fmt.Errorf("read ledger: %w", err)
	}
	s.values = unpacked(b)
	return nil
}

// write puts the row of a file; it replaces an earlier one.
func (l *ledger) write(ctx context.Context, e entry) error {
	_, err := l.db.ExecContext(ctx, `INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, nullif(?, ''), nullif(?, ''),
		?, ?, ?, ?, ?, ?, ?, CAST(? AS UBIGINT), CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP))`,
		e.fileID, e.path, []byte(e.digest), e.state, e.failure, string(e.charset),
		e.lines, e.blank, e.accepted, e.rejected, e.duplicate, e.events, e.pending, fmt.Sprint(e.sum))
	if err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	return nil
}

// keySize is the length of the key file in bytes.
const keySize = 32

// KeyPath is where the key of a database stands: a file beside it, mode 0600.
func KeyPath(database string) string { return database + ".key" }

// readKey reads the database's key or, while no file was ever loaded, makes it.
func readKey(database string, mayMake bool) ([]byte, error) {
	path := KeyPath(database)
	key, err := os.ReadFile(path)
	switch {
	case err == nil && len(key) == keySize:
		return key, nil
	case err == nil:
		return nil, fmt.Errorf("the key file %s is damaged: restore it from a backup, or load the logs again into a new --db", path)
	case !errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("read key: %w", err)
	case !mayMake:
		return nil, fmt.Errorf("the key file %s is missing and the database has files loaded under it: restore it from a backup, or load the logs again into a new --db", path)
	}
	key = make([]byte, keySize)
	_, _ = rand.Read(key) // never fails since Go 1.24
	if err := os.WriteFile(path, key, 0o600); err != nil {
		return nil, fmt.Errorf("write key: %w", err)
	}
	return key, nil
}

// digest is the keyed digest of a value, under its own use of the key.
func digest(key []byte, use string, value []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(use))
	h.Write([]byte{0})
	h.Write(value)
	return h.Sum(nil)[:16]
}

// pathDigest identifies a path whatever folder the program is started in.
func pathDigest(key []byte, path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return string(digest(key, "path", []byte(path)))
}
