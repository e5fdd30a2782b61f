package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// watchFlags are the flags of watch.
type watchFlags struct {
	once, rebuild              bool
	out, after                 string
	settle, poll, analyzeEvery time.Duration
	moveTo                     string // of --after move=DIR
}

func (c *command) watchCommand() *cobra.Command {
	f := &watchFlags{}
	cmd := &cobra.Command{
		Use:   "watch DIR...",
		Short: "Load what appears and grows in folders, and judge it, until it is stopped",
		Long: "Load what appears and grows in folders and their sub-folders, each line exactly once, whatever is renamed, rotated,\n" +
			"copied or compressed; judge after each load, and tell what is new, worsened, reopened or resolved. It may be\n" +
			"stopped and killed at any time: it goes on where the last commit was.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, folders []string) error {
			if err := f.check(c, folders); err != nil {
				return err
			}
			return c.watch(cmd.Context(), f, folders)
		},
	}
	flags := cmd.Flags()
	flags.BoolVar(&f.once, "once", false, "load what is there, judge it, and end with the findings' exit code")
	flags.StringVar(&f.out, "out", "", "write the reports, in every format, into this folder whenever they change")
	flags.DurationVar(&f.settle, "settle", 2*time.Second, "how long a file must be quiet before an unfinished last line or a compressed file is taken")
	flags.DurationVar(&f.poll, "poll", 5*time.Second, "how often everything is looked at, whatever the file system tells meanwhile")
	flags.DurationVar(&f.analyzeEvery, "analyze-every", time.Minute, "judge at most so often")
	flags.StringVar(&f.after, "after", "keep", "what becomes of loaded files: keep, or move=DIR when they are quiet (for folders into which finished files are dropped: what a writer adds to a moved file is not seen)")
	flags.BoolVar(&f.rebuild, "rebuild", false, "set a database that is damaged, or of another version, aside and load the folders again into a new one")
	return cmd
}

// check checks the flags before any work begins.
func (f *watchFlags) check(c *command, folders []string) error {
	if c.asOf != "" {
		return usage("watch judges as of now; --as-of and --until go with analyze and report")
	}
	for name, d := range map[string]time.Duration{"--settle": f.settle, "--poll": f.poll, "--analyze-every": f.analyzeEvery} {
		if d < 0 || name == "--poll" && d < 10*time.Millisecond {
			return usage("%s is a duration such as 2s (--poll at least 10ms), not %v", name, d)
		}
	}
	moveTo, moves := strings.CutPrefix(f.after, "move=")
	switch {
	case moves && moveTo != "":
		f.moveTo = moveTo
	case f.after != "keep":
		return usage("--after is keep or move=DIR, not %q", f.after)
	}
	if f.moveTo != "" {
		if err := os.MkdirAll(f.moveTo, 0o700); err != nil {
			return usage("--after move=%s must name a folder: %w", f.moveTo, bareCause(err))
		}
	}
	there := 0
	var missing error
	for _, folder := range folders {
		info, err := os.Stat(folder)
		switch {
		case err != nil:
			missing = fmt.Errorf("look at folder %s: %w", folder, bareCause(err)) // told by the first scan, which looks at the others all the same
		case !info.IsDir():
			return usage("%s is no folder; load a single file with: opaudit ingest %s", folder, folder)
		default:
			there++
		}
	}
	if there == 0 {
		return failure{exitWork, missing, "make the folder, or name the one that the logs are written to"}
	}
	return nil
}

// A watch is one run of the command: a database that is kept up to date.
type watch struct {
	*command
	flags    *watchFlags
	db       *duck.DB
	options  analyzer.Options
	watcher  *ingest.Watcher
	judged   time.Time
	next     *time.Timer // of the next analysis: planned after a load, else the next day's first, for findings change with the day alone
	planned  bool        // something was loaded that is not judged yet
	trouble  string      // why the last analysis failed, as it was told
	failures error       // of files, for --once

	committed atomic.Pointer[time.Time] // when something was stored last
}

func (c *command) watch(ctx context.Context, f *watchFlags, folders []string) (err error) {
	o, err := c.options(ctx)
	if err != nil {
		return err
	}
	if f.rebuild {
		if err := c.setAside(ctx); err != nil {
			return err
		}
	}
	db, err := c.openToJudge(ctx, c.database, false)
	if errors.Is(err, duck.ErrDamaged) {
		return failure{exitWork, err, "set it aside and load the folders again: run the same command with --rebuild"}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	loader, err := c.loader(ctx, db)
	if err != nil {
		return err
	}
	c.commits = true
	w := &watch{command: c, flags: f, db: db, options: o}
	var exclude []string
	if f.out != "" {
		exclude = append(exclude, f.out)
	}
	w.watcher = ingest.NewWatcher(loader, ingest.WatchOptions{Folders: folders, Exclude: exclude, Settle: f.settle, Poll: f.poll, MoveTo: f.moveTo,
		Loaded: func(results []ingest.FileResult, err error) { w.loaded(results, err) },
		Trouble: func(err error) {
			w.fails(failure{exitWork, err, remedy(err)})
			c.log.Warn(reports.Visible(err.Error()))
		}})
	if f.once {
		return w.once(ctx)
	}
	server, err := query.Listen(db, query.Hooks{State: w.state, Mask: mask.Text,
		Analyze: func(ctx context.Context, r query.AnalyzeRequest) ([]byte, error) {
			return answerAnalysis(ctx, db, o.Own, r)
		}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	w.next = time.AfterFunc(0, func() {
		_ = w.watcher.Do(ctx, func() { w.analyze(ctx) }) // it fails only when all ends
	})
	defer w.next.Stop()
	c.log.Info("watching "+reports.Visible(strings.Join(folders, ", ")), "database", c.database)
	if err := w.watcher.Run(ctx); err != nil {
		return failure{exitWork, err, "start watch again"}
	}
	c.log.Info("stopped; what was committed stays")
	return nil
}

// state says how far the watch is; any goroutine may ask.
func (w *watch) state() query.WatchState {
	lag := w.watcher.Lag()
	return query.WatchState{WaitingFiles: lag.Files, WaitingBytes: lag.Bytes, LastCommit: w.committed.Load()}
}

// once loads and judges what is there.
func (w *watch) once(ctx context.Context) error {
	w.watcher.Once(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	run, err := w.judgeNow(ctx)
	if err == nil {
		err = errors.Join(w.write(run), w.failing(run, true))
	}
	return errors.Join(w.failures, err)
}

// fails keeps an error for the end of once; a watch goes on.
func (w *watch) fails(err error) {
	if w.flags.once {
		w.failures = errors.Join(w.failures, err)
	}
}

// loaded tells what became of files and plans an analysis when something came.
func (w *watch) loaded(results []ingest.FileResult, err error) {
	if err != nil {
		w.fails(err)
		w.log.Error("could not load; it is tried again", "error", reports.Visible(err.Error()), "in", w.flags.poll.String())
		return
	}
	fresh := int64(0)
	w.tellFiles(results)
	for _, r := range results {
		fresh += r.Fresh
		if r.Err != nil {
			w.fails(errFiles)
		} else if r.Fresh > 0 {
			w.log.Info("loaded "+reports.Visible(r.Path), "lines", r.Fresh, "duplicates", r.Repeated, "pending_bytes", r.Pending)
		}
	}
	if fresh == 0 {
		return
	}
	now := time.Now()
	w.committed.Store(&now)
	if w.flags.once || w.planned {
		return
	}
	w.planned = true
	w.next.Reset(max(0, w.flags.analyzeEvery-time.Since(w.judged)))
}

// analyze judges and tells what changed, unless that was done today and nothing
// came since.
func (w *watch) analyze(ctx context.Context) {
	now := time.Now().In(duck.Shanghai)
	w.next.Reset(time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 1, 0, duck.Shanghai).Sub(now))
	if !w.planned && w.judged.In(duck.Shanghai).Format(time.DateOnly) == now.Format(time.DateOnly) {
		return
	}
	w.planned = false
	run, err := w.judgeNow(ctx)
	if err == nil {
		err = w.write(run)
	}
	if errors.Is(err, analyzer.ErrNothing) || ctx.Err() != nil {
		return
	}
	w.tryAgain(err)
}

// tryAgain plans the next analysis when one failed, and tells how it failed once for as
// long as it fails in that way, and when it does no more.
func (w *watch) tryAgain(err error) {
	if err == nil {
		if w.trouble != "" {
			w.trouble = ""
			w.log.Info("judged again, and the reports are up to date")
		}
		return
	}
	after := max(w.flags.analyzeEvery, w.flags.poll)
	w.planned = true
	w.next.Reset(after)
	if text := err.Error(); text != w.trouble {
		w.trouble = text
		w.log.Error("could not judge and report; it is tried again", "error", reports.Visible(text), "in", after.String())
	}
}

// judgeNow judges as of now, stores the run and tells what is new, worsened, reopened
// or resolved.
func (w *watch) judgeNow(ctx context.Context) (finding.Run, error) {
	defer func() { w.judged = time.Now() }()
	now := time.Now()
	if err := w.db.SetDays(ctx, duck.Options{Now: now, AsOf: now.In(duck.Shanghai).Format(time.DateOnly)}); err != nil {
		return finding.Run{}, err
	}
	before, err := analyzer.LastRun(ctx, w.db)
	if err != nil {
		return finding.Run{}, err
	}
	judgement, err := analyzer.Analyze(ctx, w.db, w.options)
	if err != nil {
		return finding.Run{}, err
	}
	run, err := w.finish(judgement, before)
	if err != nil {
		return run, err
	}
	if behind, err := w.clockBehind(ctx, run); err != nil || behind {
		return run, err
	}
	if err := analyzer.Store(ctx, w.db, run); err != nil {
		return run, err
	}
	w.tellChanges(run, before)
	return run, nil
}

// write writes the reports of a run, if there are to be any.
func (w *watch) write(run finding.Run) error {
	if w.flags.out == "" {
		return nil
	}
	return writeReports(w.flags.out, reports.English, reports.Formats(reports.English), run)
}

// clockBehind reports, and says once, that the clock says an earlier day than one that was
// judged already: compared with what came before that, findings would come and go.
func (w *watch) clockBehind(ctx context.Context, run finding.Run) (bool, error) {
	newest, err := analyzer.NewestDay(ctx, w.db)
	if err != nil || run.AsOf >= newest {
		return false, err
	}
	w.command.once(func(text string) { w.log.Warn(text) }, "the clock says "+run.AsOf+", but "+newest+" was judged already: nothing is stored, and nothing told of what changed, until the clock is right")
	return true, nil
}

// tellChanges writes a line for each finding that is not as it was.
func (w *watch) tellChanges(run finding.Run, before *finding.Run) {
	wasOpen := map[string]bool{}
	if before != nil {
		for _, f := range before.Findings {
			wasOpen[f.Fingerprint] = f.Open
		}
	}
	for _, f := range run.Findings {
		tell := w.log.Warn
		switch {
		case f.Status == finding.Known, f.Status == finding.Resolved && !wasOpen[f.Fingerprint]:
			continue
		case f.Status == finding.Resolved:
			tell = w.log.Info
		}
		app := "-"
		if f.AppKey != nil {
			app = *f.AppKey
		}
		tell(fmt.Sprintf("%s %s: %s", f.Status, f.Level, reports.Visible(f.Summary.En)), "rule", f.Rule, "app", reports.Visible(app), "days", f.FirstDay+" to "+f.LastDay)
	}
}

// setAside renames a damaged database, or another version's, and its log, so that a new
// one can be made. The key stays: it recognises what was loaded before.
func (c *command) setAside(ctx context.Context) error {
	db, err := c.open(ctx, c.database, true)
	switch {
	case errors.Is(err, duck.ErrMissing):
		return nil
	case err == nil:
		c.log.Warn("the database is not damaged, so it stays, and --rebuild does nothing; should it be damaged nevertheless, rename it and start again without --rebuild")
		return db.Close()
	case !errors.Is(err, duck.ErrDamaged) && !errors.Is(err, duck.ErrVersion):
		return err // what others hold, or what this user may not read, may be whole
	}
	if err := ingest.CheckKeyFile(c.database); err != nil {
		return err
	}
	suffix := ingest.SetAside + time.Now().UTC().Format("20060102T150405.000000")
	moved := false
	for _, file := range append(duck.Logs(c.database), c.database) { // so that the engine finds the logs beside the file
		end := strings.TrimPrefix(file, c.database)
		err := os.Rename(file, c.database+suffix+end)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("set database aside: %w", err)
		}
		moved = moved || err == nil
	}
	if moved {
		c.log.Warn("the database was set aside; what is still in the folders is loaded again, what is not cannot come back", "set_aside", filepath.Base(c.database)+suffix)
	}
	return nil
}
