package ingest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/ingest"
)

func TestWatchMovesAway(t *testing.T) {
	t.Parallel()
	moved := ""
	w := watch(t, func(o *ingest.WatchOptions) {
		o.MoveTo = filepath.Join(o.Folders[0], "done")
		moved = o.MoveTo
	})
	w.write("sub/a.log", pushes("1"))
	w.write("half.log", pushes("2"), push("3")[:20])
	w.until("a.log is moved", func() bool { _, err := os.Stat(filepath.Join(moved, "sub", "a.log")); return err == nil })
	w.write("sub/a.log", pushes("4"))
	w.until("the other one too", func() bool { _, err := os.Stat(filepath.Join(moved, "sub", "a.log.1")); return err == nil })
	w.untilEvents("1 2 4")
	if _, err := os.Stat(w.path("half.log")); err != nil {
		t.Errorf("a file with an unfinished line was moved: %v", err)
	}
}

func TestWatchFolderThatComesBack(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("a.log", pushes("1"))
	w.untilEvents("1")
	aside := w.logs + ".aside"
	w.must(os.Rename(w.logs, aside))
	w.until("it is told", func() bool { return len(w.trouble) > 0 })
	w.must(os.Rename(aside, w.logs))
	w.append("a.log", pushes("2"))
	w.write("b.log", pushes("3"))
	w.untilEvents("1 2 3")
	w.do(func() {
		if len(w.trouble) > 2 { // by the scan, and by the watch that it was
			t.Errorf("told is %q", w.trouble)
		}
	})
}

func TestWatchNamesThatAreNoUTF8(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("\xc8\xd5\xd6\xbe.log", pushes("1"))
	w.write("good.log", pushes("2"))
	w.untilEvents("1 2")
	w.append("\xc8\xd5\xd6\xbe.log", pushes("3"))
	w.untilEvents("1 2 3")
	w.until("the name is written readably", func() bool {
		return w.count(`SELECT count(*) FROM files WHERE path LIKE '%\xc8\xd5־.log' OR path LIKE '%\xc8\xd5\xd6\xbe.log'`) == 1
	})
}

// TestWatchJudgesAFileWhenItIsQuiet: before that, or its first MiB, a file with no
// good line may still become a log, whose rejects keep their texts.
func TestWatchJudgesAFileWhenItIsQuiet(t *testing.T) {
	t.Parallel()
	w := watch(t, func(o *ingest.WatchOptions) { o.Settle = settleLate })
	w.write("log.log", "broken\n")
	w.write("long.log", strings.Repeat("unwell\n", 1<<20/7+1))
	w.until("both are read", func() bool { return w.file("log.log", "lines") == "1" && w.file("long.log", "lines") == "149797" })
	w.do(func() {
		if r := w.results["log.log"]; len(r.Hints) > 0 || w.file("log.log", "state") != "loaded" {
			t.Errorf("a file that may become a log: %q", r.Hints)
		}
		if r := w.results["long.log"]; len(r.Hints) != 1 || w.file("long.log", "state") != "not a log" {
			t.Errorf("a file that is none: %q", r.Hints)
		}
	})
	w.append("log.log", pushes("1", "2", "3"))
	w.untilEvents("1 2 3")
	w.do(func() {
		if got := w.rows("SELECT text FROM rejects JOIN files USING (file_id) WHERE path = ?", w.path("log.log")); !slices.Equal(got, []string{"broken"}) {
			t.Errorf("kept is %q", got)
		}
	})
	quiet := watch(t, nil)
	quiet.write("none.log", "broken\n")
	quiet.until("it is judged when it is quiet", func() bool { return quiet.file("none.log", "state") == "not a log" })
	quiet.do(func() {
		if r := quiet.results["none.log"]; len(r.Hints) != 1 || !strings.HasPrefix(r.Hints[0], "not a log: ") || !strings.Contains(r.Hints[0], "wrapper: docker") {
			t.Errorf("told is %q", r.Hints)
		}
	})
}

// TestWatchTellsNoPersonalData: the system's errors hold the whole path.
func TestWatchTellsNoPersonalData(t *testing.T) {
	t.Parallel()
	w := watch(t, func(o *ingest.WatchOptions) {
		o.MoveTo = filepath.Join(filepath.Dir(o.Folders[0]), "done")
		if err := os.WriteFile(o.MoveTo, nil, 0o600); err != nil { // no folder
			t.Fatal(err)
		}
	})
	w.write("13800138000.log", pushes("1"))
	w.must(os.Symlink("13800138000.log", w.path("13900139000.log")))
	w.until("the moves fail", func() bool { return len(w.trouble) == 2 })
	w.do(func() {
		slices.Sort(w.trouble)
		if !strings.Contains(w.trouble[0], "138****8000.log") || !strings.Contains(w.trouble[1], "139****9000.log: it is a symbolic link") {
			t.Errorf("told is %q", w.trouble)
		}
		if all := strings.Join(w.trouble, " "); strings.Contains(all, "13800138000") || strings.Contains(all, "13900139000") {
			t.Errorf("told is %q", w.trouble)
		}
	})
	w.append("13800138000.log", pushes("2"))
	w.untilEvents("1 2")
	w.untilQuiet()
	w.do(func() {
		if n := strings.Count(strings.Join(w.trouble, " "), "symbolic link"); n != 1 {
			t.Errorf("told %d times that links are not moved", n)
		}
	})
}
