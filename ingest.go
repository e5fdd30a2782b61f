package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/sql/duck"
)

// ingest loads files once. What it tells of them, watch, report and forget tell, too.

func (c *command) ingestCommand() *cobra.Command {
	again := ""
	cmd := &cobra.Command{
		Use:   "ingest PATH... | --again FILE",
		Short: "Load log files and folders once",
		Long: "Load log files and folders (with their sub-folders) into the database. Content that is already loaded,\nunder whatever name, is counted as duplicate and not loaded again.\n" +
			"With --again load one file anew, in the place of what it brought in before, also when it was forgotten.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if (again == "") == (len(paths) == 0) {
				return usage("give either files and folders, or --again FILE; see opaudit ingest --help")
			}
			return c.ingest(cmd.Context(), again, paths)
		},
	}
	cmd.Flags().StringVar(&again, "again", "", "load this file anew, in the place of what it brought in before")
	return cmd
}

func (c *command) ingest(ctx context.Context, again string, paths []string) (err error) {
	db, err := c.openToLoad(ctx, c.database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	load := func(l *ingest.Loader) ([]ingest.FileResult, error) { return l.Load(ctx, paths, nil) }
	if again != "" {
		load = func(l *ingest.Loader) ([]ingest.FileResult, error) { return l.Again(ctx, again) }
	}
	c.commits = true
	results, err := c.load(ctx, db, load)
	if err := errors.Join(err, writeBalance(c.stdout, results)); err != nil {
		return err
	}
	return failedFiles(results)
}

// load loads files and tells on stderr what was wrong with which.
func (c *command) load(ctx context.Context, db *duck.DB, load func(*ingest.Loader) ([]ingest.FileResult, error)) ([]ingest.FileResult, error) {
	loader, err := c.loader(ctx, db)
	if err != nil {
		return nil, err
	}
	done := c.showProgress(loader)
	results, err := load(loader)
	done()
	c.tellFiles(results)
	for _, r := range results {
		if r.Pending > 0 {
			c.log.Warn(reports.Visible(r.Path)+" ends in an incomplete line: not counted until it is complete", "bytes", r.Pending)
		}
	}
	return results, err
}

// loader prepares a database for loading, with what the configuration says of files.
func (c *command) loader(ctx context.Context, db *duck.DB) (*ingest.Loader, error) {
	settings, err := c.configuration()
	if err != nil {
		return nil, err
	}
	words, err := mask.NewVocabulary(settings.Vocabulary)
	if err != nil {
		return nil, err
	}
	loader, err := ingest.NewLoader(ctx, db, words)
	if err != nil {
		return nil, err
	}
	loader.Sources, loader.IsReport = ingest.NewSources(settings), isReport
	return loader, nil
}

// tellFiles tells on stderr what was wrong with which file.
func (c *command) tellFiles(results []ingest.FileResult) {
	for _, r := range results {
		path := reports.Visible(r.Path)
		if r.Err != nil && r.Path == "" {
			c.log.Error(reports.Visible(r.Err.Error()))
		} else if r.Err != nil {
			c.log.Error("could not load "+path, "error", reports.Visible(r.Err.Error()))
		}
		if r.Excluded {
			c.log.Info(path + " is not read: the configuration excludes it")
		}
		if r.Own {
			c.log.Info(path + " is not read: it is a file of opaudit's own, and no log")
		}
		if r.Gone {
			c.log.Warn(path + " went away before it was read")
		}
		switch {
		case r.Replaced:
			c.log.Info(path + " was rewritten since it was loaded: read anew, in the place of what it held before, of which no line had been accepted and no personal data been found")
		case r.Rewritten:
			c.log.Info(path + " was rewritten since it was loaded: read anew, what it held before stays loaded")
		}
		for _, hint := range r.Hints {
			c.log.Warn(path + ": " + hint)
		}
	}
}

// failedFiles returns errFiles when a file could not be loaded.
func failedFiles(results []ingest.FileResult) error {
	for _, r := range results {
		if r.Err != nil {
			return errFiles
		}
	}
	return nil
}

// writeBalance writes the conservation law of each file and of all together.
func writeBalance(w io.Writer, results []ingest.FileResult) error {
	var total ingest.Balance
	files := int64(0)
	for _, r := range results {
		if r.Path == "" || r.Gone || r.Excluded || r.Own {
			continue
		}
		files++
		note := ""
		switch {
		case r.Err != nil:
			note = "  FAILED"
		case r.Known:
			note = "  (already loaded)"
		}
		if err := writeLaw(w, reports.Visible(r.Path), r.Balance, note); err != nil {
			return err
		}
		b := r.Balance
		total = ingest.Balance{Lines: total.Lines + b.Lines, Blank: total.Blank + b.Blank, Accepted: total.Accepted + b.Accepted,
			Rejected: total.Rejected + b.Rejected, Duplicate: total.Duplicate + b.Duplicate, Events: total.Events + b.Events}
	}
	return writeLaw(w, "total: "+plural(files, "file", "files"), total, "")
}

func writeLaw(w io.Writer, what string, b ingest.Balance, note string) error {
	_, err := fmt.Fprintf(w, "%s: %s = %s blank + %s accepted + %s rejected + %s duplicate; %s%s\n", what,
		plural(b.Lines, "line", "lines"), finding.Whole(b.Blank), finding.Whole(b.Accepted), finding.Whole(b.Rejected), finding.Whole(b.Duplicate),
		plural(b.Events, "event", "events"), note)
	return err
}
