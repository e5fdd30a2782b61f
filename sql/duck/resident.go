package duck

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

// The engine's own limit does not count long texts and lists on their way, which a
// statement of one line can make as large as it likes. So where others may ask, the
// memory of the whole process is bounded too: near the bound what they ask is ended,
// at the bound the engine gets no more and ends it itself. If it is Go that wants more
// then, the process ends, as it would when the machine has no more.

// boundProcess sets that bound: what the engine may use and 2 GiB, or 3/4 of the
// machine if that is less.
func boundProcess() {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_DATA, &limit); err != nil {
		return // the system has no such limit
	}
	limit.Cur = min(limit.Cur, limit.Max, uint64(min(memoryMebibytes+2<<10, physicalMemory()*3/4))<<20)
	_ = syscall.Setrlimit(syscall.RLIMIT_DATA, &limit) // what is near it is ended all the same
}

const (
	// nearBound is how far from the bound that is, in bytes.
	nearBound = 1 << 30
	lookEvery = 10 * time.Millisecond
)

// watchMemory ends what others ask when it takes too much, until ctx ends.
func (db *DB) watchMemory(ctx context.Context) {
	for tick := time.NewTicker(lookEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
		var limit syscall.Rlimit
		if db.hasGuests() && syscall.Getrlimit(syscall.RLIMIT_DATA, &limit) == nil && resident()+nearBound > limit.Cur {
			db.endGuests(errTooMuch)
		}
	}
}

// errTooMuch is worded as the engine does.
var errTooMuch = fmt.Errorf("Out of Memory Error: the process needs too much memory") //nolint:staticcheck // as said

// resident is how many bytes of memory the process has, 0 where that is not told.
func resident() uint64 {
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages uint64
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}
