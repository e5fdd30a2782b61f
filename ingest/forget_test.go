package ingest_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"opaudit/ingest"
)

func (s *store) forget(name string) ingest.Forgotten {
	s.t.Helper()
	f, err := s.loader.Forget(context.Background(), s.path(name))
	s.must(err)
	s.checkLaw()
	return f
}

func (s *store) again(name string) {
	s.t.Helper()
	_, err := s.loader.Again(context.Background(), s.path(name))
	s.must(err)
	s.checkLaw()
}

func TestForgottenContentStaysOut(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"), "broken\n")
	s.write("b.log", pushes("3"))
	s.load()
	if f := s.forget("a.log"); f.Events != 2 || len(f.Reloaded) > 0 || len(f.Gone) > 0 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("3")
	if n := s.count("SELECT count(*) FROM rejects"); n != 0 {
		t.Errorf("%d rejects are left", n)
	}
	for range 2 {
		s.load()
		s.wantEvents("3")
		s.write("c.log", pushes("1", "2"), "broken\n") // under another name
		s.load()
		s.wantEvents("3")
		s.restart()
	}
	s.append("c.log", pushes("4")) // what comes behind it was not forgotten
	s.load()
	s.wantEvents("3 4")
	s.again("a.log")
	s.wantEvents("1 2 3 4")
	s.load()
	s.wantEvents("1 2 3 4")
	if got := s.rows("SELECT state FROM files WHERE path = ?", s.path("a.log")); len(got) != 1 || got[0] != "loaded" {
		t.Errorf("a.log is %q", got)
	}
}

func TestForgettingReloadsWhatWasHeldBack(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2", "3"))
	s.load()
	s.write("b.log", pushes("1", "2"))              // only duplicates
	s.write("c.log", pushes("1", "2", "3", "4"))    // goes on
	s.write("d.log", pushes("1", "5"))              // goes another way
	s.write("gone.log", pushes("1", "2", "3", "4")) // is not there any more
	s.load()
	s.must(os.Remove(s.path("gone.log")))
	f := s.forget("a.log")
	if len(f.Reloaded) != 3 || len(f.Gone) != 0 { // all that gone.log had is in c.log
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("1 2 3 4 5")
	s.load()
	s.restart()
	s.load()
	s.wantEvents("1 2 3 4 5")
	s.forget("c.log")
	s.wantEvents("1 2 5")
	s.load()
	s.wantEvents("1 2 5")
	s.again("c.log")
	s.wantEvents("1 2 3 4 5")
}

func TestForgetUnknownFile(t *testing.T) {
	s := newStore(t)
	if _, err := s.loader.Forget(context.Background(), s.path("a.log")); !errors.Is(err, ingest.ErrUnknownFile) {
		t.Errorf("forgetting an unknown file: %v", err)
	}
	if _, err := s.loader.Again(context.Background(), s.path("a.log")); err == nil {
		t.Error("loading a file again that is not there is no error")
	}
}

func TestAgainReplacesTheWholeFile(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.load()
	s.write("a.log", pushes("3", "4"))
	s.load()
	s.wantEvents("1 2 3 4") // what it held before it was rewritten stays loaded
	s.write("b.log", pushes("3", "4"))
	s.load()
	s.again("a.log")
	s.wantEvents("1 2 3 4")
	if n := s.count("SELECT count(*) FROM files"); n != 3 {
		t.Errorf("%d entries for two files, one of them rewritten", n)
	}
	s.load()
	s.wantEvents("1 2 3 4")
	s.write("new.log", pushes("5"))
	s.again("new.log")
	s.wantEvents("1 2 3 4 5")
}

// TestRandomForgetting forgets and asks for files of a random world again. What
// is stored is then, each once, the beginnings of all files that are not forgotten.
func TestRandomForgetting(t *testing.T) {
	for seed := range uint64(6) {
		g := generator{seeded(seed, 5)}
		s := newStore(t)
		files, out := map[string]string{}, map[string]bool{}
		for step := range 40 {
			names := slices.Sorted(maps.Keys(files))
			switch {
			case len(names) < 3 || g.oneIn(3):
				base := ""
				if len(names) > 0 && g.oneIn(2) && !out[names[0]] {
					lines := strings.SplitAfter(files[names[0]], "\n")
					base = strings.Join(lines[:g.IntN(len(lines))], "")
				}
				name := string(rune('a'+len(files)%26)) + string(rune('a'+len(files)/26)) + ".log"
				files[name] = base + pushes(name+"1", name+"2")
				s.write(name, files[name])
				s.load()
			case g.oneIn(2):
				name := pick(g, names...)
				if out[name] {
					break
				}
				_, err := s.loader.Forget(context.Background(), s.path(name))
				if !errors.Is(err, ingest.ErrHeldElsewhere) { // by a longer file, since it was asked for again
					s.must(err)
					out[name] = true
				}
			default:
				name := pick(g, names...)
				s.again(name)
				delete(out, name)
			}
			if g.oneIn(5) {
				s.restart()
				s.load()
			}
			beginnings := map[string]string{}
			for name, content := range files {
				beginning := ""
				for line := range strings.Lines(content) {
					if beginning += line; !out[name] {
						event, _ := eventOf(strings.TrimSpace(line))
						beginnings[beginning] = event
					}
				}
			}
			want := slices.Sorted(maps.Values(beginnings))
			if got := s.events(); got != strings.Join(want, " ") {
				t.Fatalf("seed %d, step %d: stored are\n%s, want\n%s\nforgotten: %v", seed, step, got, strings.Join(want, " "), out)
			}
		}
	}
}

// TestForgetTakesOutWhatTheFileHoldsNow rotates a name: what it held before stays,
// also when nobody looked since.
func TestForgetTakesOutWhatTheFileHoldsNow(t *testing.T) {
	s := newStore(t)
	s.write("app.log", pushes("1", "2"))
	s.load()
	s.must(os.Rename(s.path("app.log"), s.path("app.log.1")))
	s.write("app.log", pushes("3"))
	if f := s.forget("app.log"); f.Events != 1 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("1 2")
	s.load()
	s.wantEvents("1 2")
	s.again("app.log")
	s.wantEvents("1 2 3")
}

// TestForgetLeavesOthersAlone forgets a file that shares nothing with others, of
// which one was rotated meanwhile, and one that shares its lines with a file that is
// not what it was.
func TestForgetLeavesOthersAlone(t *testing.T) {
	s := newStore(t)
	s.write("u1.log", pushes("1", "2"))
	s.write("u2.log", pushes("1", "2", "3"))
	s.write("z.log", pushes("4"))
	s.load()
	s.must(os.Rename(s.path("u2.log"), s.path("../u3.log")))
	s.write("u2.log", pushes("5"))
	if f := s.forget("z.log"); len(f.Reloaded)+len(f.Gone) > 0 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("1 2 3")
	if f := s.forget("u1.log"); len(f.Reloaded) > 0 || len(f.Gone) != 1 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("3")
	s.load()
	s.wantEvents("3 5")
}

func TestForgetFromAnotherFolder(t *testing.T) {
	s := newStore(t)
	s.write("m.log", pushes("1", "2"))
	s.write("y.log", pushes("1", "2", "3"))
	t.Chdir(s.logs)
	s.loadPaths("m.log", "y.log")
	t.Chdir(os.TempDir())
	if f := s.forget("m.log"); len(f.Reloaded) != 1 || len(f.Gone) > 0 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("1 2 3")
}

func TestForgetByANameThatHoldsNothing(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1"))
	s.load()
	s.write("b.log", pushes("1"))
	s.load()
	if _, err := s.loader.Forget(context.Background(), s.path("b.log")); !errors.Is(err, ingest.ErrHeldElsewhere) {
		t.Errorf("forgetting a copy: %v", err)
	}
	s.wantEvents("1")
}

// TestForgetOnceMore takes out what a file held before it was rewritten, too: each time
// what is the newest of it.
func TestForgetOnceMore(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"), "broken\n")
	s.load()
	s.write("a.log", pushes("3"))
	s.load()
	s.write("b.log", pushes("1"))
	s.load()
	for _, want := range []struct {
		taken  int64
		events string
	}{{1, "1 2"}, {2, "1"}, {0, "1"}} { // b.log is read anew
		if f := s.forget("a.log"); f.Events != want.taken {
			t.Errorf("forgetting did %+v, want %d events taken out", f, want.taken)
		}
		s.wantEvents(want.events)
	}
	s.load()
	s.wantEvents("1")
	s.again("a.log")
	s.wantEvents("1 3")
}

// TestMendedFile rewrites a file of which no line was accepted: nothing of that is left,
// unless another file has the same lines.
func TestMendedFile(t *testing.T) {
	s := newStore(t)
	s.write("a.log", "broken\n\n", "{}\n")
	s.write("c.log", "nonsense\n")
	s.load()
	s.write("copy.log", "nonsense\n")
	s.write("z.log", pushes("9"))
	s.load()
	if n := s.count("SELECT count(*) FROM rejects"); n != 3 {
		t.Fatalf("%d rejects, want 3", n)
	}
	s.write("a.log", pushes("1", "2"))
	s.write("c.log", pushes("3"))
	for _, r := range s.load() {
		if mended := strings.HasSuffix(r.Path, "a.log"); r.Replaced != mended {
			t.Errorf("%+v", r)
		}
	}
	s.wantEvents("1 2 3 9")
	want := []string{"a.log 2 0", "c.log 1 1", "c.log 1 0", "copy.log 1 0", "z.log 1 0"}
	if got := s.rows("SELECT parse_filename(path) || ' ' || lines || ' ' || rejected FROM files ORDER BY parse_filename(path), file_id"); !slices.Equal(got, want) {
		t.Errorf("the ledger has %q, want %q", got, want)
	}
	if n := s.count("SELECT count(*) FROM rejects"); n != 1 {
		t.Errorf("%d rejects are left, want that of c.log", n)
	}
	s.write("later.log", "broken\n\n", "{}\n") // nothing knows these lines any more
	s.load()
	s.restart()
	s.load()
	s.wantEvents("1 2 3 9")
	if n := s.count("SELECT rejected FROM files WHERE path LIKE '%later.log'"); n != 2 {
		t.Errorf("%d lines are rejected, want 2", n)
	}
	s.checkLaw()
}
