package query

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// A Client asks the process that holds a database.
type Client struct {
	AsOf string // YYYY-MM-DD; "" for the newest event's day

	http http.Client
	path string
}

// greeting is for how long a server may take to say how far it is.
const greeting = 10 * time.Second

// ErrEnded says that the process that holds the database was gone before its answer
// was whole.
var ErrEnded = errors.New("the process that answers ended before the answer was whole")

// Dial reaches the process that holds the database. Its error wraps ErrNoServer
// when there is none that answers. A socket of another user is refused.
func Dial(ctx context.Context, database string) (*Client, error) {
	path := SocketPath(database)
	if err := checkOwner(path); err != nil {
		return nil, err
	}
	c := &Client{path: path}
	c.http.Transport = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return connect(ctx, path) }}
	ctx, cancel := context.WithTimeout(ctx, greeting)
	defer cancel()
	if _, err := c.State(ctx); err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// other says what to do about somebody else who answers.
const other = ": stop it and remove the socket, or work on another database with --db"

// Close lets go of the socket.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// State asks how far the process is.
func (c *Client) State(ctx context.Context) (WatchState, error) {
	var state WatchState
	body, err := c.whole(ctx, http.MethodGet, "/watch", nil)
	if err != nil {
		return state, err
	}
	if err := json.Unmarshal(body, &state); err != nil || state.PID == 0 {
		return state, fmt.Errorf("ask at %s: what listens there is not opaudit%s", c.path, other)
	}
	return state, nil
}

// Analyze lets the process judge the database, with rules of one's own, and returns
// its document.
func (c *Client) Analyze(ctx context.Context, rules []RuleFile) ([]byte, error) {
	request, err := json.Marshal(AnalyzeRequest{AsOf: c.AsOf, Rules: rules})
	if err != nil {
		return nil, err
	}
	return c.whole(ctx, http.MethodPost, "/analyze", request)
}

// Snapshot writes a copy of the database, the state of one moment, to w.
func (c *Client) Snapshot(ctx context.Context, w io.Writer) error {
	body, err := c.send(ctx, http.MethodGet, "/snapshot", nil)
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }() // it was read
	if _, err := io.Copy(w, source{body, func(err error) error { return c.broken(ctx, err) }}); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}

// source words the errors of reading.
type source struct {
	io.Reader
	worded func(error) error
}

func (s source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = s.worded(err)
	}
	return n, err
}

// Ask implements Asker.
func (c *Client) Ask(ctx context.Context, text string) (*Result, error) {
	target := "/query"
	if c.AsOf != "" {
		target += "?as_of=" + url.QueryEscape(c.AsOf)
	}
	body, err := c.send(ctx, http.MethodPost, target, []byte(text))
	if err != nil {
		return nil, err
	}
	lines := bufio.NewReaderSize(body, 64<<10)
	first, err := lines.ReadBytes('\n')
	var h head
	if err == nil {
		err = json.Unmarshal(first, &h)
	}
	if err != nil {
		_ = body.Close()
		return nil, c.broken(ctx, err)
	}
	r := &Result{Columns: h.Columns, Types: h.Types, Stand: &h.Stand, close: body.Close}
	read := int64(0)
	r.next = func() ([]any, bool, error) {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			return nil, false, c.broken(ctx, err)
		}
		if line[0] != '[' {
			return nil, false, c.last(ctx, line, read)
		}
		values, err := parseRow(line, r.Types)
		if err != nil {
			return nil, false, c.broken(ctx, err)
		}
		read++
		return values, true, nil
	}
	return r, nil
}

// last reads the last line of an answer.
func (c *Client) last(ctx context.Context, line []byte, read int64) error {
	var e end
	if err := json.Unmarshal(line, &e); err != nil {
		return c.broken(ctx, err)
	}
	if e.AnswerError != nil {
		return e.AnswerError
	}
	if e.Rows == nil || *e.Rows != read {
		return c.broken(ctx, fmt.Errorf("%d rows came", read))
	}
	return nil
}

// whole sends a request and reads all of the answer.
func (c *Client) whole(ctx context.Context, method, target string, request []byte) ([]byte, error) {
	body, err := c.send(ctx, method, target, request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = body.Close() }() // it was read
	answer, err := io.ReadAll(body)
	if err != nil {
		return nil, c.broken(ctx, err)
	}
	return answer, nil
}

// send sends a request and returns the answer's body, or the server's AnswerError.
func (c *Client) send(ctx context.Context, method, target string, request []byte) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://opaudit"+target, bytes.NewReader(request))
	if err != nil {
		return nil, err
	}
	answer, err := c.http.Do(r)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ENOENT):
		return nil, ErrNoServer
	case err != nil:
		return nil, c.broken(ctx, err)
	case answer.StatusCode == http.StatusOK:
		return answer.Body, nil
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	var failure AnswerError
	if err := json.NewDecoder(answer.Body).Decode(&failure); err != nil || failure.Text == "" {
		return nil, fmt.Errorf("ask at %s: what listens there is not opaudit (%s)%s", c.path, strings.ToLower(answer.Status), other)
	}
	return nil, &failure
}

// broken is the error of an answer that did not come, or not to its end.
func (c *Client) broken(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
		return fmt.Errorf("ask at %s: %w", c.path, ErrEnded)
	}
	return fmt.Errorf("ask at %s: the answer broke off: %w", c.path, err)
}
