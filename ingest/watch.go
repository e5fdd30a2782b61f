package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"

	"opaudit/sql/duck"
)

// A Watcher loads what appears and grows in folders, for as long as it runs. A
// scan of the folders is the truth; events of the file system only make it sooner.
// One goroutine, that of Run, owns everything and does all the loading.
type Watcher struct {
	loader *Loader
	o      WatchOptions
	skip   unread
	files  map[string]*watched // by absolute path: folders may be given twice, or one inside another
	open   map[string]*watched // those of them that are to be loaded, now or when they are quiet
	notify *notifier
	lost   bool      // events were lost: scan at once
	after  time.Time // before it nothing is loaded

	failure string // of the last load as a whole, that was told
	// What was told, such as of folders that could not be looked at, and what of it
	// came since the last scan.
	told, troubles map[string]bool
	links          map[string]bool // that were told, for they are not moved
	jobs           chan func()
	lag            atomic.Pointer[Lag]
}

// WatchOptions say what is watched, and what becomes of what was loaded.
type WatchOptions struct {
	Folders []string
	Exclude []string      // files and folders that are never read, beside this program's own
	Settle  time.Duration // so long without a change and a file is quiet
	Poll    time.Duration // how often everything is looked at
	MoveTo  string        // the folder that loaded files are moved to when they are quiet, "" to keep them

	// Loaded is told what became of files, in the goroutine of Run. A file that
	// fails in the same way again is not told again. err is what ended a load as
	// a whole, told once for as long as it stays: it is tried again every Poll.
	Loaded func(results []FileResult, err error)
	// Trouble is told what else a user must know, in the goroutine of Run.
	Trouble func(error)
}

// Lag is what was found and not loaded yet.
type Lag struct{ Files, Bytes int64 }

// A watched file is one that was found below a folder.
type watched struct {
	file    logFile
	changed time.Time // since when it is as it is
	due     bool      // it is not loaded as it is
	failure string    // the last one that was told
	spoiled bool      // which is of its content: it is not tried again as it is
}

// NewWatcher returns a Watcher that loads with a Loader, which nobody else may use
// while it runs.
func NewWatcher(l *Loader, o WatchOptions) *Watcher {
	skip := o.Exclude
	if o.MoveTo != "" {
		skip = append(slices.Clone(skip), o.MoveTo)
	}
	w := &Watcher{loader: l, o: o, skip: l.excluding(skip), files: map[string]*watched{}, open: map[string]*watched{}, jobs: make(chan func()),
		told: map[string]bool{}, troubles: map[string]bool{}, links: map[string]bool{}}
	w.o.Trouble = func(err error) { o.Trouble(maskedError{err}) } // paths in it are those of the system
	w.lag.Store(&Lag{})
	return w
}

// Do runs f in the goroutine of Run, between two loads, and waits for it. It does
// nothing when ctx ends before.
func (w *Watcher) Do(ctx context.Context, f func()) error {
	done := make(chan struct{})
	select {
	case w.jobs <- func() { defer close(done); f() }:
		<-done
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Lag may be asked by any goroutine.
func (w *Watcher) Lag() Lag { return *w.lag.Load() }

// Once loads what is there, quiet or not, as the last load that comes.
func (w *Watcher) Once(ctx context.Context) {
	w.scan(time.Now())
	for _, f := range w.open {
		f.changed = time.Time{}
	}
	if err := w.load(ctx, time.Now()); err != nil {
		w.o.Loaded(nil, err)
	}
}

// Run watches until ctx ends, or until the database is not in its place any more:
// then its error wraps duck.ErrReplaced.
func (w *Watcher) Run(ctx context.Context) error {
	w.notify = newNotifier(w.o.Trouble)
	defer w.notify.close()
	next := time.Now()
	for ctx.Err() == nil {
		now := time.Now()
		if w.lost || !now.Before(next) { // folders are watched before they are listed: nothing falls between
			w.lost = false
			if err := w.loader.db.InPlace(); err != nil {
				return err
			}
			w.scan(now)
			next = now.Add(w.o.Poll)
		}
		if now.After(w.after) {
			if err := w.load(ctx, now); err != nil {
				return err
			}
		}
		w.wait(ctx, next)
	}
	return nil
}

// wait waits for an event, for what a job asks, until a file is quiet, or until
// the next scan.
func (w *Watcher) wait(ctx context.Context, until time.Time) {
	for _, f := range w.open {
		at := w.after
		if quiet := f.changed.Add(w.o.Settle); !f.due && quiet.After(at) {
			at = quiet
		}
		if at.Before(until) {
			until = at
		}
	}
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	case job := <-w.jobs:
		job()
	case e := <-w.notify.events():
		w.event(e)
		w.gather(ctx)
	case err := <-w.notify.errors():
		w.failed(err)
	}
}

// burst is how long further events are gathered after one.
const burst = 10 * time.Millisecond

// gather takes the events that come along with one.
func (w *Watcher) gather(ctx context.Context) {
	timer := time.NewTimer(burst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case e := <-w.notify.events():
			w.event(e)
		case err := <-w.notify.errors():
			w.failed(err)
		}
	}
}

// failed deals with an error of the notifier: whatever was lost, a scan finds.
func (w *Watcher) failed(err error) {
	w.lost = true
	if !errors.Is(err, fsnotify.ErrEventOverflow) {
		w.o.Trouble(fmt.Errorf("watch folders: %w; everything is looked at again", err))
	}
}

// event looks at what an event is about: a file, or a folder with all that is in it.
func (w *Watcher) event(e fsnotify.Event) {
	for _, root := range w.o.Folders {
		root = filepath.Clean(root)
		if e.Name == root {
			w.lost = true
			return
		}
		if rest, below := strings.CutPrefix(e.Name, strings.TrimSuffix(root, "/")+"/"); below || root == "." {
			if root == "." {
				rest = e.Name
			}
			w.look(root, filepath.Join(root, rest), time.Now())
			return
		}
	}
}

// look finds the files at or below a path.
func (w *Watcher) look(root, path string, now time.Time) []logFile {
	files, errs := walk(root, path, w.skip, func(folder string) {
		if w.notify != nil {
			w.notify.add(folder)
		}
	})
	for _, err := range errs {
		w.trouble(err)
	}
	for _, f := range files {
		w.see(f, now)
	}
	return files
}

// trouble tells an error, unless it was told and came again before the next scan.
func (w *Watcher) trouble(err error) {
	if err == nil {
		return
	}
	text := err.Error()
	told := w.told[text]
	w.troubles[text], w.told[text] = true, true // between two scans they are one map
	if !told {
		w.o.Trouble(err)
	}
}

// scan finds everything there is and forgets what is no more.
func (w *Watcher) scan(now time.Time) {
	defer w.tellLag()
	there := map[string]bool{}
	w.troubles = map[string]bool{}
	for _, root := range w.o.Folders {
		root = filepath.Clean(root)
		for _, f := range w.look(root, root, now) {
			there[f.key()] = true
		}
	}
	w.told = w.troubles // what is over and comes back is told again
	for path, f := range w.files {
		switch {
		case !there[path]:
			delete(w.files, path)
			delete(w.open, path)
		case f.failure != "" && !f.spoiled && !f.due: // what could not be read may be readable now
			f.due = true
			w.open[path] = f
		}
	}
}

// see notes how a file is. One that is seen for the first time is as it is since
// it was written, as far as the clock of the file system can be believed.
func (w *Watcher) see(f logFile, now time.Time) {
	was := w.files[f.key()]
	if was != nil && same(was.file.info, f.info) {
		return
	}
	next := &watched{file: f, changed: now, due: true}
	if was != nil {
		next.failure = was.failure
	} else if written := f.info.ModTime(); written.Before(now) {
		next.changed = written
	}
	w.files[f.key()], w.open[f.key()] = next, next
}

// same reports whether a file is as it was, as far as can be seen from outside.
func same(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && a.Mode() == b.Mode()
}

// load loads the files whose time has come. It fails when nothing can be loaded ever
// again; any other error is told, and what it is about tried again.
func (w *Watcher) load(ctx context.Context, now time.Time) error {
	defer w.tellLag()
	var files []logFile
	var taken []*watched
	for _, path := range slices.Sorted(maps.Keys(w.open)) {
		f := w.open[path]
		f.file.quiet = now.Sub(f.changed) >= w.o.Settle
		if f.due || f.file.quiet {
			files, taken = append(files, f.file), append(taken, f)
		}
	}
	if len(files) == 0 {
		err := w.loader.rest(ctx)
		if errors.Is(err, duck.ErrReplaced) {
			return err
		}
		if err != nil {
			w.trouble(err)
			w.trouble(w.loader.db.Revive(ctx))
		}
		return nil
	}
	results, err := w.loader.take(ctx, files)
	if errors.Is(err, duck.ErrReplaced) {
		return err
	}
	if err != nil {
		w.trouble(w.loader.db.Revive(ctx))
		w.after = time.Now().Add(w.o.Poll)
		if text := err.Error(); ctx.Err() == nil && text != w.failure {
			w.failure = text
			w.o.Loaded(nil, maskedError{err})
		}
		return nil
	}
	w.failure = ""
	var news []FileResult
	for i, r := range results {
		if w.took(taken[i], r) {
			news = append(news, r)
		}
	}
	w.o.Loaded(news, nil)
	return nil
}

// took notes what became of a file and reports whether that is news.
func (w *Watcher) took(f *watched, r FileResult) (news bool) {
	f.due = false
	if waits := r.Pending > 0 || r.Waiting || r.unjudged || w.o.MoveTo != ""; !waits || f.file.quiet {
		delete(w.open, f.file.key())
	}
	failure := ""
	if r.Err != nil {
		failure = r.Err.Error()
	}
	news = failure != f.failure || r.Fresh > 0 || r.Rewritten || len(r.Hints) > 0
	f.failure, f.spoiled = failure, r.Spoiled
	if r.Err == nil && !r.Gone && !unfinishedLine(r) && f.file.quiet && f.file.info.Size() > 0 && w.o.MoveTo != "" {
		w.move(f.file)
	}
	return news
}

// move moves a file that is loaded, and tells why it cannot: of a link once.
func (w *Watcher) move(f logFile) {
	err := move(f, w.o.MoveTo)
	if link := (linkError{}); errors.As(err, &link) {
		if w.links[link.path] {
			return
		}
		w.links[link.path] = true
	}
	if err != nil {
		w.o.Trouble(err)
	}
}

func unfinishedLine(r FileResult) bool { return r.Pending > 0 || r.Waiting }

// tellLag sums up what is not loaded yet.
func (w *Watcher) tellLag() {
	var lag Lag
	for _, f := range w.open {
		lag.Files++
		lag.Bytes += f.file.info.Size() - w.loader.counted(f.file.path)
	}
	w.lag.Store(&lag)
}
