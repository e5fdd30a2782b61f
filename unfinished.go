package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"opaudit/reports"
)

// A snapshot is made in a folder beside the file that it is to become, which a process
// that is killed cannot remove any more. While a process makes one, it holds a lock on
// the folder; where nobody does, the next snapshot beside it removes the folder.

// unfinished begins the names of those folders, unfinishedName those of the files in them.
const (
	unfinished     = ".opaudit-snapshot-"
	unfinishedName = "snapshot.duckdb"
)

// unfinishedFolder makes such a folder, mode 0700, and holds it until letGo. On a file
// system that knows no locks nobody holds it, and nobody can tell that: there it stays.
func unfinishedFolder(in string) (folder string, letGo func() error, err error) {
	for {
		if folder, err = os.MkdirTemp(in, unfinished); err != nil {
			return "", nil, err
		}
		held, err := os.Open(folder)
		if err == nil {
			err = syscall.Flock(int(held.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
			if _, gone := os.Stat(folder); gone == nil && !errors.Is(err, syscall.EWOULDBLOCK) {
				return folder, held.Close, nil
			}
			_ = held.Close()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", nil, err
		}
		// Between two calls another snapshot took it for one that nobody holds.
	}
}

// removeUnfinished removes the folders of this user that nobody holds, as far as it can.
func (c *command) removeUnfinished(in string) {
	entries, _ := os.ReadDir(in) // what is wrong with the folder the snapshot tells
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), unfinished) && entry.IsDir() && removeUnheld(filepath.Join(in, entry.Name())) {
			c.log.Info("removed what a snapshot that did not end left behind: " + reports.Visible(entry.Name()))
		}
	}
}

// removeUnheld removes such a folder when it holds nothing else than a snapshot has.
func removeUnheld(path string) bool {
	folder, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_DIRECTORY, 0)
	if err != nil {
		return false
	}
	defer func() { _ = folder.Close() }() // it was read
	info, err := folder.Stat()
	if err != nil {
		return false
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); !ok || int(owner.Uid) != os.Getuid() {
		return false
	}
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return false
	}
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return false
	}
	for _, name := range names {
		if !strings.HasPrefix(name, unfinishedName) {
			return false
		}
	}
	return os.RemoveAll(path) == nil
}
