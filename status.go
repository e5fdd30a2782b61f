package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"opaudit/analyzer/finding"
	"opaudit/reports"
	"opaudit/sql/query"
)

func (c *command) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "Say what is loaded, what waits, and what is kept",
		Long:  "Say which files are loaded, what waits to be loaded, when the last commit was, what became of all lines,\nand which days are kept of each log type. Times are UTC.",
		Args:  noPath,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			asker, client, end, err := c.asker(cmd.Context(), c.open)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, end()) }()
			status, err := query.ReadStatus(cmd.Context(), asker)
			if err != nil {
				return err
			}
			holder, err := stateOf(cmd.Context(), client)
			if err != nil {
				return err
			}
			return writeStatus(c.stdout, c.database, status, holder, time.Now())
		},
	}
}

// stateOf asks the process that holds the database how far it is; nil without one.
func stateOf(ctx context.Context, client *query.Client) (*query.WatchState, error) {
	if client == nil {
		return nil, nil
	}
	state, err := client.State(ctx)
	return &state, err
}

// writeStatus writes a line for each thing that there is to tell.
func writeStatus(w io.Writer, database string, s *query.Status, holder *query.WatchState, now time.Time) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	say := func(what, format string, args ...any) {
		_, _ = fmt.Fprintf(out, "%s\t%s\n", what, fmt.Sprintf(format, args...)) // Flush has the error
	}
	say("database", "%s", reports.Visible(database))
	lastCommit := s.LastCommit
	if holder != nil {
		say("held by", "process %d since %s", holder.PID, moment(holder.Started))
		say("waiting", "%s, %s", plural(holder.WaitingFiles, "file", "files"), plural(holder.WaitingBytes, "byte", "bytes"))
		if lastCommit == nil || holder.LastCommit != nil && holder.LastCommit.After(*lastCommit) {
			lastCommit = holder.LastCommit
		}
	}
	if lastCommit == nil {
		say("last commit", "none: no file was loaded yet")
		return out.Flush()
	}
	say("last commit", "%s, %s ago", moment(*lastCommit), max(0, now.Sub(*lastCommit)).Truncate(time.Second))
	total := s.Total()
	say("files", "%s", counted(s.Files, func(f query.FileState) (int64, string) { return f.Files, f.State }))
	say("pending", "%s of last lines that are not complete", plural(total.PendingBytes, "byte", "bytes"))
	law := "balanced"
	if total.Unbalanced > 0 {
		law = "NOT BALANCED in " + plural(total.Unbalanced, "file", "files")
	}
	say("lines", "%s = %s blank + %s accepted + %s rejected + %s duplicate: %s", finding.Whole(total.Lines), finding.Whole(total.Blank),
		finding.Whole(total.Accepted), finding.Whole(total.Rejected), finding.Whole(total.Duplicate), law)
	say("events", "%s", finding.Whole(total.Events))
	say("rejects", "%s", counted(s.Rejects, func(r query.Reason) (int64, string) { return r.Records, r.Reason }))
	for _, l := range s.Logs {
		say("kept "+l.LogType, "%s to %s, %s", l.FirstDay, l.LastDay, plural(l.Records, "record", "records"))
	}
	return out.Flush()
}

// counted lists numbers with their words: 12 loaded, 1 failed.
func counted[T any](list []T, of func(T) (int64, string)) string {
	if len(list) == 0 {
		return "none"
	}
	parts := make([]string, len(list))
	for i, v := range list {
		n, what := of(v)
		parts[i] = finding.Whole(n) + " " + reports.Visible(what)
	}
	return strings.Join(parts, ", ")
}

// moment writes a time to the second, in UTC as the tables hold it, and says so.
func moment(t time.Time) string { return t.UTC().Format(time.DateTime) + " UTC" }
