package ingest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// maxText is how much of a rejected record is kept, in bytes; maxTexts how many
// such texts a file and reason.
const (
	maxText  = 1 << 10
	maxTexts = 1000
)

// feed makes the batch readable for the engine.
func (l *Loader) feed() error {
	feeds := []struct {
		name, columns string
		open          func(part string) duck.Rows
	}{
		{catalog.Incoming, catalog.IncomingColumns, func(logType string) duck.Rows { return recordRows(l.batch.records[logType]) }},
		{"refusals", "file_id BIGINT, line BIGINT, element BIGINT, byte_offset BIGINT, reason VARCHAR, field VARCHAR, text VARCHAR",
			func(string) duck.Rows { return refusalRows(l.batch.refusals) }},
		{"notes", "file_id BIGINT, line BIGINT, element BIGINT, code VARCHAR, field VARCHAR",
			func(string) duck.Rows { return noteRows(l.batch.notes) }},
		{"hits", "file_id BIGINT, line BIGINT, element BIGINT, field VARCHAR, kind VARCHAR, confidence VARCHAR, sample VARCHAR, digest BLOB",
			func(string) duck.Rows { return hitRows(l.batch.hits) }},
	}
	for _, f := range feeds {
		if err := l.db.Feed(f.name, f.columns, f.open); err != nil {
			return err
		}
	}
	return nil
}

// errRedone says that a batch failed and all its files, the one being read
// among them, were then loaded one by one.
var errRedone = errors.New("the batch was loaded file by file")

// flush commits the batch. When that fails and it held several files, each is
// loaded alone, so that one cannot sink the others.
func (l *Loader) flush(ctx context.Context, outcome map[string]*FileResult) error {
	b := l.batch
	if len(b.parts) == 0 {
		return nil
	}
	err := l.db.InTransaction(ctx, func() error { return l.commit(ctx) })
	l.batch = newBatch()
	if err == nil {
		for _, p := range b.parts {
			l.ledger.byPath[p.entry.digest] = p.entry
			l.report(p, outcome[p.file.path])
		}
		return nil
	}
	for _, p := range b.parts {
		if p.segment != nil {
			l.ledger.chains.remove(p.segment)
		}
	}
	if ctx.Err() != nil {
		return errors.Join(err, ctx.Err())
	}
	if len(b.parts) == 1 {
		return fmt.Errorf("load %s: %w", b.parts[0].entry.path, err)
	}
	for _, p := range b.parts {
		err := l.read(ctx, p.file, outcome)
		if err == nil {
			err = l.flush(ctx, outcome)
		}
		if err != nil {
			l.drop(p.file)
			if err := l.fail(ctx, p.file, err, outcome); err != nil {
				return err
			}
		}
	}
	return errRedone
}

// report tells what a commit did for a file.
func (l *Loader) report(p *part, result *FileResult) {
	result.Balance = p.entry.balance()
	result.Known = result.Known || p.lines.lines == p.lines.duplicate && p.lines.lines > 0 && p.before.lines == 0
	if p.entry.state == notLog {
		result.Hints = []string{"not a log: no line in its first MiB is a record; its lines are counted as rejected"}
	}
}

// commit writes everything that the batch holds, in the order in which the
// counts can be checked against each other.
func (l *Loader) commit(ctx context.Context) error {
	run := func(what, statement string, args ...any) error {
		if _, err := l.db.ExecContext(ctx, statement, args...); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		return nil
	}
	var good, refused, warned []string
	for _, t := range l.db.Catalog.LogTypes {
		if len(l.batch.records[t.Name]) == 0 {
			continue
		}
		if err := run("parse "+t.Name+" records", fmt.Sprintf("CREATE OR REPLACE TEMP TABLE %s AS\n%s", t.Checked(), t.Check())); err != nil {
			return err
		}
		if err := run("store "+t.Name+" records", t.Store()); err != nil {
			return err
		}
		good = append(good, fmt.Sprintf("SELECT file_id, line, element, byte_offset, %s AS log_type, app_key, day, reason FROM %s", catalog.Literal(t.Name), t.Checked()))
		refused = append(refused, fmt.Sprintf("SELECT file_id, line, element, byte_offset, reason, field, text FROM %s WHERE reason IS NOT NULL", t.Checked()))
		warned = append(warned, fmt.Sprintf("SELECT file_id, line, element, unnest(warnings) AS warning FROM %s WHERE reason IS NULL AND len(warnings) > 0", t.Checked()))
	}
	if len(good) == 0 { // no record at all: the steps below read an empty table
		good = []string{"SELECT file_id, line, element, byte_offset, reason AS log_type, reason AS app_key, CAST(NULL AS DATE) AS day, reason FROM refusals('') WHERE false"}
	}
	refused = append(refused, "SELECT * FROM refusals('')")
	steps := []struct{ what, statement string }{
		{"collect records", "CREATE OR REPLACE TEMP TABLE checked AS " + strings.Join(good, "\nUNION ALL\n")},
		{"collect rejects", "CREATE OR REPLACE TEMP TABLE refused AS " + strings.Join(refused, "\nUNION ALL\n")},
		{"store rejects", storeRejects},
		{"store hits", storeHits},
		{"store warnings", "INSERT INTO spec_warnings SELECT * FROM notes('')"},
	}
	if len(warned) > 0 {
		steps = append(steps, struct{ what, statement string }{"store warnings", fmt.Sprintf(
			"INSERT INTO spec_warnings SELECT file_id, line, element, split_part(warning, ' ', 1), split_part(warning, ' ', 2) FROM (%s)",
			strings.Join(warned, "\nUNION ALL\n"))})
	}
	for _, s := range steps {
		if err := run(s.what, s.statement); err != nil {
			return err
		}
	}
	return l.settle(ctx)
}

// Texts are kept for the first maxTexts rejects of a file and reason.
var storeRejects = fmt.Sprintf(`INSERT INTO rejects
SELECT file_id, line, element, byte_offset, reason, field,
  CASE WHEN coalesce(kept, 0) + row_number() OVER (PARTITION BY file_id, reason ORDER BY line, element) <= %d THEN text END
FROM refused LEFT JOIN (
  SELECT file_id, reason, count(text) AS kept FROM rejects GROUP BY file_id, reason
) USING (file_id, reason)`, maxTexts)

// A hit belongs to the app and day of the record that it stands in, if that can
// be read.
const storeHits = `INSERT INTO pii_hits
SELECT h.file_id, h.line, h.element, c.log_type, c.app_key, c.day, h.field, h.kind, h.confidence, h.sample, h.digest
FROM hits('') h
LEFT JOIN checked c ON c.file_id = h.file_id AND c.line = h.line AND coalesce(c.element, 0) = coalesce(h.element, 0)`

// What the engine counts of a batch, a file: accepted and rejected lines, rows.
// A line with several records is accepted when one of them is.
const countLines = `WITH accepted AS (
  SELECT file_id, line, min(byte_offset) AS byte_offset, count(*) AS events
  FROM checked WHERE reason IS NULL GROUP BY file_id, line
), refused_lines AS (
  SELECT DISTINCT file_id, line FROM refused ANTI JOIN accepted USING (file_id, line)
), totals AS (
  SELECT file_id, count(*) AS accepted, CAST(sum(events) AS BIGINT) AS events, 0 AS rejected, min(byte_offset) AS first
  FROM accepted GROUP BY file_id
  UNION ALL
  SELECT file_id, 0, 0, count(*), NULL FROM refused_lines GROUP BY file_id
)
SELECT file_id, CAST(sum(accepted) AS BIGINT), CAST(sum(rejected) AS BIGINT), CAST(sum(events) AS BIGINT), coalesce(min(first), -1)
FROM totals GROUP BY file_id`

// settle checks the conservation law of each file and writes its ledger row.
func (l *Loader) settle(ctx context.Context) error {
	counted, first := map[int64]tally{}, map[int64]int64{}
	err := l.db.Rows(ctx, countLines, nil, func(rows *sql.Rows) error {
		var id, offset int64
		var t tally
		if err := rows.Scan(&id, &t.accepted, &t.rejected, &t.events, &offset); err != nil {
			return err
		}
		counted[id], first[id] = t, offset
		return nil
	})
	if err != nil {
		return fmt.Errorf("count lines: %w", err)
	}
	for _, p := range l.batch.parts {
		now := p.lines.plus(counted[p.entry.fileID])
		now.accepted += p.empty
		if !now.balanced() {
			return fmt.Errorf("%s: %d lines are not %d blank + %d accepted + %d rejected + %d duplicate; nothing of it was stored",
				p.entry.path, now.lines, now.blank, now.accepted, now.rejected, now.duplicate)
		}
		p.entry.tally = p.before.plus(now)
		useful := now.duplicate > 0 || p.empty > 0 || now.accepted > 0 && first[p.entry.fileID] < logHead
		if err := l.judge(ctx, p, useful); err != nil {
			return err
		}
		if err := l.writePart(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// logHead is how many bytes of a file must hold a usable line for it to be a log.
const logHead = 1 << 20

// judge marks a file that has no usable line in its first MiB as not a log: one
// hint then stands for the texts of its rejects. useful: this part has one there.
func (l *Loader) judge(ctx context.Context, p *part, useful bool) error {
	e := &p.entry
	switch {
	case useful && e.state == notLog:
		e.state = loaded
	case !useful && p.before.accepted+p.before.duplicate == 0 && e.rejected > 0:
		e.state = notLog
	}
	if e.state != notLog {
		return nil
	}
	if _, err := l.db.ExecContext(ctx, "UPDATE rejects SET text = NULL WHERE file_id = ? AND text IS NOT NULL", e.fileID); err != nil {
		return fmt.Errorf("store rejects: %w", err)
	}
	return nil
}

func (l *Loader) writePart(ctx context.Context, p *part) error {
	if s := p.segment; s != nil {
		_, err := l.db.ExecContext(ctx, "INSERT INTO line_chains VALUES (?, ?, CAST(? AS UBIGINT), CAST(? AS UBIGINT), ?)",
			s.fileID, s.firstLine, fmt.Sprint(s.previous), fmt.Sprint(s.first), packed(s.values))
		if err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return l.ledger.write(ctx, p.entry)
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

type recordRows []record

func (r recordRows) Len() int { return len(r) }
func (r recordRows) Put(i int, set func(int, any) error) error {
	v := &r[i]
	return put(set, v.fileID, v.line, number(v.element), v.offset, textOrNull(v.appKey), textOrNull(v.badMember), string(v.text))
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
	return put(set, v.fileID, v.line, number(v.element), v.field, v.kind, v.confidence, v.sample, v.digest)
}
