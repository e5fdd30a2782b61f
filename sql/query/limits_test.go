package query

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"opaudit/sql/duck"
)

// TestLimitsSayWhatToDo wants whoever asks too much to be told what, and what to do.
func TestLimitsSayWhatToDo(t *testing.T) {
	limits := Limits{Time: time.Second, Answer: 3 << 20}
	for cause, want := range map[error]string{
		errTime:                                 "the statement was stopped: it took longer than 1s; narrow it by day or app, or ask for a total first",
		errSize:                                 "the statement was stopped: its answer is larger than 3 MiB; ask for fewer rows or columns, or for a total",
		duck.ErrGaveWay:                         "the statement was stopped: a load needed the memory that it took; ask again, or narrow it by day or app",
		errors.New("Out of Memory Error: full"): "the statement was stopped: it needs more memory or temporary space than there is for it; narrow it by day or app, or ask for a total first",
	} {
		var failure *AnswerError
		if err := limits.explain(cause); !errors.As(err, &failure) || failure.Kind != KindLimit || failure.Text != want {
			t.Errorf("%v: %v", cause, err)
		}
	}
}

// TestRequestsSayWhatToDo wants a request that is none of the program's own to be told
// what is asked, and how.
func TestRequestsSayWhatToDo(t *testing.T) {
	if err := unknown(nil, httptest.NewRequest(http.MethodGet, "/nowhere", nil)); err.Error() != "GET /nowhere is nothing that can be asked: there are POST /query, POST /analyze, GET /watch and GET /snapshot" {
		t.Error(err)
	}
	if err := checkDay("today"); err == nil || err.Error() != `as_of is a day such as 2024-10-20, not "today"` {
		t.Error(err)
	}
}
