package ingest_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"opaudit/ingest"
)

// TestRandomFiles loads random files, many into one database, and compares all
// that is stored of them with the oracle.
func TestRandomFiles(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
			s, o, g := newStore(t), newOracle(), generator{rand.New(rand.NewPCG(seed, 1))}
			if g.oneIn(2) { // what is loaded does not depend on how the files are cut up
				s.loader.CutUp(1+g.Int64N(100_000), 1+g.Int64N(1_000_000), 1+g.IntN(4))
			}
			for load := range 2 {
				truths := map[string]truth{}
				for i := range 25 {
					name := fmt.Sprintf("%d-%02d.log", load, i)
					content := g.file()
					if !strings.HasPrefix(string(content), "\xef\xbb\xbf") { // no two files begin alike
						content = append([]byte("file "+name+"\n"), content...)
					}
					zipped := g.oneIn(6)
					truths[name] = o.file(content, zipped)
					if zipped {
						content = []byte(gzipped(t, string(content)))
					}
					s.write(name, string(content))
				}
				s.compare(s.load(), truths)
			}
		})
	}
}

// compare holds what is stored of files against what must be.
func (s *store) compare(results map[string]ingest.FileResult, truths map[string]truth) {
	s.t.Helper()
	ids := map[string]string{} // names by file id
	for _, row := range s.rows("SELECT file_id, path FROM files") {
		id, path, _ := strings.Cut(row, "|")
		ids[id] = strings.TrimPrefix(path, s.logs+"/")
	}
	got, want := map[string]string{}, map[string]string{}
	s.collect(ids, got)
	for name, truth := range truths {
		truth.expect(name, want)
		s.compareCounts(name, results[name], truth)
	}
	for place := range got {
		if _, ok := truths[strings.Fields(place)[1]]; !ok {
			delete(got, place) // of an earlier load
		}
	}
	s.differences(got, want)
}

func (s *store) differences(got, want map[string]string) {
	s.t.Helper()
	var wrong []string
	for place, text := range want {
		if got[place] != text {
			wrong = append(wrong, fmt.Sprintf("%s\n got %s\nwant %s", place, got[place], text))
		}
	}
	for place, text := range got {
		if _, ok := want[place]; !ok {
			wrong = append(wrong, fmt.Sprintf("%s\n got %s\nwant nothing", place, text))
		}
	}
	slices.Sort(wrong)
	for _, w := range wrong[:min(len(wrong), 10)] {
		s.t.Error(w)
	}
	if len(wrong) > 10 {
		s.t.Errorf("and %d more", len(wrong)-10)
	}
}

// compareCounts compares the numbers that the load told and those of the ledger.
func (s *store) compareCounts(name string, r ingest.FileResult, want truth) {
	s.t.Helper()
	balance := ingest.Balance{Lines: want.lines, Blank: want.blank, Accepted: want.accepted, Rejected: want.rejected, Duplicate: want.duplicate, Events: want.events}
	if r.Err != nil || r.Balance != balance || r.Pending != want.pending {
		s.t.Errorf("%s: told %+v pending %d (%v), want %+v pending %d", name, r.Balance, r.Pending, r.Err, balance, want.pending)
	}
	state := "loaded"
	if want.rejected > 0 && !want.useful {
		state = "not a log"
	}
	ledger := fmt.Sprintf("%d|%d|%d|%d|%d|%d|%d|%s|%s", want.lines, want.blank, want.accepted, want.rejected, want.duplicate, want.events, want.pending, want.encoding, state)
	got := s.rows("SELECT lines, blank, accepted, rejected, duplicate, events, pending_bytes, encoding, state FROM files WHERE path = ?", s.path(name))
	if !slices.Equal(got, []string{ledger}) {
		s.t.Errorf("%s: the ledger says %v, want %s", name, got, ledger)
	}
}

// expect writes down a file's rows, rejects and warnings as collect does.
func (t truth) expect(name string, into map[string]string) {
	for _, v := range t.verdicts {
		place := fmt.Sprintf("%s %d %d", name, v.line, v.element)
		if v.reason != "" {
			into["reject "+place] = fmt.Sprintf("%s %s at %d", v.reason, v.field, v.offset)
		} else {
			into["row "+place] = v.logType + " " + written(v.row)
		}
		if len(v.warnings) > 0 {
			slices.Sort(v.warnings)
			into["warnings "+place] = strings.Join(v.warnings, ", ")
		}
	}
}

func written(row map[string]string) string {
	var parts []string
	for column, value := range row {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%s=%q", column, abridged(value)))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// abridged keeps a message readable: a long value by its beginning and its digest.
func abridged(value string) string {
	if len(value) <= 300 {
		return value
	}
	return fmt.Sprintf("%.40s… %d bytes %x", value, len(value), sha256.Sum256([]byte(value)))
}

// Columns that are a matter of the figures, tested with them.
var derived = []string{"send_to_host", "plain_host", "plain_send_host"}

// collect reads all rows, rejects and warnings, by what they are and where they stand.
func (s *store) collect(names map[string]string, into map[string]string) {
	s.t.Helper()
	for _, t := range s.db.Catalog.LogTypes {
		s.must(s.db.Rows(context.Background(), "SELECT * FROM "+t.Table(), nil, func(rows *sql.Rows) error {
			columns, values, err := scan(rows)
			row := map[string]string{}
			for i, column := range columns {
				row[column] = comparable(column, values[i])
			}
			place := fmt.Sprintf("row %s %s %s", names[row["file_id"]], row["line"], firstOf(row["element"], "0"))
			for _, column := range append([]string{"file_id", "line", "element"}, derived...) {
				delete(row, column)
			}
			if into[place] != "" {
				s.t.Errorf("%s is stored twice", place)
			}
			into[place] = t.Name + " " + written(row)
			return err
		}))
	}
	for _, r := range s.rows("SELECT file_id, line, coalesce(element, 0), reason, field, byte_offset FROM rejects") {
		v := strings.Split(r, "|")
		place := fmt.Sprintf("reject %s %s %s", names[v[0]], v[1], v[2])
		if into[place] != "" {
			s.t.Errorf("%s is stored twice", place)
		}
		into[place] = fmt.Sprintf("%s %s at %s", v[3], v[4], v[5])
	}
	for _, r := range s.rows(`SELECT file_id, line, coalesce(element, 0), string_agg(code || ' ' || field, ', ' ORDER BY code, field)
		FROM spec_warnings GROUP BY ALL`) {
		v := strings.Split(r, "|")
		into[fmt.Sprintf("warnings %s %s %s", names[v[0]], v[1], v[2])] = v[3]
	}
}

func firstOf(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// comparable is a stored value in the form of the oracle.
func comparable(column string, v any) string {
	switch v := v.(type) {
	case time.Time:
		if column == "ts" {
			return v.Format(stamp)
		}
	case []any:
		var ids []string
		for _, id := range v {
			ids = append(ids, shown(id))
		}
		slices.Sort(ids)
		return strings.Join(ids, " ")
	case string:
		if column == "param" {
			text, _ := asJSON(v)
			return text
		}
	}
	return shown(v)
}
