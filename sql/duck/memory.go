package duck

import (
	"fmt"
	"os"
	"path"
	"strings"
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
	}
	for ; ; name = path.Dir(name) {
		if text, err := os.ReadFile(path.Join(root, name, "memory.max")); err == nil {
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
