package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"opaudit/analyzer"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/sql/duck"
	"opaudit/sql/query"
	"opaudit/sql/shell"
)

// The exit codes: a contract with scripts. Of several, usage, work, findings and
// nothing win in that order.
const (
	exitDone     = 0
	exitFindings = 1 // an open, unsuppressed finding at or above --fail-on
	exitUsage    = 2 // wrong usage or configuration
	exitWork     = 3 // not all of the work could be done
	exitNothing  = 4 // no event at all to judge
)

// A failure is an error that is worded for the user: what happened and where,
// and what to do about it.
type failure struct {
	code int
	what error
	next string // what to do, "" when what says it
}

func (f failure) Error() string { return f.what.Error() }
func (f failure) Unwrap() error { return f.what }

// usage is a failure of the command line itself.
func usage(format string, args ...any) error {
	return failure{exitUsage, fmt.Errorf(format, args...), ""}
}

// errFindings ends a command that worked and found something.
var errFindings = failure{code: exitFindings, what: errors.New("findings at or above --fail-on are open")}

// errFiles ends a command that worked, but for some files, which were named.
var errFiles = failure{code: exitWork, what: errors.New("some files could not be loaded; they are named above"),
	next: "mend or remove them and run the same command again: what is loaded stays loaded"}

// errPaths is errFiles for a report on paths, of which nothing stays loaded.
var errPaths = failure{code: exitWork, what: errors.New("some files could not be loaded; they are named above, the report is about the rest"),
	next: "mend or remove them and run the same command again"}

// errNoReport is errPaths when the rest has no event.
var errNoReport = failure{code: exitWork, what: errors.New("there is nothing to report on: some files could not be loaded; they are named above"),
	next: "mend or remove them and run the same command again"}

// errRules ends a command that judged all but some rules of the user's own.
var errRules = failure{code: exitWork, what: errors.New("some of your rules could not be run; they are named above, all others were judged"),
	next: "mend them and run the same command again; opaudit rules --rules DIR checks what can be told without logs"}

// explain gives an error from below its exit code and its next step.
func explain(err error) failure {
	var f failure
	var answered *query.AnswerError // of the process that holds the database
	switch {
	case errors.As(err, &f):
		return f
	case strings.HasPrefix(err.Error(), "unknown command"): // cobra's own
		return failure{exitUsage, err, "see opaudit --help"}
	case errors.Is(err, context.Canceled):
		return failure{exitWork, errors.New("stopped before the work was done"), again}
	case errors.Is(err, duck.ErrMissing):
		return failure{exitWork, err, "load logs first: opaudit ingest PATH; or name another database with --db"}
	case errors.Is(err, query.ErrEnded):
		return failure{exitWork, err, "run the same command again: without that process the database is opened directly"}
	case errors.Is(err, duck.ErrBusy):
		return failure{exitWork, err, "stop that process or wait until it is done, or work on another database with --db"}
	case errors.Is(err, duck.ErrVersion):
		return failure{exitWork, err, "load the logs again into a new database: opaudit ingest --db NEW.duckdb PATH"}
	case errors.Is(err, duck.ErrPath):
		return failure{exitUsage, err, "name another file with --db, in a folder without one"}
	case errors.As(err, &answered) && answered.Kind == query.KindLimit:
		return failure{exitWork, err, ""} // it says what to do
	case errors.Is(err, duck.ErrDamaged):
		return failure{exitWork, err, "set the file aside and load the logs again: opaudit ingest PATH"}
	case errors.Is(err, analyzer.ErrNothing), errors.As(err, &answered) && answered.Kind == query.KindNothing:
		return failure{exitNothing, err, "see the rejected lines: opaudit sql -c \"SELECT reason, field, count(*) FROM rejects GROUP BY ALL\"; the log format is told by: opaudit spec"}
	case errors.Is(err, reports.ErrNotARun):
		return failure{exitUsage, err, "give a file that \"opaudit analyze --format json\" or \"opaudit report --format json\" wrote"}
	}
	return failure{exitWork, err, remedy(err)}
}

// again is what to do when nothing is wrong with the command line; tell adds what became
// of the work that was done.
const again = "run the same command again"

// bareCause is the cause of an error of a file, without the file, for a text that names it
// already.
func bareCause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// remedy is what to do about an error of the system.
func remedy(err error) string {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "give your user the right to that, or name another place"
	case errors.Is(err, syscall.EISDIR):
		return "that is a folder: name a file in it"
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return "see that the path is right, and that its folder is there"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return "make room and " + again
	}
	return "if what it says does not help, run the same command with -v, and report that with what opaudit version says"
}

// parts are the errors that were joined, as that of the work and that of clearing away
// after it; an error that wraps others is one.
func parts(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error }) // this error itself, not one that it wraps
	if !ok {
		return []error{err}
	}
	var all []error
	var texts []string
	for _, each := range joined.Unwrap() {
		all = append(all, parts(each)...)
		texts = append(texts, each.Error())
	}
	if err.Error() != strings.Join(texts, "\n") {
		return []error{err}
	}
	return all
}

// precedence are the exit codes in the order in which they win.
var precedence = []int{exitUsage, exitWork, exitFindings, exitNothing}

// end tells the user of an error, each of several that were joined, and returns the
// exit code.
func (c *command) end(err error) int {
	if err == nil {
		return exitDone
	}
	var codes []int
	told := map[string]bool{}
	for _, part := range parts(err) {
		f := explain(part)
		codes = append(codes, f.code)
		if f.code != exitFindings && !told[f.Error()] {
			told[f.Error()] = true
			c.tell(f)
		}
	}
	return slices.MinFunc(codes, func(a, b int) int { return cmp.Compare(slices.Index(precedence, a), slices.Index(precedence, b)) })
}

// tell writes what happened and what to do.
func (c *command) tell(f failure) {
	shown := func(text string) string { return reports.Visible(mask.Text(text)) }
	_, _ = fmt.Fprintln(c.stderr, "opaudit: "+shown(f.Error()))
	var mistake *shell.MistakeError
	if errors.As(f, &mistake) {
		for _, line := range mistake.Details(shown) {
			_, _ = fmt.Fprintln(c.stderr, line)
		}
	}
	if c.commits && strings.HasSuffix(f.next, again) {
		f.next += ": what was committed stays"
	}
	if f.next != "" {
		_, _ = fmt.Fprintln(c.stderr, "  next: "+f.next)
	}
}
