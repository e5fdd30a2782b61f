// What a path held before its file was rewritten, and when that goes.

package ingest

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
)

// dropRefused takes a file's entry out of the ledger, with its rejects, when it holds
// nothing but rejected and blank lines that no other file has, and that no personal data
// was found in: that it once stood in a log is proven, whatever the file holds now.
// Whatever kills the process then, the next load finds a file that was never loaded.
func (l *Loader) dropRefused(ctx context.Context, out entry) (dropped bool, err error) {
	if out.rejected == 0 || out.accepted > 0 || out.duplicate > 0 || out.events > 0 {
		return false, nil
	}
	evidence := false
	if err := l.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM pii_found WHERE file_id = ?", out.fileID).Scan(&evidence); err != nil {
		return false, fmt.Errorf("read evidence: %w", err)
	}
	if evidence {
		return false, nil
	}
	there, gone, err := l.dependents(ctx, []entry{out}, "")
	if err != nil || len(there)+len(gone) > 0 {
		return false, err
	}
	if err := l.feedIDs([]int64{out.fileID}, nil); err != nil {
		return false, err
	}
	statements := append(l.deletions("taken_out"), "DELETE FROM line_chains WHERE file_id IN (FROM taken_out())", "DELETE FROM files WHERE file_id IN (FROM taken_out())")
	if err := l.together(ctx, "take out rejected lines", statements); err != nil {
		return false, err
	}
	l.ledger.chains.removeFile(out.fileID)
	delete(l.ledger.byPath, out.digest)
	delete(l.marks, out.digest)
	return true, nil
}

// removeFile removes the segments that a file brought in.
func (c *chains) removeFile(fileID int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.segments, func(_ step, s *segment) bool { return s.fileID == fileID })
}

// earlier is the newest entry of the same path, from before the file was rewritten, that
// holds something; found is false without one.
func (l *Loader) earlier(ctx context.Context, than entry) (e entry, found bool, err error) {
	err = l.db.Rows(ctx, `SELECT file_id, path, state, lines, duplicate, events, chain FROM files
		WHERE path_digest = ? AND duplicate < lines ORDER BY file_id DESC LIMIT 1`, []any{[]byte(than.digest)},
		func(rows *sql.Rows) error {
			found = true
			return rows.Scan(&e.fileID, &e.path, &e.state, &e.lines, &e.duplicate, &e.events, &e.sum)
		})
	if err != nil {
		return e, false, fmt.Errorf("read ledger: %w", err)
	}
	e.digest = than.digest
	return e, found, nil
}
