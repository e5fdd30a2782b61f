package ingest_test

import (
	"context"
	"testing"
)

// TestForgottenStaysOutOfWhatIsReadAnew: x.log held back lines that were forgotten before
// it was there, and lines that are forgotten now. Only the latter are to be had of it, also
// when the program ends before it comes to that, and whatever is added meanwhile.
func TestForgottenStaysOutOfWhatIsReadAnew(t *testing.T) {
	for _, killed := range []bool{false, true} {
		s := newStore(t)
		s.write("a.log", pushes("1", "2"))
		s.load()
		s.forget("a.log")
		s.append("a.log", pushes("3"))
		s.write("x.log", pushes("1", "2", "3", "4"))
		s.write("z.log", pushes("1", "2", "3", "4", "5"))
		s.load()
		s.forget("z.log") // x.log ends before what that brought in
		s.append("x.log", pushes("5"))
		s.wantEvents("3 4")
		if killed {
			s.must(s.loader.ForgetAndDie(context.Background(), s.path("a.log")))
			s.append("x.log", pushes("6"))
			s.restart()
			s.load()
			s.wantEvents("3 4 6")
		} else {
			s.forget("a.log")
			s.wantEvents("3 4")
		}
		s.restart()
		s.load()
		s.write("new.log", pushes("1", "2", "3", "4", "5"))
		s.load()
		s.wantEvents(map[bool]string{false: "3 4", true: "3 4 6"}[killed])
		// What is read anew once more keeps it out as well.
		s.write("y.log", pushes("1", "2", "3", "4", "7"))
		s.load()
		s.forget("x.log")
		s.wantEvents("3 4 7")
		s.again("a.log")
		s.wantEvents("1 2 3 4 7")
	}
}

// TestForgottenStaysOutBehindWhatIsAskedFor: b.log is read anew behind a.log, which does
// not hold what was forgotten of k.log.
func TestForgottenStaysOutBehindWhatIsAskedFor(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1"))
	s.write("b.log", pushes("1", "2"))
	s.write("k.log", pushes("1", "2", "3"))
	s.load()
	s.forget("k.log")
	s.append("b.log", pushes("3", "4"))
	s.load()
	s.wantEvents("1 2 4")
	s.again("a.log")
	s.wantEvents("1 2 4")
	s.again("k.log")
	s.wantEvents("1 2 3 4")
}
