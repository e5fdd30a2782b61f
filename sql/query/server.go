package query

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"opaudit/sql/duck"
)

// Hooks are what only the process that holds the database can tell. They are
// called from several goroutines at once.
type Hooks struct {
	// Analyze judges the database without storing anything and returns the document
	// that answers the client; nil when that is not offered.
	Analyze func(ctx context.Context, request AnalyzeRequest) ([]byte, error)
	// State says how far the process is; nil for the process alone.
	State func() WatchState
}

// An AnalyzeRequest says how the database is to be judged.
type AnalyzeRequest struct {
	AsOf  string     `json:"as_of"` // YYYY-MM-DD; "" for the newest event's day
	Rules []RuleFile `json:"rules"` // of the one who asks, beside those of the process
}

// A RuleFile is the text of a rule and where it stands.
type RuleFile struct {
	File string `json:"file"`
	Text string `json:"text"`
}

// A WatchState is how far the process that holds the database is.
type WatchState struct {
	PID          int        `json:"pid"`           // filled in by the server
	Started      time.Time  `json:"started"`       // when the server began to listen, unless set
	WaitingFiles int64      `json:"waiting_files"` // with content that was not loaded yet
	WaitingBytes int64      `json:"waiting_bytes"`
	LastCommit   *time.Time `json:"last_commit"` // nil before the first one
}

// A Server answers questions about an open database on a unix socket.
type Server struct {
	db      *duck.DB
	hooks   Hooks
	started time.Time
	http    http.Server
	running sync.WaitGroup // requests, and the loop that accepts them
	ending  sync.RWMutex   // held for reading while a request begins
	closed  bool
	stop    context.CancelFunc
	free    func()
}

// patience is for how long a client may leave an answer unread.
const patience = time.Minute

// maxStatement is how many bytes a request may have.
const maxStatement = 1 << 20

// Listen begins to answer questions about db, which goes on loading beside it, at
// SocketPath. The Server must be closed before db is.
func Listen(db *duck.DB, hooks Hooks) (*Server, error) {
	listener, free, err := bind(SocketPath(db.Path))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	s := &Server{db: db, hooks: hooks, started: time.Now().UTC(), stop: stop, free: free}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"POST /query":   s.query,
		"POST /analyze": s.analyze,
		"GET /watch":    s.watch,
		"/":             unknown,
	} {
		mux.HandleFunc(pattern, s.counted(handle))
	}
	s.http = http.Server{Handler: mux, ReadHeaderTimeout: patience, ReadTimeout: patience,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	s.running.Go(func() { _ = s.http.Serve(listener) }) // ends with the error that it was closed
	return s, nil
}

// Close stops answering: questions that are being answered are broken off, and
// every connection to the database is given back before it returns.
func (s *Server) Close() error {
	s.ending.Lock()
	s.closed = true
	s.ending.Unlock()
	s.stop()
	err := s.http.Close()
	s.running.Wait()
	s.free()
	if err != nil {
		return fmt.Errorf("close socket: %w", err)
	}
	return nil
}

// counted lets Close wait for a request, and answers with the error of one that
// wrote nothing.
func (s *Server) counted(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !s.begin() {
			return
		}
		defer s.running.Done()
		if err := handle(w, r); err != nil {
			refuse(w, err)
		}
	}
}

// begin reports whether a request may still use the database; then running is
// done with it later.
func (s *Server) begin() bool {
	s.ending.RLock()
	defer s.ending.RUnlock()
	if !s.closed {
		s.running.Add(1)
	}
	return !s.closed
}

// refuse answers with an error alone.
func refuse(w http.ResponseWriter, err error) {
	failure := asFailure(err, KindFailed)
	status := http.StatusInternalServerError
	if failure.Kind == KindQuery || failure.Kind == KindRequest {
		status = http.StatusBadRequest
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(failure) // the client may be gone
}

// asFailure is err as it goes to the client, of that kind unless it says its own.
func asFailure(err error, kind Kind) *AnswerError {
	var f *AnswerError
	if errors.As(err, &f) {
		return f
	}
	return &AnswerError{Text: err.Error(), Kind: kind}
}

func unknown(_ http.ResponseWriter, r *http.Request) error {
	return &AnswerError{Text: fmt.Sprintf("%s %s is nothing that can be asked", r.Method, r.URL.Path), Kind: KindRequest}
}

func (s *Server) watch(w http.ResponseWriter, _ *http.Request) error {
	var state WatchState
	if s.hooks.State != nil {
		state = s.hooks.State()
	}
	state.PID = os.Getpid()
	if state.Started.IsZero() {
		state.Started = s.started
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(state) // the client may be gone
	return nil
}

func (s *Server) analyze(w http.ResponseWriter, r *http.Request) error {
	if s.hooks.Analyze == nil {
		return &AnswerError{Text: "the process that holds the database does not judge it", Kind: KindRequest}
	}
	var request AnalyzeRequest
	if err := json.NewDecoder(io.LimitReader(r.Body, maxStatement)).Decode(&request); err != nil {
		return &AnswerError{Text: "read request: " + err.Error(), Kind: KindRequest}
	}
	if err := checkDay(request.AsOf); err != nil {
		return err
	}
	document, err := s.hooks.Analyze(r.Context(), request)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = (&patient{w}).Write(document) // the client may be gone
	return nil
}

// checkDay refuses an as-of day that is none.
func checkDay(day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return &AnswerError{Text: fmt.Sprintf("as_of is a day such as 2024-10-20, not %q", day), Kind: KindRequest}
	}
	return nil
}

// query answers the statement in the body as of the day as_of, if the URL names one.
func (s *Server) query(w http.ResponseWriter, r *http.Request) (err error) {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxStatement))
	if err != nil {
		return &AnswerError{Text: "read statement: " + err.Error(), Kind: KindRequest}
	}
	day := r.URL.Query().Get("as_of")
	if err := checkDay(day); err != nil {
		return err
	}
	reader, err := s.db.Reader(r.Context(), duck.Options{Now: time.Now(), AsOf: day})
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }() // what it read was read
	stand, err := StandOf(r.Context(), reader)
	if err != nil {
		return err
	}
	result, err := ask(r.Context(), reader, string(text))
	if err != nil {
		return asFailure(err, KindQuery)
	}
	defer result.Close()
	// The engine has the whole answer: a client that reads slowly holds up nobody.
	if err := reader.EndRead(); err != nil {
		return err
	}
	result.Stand = &stand
	w.Header().Set("Content-Type", "application/jsonl")
	return writeAnswer(&patient{w}, result)
}

// StandOf reads what the answers of a reader (duck.DB.Reader) rest on.
func StandOf(ctx context.Context, reader *duck.DB) (Stand, error) {
	var s Stand
	err := reader.QueryRowContext(ctx, "SELECT (SELECT strftime(day, '%Y-%m-%d') FROM as_of), (SELECT max(loaded_at) FROM files)").Scan(&s.AsOf, &s.DataAsOf)
	if err != nil {
		return s, fmt.Errorf("read as-of day: %w", err)
	}
	return s, nil
}

// writeAnswer writes all of a result. It returns an error only when nothing was
// written; a client that is gone is none.
func writeAnswer(w io.Writer, result *Result) error {
	first, err := json.Marshal(head{result.Columns, result.Types, *result.Stand})
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 64<<10)
	_, _ = out.Write(append(first, '\n'))
	rows := int64(0)
	var line []byte
	for {
		values, ok, err := result.Next()
		if ok {
			line, err = appendRow(line[:0], values)
		}
		if err != nil || !ok {
			last := end{Rows: &rows}
			if err != nil {
				last = end{AnswerError: asFailure(err, KindFailed)}
			}
			_ = json.NewEncoder(out).Encode(last)
			_ = out.Flush()
			return nil
		}
		if _, err := out.Write(line); err != nil {
			return nil
		}
		rows++
	}
}

// patient gives the client some time for each piece of an answer.
type patient struct{ w http.ResponseWriter }

func (p *patient) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.w).SetWriteDeadline(time.Now().Add(patience)) // a unix socket has deadlines
	return p.w.Write(b)
}
