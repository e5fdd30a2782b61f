// Which files there are to read below the paths that a user gave, and which of them are left alone.

package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"opaudit/sql/duck"
)

// A logFile is one that is to be read: its name for people and the root that
// it must not lead out of.
type logFile struct {
	path  string      // as the user would write it
	root  string      // a folder; opening goes through it, so that no link leads outside
	name  string      // the path inside root
	info  fs.FileInfo // when it was found
	quiet bool        // nobody writes it any more, as far as can be told
}

// key is the same for all ways to name a file from here.
func (f logFile) key() string {
	if abs, err := filepath.Abs(f.path); err == nil {
		return abs
	}
	return f.path
}

// find lists the log files among paths and below folders, by path, each once. A
// path that cannot be looked at, or that is never read, is an error of its own; the
// rest is still found.
func find(paths []string, skip unread) ([]logFile, []error) {
	var files []logFile
	var errs []error
	for _, path := range paths {
		path = filepath.Clean(path)
		info, err := os.Stat(path)
		switch {
		case skip.own(path): // it may have gone away when the database was opened
			errs = append(errs, excludedError{path, ErrOwn})
		case err == nil && skip.sources.excludes(path):
			errs = append(errs, excludedError{path, ErrExcluded})
		case errors.Is(err, fs.ErrNotExist):
			errs = append(errs, fmt.Errorf("%s: there is no such file or folder", path))
		case err != nil:
			errs = append(errs, lookError(path, err))
		case info.IsDir():
			below, bad := walk(path, path, skip, nil)
			files, errs = append(files, below...), append(errs, bad...)
		case info.Mode().IsRegular() && leadsAway(path):
			target, _ := filepath.EvalSymlinks(path)
			errs = append(errs, fmt.Errorf("%s: a symbolic link that leads out of its folder; give the file that it leads to: %s", path, target))
		case !info.Mode().IsRegular():
			errs = append(errs, fmt.Errorf("%s: not a regular file; give a log file or a folder of log files", path))
		default:
			files = append(files, logFile{path, filepath.Dir(path), filepath.Base(path), info, true})
		}
	}
	slices.SortFunc(files, func(a, b logFile) int { return strings.Compare(a.path, b.path) })
	seen := map[string]bool{}
	return slices.DeleteFunc(files, func(f logFile) bool {
		twice := seen[f.key()]
		seen[f.key()] = true
		return twice
	}), errs
}

// OwnFiles are the files of a database, which are never read as logs.
func OwnFiles(database string) []string {
	return append(duck.Logs(database),
		database, database+".tmp", database+".sock", duck.CopyPath(database), duck.SnapshotFolder(database), KeyPath(database))
}

// unread are the files and folders that are never read: our own, some paths, and those
// that the configuration excludes.
type unread struct {
	paths    map[string]bool
	isReport func(path string) bool // nil when nobody can tell
	sources  *Sources
}

// excluding are the files that the loader never reads, and those at paths.
func (l *Loader) excluding(paths []string) unread {
	skip := unread{map[string]bool{}, l.IsReport, l.Sources}
	for _, path := range slices.Concat(OwnFiles(l.db.Path), paths) {
		abs, err := filepath.Abs(path)
		if err != nil {
			continue
		}
		skip.paths[abs] = true
		if folder, err := filepath.EvalSymlinks(filepath.Dir(abs)); err == nil {
			skip.paths[filepath.Join(folder, filepath.Base(abs))] = true
		}
	}
	return skip
}

// lookError says once which path could not be looked at.
func lookError(path string, err error) error {
	var of *fs.PathError
	if errors.As(err, &of) && of.Path == path {
		err = of.Err
	}
	return fmt.Errorf("look at %s: %w", maskedText(path), err)
}

// own reports whether a path that was given is this program's own.
func (u unread) own(path string) bool {
	if u.paths == nil {
		return false
	}
	abs, err := filepath.Abs(path)
	return err == nil && u.paths[abs] || strings.Contains(filepath.Base(path), SetAside) || u.report(path)
}

// report reports whether a file is a document that this program wrote.
func (u unread) report(path string) bool { return u.isReport != nil && u.isReport(path) }

// ErrOwn says that a file was written by this program.
var ErrOwn = errors.New("this is a file of opaudit's own, and no log; give a log file")

// An excludedError names a file that was given and is not read, and says why.
type excludedError struct {
	path string
	why  error
}

func (e excludedError) Error() string { return e.path + ": " + e.why.Error() }
func (e excludedError) Unwrap() error { return e.why }

// walk lists the regular files at or below start, which is root or below it, that
// are not hidden, not being written under a temporary name, and not our own. It
// calls folder, which may be nil, for each folder before it is listed.
func walk(root, start string, skip unread, folder func(path string)) (files []logFile, errs []error) {
	real, err := filepath.EvalSymlinks(root)
	if err == nil {
		real, err = filepath.Abs(real)
	}
	if err != nil {
		return nil, []error{lookError(root, err)}
	}
	each := func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // it went away meanwhile
		case err != nil:
			errs = append(errs, lookError(path, err))
			return nil
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return err
		}
		if ignored(d.Name()) || skip.paths[abs] || skip.paths[filepath.Join(real, strings.TrimPrefix(path, root))] || skip.sources.excludes(abs) {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		if d.IsDir() && folder != nil {
			folder(path)
		}
		if d.IsDir() || skip.report(path) || !d.Type().IsRegular() && d.Type()&fs.ModeSymlink == 0 {
			return nil
		}
		if f, ok := regular(root, path, d); ok {
			files = append(files, f)
		}
		return nil
	}
	starts := []string{start}
	if start == root {
		if starts, err = entriesOf(root); err != nil {
			return nil, []error{err}
		}
		if folder != nil {
			folder(root)
		}
	}
	for _, path := range starts {
		if err := filepath.WalkDir(path, each); err != nil {
			errs = append(errs, lookError(path, err))
		}
	}
	return files, errs
}

// entriesOf are the paths of what is in a folder, which may be a link.
func entriesOf(root string) ([]string, error) {
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, lookError(root, err)
	}
	paths := make([]string, len(entries))
	for i, e := range entries {
		paths[i] = filepath.Join(root, e.Name())
	}
	return paths, nil
}

// regular is the file at a path below root, or behind a link there; ok is
// false when it went away, or leads elsewhere.
func regular(root, path string, d fs.DirEntry) (f logFile, ok bool) {
	name, err := filepath.Rel(root, path)
	if err != nil {
		return logFile{}, false
	}
	info, err := d.Info()
	if d.Type()&fs.ModeSymlink != 0 {
		info, err = through(root, name)
	}
	if err != nil || !info.Mode().IsRegular() {
		return logFile{}, false
	}
	return logFile{path: path, root: root, name: name, info: info, quiet: true}, true
}

// through looks at what a link inside root leads to; an error for what is outside.
func through(root, name string) (fs.FileInfo, error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.Stat(name)
}

// leadsAway reports whether a path that can be looked at is a link that opening a
// file inside its folder does not follow.
func leadsAway(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return false
	}
	_, err = through(filepath.Dir(path), filepath.Base(path))
	return err != nil
}

// SetAside is what the names of databases hold that were set aside.
const SetAside = ".set-aside-"

// ignored reports whether a name is hidden, that of an unfinished copy, or that of
// a database which was set aside.
func ignored(name string) bool {
	if strings.Contains(name, SetAside) {
		return true
	}
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
		return true
	}
	return slices.Contains([]string{".tmp", ".part", ".swp"}, filepath.Ext(name))
}

// open opens the file through its root.
func (f logFile) open() (*os.File, error) {
	root, err := os.OpenRoot(f.root)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.OpenFile(f.name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // should it be a pipe by now, nobody waits for a writer
}
