package ingest

import (
	"runtime"
	"syscall"
)

// standBack gives the calling goroutine a thread of its own, to its end, that runs
// when no other wants the processor. What a worker makes waits in a queue, and
// the engine is the one that everything waits for: a worker must only use what
// the engine's threads leave, above all while it stores with a single one.
func standBack() {
	const nice = 15 // of at most 19
	runtime.LockOSThread()
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, syscall.Gettid(), nice) // without it the load only takes longer
}
