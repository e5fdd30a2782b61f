package query_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// A served database is open for loading and answers questions.
type served struct {
	*testing.T
	db      *duck.DB
	server  *query.Server
	batches int // that were loaded
}

// batchRows is how many events a batch of the tests holds.
const batchRows = 100

func serve(t *testing.T, hooks query.Hooks) *served {
	t.Helper()
	folder, err := os.MkdirTemp("", "served")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	return serveAt(t, filepath.Join(folder, "audit.duckdb"), hooks)
}

func serveAt(t *testing.T, path string, hooks query.Hooks) *served {
	t.Helper()
	db, err := duck.Open(context.Background(), path, duck.Options{Load: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	server, err := query.Listen(db, hooks)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return &served{T: t, db: db, server: server}
}

// load commits one more batch: a file and its events, in one transaction.
func (s *served) load() error {
	ctx := context.Background()
	s.batches++
	return s.db.InTransaction(ctx, func() error {
		for _, statement := range []string{
			fmt.Sprintf(`INSERT INTO log_api (app_key, day, file_id, line)
SELECT 'a', DATE '2024-10-20', %d, range FROM range(%d)`, s.batches, batchRows),
			fmt.Sprintf(`INSERT INTO files SELECT %d, 'x.log', 'd'::BLOB, 'loaded', NULL, NULL, n, 0, n, 0, 0, n, 0, 0,
CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP) FROM (SELECT %d AS n)`, s.batches, batchRows),
		} {
			if _, err := s.db.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *served) mustLoad() {
	s.Helper()
	if err := s.load(); err != nil {
		s.Fatalf("load: %v", err)
	}
}

func (s *served) dial() *query.Client {
	s.Helper()
	client, err := query.Dial(context.Background(), s.db.Path)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(client.Close)
	return client
}

// all asks and reads every row.
func all(ctx context.Context, a query.Asker, text string) (*query.Result, [][]any, error) {
	result, err := a.Ask(ctx, text)
	if err != nil {
		return nil, nil, err
	}
	defer result.Close()
	var rows [][]any
	for {
		values, ok, err := result.Next()
		if err != nil || !ok {
			return result, rows, err
		}
		rows = append(rows, values)
	}
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !holds(); <-time.After(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after a minute still not: %s\n%s", what, stacks())
		}
	}
}

// stacks is what all goroutines of the process are at.
func stacks() string {
	var text bytes.Buffer
	_ = pprof.Lookup("goroutine").WriteTo(&text, 2)
	return text.String()
}

// answering reports whether the server is at a query.
func answering() bool { return strings.Contains(stacks(), "query.(*Server).query(") }

// endless is a query that no test waits for.
const endless = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE hash(a.range, b.range) = 1"

// events counts the events twice: by the ledger, and themselves. They are equal
// in a state that was committed, and in no other.
const events = "SELECT (SELECT CAST(coalesce(sum(events), 0) AS BIGINT) FROM files), count(*) FROM api_calls"

func TestAnswersWhileLoading(t *testing.T) {
	s := serve(t, query.Hooks{})
	const batches, clients = 40, 4
	failures := make(chan error, clients+1)
	var running sync.WaitGroup
	for range clients {
		client := s.dial()
		running.Go(func() { failures <- follow(client, batches*batchRows) })
	}
	running.Go(func() {
		for range batches {
			if err := errors.Join(s.load(), s.db.Reattach(context.Background())); err != nil {
				failures <- err
				return
			}
		}
		failures <- nil
	})
	running.Wait()
	close(failures)
	for err := range failures {
		if err != nil {
			t.Error(err)
		}
	}
}

// follow asks again and again until all events are there.
func follow(client *query.Client, want int64) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var before time.Time
	for seen := int64(0); seen < want; {
		result, rows, err := all(ctx, client, events)
		if err != nil {
			return fmt.Errorf("at %d events: %w", seen, err)
		}
		ledger, count := rows[0][0].(int64), rows[0][1].(int64)
		at := result.Stand.DataAsOf
		switch {
		case ledger != count || count < seen || count%batchRows != 0:
			return fmt.Errorf("after %d events the ledger says %d and there are %d", seen, ledger, count)
		case (at == nil) != (count == 0) || at != nil && at.Before(before):
			return fmt.Errorf("with %d events the data is as of %v, before that as of %v", count, at, before)
		case at != nil && (result.Stand.AsOf == nil || *result.Stand.AsOf != "2024-10-20"):
			return fmt.Errorf("as-of day %v", result.Stand.AsOf)
		}
		if seen = count; at != nil {
			before = *at
		}
	}
	return nil
}

func TestAsOf(t *testing.T) {
	s := serve(t, query.Hooks{})
	s.mustLoad()
	client := s.dial()
	client.AsOf = "2024-11-02"
	result, rows, err := all(context.Background(), client, "SELECT day FROM as_of")
	if err != nil || rows[0][0] != "2024-11-02" || *result.Stand.AsOf != "2024-11-02" {
		t.Errorf("as of %v, %v", rows, err)
	}
	client.AsOf = "yesterday"
	if _, _, err := all(context.Background(), client, "SELECT 1"); err == nil {
		t.Error("as_of=yesterday was answered")
	}
}

func TestCancelled(t *testing.T) {
	s := serve(t, query.Hooks{})
	ctx, cancel := context.WithCancel(context.Background())
	answer := make(chan error)
	client := s.dial()
	go func() {
		_, _, err := all(ctx, client, endless)
		answer <- err
	}()
	eventually(t, "the engine is at the query", func() bool { return strings.Contains(stacks(), ".ExecutePending(") })
	s.mustLoad()
	cancel()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was cancelled", err)
	}
	eventually(t, "the server gave the query up", func() bool { return !answering() })
	s.mustLoad()
}

// TestCloseEndsQueries wants a server that is closed to leave no query behind, and
// its client to notice.
func TestCloseEndsQueries(t *testing.T) {
	s := serve(t, query.Hooks{})
	client := s.dial()
	answer := make(chan error)
	go func() {
		_, _, err := all(context.Background(), client, endless)
		answer <- err
	}()
	eventually(t, "the engine is at the query", func() bool { return strings.Contains(stacks(), ".ExecutePending(") })
	if err := s.server.Close(); err != nil {
		t.Error(err)
	}
	if answering() {
		t.Error("the closed server is still at a query")
	}
	if err := <-answer; err == nil {
		t.Error("the client took a broken answer for a whole one")
	}
	if _, err := os.Lstat(query.SocketPath(s.db.Path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	s.mustLoad()
}

// TestCloseLeavesTheUnstopped wants a server that is closed to give up what does not
// stop.
func TestCloseLeavesTheUnstopped(t *testing.T) {
	begun, over := make(chan struct{}), make(chan struct{})
	s := serve(t, query.Hooks{Analyze: func(context.Context, query.AnalyzeRequest) ([]byte, error) {
		close(begun)
		<-over
		return nil, errors.New("over")
	}})
	client, asked := s.dial(), make(chan error)
	go func() {
		_, err := client.Analyze(context.Background(), nil)
		asked <- err
	}()
	<-begun
	err := s.server.Close()
	close(over)
	if !errors.Is(err, query.ErrUnstopped) {
		t.Errorf("closed with %v, want that a statement that somebody asked did not stop when it was told to: it is broken off with the process", err)
	}
	if err := <-asked; err == nil {
		t.Error("the client took nothing for an answer")
	}
}

// TestErrorsAreMasked wants no value of a statement to leave the process as it is.
func TestErrorsAreMasked(t *testing.T) {
	s := serve(t, query.Hooks{Mask: func(text string) string { return strings.ReplaceAll(text, "13812345678", "138****5678") }})
	for _, text := range []string{"SELECT '13812345678'::DATE", "SELECT (13812345678 + range)::INT FROM range(1)", "SELECT 13812345678 FROM nowhere", "SELEC 13812345678"} {
		_, _, err := all(context.Background(), s.dial(), text)
		if err == nil || strings.Contains(err.Error(), "13812345678") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestWords wants what is no statement to be refused in plain words, by whoever answers.
func TestWords(t *testing.T) {
	s := serve(t, query.Hooks{})
	for text, want := range map[string]string{
		"": "the statement is empty", " ;; ": "the statement is empty", "SELECT 1\x00; DROP": "NUL", "SELECT '\xff'": "not UTF-8",
		"SELECT ?": "write the value itself", "SELECT $1": "write the value itself",
		"SELECT 1" + strings.Repeat("+1", 20_000): "1,000 levels", "SELECT '" + strings.Repeat("x", 1<<20) + "'": "the statement is larger than 1 MiB, the most that a process that loads takes: ask in parts, or with a join instead of a long list of values",
	} {
		_, _, err := all(context.Background(), s.dial(), text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", text, err, want)
		}
	}
	for _, text := range []string{"WITH 中文 AS (SELECT 1 AS 数) SELECT 数 FROM 中文", "WITH été AS (SELECT 1 AS n) SELECT n FROM éTé"} {
		if _, rows, err := all(context.Background(), s.dial(), text); err != nil || len(rows) != 1 {
			t.Errorf("%s: %v, %v", text, rows, err)
		}
	}
}

// TestUnstoppable wants the client of a statement that the engine cannot stop to be
// told that its time is over.
func TestUnstoppable(t *testing.T) {
	s := serve(t, query.Hooks{Limits: &query.Limits{Time: 50 * time.Millisecond, Answer: 1 << 20}})
	_, _, err := all(context.Background(), s.dial(), "SELECT contains(repeat('a', 2 * n), repeat('a', n) || 'b') FROM (SELECT 600000 AS n)")
	var failure *query.AnswerError
	if !errors.As(err, &failure) || failure.Kind != query.KindLimit {
		t.Errorf("got %v", err)
	}
}

func TestHooks(t *testing.T) {
	committed := time.Date(2024, 10, 20, 1, 2, 3, 0, time.UTC)
	asked := ""
	s := serve(t, query.Hooks{
		State: func() query.WatchState {
			return query.WatchState{WaitingFiles: 2, WaitingBytes: 1 << 40, LastCommit: &committed}
		},
		Analyze: func(_ context.Context, r query.AnalyzeRequest) ([]byte, error) {
			switch asked = r.AsOf; asked {
			case "2000-01-01":
				return nil, &query.AnswerError{Text: "nothing there", Kind: query.KindNothing}
			case "2000-01-02":
				return nil, errors.New("a disk is full")
			}
			return []byte("{}"), nil
		},
	})
	client := s.dial()
	state, err := client.State(context.Background())
	if err != nil || state.PID != os.Getpid() || state.WaitingFiles != 2 || state.WaitingBytes != 1<<40 || !state.LastCommit.Equal(committed) || state.Started.IsZero() {
		t.Errorf("state %+v, %v", state, err)
	}
	if document, err := client.Analyze(context.Background(), nil); err != nil || string(document) != "{}" || asked != "" {
		t.Errorf("got %s, %v as of %q", document, err, asked)
	}
	for day, kind := range map[string]query.Kind{"2000-01-01": query.KindNothing, "2000-01-02": query.KindFailed, "soon": query.KindRequest} {
		client.AsOf = day
		_, err := client.Analyze(context.Background(), nil)
		var failure *query.AnswerError
		if !errors.As(err, &failure) || failure.Kind != kind {
			t.Errorf("as of %s: %v, want kind %s", day, err, kind)
		}
	}
}
