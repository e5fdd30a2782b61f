package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/reports"
)

func (c *command) reportCommand() *cobra.Command {
	format, lang, from := "md", "en", ""
	cmd := &cobra.Command{
		Use:   "report [PATH...]",
		Short: "Write the judged report, of the database or of log files alone",
		Long:  "Write the report of what is loaded. With PATH the logs there are loaded into a temporary database instead,\nwhich is removed at the end. With --from the report is made of a run that was saved as JSON, without any database.",
		Args:  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, paths []string) error {
			language, err := reports.ParseLanguage(lang)
			if err != nil {
				return usage("%w", err)
			}
			formats, err := reports.Select(format, language)
			if err != nil {
				return usage("%w", err)
			}
			if len(formats) != 1 || len(formats[0].Documents) != 1 {
				return usage("stdout takes one format with one document: choose one of --format md or json")
			}
			if from != "" && (len(paths) > 0 || c.asOf != "") {
				return usage("--from takes a saved run as it is: leave out PATH and --as-of")
			}
			run, incomplete := c.reportRun(cmd.Context(), from, paths)
			if run == nil {
				return incomplete
			}
			if err := formats[0].Documents[0].Write(c.stdout, *run); err != nil {
				return err
			}
			if incomplete != nil {
				return incomplete
			}
			return c.failing(*run, true)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "md or json")
	cmd.Flags().StringVar(&lang, "lang", lang, "en or zh")
	cmd.Flags().StringVar(&from, "from", "", "a run saved with --format json")
	return cmd
}

// reportRun reads a saved run, or judges the database, or the logs at paths in a
// temporary one. With a run the error is about files that are not in it.
func (c *command) reportRun(ctx context.Context, from string, paths []string) (run *finding.Run, err error) {
	if from != "" {
		return savedRun(from)
	}
	if len(paths) > 0 {
		return c.reportPaths(ctx, paths)
	}
	judged, err := c.judgeDatabase(ctx, false, nil)
	if err != nil {
		return nil, err
	}
	return &judged, nil
}

func savedRun(path string) (*finding.Run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read saved run: %w", err)
	}
	defer file.Close()
	run, err := reports.ReadRun(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &run, nil
}

func (c *command) reportPaths(ctx context.Context, paths []string) (run *finding.Run, err error) {
	words, err := c.vocabulary()
	if err != nil {
		return nil, err
	}
	o, err := c.options(ctx)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "opaudit-") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := c.openToLoad(ctx, filepath.Join(folder, "report.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	results, err := c.load(ctx, db, words, func(l *ingest.Loader) ([]ingest.FileResult, error) { return l.Load(ctx, paths, c.ownFiles(db.Path)) })
	if err != nil {
		return nil, err
	}
	failed := failedFiles(results)
	judgement, err := c.judge(ctx, db, o)
	if errors.Is(err, analyzer.ErrNothing) && failed != nil {
		return nil, failed
	}
	if err != nil {
		return nil, err
	}
	judged, err := c.finish(judgement, nil)
	if err != nil {
		return nil, err
	}
	return &judged, failed
}
