package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"opaudit/analyzer/finding"
	"opaudit/reports"
)

// reportFiles are the files that a folder of reports holds, by format.
var reportFiles = []struct{ name, format string }{{"report.md", "md"}, {"run.json", "json"}}

// writeReports writes the reports of a run into a folder. A reader finds the old
// or the new one whole, never half of one.
func writeReports(folder string, run finding.Run) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("write reports: %w", err)
	}
	for _, f := range reportFiles {
		formats, err := reports.Select(f.format, reports.English)
		if err != nil {
			return err
		}
		write := func(w io.Writer) error { return formats[0].Documents[0].Write(w, run) }
		if err := replaceFile(filepath.Join(folder, f.name), write); err != nil {
			return fmt.Errorf("write reports: %w", err)
		}
	}
	return nil
}

// replaceFile puts a new file in the place of another in one step.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".*.tmp") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name()) // err is the one to report
		}
	}()
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
