package ingest

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTrouble wants what ails the watching of folders to be told with what to do.
func TestTrouble(t *testing.T) {
	told := ""
	trouble := func(err error) { told = err.Error() }
	for cause, want := range map[error]string{
		syscall.ENOSPC: "; the system's limit of watched folders is reached: raise fs.inotify.max_user_watches; changes are found by scanning every --poll alone",
		syscall.EMFILE: "; the system's limit of watchers or open files is reached: raise fs.inotify.max_user_instances or the limit of open files; changes are found by scanning every --poll alone",
		syscall.EACCES: "permission denied; changes are found by scanning every --poll alone",
	} {
		n := &notifier{trouble: trouble}
		if n.tell(cause); !strings.HasSuffix(told, want) {
			t.Errorf("%v: %s", cause, told)
		}
	}
	w := &Watcher{o: WatchOptions{Trouble: trouble}}
	if w.failed(errors.New("lost")); told != "watch folders: lost; everything is looked at again" || !w.lost {
		t.Errorf("told is %q", told)
	}
}

// TestReplaced wants a file that gave way to a pipe, between the moments when it was
// found and opened, to be told, and nobody to wait for who writes to it.
func TestReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.log")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := open(t.Context(), logFile{path: path, root: filepath.Dir(path), name: "a.log"})
	if err == nil || err.Error() != "it is not a regular file any more" {
		t.Errorf("got %v", err)
	}
}

// TestTroubleBetweenScans: what an event finds first is told then, once.
func TestTroubleBetweenScans(t *testing.T) {
	told := 0
	w := &Watcher{o: WatchOptions{Folders: []string{t.TempDir()}, Trouble: func(error) { told++ }}, files: map[string]*watched{}, told: map[string]bool{}}
	w.loader = &Loader{}
	for want := 1; want <= 2; want++ { // what is over by a scan and comes back is told again
		w.scan(time.Now())
		for range 2 {
			w.trouble(errors.New("by an event"))
		}
		if told != want {
			t.Errorf("told %d times, want %d", told, want)
		}
	}
}
