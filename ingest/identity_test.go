package ingest_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"opaudit/ingest"
)

// events are the names of the records that are stored, each as often as it is.
func (s *store) events() string {
	s.t.Helper()
	return strings.Join(s.rows("SELECT event_id FROM message_pushes ORDER BY event_id"), " ")
}

func (s *store) wantEvents(want string) {
	s.t.Helper()
	if got := s.events(); got != want {
		s.t.Errorf("stored are %q, want %q", got, want)
	}
}

// wantLines holds the numbers of a file's result: lines, accepted, duplicate.
func wantLines(t *testing.T, r ingest.FileResult, lines, accepted, duplicate int64) {
	t.Helper()
	if r.Err != nil || r.Lines != lines || r.Accepted != accepted || r.Duplicate != duplicate {
		t.Errorf("%s: %+v (%v), want %d lines, %d accepted, %d duplicate", r.Path, r.Balance, r.Err, lines, accepted, duplicate)
	}
}

func TestSameContentUnderAnotherNameIsDuplicate(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"), "\n", "broken\n")
	s.load()
	s.write("b.log", pushes("1", "2"), "\n", "broken\n")
	r := s.load()["b.log"]
	wantLines(t, r, 4, 0, 4)
	if !r.Known {
		t.Error("b.log is not told as known")
	}
	s.wantEvents("1 2")
	if n := s.count("SELECT count(*) FROM rejects"); n != 1 {
		t.Errorf("%d rejects, want 1", n)
	}
}

func TestTwoEqualFilesInOneLoad(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.write("b.log", pushes("1", "2"))
	results := s.load()
	wantLines(t, results["a.log"], 2, 2, 0)
	wantLines(t, results["b.log"], 2, 0, 2)
	s.wantEvents("1 2")
}

func TestOnePathNamedTwice(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	t.Chdir(s.logs)
	s.loadPaths(s.logs, s.path("a.log"), "a.log", "./a.log")
	s.wantEvents("1 2")
	if n := s.count("SELECT count(*) FROM files"); n != 1 {
		t.Errorf("%d entries for one file", n)
	}
}

func TestGrownFileContinuesItsEntry(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.load()
	for _, name := range []string{"3", "4"} {
		s.append("a.log", pushes(name))
		s.load()
		s.restart()
	}
	r := s.load()["a.log"]
	wantLines(t, r, 4, 4, 0)
	if !r.Known || r.Rewritten {
		t.Errorf("unchanged: %+v", r)
	}
	s.wantEvents("1 2 3 4")
	if n := s.count("SELECT count(*) FROM files"); n != 1 {
		t.Errorf("%d entries for one file", n)
	}
}

func TestLinesArePlacedWhereTheyStand(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1"), "\n")
	s.load()
	s.append("a.log", "broken\n", pushes("2"))
	s.load()
	want := []string{"1|", "4|"}
	if got := s.rows("SELECT line, element FROM message_pushes ORDER BY line"); !slices.Equal(got, want) {
		t.Errorf("records stand at %v, want %v", got, want)
	}
	offset := len(pushes("1")) + 1
	if n := s.count("SELECT count(*) FROM rejects WHERE line = 3 AND byte_offset = ?", offset); n != 1 {
		t.Errorf("rejects %v, want one in line 3 at %d", s.rows("SELECT line, byte_offset FROM rejects"), offset)
	}
}

func TestGrownCopyBringsItsRest(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.load()
	s.write("b.log", pushes("1", "2", "3"))
	wantLines(t, s.load()["b.log"], 3, 1, 2)
	s.append("a.log", pushes("3", "4"))
	wantLines(t, s.load()["a.log"], 4, 3, 1)
	s.append("b.log", pushes("4", "5"))
	wantLines(t, s.load()["b.log"], 5, 2, 3)
	s.wantEvents("1 2 3 4 5")
}

func TestFilesThatDiverge(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2", "5"))
	s.write("b.log", pushes("1", "3", "5"))
	results := s.load()
	wantLines(t, results["b.log"], 3, 2, 1)
	s.wantEvents("1 2 3 5 5") // equal lines after the first difference are different records
	s.restart()
	s.write("c.log", pushes("1", "3", "5", "6"))
	wantLines(t, s.load()["c.log"], 4, 1, 3)
	s.wantEvents("1 2 3 5 5 6")
}

func TestEqualLinesOfOneFileAreDifferentRecords(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "1", "1"))
	s.load()
	s.append("a.log", pushes("1"))
	s.load()
	s.wantEvents("1 1 1 1")
}

func TestRewrittenFileIsANewEntry(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.load()
	s.write("a.log", pushes("3", "2", "4"))
	r := s.load()["a.log"]
	wantLines(t, r, 3, 3, 0)
	if !r.Rewritten || r.Known {
		t.Errorf("rewritten: %+v", r)
	}
	s.wantEvents("1 2 2 3 4")
	s.append("a.log", pushes("5"))
	r = s.load()["a.log"]
	wantLines(t, r, 4, 4, 0)
	if r.Rewritten {
		t.Error("it only grew since")
	}
	if n := s.count("SELECT count(*) FROM files"); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
}

func TestShorterCopyAndTruncation(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2", "3"))
	s.load()
	s.write("b.log", pushes("1", "2"))
	wantLines(t, s.load()["b.log"], 2, 0, 2)
	s.write("a.log", "")
	s.load()
	s.write("a.log", pushes("4"))
	if r := s.load()["a.log"]; !r.Rewritten {
		t.Errorf("after copytruncate: %+v", r)
	}
	s.wantEvents("1 2 3 4")
}

// A file that was cut within a line is the beginning of what it was.
func TestTruncationWithinALineIsNoRewriting(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2", "3"))
	s.load()
	s.write("a.log", pushes("1", "2")+push("3")[:20])
	if r := s.load()["a.log"]; r.Rewritten || r.Pending != 20 {
		t.Errorf("cut within line 3: %+v", r)
	}
	s.write("a.log", pushes("1", "2", "3", "4"))
	s.load()
	s.wantEvents("1 2 3 4")
}

func TestRedropAfterDelete(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1"))
	s.load()
	s.must(os.Remove(s.path("a.log")))
	s.load()
	s.restart()
	s.write("a.log", pushes("1"))
	s.load()
	s.write("new/a.log", pushes("1"))
	wantLines(t, s.load()["new/a.log"], 1, 0, 1)
	s.wantEvents("1")
}

func TestCompressedCopyIsDuplicate(t *testing.T) {
	s := newStore(t)
	s.write("a.log", "\ufeff", pushes("1", "2"))
	s.load()
	s.must(os.Remove(s.path("a.log")))
	s.write("a.log.1.gz", gzipped(t, "\ufeff"+pushes("1")), gzipped(t, pushes("2", "3")))
	wantLines(t, s.load()["a.log.1.gz"], 3, 1, 2)
	s.wantEvents("1 2 3")
}

func TestLastLineWaitsUntilItIsComplete(t *testing.T) {
	s := newStore(t)
	half := len(push("2")) / 2
	s.write("a.log", pushes("1")+push("2")[:half])
	r := s.load()["a.log"]
	wantLines(t, r, 1, 1, 0)
	if r.Pending != int64(half) {
		t.Errorf("%d bytes pending, want %d", r.Pending, half)
	}
	s.append("a.log", push("2")[half:])
	wantLines(t, s.load()["a.log"], 2, 2, 0)
	s.append("a.log", "\n")
	wantLines(t, s.load()["a.log"], 2, 2, 0)
	s.append("a.log", pushes("3"))
	wantLines(t, s.load()["a.log"], 3, 3, 0)
	s.wantEvents("1 2 3")
	if n := s.count("SELECT count(*) FROM files"); n != 1 {
		t.Errorf("%d entries for one file", n)
	}
}

// The end of a line written on Windows may come later than the line, too.
func TestLineEndComesLaterAsCRLF(t *testing.T) {
	for _, first := range []string{"", "\r"} {
		s := newStore(t)
		s.write("a.log", push("1")+"\r\n"+push("2")+first)
		s.load()
		s.append("a.log", strings.TrimPrefix("\r\n", first)+push("3")+"\r\n")
		r := s.load()["a.log"]
		wantLines(t, r, 3, 3, 0)
		if r.Rewritten {
			t.Errorf("told as rewritten, though it only grew behind %q", first)
		}
		s.wantEvents("1 2 3")
	}
}

// White space that JSON does not know is no complete value.
func TestLastLineWithOtherWhiteSpaceWaits(t *testing.T) {
	for _, space := range []string{"\v", "\f", "\u00a0", "\u0085"} {
		s := newStore(t)
		s.write("a.log", pushes("1")+push("2")+space)
		wantLines(t, s.load()["a.log"], 1, 1, 0)
	}
}

func TestOrderOfFilesIsIrrelevant(t *testing.T) {
	contents := []string{pushes("1", "2", "3"), pushes("1", "2"), pushes("1", "2", "3", "4"), pushes("1", "5"), pushes("6")}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}, {1, 3, 0, 4, 2}} {
		s := newStore(t)
		for _, i := range order {
			name := string(rune('a'+i)) + ".log"
			s.write(name, contents[i])
			s.loadPaths(s.path(name))
		}
		s.wantEvents("1 2 3 4 5 6")
	}
}

func TestExcludedFilesAreNotLoaded(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1"))
	s.write("own.log", pushes("2"))
	if _, err := s.loader.Load(context.Background(), []string{s.logs}, []string{s.path("own.log")}); err != nil {
		t.Fatal(err)
	}
	s.wantEvents("1")
}
