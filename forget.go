package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"opaudit/ingest"
	"opaudit/reports"
	"opaudit/sql/duck"
)

// forget takes a file that was loaded by mistake out of the database, and says what that did.

func (c *command) forgetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "forget FILE",
		Short: "Take out what a wrongly loaded file brought in, and keep it out",
		Long: "Take out everything that a file brought in and keep its content out, under whatever name, until it is asked for\n" +
			"with: opaudit ingest --again FILE. The file itself is not touched. Other files whose lines were held back as its\n" +
			"duplicates are read anew. Lines that are added to it later are loaded. What the file held before it was\n" +
			"rewritten stays, as of a log that is rotated: the same command once more takes that out.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return c.forget(cmd.Context(), args[0]) },
	}
}

func (c *command) forget(ctx context.Context, path string) (err error) {
	db, err := c.openConfigured(ctx, c.database, duck.Options{Existing: true, Load: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	c.commits = true
	var forgotten ingest.Forgotten
	results, err := c.load(ctx, db, func(l *ingest.Loader) (results []ingest.FileResult, err error) {
		forgotten, err = l.Forget(ctx, path)
		return forgotten.Reloaded, err
	})
	if errors.Is(err, ingest.ErrUnknownFile) || errors.Is(err, ingest.ErrHeldElsewhere) {
		return failure{exitWork, err, "see what was loaded: opaudit sql -c \"SELECT path, state, events FROM files\""}
	}
	if err != nil {
		return err
	}
	for _, gone := range forgotten.Gone {
		c.log.Warn(reports.Visible(gone) + " held the same lines and is not there any more, or not as it was: what it had of them is out as well; should it come back, load it with: opaudit ingest --again FILE")
	}
	if _, err := fmt.Fprintf(c.stdout, "%s: %s taken out; its content stays out until: opaudit ingest --again FILE\n",
		reports.Visible(forgotten.Path), plural(forgotten.Events, "event", "events")); err != nil {
		return err
	}
	for _, r := range results {
		if err := writeLaw(c.stdout, "read anew: "+reports.Visible(r.Path), r.Balance, ""); err != nil {
			return err
		}
	}
	return failedFiles(results)
}
