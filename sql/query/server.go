package query

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
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
	// Mask masks personal data in the texts of errors, which may quote statements and
	// values; nil leaves them.
	Mask func(text string) string
	// Limits are those of each statement; nil for Defaults.
	Limits *Limits
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
	limits  Limits
	turns   *turns
	looking sync.Mutex // guards known
	known   *Sandbox
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
	if err := db.Confine(context.Background()); err != nil {
		return nil, err
	}
	listener, free, err := bind(SocketPath(db.Path))
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	db.Share(ctx)
	s := &Server{db: db, hooks: hooks, started: time.Now().UTC(), stop: stop, free: free,
		limits: Defaults, turns: newTurns(db.IsLoading)}
	if hooks.Limits != nil {
		s.limits = *hooks.Limits
	}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"POST /query":   s.query,
		"POST /analyze": s.analyze,
		"GET /watch":    s.watch,
		"GET /snapshot": s.snapshot,
		"/":             unknown,
	} {
		mux.HandleFunc(pattern, s.counted(handle))
	}
	s.http = http.Server{Handler: mux, ReadHeaderTimeout: patience, ReadTimeout: patience,
		BaseContext: func(net.Listener) context.Context { return ctx }}
	s.running.Go(func() { _ = s.http.Serve(listener) }) // ends with the error that it was closed
	return s, nil
}

// ErrUnstopped says that a statement goes on though it was told to stop.
var ErrUnstopped = errors.New("a statement that somebody asked did not stop when it was told to: it is broken off with the process")

// Close stops answering: questions that are being answered are broken off, and
// every connection to the database is given back before it returns, unless the error is
// ErrUnstopped, after Grace: then the process should end.
func (s *Server) Close() error {
	s.ending.Lock()
	s.closed = true
	s.ending.Unlock()
	s.stop()
	err := s.http.Close()
	all := make(chan struct{})
	go func() { s.running.Wait(); close(all) }()
	select {
	case <-all:
	case <-time.After(Grace):
		s.free()
		return ErrUnstopped
	}
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
			refuse(w, s.failure(err))
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

func unknown(_ http.ResponseWriter, r *http.Request) error {
	return &AnswerError{Text: fmt.Sprintf("%s %s is nothing that can be asked: there are POST /query, POST /analyze, GET /watch and GET /snapshot", r.Method, r.URL.Path), Kind: KindRequest}
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
	ctx, done, err := s.turn(r.Context())
	if err != nil {
		return err
	}
	document, err := s.hooks.Analyze(ctx, request)
	if err != nil {
		err = s.limits.explain(duck.CauseOf(ctx, err))
	}
	done()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = (&patient{w}).Write(document) // the client may be gone
	return nil
}

// snapshot answers with a copy of the database. It takes no turn: it would hold up
// the questions of others, and the load has its share beside it.
func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) error {
	ctx, end := s.db.GivingWay(r.Context())
	file, err := s.db.SnapshotFile(ctx)
	if err != nil {
		err = s.limits.explain(duck.CauseOf(ctx, err))
	}
	end()
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("send copy: %w", err)
	}
	w.Header().Set("Content-Type", "application/vnd.duckdb")
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	_, _ = io.Copy(&patient{w}, file) // the client may be gone, and sees by the length that something is missing
	return nil
}

// checkDay refuses an as-of day that is none.
func checkDay(day string) error {
	if _, err := time.Parse(time.DateOnly, day); day != "" && err != nil {
		return &AnswerError{Text: fmt.Sprintf("as_of is a day such as 2024-10-20, not %q", day), Kind: KindRequest}
	}
	return nil
}

// sandbox is one for a reader. What is in the database is looked at once: nobody
// changes that but the process that holds it.
func (s *Server) sandbox(ctx context.Context, reader *duck.DB) (*Sandbox, error) {
	s.looking.Lock()
	defer s.looking.Unlock()
	if s.known == nil {
		known, err := NewSandbox(ctx, reader)
		if err != nil {
			return nil, err
		}
		s.known = known
	}
	sandbox := *s.known
	sandbox.db = reader
	return &sandbox, nil
}

// turn waits until a statement may use the database. Its ctx ends when a load needs
// the memory.
func (s *Server) turn(ctx context.Context) (_ context.Context, done func(), err error) {
	waiting, cancel := context.WithTimeout(ctx, s.limits.Time)
	defer cancel()
	over, err := s.turns.take(waiting)
	if err != nil {
		return nil, nil, err
	}
	ctx, end := s.db.GivingWay(ctx)
	return ctx, func() { end(); over() }, nil
}
