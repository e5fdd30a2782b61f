package query_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opaudit/sql/query"
)

// standIn listens where a database's process would, and answers each question with body.
func standIn(t *testing.T, body func(w http.ResponseWriter)) *query.Client {
	t.Helper()
	database := filepath.Join(t.TempDir(), "x")
	listener, err := net.Listen("unix", query.SocketPath(database))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /watch", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"pid":1}`) })
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { body(w) })
	server := &http.Server{Handler: mux}
	done := make(chan error)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		if err := errors.Join(server.Close(), <-done); !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	client, err := query.Dial(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// TestAnswersThatAreNotWhole: an answer without its end, or with another number of rows
// than it says, is none.
func TestAnswersThatAreNotWhole(t *testing.T) {
	const head = `{"columns":["n"],"types":["BIGINT"],"as_of":null,"data_as_of":null}` + "\n"
	for _, c := range []struct {
		what, body, want string
		rows             int
		ended            bool
	}{
		{"nothing", "", "", 0, true},
		{"half a head", head[:20], "", 0, true},
		{"no end", head + "[1]\n[2]\n", "", 2, true},
		{"half a row", head + "[1]\n[2", "", 1, true},
		{"a row too few", head + "[1]\n" + `{"rows":2}` + "\n", "the answer broke off: 1 rows came", 1, false},
		{"a row too many", head + "[1]\n[2]\n" + `{"rows":1}` + "\n", "the answer broke off: 2 rows came", 2, false},
		{"an end that says nothing", head + "{}\n", "the answer broke off: 0 rows came", 0, false},
		{"an end that is none", head + "end\n", "the answer broke off: ", 0, false},
		{"a row of more columns", head + "[1,2]\n", "the answer broke off: 2 values in 1 columns", 0, false},
		{"an error midway", head + "[1]\n" + `{"error":"it failed","kind":"failed"}` + "\n", "it failed", 1, false},
	} {
		client := standIn(t, func(w http.ResponseWriter) { _, _ = io.WriteString(w, c.body) })
		rows := 0
		result, err := client.Ask(t.Context(), "SELECT 1")
		for err == nil {
			var ok bool
			if _, ok, err = result.Next(); err == nil && !ok {
				break
			}
			if err == nil {
				rows++
			}
		}
		if err == nil || rows != c.rows || errors.Is(err, query.ErrEnded) != c.ended || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d rows, %v", c.what, rows, err)
		}
	}
	whole := standIn(t, func(w http.ResponseWriter) { _, _ = io.WriteString(w, head+"[1]\n"+`{"rows":1}`+"\n") })
	if _, rows, err := all(t.Context(), whole, "SELECT 1"); err != nil || len(rows) != 1 {
		t.Errorf("a whole answer: %v, %v", rows, err)
	}
}

// TestRefusals: what the process does not answer is refused with a sentence and a status
// of its own, which tells mistakes from limits and failures.
func TestRefusals(t *testing.T) {
	s := serve(t, query.Hooks{Limits: &query.Limits{Time: 20 * time.Millisecond, Answer: 1 << 20}})
	client := http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", query.SocketPath(s.db.Path))
	}}}
	defer client.CloseIdleConnections()
	for _, c := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/nothing", "", 400, `{"error":"GET /nothing is nothing that can be asked: there are POST /query, `},
		{"PUT", "/query", "SELECT 1", 400, `{"error":"PUT /query is nothing that can be asked: there are POST /query, `},
		{"POST", "/analyze", "{}", 400, `{"error":"the process that holds the database does not judge it","kind":"request"}`},
		{"POST", "/query?as_of=soon", "SELECT 1", 400, `"kind":"request"}`},
		{"POST", "/query", "DELETE FROM files", 400, `"kind":"query"}`},
		{"POST", "/query", "SELECT count(*) FROM range(100000000000) WHERE hash(range) = 7", 503, `the statement was stopped: it took longer than 20ms; narrow it by day or app, or ask for a total first","kind":"limit"}`},
	} {
		request, err := http.NewRequestWithContext(t.Context(), c.method, "http://opaudit"+c.path, strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != c.status || !strings.Contains(string(text), c.want) {
			t.Errorf("%s %s: %s %s, %v", c.method, c.path, answer.Status, text, err)
		}
	}
}
