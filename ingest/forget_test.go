package ingest_test

import (
	"context"
	"errors"
	"fmt"
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

// TestRandomForgetting forgets and asks for files of a random world again, of which
// some grow, side by side with others or not, and some are deleted.
func TestRandomForgetting(t *testing.T) {
	for seed := range uint64(8) {
		w := &forgetting{store: newStore(t), generator: generator{seeded(seed, 5)}, files: map[string]string{}, out: map[string]bool{}, gone: map[string]bool{}}
		for range 40 {
			w.step()
			if w.oneIn(5) {
				w.restart()
				w.load()
			}
			if w.check(); t.Failed() {
				t.Fatalf("seed %d, after\n%s", seed, strings.Join(w.history, "\n"))
			}
		}
	}
}

// A forgetting is a folder of logs, of which some are forgotten.
type forgetting struct {
	*store
	generator
	files   map[string]string // content by name, also of those that are deleted
	out     map[string]bool   // that are forgotten
	gone    map[string]bool   // that are deleted
	next    int
	history []string
}

// step is one change by somebody.
func (w *forgetting) step() {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(w.files)), func(name string) bool { return w.gone[name] })
	if len(names) < 3 || w.oneIn(4) {
		w.next++
		w.put(fmt.Sprintf("f%02d.log", w.next), w.beginning(names)+w.newLines())
		return
	}
	name := pick(w.generator, names...)
	switch w.IntN(7) {
	case 0, 1:
		if !w.out[name] { // else what comes behind it is not forgotten
			w.put(name, w.files[name]+w.newLines())
		}
	case 2, 3: // as far as another one of the same beginning
		for _, other := range names {
			if !w.out[name] && !w.out[other] && strings.HasPrefix(w.files[other], w.files[name]) {
				w.put(name, w.files[other])
			}
		}
	case 4:
		w.gone[name] = true
		w.did("%s is deleted", name)
		w.must(os.Remove(w.path(name)))
	case 5:
		w.again(name)
		w.did("%s is loaded again", name)
		delete(w.out, name)
	default:
		if w.out[name] {
			return
		}
		f, err := w.loader.Forget(context.Background(), w.path(name))
		w.did("%s is forgotten: %+v, %v", name, f, err)
		if !errors.Is(err, ingest.ErrHeldElsewhere) { // by a longer file, since it was asked for again
			w.must(err)
			w.out[name] = true
		}
	}
}

func (w *forgetting) did(format string, args ...any) {
	w.history = append(w.history, fmt.Sprintf(format, args...))
}

func (w *forgetting) put(name, content string) {
	w.did("%s is %d lines, %d of them new", name, strings.Count(content, "\n"), strings.Count(content, "\n")-strings.Count(w.files[name], "\n"))
	w.files[name] = content
	w.write(name, content)
	w.load()
}

func (w *forgetting) newLines() string {
	w.next++
	return pushes(fmt.Sprintf("%03da", w.next), fmt.Sprintf("%03db", w.next))
}

// beginning is that of a file which was not forgotten, or nothing.
func (w *forgetting) beginning(names []string) string {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return w.out[name] })
	if len(names) == 0 || w.oneIn(2) {
		return ""
	}
	lines := strings.SplitAfter(w.files[pick(w.generator, names...)], "\n")
	return strings.Join(lines[:w.IntN(len(lines))], "")
}

// check: stored are, each once, the beginnings of all files that are there and are
// not forgotten, and maybe some of those that were not when they were deleted.
func (w *forgetting) check() {
	must, may := map[string]bool{}, map[string]bool{}
	for name, content := range w.files {
		beginning := ""
		for line := range strings.Lines(content) {
			if beginning += line; !w.out[name] {
				event, _ := eventOf(strings.TrimSpace(line))
				may[event] = true
				must[event] = must[event] || !w.gone[name]
			}
		}
	}
	stored := strings.Fields(w.events())
	for i, event := range stored {
		if !may[event] {
			w.t.Errorf("%s is stored and should not be", event)
		}
		if i > 0 && event == stored[i-1] {
			w.t.Errorf("%s is stored twice", event)
		}
		delete(must, event)
	}
	for event, there := range must {
		if there {
			w.t.Errorf("%s is lost", event)
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

// TestForgetReloadsFilesThatGrewSideBySide: each of two equal files brought some of
// their lines in.
func TestForgetReloadsFilesThatGrewSideBySide(t *testing.T) {
	s := newStore(t)
	s.write("b.log", pushes("1", "2", "3"))
	s.load()
	s.write("a.log", pushes("1", "2", "3", "4", "5"))
	s.load()
	s.append("b.log", pushes("4", "5"))
	s.load()
	if f := s.forget("a.log"); f.Events != 2 || len(f.Reloaded) != 1 {
		t.Errorf("forgetting did %+v", f)
	}
	s.wantEvents("1 2 3 4 5")
	s.load()
	s.wantEvents("1 2 3 4 5")
}

// TestForgetReloadsBehindAFileThatIsGone: what the missing file brought in led from
// the forgotten lines to the end of the one that is there. So does what a file held
// before it was rewritten.
func TestForgetReloadsBehindAFileThatIsGone(t *testing.T) {
	for name, lose := range map[string]func(*store){
		"deleted":   func(s *store) { s.must(os.Remove(s.path("c.log"))) },
		"rewritten": func(s *store) { s.write("c.log", pushes("9")); s.load() },
	} {
		s := newStore(t)
		s.write("a.log", pushes("1", "2"))
		s.load()
		s.write("c.log", pushes("1", "2", "3"))
		s.load()
		s.write("b.log", pushes("1", "2", "3"))
		s.load()
		lose(s)
		f := s.forget("a.log")
		if len(f.Reloaded) != 1 || (name == "deleted") != (len(f.Gone) == 1) {
			t.Errorf("%s: forgetting did %+v", name, f)
		}
		s.wantEvents(map[string]string{"deleted": "1 2 3", "rewritten": "1 2 3 9"}[name])
	}
}

// TestFileToReloadThatCannotBeRead: a file that was emptied to be read anew stays so
// while it cannot be read, and takes what is kept out when it can.
func TestFileToReloadThatCannotBeRead(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.write("b.log", pushes("1", "2", "3"))
	s.load()
	s.must(s.loader.ForgetAndDie(context.Background(), s.path("a.log")))
	s.restart()
	s.write("b.log", "\x1f\x8bxx") // what a compressed file that is cut off looks like
	if r := s.load()["b.log"]; r.Err == nil {
		t.Fatalf("a file that is cut off: %+v", r)
	}
	if got := s.rows("SELECT state, error IS NOT NULL FROM files WHERE path = ?", s.path("b.log")); !slices.Equal(got, []string{"reload|true"}) {
		t.Errorf("b.log is %q", got)
	}
	s.write("b.log", pushes("1", "2", "3"))
	s.load()
	s.wantEvents("1 2 3")
	if got := s.rows("SELECT state, error FROM files WHERE path = ?", s.path("b.log")); !slices.Equal(got, []string{"loaded|"}) {
		t.Errorf("b.log is %q", got)
	}
}

// TestForgottenFileThatCannotBeRead stays forgotten.
func TestForgottenFileThatCannotBeRead(t *testing.T) {
	s := newStore(t)
	s.write("a.log", pushes("1", "2"))
	s.load()
	s.forget("a.log")
	s.write("a.log", "\x1f\x8bxx")
	s.load()
	s.write("a.log", pushes("1", "2"))
	if r := s.load()["a.log"]; r.Err != nil {
		t.Error(r.Err)
	}
	s.wantEvents("")
	if got := s.rows("SELECT state, error FROM files"); !slices.Equal(got, []string{"forgotten|"}) {
		t.Errorf("a.log is %q", got)
	}
}
