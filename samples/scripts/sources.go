package scripts

// What scripts know of files that nobody may change.

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A source is a file or folder as it was: its bytes, which file it is, its mode, and
// when it was changed.
type source struct {
	content []byte // nil of a folder
	info    fs.FileInfo
}

// sourcesIn are all files and folders below one, with it.
func sourcesIn(ts *testscript.TestScript, folder string) map[string]source {
	all := map[string]source{}
	ts.Check(filepath.WalkDir(ts.MkAbs(folder), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		var s source
		if s.info, err = d.Info(); err != nil {
			return err
		}
		if d.Type().IsRegular() {
			s.content, err = os.ReadFile(path)
		}
		all[path] = s
		return err
	}))
	return all
}

// remembered holds, in the values of a script, what scriptRemember saw, by folder.
type remembered map[string]map[string]source

// scriptRemember makes a folder with logs old and keeps in mind how it is: remember FOLDER.
func scriptRemember(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: remember FOLDER")
	}
	old := time.Date(2024, 10, 1, 12, 0, 0, 123456789, time.UTC)
	for path := range sourcesIn(ts, args[0]) {
		ts.Check(os.Chtimes(path, old, old))
	}
	ts.Value(remembered{}.key()).(remembered)[args[0]] = sourcesIn(ts, args[0])
}

func (remembered) key() string { return "remembered" }

// scriptUnchanged wants a folder to be as it was remembered, byte for byte: unchanged
// FOLDER; with ! anything in it must have changed.
func scriptUnchanged(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] unchanged FOLDER")
	}
	was, is := ts.Value(remembered{}.key()).(remembered)[args[0]], sourcesIn(ts, args[0])
	if len(was) < 2 {
		ts.Fatalf("%s was not remembered, or was empty", args[0])
	}
	var changes []string
	for path, s := range was {
		now, there := is[path]
		switch {
		case !there:
			changes = append(changes, path+" is gone")
		case !os.SameFile(s.info, now.info):
			changes = append(changes, path+" is another file")
		case s.info.Mode() != now.info.Mode():
			changes = append(changes, fmt.Sprintf("%s had mode %v, has %v", path, s.info.Mode(), now.info.Mode()))
		case !s.info.ModTime().Equal(now.info.ModTime()):
			changes = append(changes, fmt.Sprintf("%s was changed at %v, and is at %v", path, s.info.ModTime(), now.info.ModTime()))
		case !bytes.Equal(s.content, now.content):
			changes = append(changes, path+" has other bytes")
		}
	}
	for path := range is {
		if _, there := was[path]; !there {
			changes = append(changes, path+" is new")
		}
	}
	if neg == (len(changes) == 0) {
		ts.Fatalf("%s: changes: %v", args[0], changes)
	}
}
