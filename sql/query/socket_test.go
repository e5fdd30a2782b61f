package query_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opaudit/sql/query"
)

func TestSocketIsForItsUserAlone(t *testing.T) {
	s := serve(t, query.Hooks{})
	socket := query.SocketPath(s.db.Path)
	info, err := os.Lstat(socket)
	if err != nil || info.Mode() != fs600 {
		t.Fatalf("the socket has mode %v (%v), want %v", info.Mode(), err, fs600)
	}
	if os.Getuid() != 0 { // nobody else can give a file away
		return
	}
	if err := os.Lchown(socket, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	asked := func(remove bool) {
		t.Helper()
		_, err := query.Dial(context.Background(), s.db.Path)
		if err == nil || !strings.Contains(err.Error(), "another user (uid 65534): what it answers cannot be trusted; run the same command as that user: sudo -u '") || strings.Contains(err.Error(), "remove it") != remove {
			t.Errorf("got %v, want that the socket is another user's", err)
		}
	}
	asked(false) // that user's process answers there
	if err := os.Remove(socket); err != nil {
		t.Fatal(err)
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	listener.SetUnlinkOnClose(false)
	if err := errors.Join(listener.Close(), os.Lchown(socket, 65534, 65534)); err != nil {
		t.Fatal(err)
	}
	asked(true)
}

const fs600 = os.ModeSocket | 0o600

func TestOneServer(t *testing.T) {
	s := serve(t, query.Hooks{})
	second, err := query.Listen(s.db, query.Hooks{})
	if err == nil {
		_ = second.Close()
		t.Fatal("two servers listen for one database")
	}
	if !strings.HasSuffix(err.Error(), ": another process answers there already: stop it, or work on another database with --db") {
		t.Errorf("the second server: %v", err)
	}
	if _, _, err := all(context.Background(), s.dial(), "SELECT 1"); err != nil {
		t.Errorf("the first server: %v", err)
	}
	link := s.db.Path + ".link"
	if err := os.Symlink(s.db.Path, link); err != nil {
		t.Fatal(err)
	}
	client, err := query.Dial(context.Background(), link)
	if err != nil {
		t.Fatalf("through a link: %v", err)
	}
	client.Close()
}

func TestStaleSocket(t *testing.T) {
	s := serve(t, query.Hooks{})
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := query.Dial(context.Background(), s.db.Path); !errors.Is(err, query.ErrNoServer) {
		t.Errorf("without a socket: %v", err)
	}
	left, err := net.Listen("unix", query.SocketPath(s.db.Path))
	if err != nil {
		t.Fatal(err)
	}
	left.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = left.Close()
	if _, err := query.Dial(context.Background(), s.db.Path); !errors.Is(err, query.ErrNoServer) {
		t.Errorf("with a stale socket: %v", err)
	}
	again, err := query.Listen(s.db, query.Hooks{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if _, _, err := all(context.Background(), s.dial(), "SELECT 1"); err != nil {
		t.Error(err)
	}
}

// TestOtherFile wants a file that happens to stand there to be left alone.
func TestOtherFile(t *testing.T) {
	s := serve(t, query.Hooks{})
	if err := s.server.Close(); err != nil {
		t.Fatal(err)
	}
	path := query.SocketPath(s.db.Path)
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := query.Listen(s.db, query.Hooks{}); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("listen: %v", err)
	}
	if _, err := query.Dial(context.Background(), s.db.Path); err == nil || errors.Is(err, query.ErrNoServer) {
		t.Errorf("dial: %v", err)
	}
	if text, err := os.ReadFile(path); string(text) != "mine" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestLongPath(t *testing.T) {
	folder := filepath.Join(t.TempDir(), strings.Repeat("long", 40), strings.Repeat("path", 40))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s := serveAt(t, filepath.Join(folder, "audit.duckdb"), query.Hooks{})
	if _, _, err := all(context.Background(), s.dial(), "SELECT 1"); err != nil {
		t.Error(err)
	}
	if err := s.server.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(query.SocketPath(s.db.Path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
	s.db.Path = filepath.Join(folder, strings.Repeat("n", 120)) // a name that no way round makes shorter
	if _, err := query.Listen(s.db, query.Hooks{}); err == nil || !strings.HasSuffix(err.Error(), " bytes that the system allows: move the database to a folder with a shorter path, or give it a shorter name") {
		t.Errorf("got %v, want a sentence that says what to do", err)
	}
}

// TestStrangeServer wants what another program answers to be told from ours.
func TestStrangeServer(t *testing.T) {
	const said = ": what listens there is not opaudit: "
	for _, answer := range []struct {
		status     int
		body, told string
	}{{200, "", said}, {200, "hello", said}, {200, "{}", said}, {200, `{"error":""}`, said}, {404, "nothing", ": what listens there is not opaudit (404 not found): "}} {
		database := filepath.Join(t.TempDir(), "x")
		listener, err := net.Listen("unix", query.SocketPath(database))
		if err != nil {
			t.Fatal(err)
		}
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(answer.status)
			_, _ = io.WriteString(w, answer.body)
		})}
		done := make(chan error)
		go func() { done <- server.Serve(listener) }()
		_, err = query.Dial(context.Background(), database)
		if err == nil || !strings.Contains(err.Error(), answer.told) ||
			!strings.HasSuffix(err.Error(), ": stop it and remove the socket, or work on another database with --db") {
			t.Errorf("%v: %v", answer, err)
		}
		_ = server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	}
}

// reading asks over a connection of its own and reads the first line of the answer.
func reading(t *testing.T, s *served, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", query.SocketPath(s.db.Path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	fmt.Fprintf(conn, "POST /query HTTP/1.1\r\nHost: opaudit\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
	answer, err := http.ReadResponse(bufio.NewReaderSize(conn, 16), nil) //nolint:bodyclose // the connection is closed instead
	if err != nil || answer.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(answer.Body)
		t.Fatalf("%v, %v: %s", answer, err, text)
	}
	return conn
}

// much is an answer that does not fit into what the system keeps for a reader.
const much = "SELECT rpad('', 1000, 'x') FROM range(100000)"

func TestClientKilledMidAnswer(t *testing.T) {
	s := serve(t, query.Hooks{})
	conn := reading(t, s, much)
	if !answering() {
		t.Fatal("the answer was sent although nobody read it")
	}
	_ = conn.Close()
	eventually(t, "the server gave the answer up", func() bool { return !answering() })
	s.mustLoad()
}

// TestSlowClient wants a client that does not read on to hold up nobody: neither a
// load, nor the engine when it is to forget the file.
func TestSlowClient(t *testing.T) {
	s := serve(t, query.Hooks{})
	reading(t, s, much)
	s.mustLoad()
	if _, err := s.db.ExecContext(context.Background(), "CHECKPOINT audit"); err != nil {
		t.Error(err)
	}
	if err := s.db.Reattach(context.Background()); err != nil {
		t.Error(err)
	}
	s.mustLoad()
	if _, rows, err := all(context.Background(), s.dial(), events); err != nil || rows[0][1] != int64(2*batchRows) {
		t.Errorf("got %v, %v", rows, err)
	}
	if !answering() {
		t.Error("the slow client has its answer already")
	}
}
