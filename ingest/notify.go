package ingest

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// A notifier tells of changes in folders sooner than the next scan would. It is
// no more than a hint: where it cannot be had, or loses something, scans find all.
type notifier struct {
	watcher *fsnotify.Watcher
	trouble func(error) // is told, once, why something is not watched
	told    bool
}

// newNotifier returns a notifier without folders.
func newNotifier(trouble func(error)) *notifier {
	n := &notifier{trouble: trouble}
	var err error
	if n.watcher, err = fsnotify.NewWatcher(); err != nil {
		n.tell(err)
	}
	return n
}

// add begins to watch a folder, not what is below it.
func (n *notifier) add(folder string) {
	if n.watcher == nil {
		return
	}
	if err := n.watcher.Add(folder); err != nil && !errors.Is(err, syscall.ENOENT) {
		n.tell(fmt.Errorf("watch folder %s: %w", folder, err))
	}
}

func (n *notifier) tell(err error) {
	if n.told {
		return
	}
	n.told = true
	switch {
	case errors.Is(err, syscall.ENOSPC):
		err = fmt.Errorf("%w; the system's limit of watched folders is reached: raise fs.inotify.max_user_watches", err)
	case errors.Is(err, syscall.EMFILE):
		err = fmt.Errorf("%w; the system's limit of watchers or open files is reached: raise fs.inotify.max_user_instances or the limit of open files", err)
	}
	n.trouble(fmt.Errorf("%w; changes are found by scanning every --poll alone", err))
}

// events are the paths that changed; nil, which blocks, where there is no watching.
func (n *notifier) events() <-chan fsnotify.Event {
	if n.watcher == nil {
		return nil
	}
	return n.watcher.Events
}

// errors tell that events were lost, or worse.
func (n *notifier) errors() <-chan error {
	if n.watcher == nil {
		return nil
	}
	return n.watcher.Errors
}

func (n *notifier) close() {
	if n.watcher != nil {
		_ = n.watcher.Close() // nothing is left to be told
	}
}
