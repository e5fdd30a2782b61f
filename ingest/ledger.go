package ingest

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

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
	// Its rows were taken out, and its content is kept out.
	forgotten = "forgotten"
	// It is to be read anew, also what is kept out since it was read.
	reload = "reload"
)

// failed reports whether the file could not be read, or stored, to its end.
func (e *entry) failed() bool { return e.failure != "" }

// holds reports whether lines are stored under its own name: of a forgotten file those
// that were added since.
func (e *entry) holds() bool { return e.duplicate < e.lines }

// fail notes why it could not. What is to be done with the file the next time stays
// as it was: it may have been emptied to be read anew, or be kept out.
func (e *entry) fail(cause error) {
	if e.state != reload && e.state != forgotten {
		e.state = failed
	}
	e.failure = maskedText(cause.Error())
}

// readWhole notes that the file was read to its end.
func (e *entry) readWhole() {
	e.failure = ""
	if e.state == failed || e.state == reload {
		e.state = loaded
	}
}

// ledger is what is known of all files, read once and kept in step with commits.
type ledger struct {
	db     *duck.DB
	lastID int64
	byPath map[string]entry // by digest; the newest of a path
	chains chains
}

func readLedger(ctx context.Context, db *duck.DB) (*ledger, error) {
	l := &ledger{db: db, byPath: map[string]entry{}}
	l.chains = chains{segments: map[step]*segment{}, before: map[int64][]uint64{}, load: func(s *segment) ([]uint64, error) { return l.values(ctx, s) }}
	anew := map[int64]bool{}
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
			anew[e.fileID] = e.state == reload
			l.lastID = max(l.lastID, e.fileID)
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	err = db.Rows(ctx, "SELECT file_id, first_line, previous, first, CASE WHEN forgotten THEN chain END FROM line_chains", nil, func(rows *sql.Rows) error {
		s, out := &segment{}, []byte(nil)
		if err := rows.Scan(&s.fileID, &s.firstLine, &s.previous, &s.first, &out); err != nil {
			return err
		}
		if out == nil {
			l.chains.add(s)
		}
		l.chains.forgotten = append(l.chains.forgotten, unpacked(out)...)
		if anew[s.fileID] {
			l.chains.before[s.fileID] = append(l.chains.before[s.fileID], unpacked(out)...)
		}
		return nil
	})
	slices.Sort(l.chains.forgotten)
	for _, out := range l.chains.before {
		slices.Sort(out)
	}
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	return l, nil
}

// values reads the values of a segment.
func (l *ledger) values(ctx context.Context, s *segment) ([]uint64, error) {
	var b []byte
	err := l.db.QueryRowContext(ctx, "SELECT chain FROM line_chains WHERE file_id = ? AND first_line = ?", s.fileID, s.firstLine).Scan(&b)
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	return unpacked(b), nil
}

// feed makes rows of the ledger readable for the engine: those of files, and the
// runs of lines that they brought in.
func (l *ledger) feed(entries func() []entry, segments func() []*segment) error {
	if err := l.db.Feed("ledger_rows", ledgerColumns, func() duck.Rows { return entryRows(entries()) }); err != nil {
		return err
	}
	return l.db.Feed("chain_rows", "file_id BIGINT, first_line BIGINT, previous VARCHAR, first VARCHAR, chain BLOB",
		func() duck.Rows { return segmentRows(segments()) })
}

const ledgerColumns = "file_id BIGINT, path VARCHAR, digest BLOB, state VARCHAR, error VARCHAR, encoding VARCHAR, lines BIGINT, blank BIGINT, " +
	"accepted BIGINT, rejected BIGINT, duplicate BIGINT, events BIGINT, pending BIGINT, chain VARCHAR"

// write puts the fed rows; the row of a file replaces an earlier one.
func (l *ledger) write(ctx context.Context) error {
	for _, statement := range []string{
		`INSERT OR REPLACE INTO files SELECT file_id, path, digest, state, error, encoding, lines, blank, accepted, rejected, duplicate,
  events, pending, CAST(chain AS UBIGINT), CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP) FROM ledger_rows()`,
		"INSERT INTO line_chains SELECT file_id, first_line, CAST(previous AS UBIGINT), CAST(first AS UBIGINT), chain, false FROM chain_rows()",
	} {
		if _, err := l.db.Again(ctx, statement); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}

type entryRows []entry

func (r entryRows) Len() int { return len(r) }
func (r entryRows) Put(i int, set func(int, any) error) error {
	e := &r[i]
	return put(set, e.fileID, e.path, []byte(e.digest), e.state, textOrNull(e.failure), textOrNull(string(e.charset)),
		e.lines, e.blank, e.accepted, e.rejected, e.duplicate, e.events, e.pending, strconv.FormatUint(e.sum, 10))
}

type segmentRows []*segment

func (r segmentRows) Len() int { return len(r) }
func (r segmentRows) Put(i int, set func(int, any) error) error {
	s := r[i]
	return put(set, s.fileID, s.firstLine, strconv.FormatUint(s.previous, 10), strconv.FormatUint(s.first, 10), packed(s.values))
}
