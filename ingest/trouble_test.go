package ingest

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
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
