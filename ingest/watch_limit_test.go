//go:build system

package ingest_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"opaudit/ingest"
)

// TestWatchLimit lowers the system's limit of watched folders, which takes root:
// the setting is named once, and scans find what events no longer tell.
func TestWatchLimit(t *testing.T) {
	const setting = "/proc/sys/fs/inotify/max_user_watches"
	before, err := os.ReadFile(setting)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := os.WriteFile(setting, before, 0); err != nil {
			t.Errorf("the limit stays lowered: %v", err)
		}
	}()
	if err := os.WriteFile(setting, []byte("2"), 0); err != nil {
		t.Fatal(err)
	}
	w := watch(t, func(o *ingest.WatchOptions) { o.Poll = 50 * time.Millisecond })
	for i := range 5 {
		w.write(fmt.Sprintf("%d/a.log", i), pushes(fmt.Sprint(i)))
	}
	w.untilEvents("0 1 2 3 4")
	w.append("4/a.log", pushes("5"))
	w.untilEvents("0 1 2 3 4 5")
	w.do(func() {
		if len(w.trouble) != 1 || !strings.Contains(w.trouble[0], "fs.inotify.max_user_watches") {
			t.Errorf("told is %q", w.trouble)
		}
	})
}
