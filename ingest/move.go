package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A linkError says that a file is not moved because it was found through a link.
type linkError struct{ path string }

func (e linkError) Error() string {
	return fmt.Sprintf("move %s: it is a symbolic link, and links are not moved: what was loaded through it stays where it is", e.path)
}

// move moves a loaded file into a folder, below which it keeps its place, unless
// it changed since it was found. It never replaces a file there: another of the
// same name gets a number.
func move(f logFile, folder string) error {
	now, err := os.Lstat(f.path)
	switch {
	case err == nil && now.Mode()&fs.ModeSymlink != 0:
		return linkError{f.path}
	case errors.Is(err, fs.ErrNotExist), err == nil && !same(now, f.info):
		return nil
	}
	if err != nil {
		return fmt.Errorf("move %s: %w", f.path, err)
	}
	target := filepath.Join(folder, f.name)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("move %s: %w", f.path, err)
	}
	free := target
	for n := 1; ; n++ {
		// A link fails where a file is, a renaming would replace it.
		if err = os.Link(f.path, free); !errors.Is(err, fs.ErrExist) {
			break
		}
		free = fmt.Sprintf("%s.%d", target, n)
	}
	if err == nil {
		err = os.Remove(f.path)
	}
	if err != nil {
		return fmt.Errorf("move %s: %w; --after move=DIR must name a folder of the same file system", f.path, err)
	}
	return nil
}
