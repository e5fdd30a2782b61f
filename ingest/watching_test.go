package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"opaudit/ingest"
)

// watching is a store whose folder of logs is watched while the test goes on. The
// Watcher's goroutine owns the database: tests ask it through do.
type watching struct {
	*store
	watcher *ingest.Watcher
	ctx     context.Context
	results map[string]ingest.FileResult // the last one told of each file
	trouble []string
	loads   atomic.Int64 // how many were told
	news    chan struct{}
}

// settle is short, so that tests need not wait; a test that must see what happens
// before a file is quiet takes settleLate.
const (
	settle     = 100 * time.Millisecond
	settleLate = time.Hour
)

func watch(t *testing.T, change func(*ingest.WatchOptions)) *watching {
	t.Helper()
	w := &watching{store: newStore(t), results: map[string]ingest.FileResult{}, news: make(chan struct{}, 1)}
	w.start(change)
	return w
}

func (w *watching) start(change func(*ingest.WatchOptions)) {
	o := ingest.WatchOptions{Folders: []string{w.logs}, Settle: settle, Poll: 50 * time.Millisecond,
		Loaded: func(results []ingest.FileResult, err error) {
			if err != nil {
				w.trouble = append(w.trouble, err.Error())
			}
			for _, r := range results {
				w.results[filepath.Base(r.Path)] = r
			}
			w.loads.Add(1)
			select {
			case w.news <- struct{}{}:
			default:
			}
		},
		Trouble: func(err error) { w.trouble = append(w.trouble, err.Error()) },
	}
	if change != nil {
		change(&o)
	}
	w.watcher = ingest.NewWatcher(w.loader, o)
	ctx, cancel := context.WithCancel(context.Background())
	w.ctx = ctx
	ended := make(chan struct{})
	go func() { defer close(ended); _ = w.watcher.Run(ctx) }()
	w.t.Cleanup(func() { cancel(); <-ended; w.checkLaw() })
}

// do runs f where the database may be used.
func (w *watching) do(f func()) {
	w.t.Helper()
	if err := w.watcher.Do(w.ctx, f); err != nil {
		w.t.Fatal(err)
	}
}

// until waits for a condition, which is asked where the database may be used.
func (w *watching) until(what string, holds func() bool) {
	w.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		ok := false
		w.do(func() { ok = holds() })
		if ok {
			return
		}
		select {
		case <-w.news:
		case <-time.After(10 * time.Millisecond):
		case <-deadline:
			var is string
			w.do(func() {
				is = fmt.Sprintf("stored are %q, files %v, trouble %q", w.events(), w.rows("SELECT path, state, lines, duplicate, pending_bytes, error FROM files"), w.trouble)
			})
			w.t.Fatalf("never: %s; %s", what, is) // here, for it ends the goroutine that it is called in
		}
	}
}

// untilEvents waits until exactly these records are stored.
func (w *watching) untilEvents(want string) {
	w.t.Helper()
	w.until("stored are "+want, func() bool { return w.events() == want })
}

// untilQuiet waits until everything that was written before is loaded, and
// nothing waits for its file to be quiet.
func (w *watching) untilQuiet() {
	w.t.Helper()
	mark := fmt.Sprintf("mark%d.log", w.loads.Load())
	w.write(mark, "\n")
	w.until("all is quiet", func() bool {
		return w.watcher.Lag().Files == 0 && len(w.rows("SELECT 1 FROM files WHERE path = ?", w.path(mark))) == 1
	})
	w.must(os.Remove(w.path(mark)))
}

// file is a column of the newest ledger entry of a file.
func (w *watching) file(name, column string) string {
	w.t.Helper()
	rows := w.rows("SELECT "+column+" FROM files WHERE path = ? ORDER BY file_id DESC LIMIT 1", w.path(name))
	return strings.Join(rows, "")
}

func TestWatchPartialLastLine(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	whole := push("2")
	w.write("a.log", pushes("1"), whole[:30])
	w.until("30 bytes are pending", func() bool { return w.file("a.log", "pending_bytes") == "30" })
	w.untilQuiet() // a long pause: the line is not complete, however quiet the file is
	w.append("a.log", whole[30:])
	w.untilEvents("1 2") // without its newline, but complete and quiet
	w.append("a.log", "\n"+push("3")+"\n")
	w.untilEvents("1 2 3")
	w.until("no blank line", func() bool { return w.file("a.log", "blank || ' ' || lines") == "0 3" })
}

func TestWatchTakesNoUnendedLineBeforeTheFileIsQuiet(t *testing.T) {
	t.Parallel()
	w := watch(t, func(o *ingest.WatchOptions) { o.Settle = settleLate })
	w.write("a.log", pushes("1"), push("2"))
	w.write("b.gz", gzipped(t, pushes("3")))
	w.untilEvents("1")
	w.write("c.log", pushes("4"))
	w.untilEvents("1 4")
	if lag := w.watcher.Lag(); lag.Files != 2 || lag.Bytes == 0 {
		t.Errorf("waiting are %+v, want two files", lag)
	}
}

func TestWatchRenamedIn(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	outside := filepath.Join(filepath.Dir(w.logs), "outside.log")
	w.must(os.WriteFile(outside, []byte(pushes("1", "2")), 0o600))
	w.must(os.Rename(outside, w.path("in.log")))
	w.untilEvents("1 2")
	folder := filepath.Join(filepath.Dir(w.logs), "folder")
	w.must(os.MkdirAll(filepath.Join(folder, "deep"), 0o700))
	w.must(os.WriteFile(filepath.Join(folder, "deep", "d.log"), []byte(pushes("3")), 0o600))
	w.must(os.Rename(folder, w.path("folder")))
	w.untilEvents("1 2 3")
	w.append("folder/deep/d.log", pushes("4"))
	w.untilEvents("1 2 3 4")
}

func TestWatchRotated(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("a.log", pushes("1", "2"))
	w.untilEvents("1 2")
	w.must(os.Rename(w.path("a.log"), w.path("a.log.1")))
	w.append("a.log.1", pushes("3")) // by a writer that has not noticed
	w.write("a.log", pushes("4"))
	w.untilEvents("1 2 3 4")
	w.write("a.log.1.gz", gzipped(t, pushes("1", "2", "3")))
	w.must(os.Remove(w.path("a.log.1")))
	w.untilQuiet()
	w.untilEvents("1 2 3 4")
}

func TestWatchCopytruncate(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("a.log", pushes("1", "2"))
	w.untilEvents("1 2")
	w.write("a.log.1", pushes("1", "2"))
	w.must(os.Truncate(w.path("a.log"), 0))
	w.append("a.log", pushes("3", "4", "5")) // past the old offset before anybody looks
	w.untilEvents("1 2 3 4 5")
	w.until("a.log is told as rewritten", func() bool { return w.results["a.log"].Rewritten })
}

func TestWatchSameHead(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	head := strings.Repeat(push("h")+"\n", 200)
	w.write("a.log", head, pushes("1"))
	w.write("b.log", head, pushes("2"))
	want := "1 2" + strings.Repeat(" h", 200)
	w.untilEvents(want)
	w.must(os.Truncate(w.path("a.log"), 0)) // the same beginning, then other lines: longer than before
	w.append("a.log", head, pushes("3", "4"))
	w.untilEvents("1 2 3 4" + strings.Repeat(" h", 200))
}

func TestWatchShorterCopyAfterTheLonger(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("a.log", pushes("1", "2", "3"))
	w.untilEvents("1 2 3")
	w.write("b.log", pushes("1", "2"))
	w.untilQuiet()
	w.untilEvents("1 2 3")
	w.append("b.log", pushes("3"), pushes("4")) // known for a while, then its own
	w.untilEvents("1 2 3 4")
	w.append("a.log", pushes("4")) // and now the longer one follows it
	w.untilQuiet()
	w.untilEvents("1 2 3 4")
}

func TestWatchTwoEqualFilesGrowSideBySide(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	want := ""
	for i := range 20 {
		name := fmt.Sprintf("%02d", i)
		w.append("a.log", pushes(name))
		w.append("b.log", pushes(name))
		want = strings.TrimSpace(want + " " + name)
		if i%3 == 0 {
			w.untilEvents(want)
		}
	}
	w.untilQuiet()
	w.untilEvents(want)
}

// TestWatchInodeUsedAgain deletes many files and takes one of their numbers for
// another file: whatever else asks the file system for numbers meanwhile does not
// get all of them.
func TestWatchInodeUsedAgain(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	const many = 200
	want := ""
	for round := range 10 {
		deleted := map[string]os.FileInfo{}
		for i := range many {
			name := fmt.Sprintf("%02d%03d", round, i)
			w.write(name+".log", pushes(name))
			want = strings.TrimSpace(want + " " + name)
			info, err := os.Stat(w.path(name + ".log"))
			w.must(err)
			deleted[name+".log"] = info
		}
		w.untilEvents(want)
		for name := range deleted {
			w.must(os.Remove(w.path(name)))
		}
		for try := range 2 * many { // none is given back: a number that is of no use is not offered again
			outside := filepath.Join(filepath.Dir(w.logs), fmt.Sprintf("round%dtry%d", round, try))
			w.must(os.WriteFile(outside, []byte(pushes("w", "x", "y")), 0o600))
			now, err := os.Stat(outside)
			w.must(err)
			for name, before := range deleted {
				if os.SameFile(before, now) {
					w.must(os.Rename(outside, w.path(name)))
					w.untilEvents(want + " w x y")
					return
				}
			}
		}
	}
	t.Fatal("this file system never uses an inode again")
}

func TestWatchDeletedWhileRead(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	const lines = 60_000
	files, caught := 0, false
	for ; !caught; files++ { // until one is deleted while the program has it open
		outside := filepath.Join(filepath.Dir(w.logs), "outside.log")
		w.must(os.WriteFile(outside, []byte(strings.Repeat(push(strconv.Itoa(files))+"\n", lines)), 0o600))
		inside := w.path(fmt.Sprintf("in%d.log", files))
		before := w.loads.Load()
		w.must(os.Rename(outside, inside))
		for !caught && w.loads.Load() == before {
			caught = isOpen(t, inside)
		}
		w.must(os.Remove(inside))
	}
	w.until("all lines are stored", func() bool { return w.count("SELECT count(*) FROM message_pushes") == files*lines })
}

// isOpen reports whether this process has a file open.
func isOpen(t *testing.T, path string) bool {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(fds, func(fd os.DirEntry) bool {
		target, err := os.Readlink("/proc/self/fd/" + fd.Name())
		return err == nil && target == path
	})
}

func TestWatchLinks(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	outside := filepath.Join(filepath.Dir(w.logs), "outside.log")
	w.must(os.WriteFile(outside, []byte(pushes("0")), 0o600))
	w.must(os.Symlink(outside, w.path("out.log")))
	w.must(os.Symlink("../outside.log", w.path("up.log")))
	w.must(os.Symlink("loop.log", w.path("loop.log")))
	w.write("a.log", pushes("1"))
	w.must(os.Symlink("a.log", w.path("in.log")))
	w.untilQuiet()
	w.untilEvents("1")
	w.until("the link inside is a duplicate", func() bool { return w.file("in.log", "duplicate") == "1" && w.file("out.log", "1") == "" })
}

func TestWatchLinesOfAllSizes(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("huge.log", pushes("1"), strings.Repeat("x", 3<<20), "\n", pushes("2"))
	w.untilEvents("1 2")
	w.append("huge.log", strings.Repeat("y", 2<<20)) // not ended yet
	w.untilQuiet()
	w.append("huge.log", "\n", pushes("3"))
	w.untilEvents("1 2 3")
	w.until("two lines are too long", func() bool { return w.count("SELECT count(*) FROM rejects WHERE reason = 'too_long'") == 2 })
}

func TestWatchPreallocated(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	first, second := pushes("1"), pushes("2")
	w.write("a.log", first, strings.Repeat("\x00", 4096))
	w.untilQuiet()
	w.untilEvents("1")
	f, err := os.OpenFile(w.path("a.log"), os.O_WRONLY, 0)
	w.must(err)
	_, err = f.WriteAt([]byte(second), int64(len(first))) // the size stays as it is
	w.must(errors.Join(err, f.Close()))
	w.untilEvents("1 2")
	w.append("a.log", "\n", pushes("3")) // the run of NULs became a line
	w.untilEvents("1 2 3")
	w.until("it is rejected", func() bool { return w.count("SELECT count(*) FROM rejects WHERE reason = 'bad_bytes'") == 1 })
}

func TestWatchEncodings(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("bom.log", "\xef\xbb\xbf"+pushes("1"))
	w.write("crlf.log", push("2")+"\r\n"+push("3")+"\r\n")
	w.write("gb.log", pushes("4"))
	w.untilEvents("1 2 3 4")
	w.append("bom.log", pushes("5"))
	w.append("crlf.log", push("6")+"\r") // half of the line's end
	w.append("gb.log", strings.Replace(push("7"), `"result":1`, `"result":1,"x":"`+"\xb6\xa9\xb5\xa5"+`"`, 1)+"\n")
	w.untilEvents("1 2 3 4 5 6 7")
	w.append("crlf.log", "\n"+push("8")+"\r\n")
	w.append("gb.log", push("9")+"\n", "\xff\xff\n")
	w.untilEvents("1 2 3 4 5 6 7 8 9")
	w.until("the encoding is known and held", func() bool {
		return w.file("gb.log", "encoding || ' ' || rejected") == "gb18030 1" && w.file("crlf.log", "lines || ' ' || blank") == "4 0"
	})
}

func TestWatchCompressed(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	whole := gzipped(t, pushes("1")) + gzipped(t, pushes("2")) // two members
	w.write("whole.gz", whole)
	w.write("whole.zst", zstandard(t, pushes("3")))
	w.untilEvents("1 2 3")
	w.append("whole.gz", gzipped(t, pushes("4"))) // a third member
	w.untilEvents("1 2 3 4")
}

func TestWatchCutOffCompressed(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	whole := gzipped(t, pushes("1", "2", "3"))
	w.write("cut.gz", whole[:len(whole)-5])
	w.until("it failed", func() bool { return w.file("cut.gz", "state") == "failed" })
	told := w.loads.Load()
	w.untilQuiet()
	w.do(func() {
		if r := w.results["cut.gz"]; r.Err == nil || !strings.Contains(r.Err.Error(), "cut off") || r.Lines != 0 {
			t.Errorf("it is told as %+v (%v) after %d loads", r, r.Err, told)
		}
	})
	w.write("cut.gz", whole) // half copied before
	w.untilEvents("1 2 3")
	w.until("it is loaded", func() bool { return w.file("cut.gz", "state || coalesce(error, '')") == "loaded" })
}

func TestWatchClocks(t *testing.T) {
	t.Parallel()
	w := watch(t, nil)
	w.write("ahead.log", pushes("1"))
	ahead := time.Now().Add(48 * time.Hour)
	w.must(os.Chtimes(w.path("ahead.log"), ahead, ahead)) // the file's clock
	future := strings.Replace(push("2"), "1728100000000", fmt.Sprint(ahead.UnixMilli()), 1)
	past := strings.Replace(push("3"), "1728100000000", "1700000000000", 1)
	w.write("days.log", future, "\n", past, "\n", pushes("4"))
	w.untilEvents("1 2 3 4")
	w.append("ahead.log", push("5")) // quiet counts from when it was seen, not from what the file says
	w.must(os.Chtimes(w.path("ahead.log"), ahead, ahead.Add(time.Hour)))
	w.untilEvents("1 2 3 4 5")
	w.until("the clock ahead is noted", func() bool { return w.count("SELECT count(*) FROM spec_warnings WHERE code = 'future_time'") == 1 })
}

func TestWatchLostEvents(t *testing.T) {
	t.Parallel()
	w := watch(t, func(o *ingest.WatchOptions) { o.Poll = time.Hour })
	w.write("sub/early.log", pushes("0"))
	w.untilEvents("0")
	w.do(func() { // nobody takes events meanwhile
		const more = 20_000 // than the queue of the system holds, 16,384
		for i := range more {
			w.write(fmt.Sprintf("sub/%d.tmp", i), "x")
		}
		w.write("sub/late.log", pushes("1"))
	})
	w.untilEvents("0 1")
}

func TestWatchFoldersNamedInManyWays(t *testing.T) {
	t.Parallel()
	w := watch(t, func(o *ingest.WatchOptions) {
		folder := o.Folders[0]

		if err := os.Mkdir(filepath.Join(folder, "sub"), 0o700); err != nil {
			t.Fatal(err)
		}
		o.Folders = []string{folder, folder + "/", folder + "/sub", folder + "/./sub/.."}
	})
	w.write("sub/a.log", pushes("1"))
	w.untilEvents("1")
	w.append("sub/a.log", pushes("2"))
	w.untilEvents("1 2")
	w.until("one entry", func() bool { return w.count("SELECT count(*) FROM files") == 1 })
	through := watch(t, func(o *ingest.WatchOptions) {
		link := filepath.Join(filepath.Dir(o.Folders[0]), "link")
		if err := os.Symlink(o.Folders[0], link); err != nil {
			t.Fatal(err)
		}
		o.Folders = []string{link}
	})
	through.write("b.log", pushes("3"))
	through.untilEvents("3")
}

// TestWatchTellsWhatWaitsDuringTheFirstLoad asks how much waits while it is loaded.
func TestWatchTellsWhatWaitsDuringTheFirstLoad(t *testing.T) {
	t.Parallel()
	w := &watching{store: newStore(t), results: map[string]ingest.FileResult{}, news: make(chan struct{}, 1)}
	w.write("a.log", pushes("1"))
	w.write("b.log", pushes("2"))
	told := make(chan ingest.Lag, 100)
	w.loader.Progress = func(ingest.Progress) { told <- w.watcher.Lag() }
	w.start(nil)
	w.untilEvents("1 2")
	if lag := <-told; lag.Files != 2 || lag.Bytes != int64(len(pushes("1"))+len(pushes("2"))) {
		t.Errorf("%+v waits, want both files", lag)
	}
}
