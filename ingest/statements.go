package ingest

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"opaudit/ingest/statement"
	"opaudit/sql/duck"
)

// statement reads the statement of a record, masked as it is by now, and notes in
// the row what is to be known of it.
func (f *framer) statement(row *duck.Columns, t *table) {
	column := firstField + len(t.fields)
	if f.statements == nil {
		row.Null(column)
		return
	}
	var database []byte
	if t.database >= 0 {
		database, _ = f.members.kept(f.members.get(t.fields[t.database].member))
	}
	text, _ := f.members.scalar(f.members.get(t.fields[t.sql].member))
	reading := f.statements.Read(text, database, len(f.out.hits) > f.hits)
	if !reading.Notable() {
		row.Null(column)
		return
	}
	row.Int(column, reading.ID)
	f.out.readings.add(reading)
}

// readings are what statements do, by their number.
type readings map[int64]*statement.Reading

func (r *readings) add(one *statement.Reading) {
	if *r == nil {
		*r = readings{}
	}
	(*r)[one.ID] = one
}

// maxStored is how many stored readings are kept in mind.
const maxStored = 1 << 20

// storeReadings stores the readings of the batch that no earlier batch of this
// Loader stored. Rows refer to them, so both are committed together.
func (l *Loader) storeReadings(ctx context.Context) error {
	var unseen readingRows
	for _, id := range slices.Sorted(maps.Keys(l.batch.readings)) {
		if !l.readings[id] {
			unseen = append(unseen, l.batch.readings[id])
		}
	}
	if l.batch.unseen = unseen; len(unseen) == 0 {
		return nil
	}
	if _, err := l.db.Again(ctx, "INSERT INTO statements SELECT * FROM readings() WHERE statement_id NOT IN (SELECT statement_id FROM statements)"); err != nil {
		return fmt.Errorf("store statements: %w", err)
	}
	return nil
}

// keepInMind notes which readings a committed batch stored.
func (l *Loader) keepInMind(stored readingRows) {
	if len(l.readings) > maxStored {
		clear(l.readings)
	}
	for _, r := range stored {
		l.readings[r.ID] = true
	}
}

const readingColumns = "statement_id BIGINT, statement VARCHAR, reason VARCHAR, sellers BIGINT, stores_pii BOOLEAN"

type readingRows []*statement.Reading

func (r readingRows) Len() int { return len(r) }
func (r readingRows) Put(i int, set func(int, any) error) error {
	v := r[i]
	return put(set, v.ID, v.Statement, textOrNull(string(v.Reason)), number(int64(v.Sellers)), v.Stores)
}
