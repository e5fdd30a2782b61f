// How a batch gets into the database: its rows, rejects, evidence and the ledger together, or nothing.

package ingest

import (
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"
	"unsafe"

	"opaudit/sql/duck"
)

// maxText is how much of a rejected record is kept, in bytes; maxTexts how many
// such texts a file and reason.
const (
	maxText  = 1 << 10
	maxTexts = 1000
)

// logHead is how many bytes of a file must hold a usable line for it to be a log.
const logHead = 1 << 20

// feed makes the batch readable for the engine.
func (l *Loader) feed() error {
	for i, t := range l.db.Catalog.LogTypes {
		var columns []string
		for _, c := range t.Columns() {
			columns = append(columns, c.Name+" "+c.Type)
		}
		open := func() []*duck.Columns { return l.batch.rows[i] }
		if err := l.db.FeedColumns(t.Incoming(), strings.Join(columns, ", "), open); err != nil {
			return err
		}
	}
	feeds := []struct {
		name, columns string
		open          func() duck.Rows
	}{
		{"refusals", "file_id BIGINT, line BIGINT, element BIGINT, byte_offset BIGINT, reason VARCHAR, field VARCHAR, text VARCHAR",
			func() duck.Rows { return refusalRows(l.batch.refusals) }},
		{"notes", "file_id BIGINT, line BIGINT, element BIGINT, code VARCHAR, field VARCHAR",
			func() duck.Rows { return noteRows(l.batch.notes) }},
		{"hits", "file_id BIGINT, line BIGINT, element BIGINT, log_type VARCHAR, app_key VARCHAR, millis BIGINT, " +
			"field VARCHAR, ours VARCHAR, kind VARCHAR, confidence VARCHAR, sample VARCHAR, digest BLOB",
			func() duck.Rows { return hitRows(l.batch.hits) }},
		{"readings", readingColumns, func() duck.Rows { return l.batch.unseen }},
	}
	for _, f := range feeds {
		if err := l.db.Feed(f.name, f.columns, f.open); err != nil {
			return err
		}
	}
	return l.ledger.feed(func() []entry { return l.batch.entries() }, func() []*segment { return l.batch.segments })
}

// Texts are kept for the first maxTexts rejects of a file and reason.
var storeRejects = fmt.Sprintf(`INSERT INTO rejects
SELECT file_id, line, element, byte_offset, reason, field,
  CASE WHEN coalesce(kept, 0) + row_number() OVER (PARTITION BY file_id, reason ORDER BY line, element) <= %d THEN text END
FROM refusals() LEFT JOIN (
  SELECT file_id, reason, count(text) AS kept FROM rejects GROUP BY file_id, reason
) USING (file_id, reason)`, maxTexts)

// A hit belongs to the app and day of the record that it stands in, if that can
// be read.
const storeHits = `INSERT INTO pii_found
SELECT file_id, line, element, log_type, app_key, shanghai_day(millis), field, ours, kind, confidence, sample, digest FROM hits()`

// commit writes everything that the batch holds and checks the conservation law
// of each file. It runs inside a transaction.
func (l *Loader) commit(ctx context.Context) error {
	defer l.batch.pin()()
	for i, t := range l.db.Catalog.LogTypes {
		if i < len(l.batch.events) && l.batch.events[i] > 0 {
			if err := l.insert(ctx, "store "+t.Name+" records", t.Store(), l.batch.events[i]); err != nil {
				return err
			}
		}
	}
	for _, s := range []struct {
		what, statement string
		rows            int
	}{
		{"store rejects", storeRejects, len(l.batch.refusals)},
		{"store evidence", storeHits, len(l.batch.hits)},
		{"store warnings", "INSERT INTO spec_warnings SELECT * FROM notes()", len(l.batch.notes)},
	} {
		if s.rows > 0 {
			if err := l.insert(ctx, s.what, s.statement, int64(s.rows)); err != nil {
				return err
			}
		}
	}
	if err := l.storeReadings(ctx); err != nil {
		return err
	}
	if err := l.settle(ctx); err != nil {
		return err
	}
	return l.ledger.write(ctx)
}

// insert runs an INSERT and checks that it stored so many rows.
func (l *Loader) insert(ctx context.Context, what, statement string, rows int64) error {
	stored, err := l.db.Again(ctx, statement)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if stored != rows {
		return fmt.Errorf("%s: the database took %d of %d rows; nothing was stored", what, stored, rows)
	}
	return nil
}

// settle checks the conservation law of each file of the batch and judges it.
func (l *Loader) settle(ctx context.Context) error {
	for _, p := range l.batch.parts {
		if !p.lines.balanced() {
			return fmt.Errorf("%s: %d lines are not %d blank + %d accepted + %d rejected + %d duplicate; nothing of it was stored",
				p.entry.path, p.lines.lines, p.lines.blank, p.lines.accepted, p.lines.rejected, p.lines.duplicate)
		}
		p.entry.tally = p.before.plus(p.lines)
		if err := l.judge(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// judge marks a file that has no usable line in its first MiB as not a log: one
// hint then stands for the texts of its rejects. A file that has less and is still
// written to may yet become one.
func (l *Loader) judge(ctx context.Context, p *part) error {
	e := &p.entry
	read := !p.r.waiting && !p.r.gone
	undecided := read && e.state == loaded && p.before.accepted+p.before.duplicate == 0
	useless := undecided && !p.useful && e.rejected > 0
	switch {
	case p.useful && e.state == notLog:
		e.state = loaded
	case useless && !p.r.file.quiet && p.reached < logHead:
		p.open = true
	case useless:
		e.state, p.changed = notLog, true
	}
	if undecided && !p.open {
		if err := l.recall(ctx, p); err != nil {
			return err
		}
	}
	if e.state != notLog {
		return nil
	}
	if _, err := l.db.ExecContext(ctx, "UPDATE rejects SET text = NULL WHERE file_id = ? AND text IS NOT NULL", e.fileID); err != nil {
		return fmt.Errorf("store rejects: %w", err)
	}
	return nil
}

// recall counts what was rejected of a file before, for the hint that was held back till
// now: it may have been read at another time, or by another process.
func (l *Loader) recall(ctx context.Context, p *part) error {
	if p.before.rejected == 0 {
		return nil
	}
	p.r.refused = map[fault]int64{}
	return l.db.Rows(ctx, "SELECT reason, coalesce(field, ''), count(*) FROM rejects WHERE file_id = ? AND line <= ? GROUP BY ALL",
		[]any{p.entry.fileID, p.before.lines}, func(rows *sql.Rows) error {
			var f fault
			var n int64
			err := rows.Scan(&f.reason, &f.field, &n)
			p.r.refused[f] = n
			return err
		})
}

// entries are the ledger's rows that the batch changes.
func (b *batch) entries() []entry {
	var changed []entry
	for _, p := range b.parts {
		if p.changed {
			changed = append(changed, p.entry)
		}
	}
	return changed
}

// pin keeps the memory that the rows point at where it is until the function
// that it returns is called: the engine reads it.
func (b *batch) pin() (unpin func()) {
	var pinned runtime.Pinner
	for _, block := range b.blocks {
		for _, memory := range append(block.texts.full, block.texts.room, block.text) {
			if cap(memory) > 0 {
				pinned.Pin(unsafe.SliceData(memory)) //nolint:gosec // only the address is taken
			}
		}
	}
	return pinned.Unpin
}

// excerpt is the beginning of a rejected record as text.
func excerpt(text []byte) string {
	if len(text) > maxText {
		text = text[:maxText]
		for i := 0; i < utf8.UTFMax && len(text) > 0 && !utf8.Valid(text[len(text)-min(len(text), utf8.UTFMax):]); i++ {
			text = text[:len(text)-1]
		}
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(text), "\uFFFD"), "\x00", "\uFFFD")
}

func number(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func put(set func(int, any) error, values ...any) error {
	for i, v := range values {
		if err := set(i, v); err != nil {
			return err
		}
	}
	return nil
}

type refusalRows []refusal

func (r refusalRows) Len() int { return len(r) }
func (r refusalRows) Put(i int, set func(int, any) error) error {
	v := &r[i]
	return put(set, v.fileID, v.line, number(v.element), v.offset, v.reason, textOrNull(v.field), excerpt(v.text))
}

type noteRows []note

func (r noteRows) Len() int { return len(r) }
func (r noteRows) Put(i int, set func(int, any) error) error {
	v := &r[i]
	return put(set, v.fileID, v.line, number(v.element), v.code, textOrNull(v.field))
}

type hitRows []hit

func (r hitRows) Len() int { return len(r) }
func (r hitRows) Put(i int, set func(int, any) error) error {
	v := &r[i]
	return put(set, v.fileID, v.line, number(v.element), textOrNull(v.logType), textOrNull(v.appKey), number(v.millis),
		v.field, v.ours, v.kind, v.confidence, v.sample, v.digest)
}
