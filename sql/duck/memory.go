package duck

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// memory is what the engine may use; while files are loaded it gets less, because
// the bytes on their way need some, and more of that where others may ask meanwhile.
var (
	memoryMebibytes = min(6<<10, max(512, physicalMemory()/2))

	memory       = mebibytes(memoryMebibytes)
	memoryShared = mebibytes(min(1<<10, max(512, physicalMemory()/4)))
)

const memoryLoading = "256MiB"

func mebibytes(n int64) string { return fmt.Sprintf("%dMiB", n) }

// physicalMemory is the machine's memory in MiB, or what its container or its unit may
// use of it; 2 GiB where neither can be read.
func physicalMemory() int64 {
	mebibytes := int64(2 << 10)
	if text, err := os.ReadFile("/proc/meminfo"); err == nil {
		var total int64
		if _, err := fmt.Sscanf(string(text), "MemTotal: %d kB", &total); err == nil {
			mebibytes = total >> 10
		}
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		own = nil // as in a container that is a root of its own
	}
	return min(mebibytes, controlGroupMemory("/sys/fs/cgroup", string(own)))
}

// controlGroupMemory is the least of the bounds in MiB that the control groups below a
// folder set: that of the process, which a text like /proc/self/cgroup names, and all
// above it.
func controlGroupMemory(root, own string) int64 {
	least := int64(1) << 40
	name := "/"
	for line := range strings.Lines(own) {
		if group, ok := strings.CutPrefix(strings.TrimSpace(line), "0::/"); ok {
			name = path.Join("/", group)
		}
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) == 3 && slices.Contains(strings.Split(parts[1], ","), "memory") { // version 1, which has a tree for itself
			least = min(least, leastBound(path.Join(root, "memory"), path.Join("/", parts[2]), "memory.limit_in_bytes"))
		}
	}
	return min(least, leastBound(root, name, "memory.max"))
}

// leastBound is the least of the bounds in MiB that files say, in the folder of a control
// group and those above it.
func leastBound(root, name, file string) int64 {
	least := int64(1) << 40
	for ; ; name = path.Dir(name) {
		if text, err := os.ReadFile(path.Join(root, name, file)); err == nil {
			var limit int64
			if _, err := fmt.Sscan(string(text), &limit); err == nil { // else it says max
				least = min(least, limit>>20)
			}
		}
		if name == "/" {
			return least
		}
	}
}

// Loading runs f with the engine's memory bounded for loading.
func (db *DB) Loading(ctx context.Context, f func() error) error {
	limit := memoryLoading
	if db.shared {
		limit = memoryShared
	}
	db.loading.Store(true)
	defer db.loading.Store(false)
	err := db.limitMemory(ctx, limit)
	if OutOfMemory(err) { // others hold more than that
		err = db.Undisturbed(func() error { return db.limitMemory(ctx, limit) })
	}
	if err != nil {
		return err
	}
	views := make(chan error, 1)
	go func() {
		views <- db.makeViews(ctx)
	}()
	err = errors.Join(f(), <-views)
	return errors.Join(err, db.limitMemory(context.WithoutCancel(ctx), memory))
}

// IsLoading reports whether a load goes on.
func (db *DB) IsLoading() bool { return db.loading.Load() }

// spill is the folder that the engine uses when memory does not suffice.
func spill(path string) string { return path + ".tmp" }

// spillRoom is how many MiB may stand in that folder: half of what is free, so that
// nothing that is asked fills the disk that loads need.
func spillRoom(path string) int64 {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &disk); err != nil {
		return 1 << 10 // opening the database will tell what is wrong
	}
	return max(256, int64(disk.Bavail)*int64(disk.Bsize)/2>>20) //nolint:unconvert // the types differ between systems
}
