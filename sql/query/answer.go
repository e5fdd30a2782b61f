package query

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"opaudit/sql/duck"
)

// query answers the statement in the body as of the day as_of, if the URL names one.
func (s *Server) query(w http.ResponseWriter, r *http.Request) error {
	text, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxStatement))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &AnswerError{Text: fmt.Sprintf("the statement is larger than %d MiB, the most that a process that loads takes: ask in parts, or with a join instead of a long list of values", maxStatement>>20), Kind: KindRequest}
	case err != nil:
		return &AnswerError{Text: "read statement: " + err.Error(), Kind: KindRequest}
	}
	day := r.URL.Query().Get("as_of")
	if err := checkDay(day); err != nil {
		return err
	}
	ctx, gone := context.WithCancel(r.Context())
	answer := newSpool(filepath.Dir(s.db.Path))
	finished := make(chan struct{})
	s.running.Go(func() {
		defer close(finished)
		defer answer.close()
		answer.end(s.answer(ctx, day, string(text), answer))
		<-ctx.Done()
	})
	defer func() {
		gone()
		if !answer.wasLeft() { // else the engine works on, for nobody
			<-finished
		}
	}()
	w.Header().Set("Content-Type", "application/jsonl")
	out := &patient{w}
	sent, err := answer.sendTo(out)
	if err != nil && sent > 0 {
		_ = json.NewEncoder(out).Encode(end{AnswerError: s.failure(err)}) // the client may be gone
		return nil
	}
	return err
}

// answer writes all of a statement's answer into it, when it is its turn.
func (s *Server) answer(ctx context.Context, day, text string, w *spool) (err error) {
	ctx, done, err := s.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	defer func() { err = s.limits.explain(err) }()
	reader, err := s.db.Reader(ctx, duck.Options{Now: time.Now(), AsOf: day})
	if err != nil {
		return duck.CauseOf(ctx, err)
	}
	defer func() { _ = reader.Close() }() // what it read was read
	stand, err := StandOf(ctx, reader)
	if err != nil {
		return duck.CauseOf(ctx, err)
	}
	sandbox, err := s.sandbox(ctx, reader)
	if err != nil {
		return duck.CauseOf(ctx, err)
	}
	result, err := ask(ctx, sandbox, s.limits, text, func(err error) { w.leave(s.limits.explain(err)) })
	if err != nil {
		return asFailure(s.limits.explain(err), KindQuery)
	}
	defer result.Close()
	result.Stand = &stand
	return writeAnswer(w, result, s.limits.Answer)
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

// writeAnswer writes all of a result that has at most so many bytes, whole lines at a
// time.
func writeAnswer(w io.Writer, result *Result, most int64) error {
	lines, err := json.Marshal(head{result.Columns, result.Types, *result.Stand})
	if err != nil {
		return err
	}
	lines = append(lines, '\n')
	rows, size := int64(0), int64(0)
	for {
		values, ok, err := result.Next()
		switch {
		case err != nil:
			return err
		case ok:
			rows++
			lines, err = appendRow(lines, values)
		default:
			lines = fmt.Appendf(lines, "{\"rows\":%d}\n", rows)
		}
		if err != nil {
			return err
		}
		if ok && len(lines) < pieceOf && rows > 1 {
			continue
		}
		if size += int64(len(lines)); size > most {
			return errSize
		}
		if _, err := w.Write(lines); err != nil || !ok {
			return err
		}
		lines = lines[:0]
	}
}

// pieceOf is about how many bytes of an answer are handed on at a time; the first row
// goes at once.
const pieceOf = 64 << 10

// patient gives the client some time for each piece of an answer.
type patient struct{ w http.ResponseWriter }

func (p *patient) Write(b []byte) (int, error) {
	_ = http.NewResponseController(p.w).SetWriteDeadline(time.Now().Add(patience)) // a unix socket has deadlines
	return p.w.Write(b)
}

// refuse answers with an error alone.
func refuse(w http.ResponseWriter, failure *AnswerError) {
	status := http.StatusInternalServerError
	switch failure.Kind {
	case KindQuery, KindRequest:
		status = http.StatusBadRequest
	case KindLimit:
		status = http.StatusServiceUnavailable // as things are
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(failure) // the client may be gone
}

// failure is err as it leaves the process.
func (s *Server) failure(err error) *AnswerError {
	f := *asFailure(err, KindFailed)
	if s.hooks.Mask != nil {
		f.Text = s.hooks.Mask(f.Text)
	}
	return &f
}

// asFailure is err as it goes to the client, of that kind unless it says its own.
func asFailure(err error, kind Kind) *AnswerError {
	var f *AnswerError
	if errors.As(err, &f) {
		return f
	}
	return &AnswerError{Text: err.Error(), Kind: kind}
}
