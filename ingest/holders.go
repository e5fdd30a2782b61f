// Under which names the lines of a file are stored of which nothing is stored itself.

package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Why nothing can be taken out of a file under its own name.
var (
	ErrHeldElsewhere = errors.New("all its lines were loaded from another file before, and nothing is stored under this name")
	errKeptOut       = fmt.Errorf("%w: they were forgotten there, and are kept out under this name, too; there is nothing to do", ErrHeldElsewhere)
)

// maxNamed is how many of the files that hold the lines are named.
const maxNamed = 3

// heldBefore are the entries of the same path that hold the lines of one that holds none
// itself, when it was rewritten and holds again what it held once. It is an error when other
// files hold some: they are to be forgotten first, for this one is read anew then.
func (l *Loader) heldBefore(ctx context.Context, e entry) ([]entry, error) {
	holders, err := l.holders(ctx, e.sum)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, h := range holders {
		if h.digest != e.digest && !slices.Contains(names, h.path) {
			names = append(names, h.path)
		}
	}
	more := ""
	switch n := len(names) - maxNamed; {
	case len(holders) == 0:
		return nil, errKeptOut
	case len(names) == 0:
		return holders, nil
	case n > 0:
		names, more = names[:maxNamed], fmt.Sprintf(" and %d more", n)
	}
	return nil, fmt.Errorf("%w; first forget %s%s, then this file", ErrHeldElsewhere, strings.Join(names, ", "), more)
}

// A run is one of the runs of lines that a file brought in.
type run struct {
	fileID    int64
	previous  uint64 // the prefix that it goes on from
	forgotten bool
}

// holders are the entries under which the lines up to a prefix are stored, the first
// lines first: its way back leads over runs of one or more files.
func (l *Loader) holders(ctx context.Context, sum uint64) (holders []entry, err error) {
	for sum != 0 {
		var at run
		found, ends := false, map[uint64]run{}
		err := l.db.Rows(ctx, "SELECT file_id, previous, forgotten, chain FROM line_chains", nil, func(rows *sql.Rows) error {
			var r run
			var chain []byte
			err := rows.Scan(&r.fileID, &r.previous, &r.forgotten, &chain)
			values := unpacked(chain)
			if slices.Contains(values, sum) {
				at, found = r, true
			}
			if len(values) > 0 {
				ends[values[len(values)-1]] = r
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read ledger: %w", err)
		}
		if !found {
			break
		}
		for ok := true; ok; at, ok = ends[sum] { // a file that grew has a run for each time
			sum = at.previous
			if at.forgotten || slices.ContainsFunc(holders, func(h entry) bool { return h.fileID == at.fileID }) {
				continue
			}
			h := entry{fileID: at.fileID}
			var digest []byte
			if err := l.db.QueryRowContext(ctx, "SELECT path, path_digest, events FROM files WHERE file_id = ?", at.fileID).Scan(&h.path, &digest, &h.events); err != nil {
				return nil, fmt.Errorf("read ledger: %w", err)
			}
			h.digest = string(digest)
			holders = append([]entry{h}, holders...)
		}
	}
	return holders, nil
}
