package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"opaudit/analyzer/finding"
	"opaudit/reports"
)

// A folderWriter writes documents under temporary names in a folder, and gives them
// their own when all are written. A reader finds the old or the new document whole,
// never half of one; when one cannot be written, the old ones stay.
type folderWriter struct {
	folder string
	staged []stagedFile
}

type stagedFile struct{ temporary, name string }

// writeReports writes the documents of a run into a folder, which only its user may
// read, and last an index of them.
func writeReports(folder string, lang reports.Language, formats []reports.Format, run finding.Run) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write reports: %w", err)
		}
	}()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	w := &folderWriter{folder: folder}
	defer w.discard()
	var entries []reports.IndexEntry
	for _, format := range formats {
		for _, document := range format.Documents {
			entry := reports.IndexEntry{Name: document.Name, Format: format.Name, Type: document.Type, About: document.About}
			if entry.SHA256, err = w.stage(document.Name, func(w io.Writer) error { return document.Write(w, run) }); err != nil {
				return fmt.Errorf("%s: %w", document.Name, err)
			}
			entries = append(entries, entry)
		}
	}
	if _, err := w.stage(reports.IndexName, func(w io.Writer) error { return reports.WriteIndex(w, run, lang, entries) }); err != nil {
		return fmt.Errorf("%s: %w", reports.IndexName, err)
	}
	return w.place()
}

// stage writes a document to the disk under a temporary name and returns its digest.
func (w *folderWriter) stage(name string, write func(io.Writer) error) (digest string, err error) {
	file, err := os.CreateTemp(w.folder, ".*.tmp") // mode 0600
	if err != nil {
		return "", err
	}
	w.staged = append(w.staged, stagedFile{file.Name(), name})
	hash := sha256.New()
	if err := errors.Join(write(io.MultiWriter(file, hash)), file.Sync(), file.Close()); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// place gives the documents their names, in the order in which they were written.
func (w *folderWriter) place() error {
	for len(w.staged) > 0 {
		if err := os.Rename(w.staged[0].temporary, filepath.Join(w.folder, w.staged[0].name)); err != nil {
			return err
		}
		w.staged = w.staged[1:]
	}
	folder, err := os.Open(w.folder)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// discard removes what was written and got no name.
func (w *folderWriter) discard() {
	for _, file := range w.staged {
		_ = os.Remove(file.temporary) // the error before it is the one to report
	}
}

// replaceFile puts a new file in the place of another in one step.
func replaceFile(path string, write func(io.Writer) error) error {
	w := &folderWriter{folder: filepath.Dir(path)}
	defer w.discard()
	if _, err := w.stage(filepath.Base(path), write); err != nil {
		return err
	}
	return w.place()
}

// isReport reports whether a file is one that writeReports wrote, in whatever format
// and whenever: it has the name of a document, beside an index.
func isReport(path string) bool {
	if !slices.Contains(documentNames(), filepath.Base(path)) {
		return false
	}
	name := filepath.Join(filepath.Dir(path), reports.IndexName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return false
	}
	index, err := os.Open(name)
	if err != nil {
		return false
	}
	defer index.Close()
	return reports.IsIndex(index)
}

// documentNames are the names of all that may stand in a folder of reports.
var documentNames = sync.OnceValue(func() []string {
	names := []string{reports.IndexName}
	for _, format := range reports.Formats(reports.English) {
		for _, document := range format.Documents {
			names = append(names, document.Name)
		}
	}
	return names
})
