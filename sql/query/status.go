package query

import (
	"context"
	"fmt"
	"time"
)

// A Status is what a database holds.
type Status struct {
	Files      []FileState // by state
	Rejects    []Reason    // the most frequent first
	Logs       []LogDays   // by log type
	LastCommit *time.Time  // UTC; nil when no file was loaded
}

// A FileState is the files of one state, such as loaded or failed, and the
// conservation law over them: lines = blank + accepted + rejected + duplicate.
type FileState struct {
	State                                               string
	Files, PendingBytes, Unbalanced                     int64 // Unbalanced files break the law
	Lines, Blank, Accepted, Rejected, Duplicate, Events int64
}

// A Reason is how many records were rejected for one reason.
type Reason struct {
	Reason  string
	Records int64
}

// LogDays is what is kept of a log type.
type LogDays struct {
	LogType           string
	Records           int64
	FirstDay, LastDay string // YYYY-MM-DD
}

// ReadStatus asks for the status. While files are being loaded each of its lists is
// of one moment, but they are not all of the same.
func ReadStatus(ctx context.Context, a Asker) (*Status, error) {
	s := &Status{}
	for _, part := range []struct {
		what, text string
		add        func(*row)
	}{
		{"ledger", `SELECT state, count(*), CAST(sum(pending_bytes) AS BIGINT),
  count(CASE WHEN lines <> blank + accepted + rejected + duplicate THEN 1 END), CAST(sum(lines) AS BIGINT), CAST(sum(blank) AS BIGINT),
  CAST(sum(accepted) AS BIGINT), CAST(sum(rejected) AS BIGINT), CAST(sum(duplicate) AS BIGINT), CAST(sum(events) AS BIGINT),
  CAST(max(loaded_at) AS VARCHAR)
FROM files GROUP BY state ORDER BY state`, s.addFiles},
		{"rejects", "SELECT reason, count(*) FROM rejects GROUP BY reason ORDER BY 2 DESC, 1", func(r *row) {
			s.Rejects = append(s.Rejects, Reason{r.text(), r.whole()})
		}},
		{"days", "SELECT log_type, count(*), min(day), max(day) FROM recorded GROUP BY log_type ORDER BY log_type", func(r *row) {
			s.Logs = append(s.Logs, LogDays{r.text(), r.whole(), r.text(), r.text()})
		}},
	} {
		if err := EachRow(ctx, a, part.text, func(values []any) error {
			r := &row{rest: values}
			part.add(r)
			return r.err
		}); err != nil {
			return nil, fmt.Errorf("read %s: %w", part.what, err)
		}
	}
	return s, nil
}

func (s *Status) addFiles(r *row) {
	s.Files = append(s.Files, FileState{State: r.text(), Files: r.whole(), PendingBytes: r.whole(), Unbalanced: r.whole(), Lines: r.whole(),
		Blank: r.whole(), Accepted: r.whole(), Rejected: r.whole(), Duplicate: r.whole(), Events: r.whole()})
	at, err := time.Parse("2006-01-02 15:04:05.999999", r.text())
	if err != nil {
		r.err = err
	} else if s.LastCommit == nil || at.After(*s.LastCommit) {
		s.LastCommit = &at
	}
}

// Total is the sum over the files of all states.
func (s *Status) Total() FileState {
	var t FileState
	for _, f := range s.Files {
		t = FileState{Files: t.Files + f.Files, PendingBytes: t.PendingBytes + f.PendingBytes, Unbalanced: t.Unbalanced + f.Unbalanced,
			Lines: t.Lines + f.Lines, Blank: t.Blank + f.Blank, Accepted: t.Accepted + f.Accepted, Rejected: t.Rejected + f.Rejected,
			Duplicate: t.Duplicate + f.Duplicate, Events: t.Events + f.Events}
	}
	return t
}

// EachRow asks and calls add for each row, until add returns an error, which it returns
// then; its other errors are those of Ask and of the Result.
func EachRow(ctx context.Context, a Asker, text string, add func(values []any) error) error {
	result, err := a.Ask(ctx, text)
	if err != nil {
		return err
	}
	defer result.Close()
	return Each(result, add)
}

// Each hands out the rows of a result.
func Each(result *Result, add func(values []any) error) error {
	for {
		values, ok, err := result.Next()
		if err != nil || !ok {
			return err
		}
		if err := add(values); err != nil {
			return err
		}
	}
}

// A row hands out its values one after the other, whose types the statement fixes.
type row struct {
	rest []any
	err  error
}

func (r *row) text() string { return take[string](r) }
func (r *row) whole() int64 { return take[int64](r) }

func take[T any](r *row) (v T) {
	var first any // nil where there are fewer columns than are read
	if len(r.rest) > 0 {
		first, r.rest = r.rest[0], r.rest[1:]
	}
	v, ok := first.(T)
	if !ok {
		r.err = fmt.Errorf("%v stands where %T is read", first, v)
	}
	return v
}
