package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"opaudit/analyzer/finding"
	"opaudit/reports"
)

func (c *command) analyzeCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "analyze",
		Short: "Judge what is loaded and compare it with the last time",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usage("--format is text or json, not %q", format)
			}
			run, err := c.judgeDatabase(cmd.Context(), c.asOf == "")
			if err != nil {
				return err
			}
			if err := writeRun(c.stdout, format, run); err != nil {
				return err
			}
			return c.failing(run)
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func writeRun(w io.Writer, format string, run finding.Run) error {
	if format == "text" {
		return writeFindings(w, run)
	}
	formats, err := reports.Select(format, reports.English)
	if err != nil {
		return err
	}
	return formats[0].Documents[0].Write(w, run)
}

// writeFindings writes the open findings, a line each.
func writeFindings(w io.Writer, run finding.Run) error {
	open := int64(0)
	for _, f := range run.Findings {
		if !f.Open {
			continue
		}
		open++
		app := "-"
		if f.AppKey != nil {
			app = *f.AppKey
		}
		if _, err := fmt.Fprintf(w, "%-9s %-8s %s  app %s  %s to %s\n          %s\n", f.Level, f.Status, f.Rule,
			reports.Visible(app), f.FirstDay, f.LastDay, reports.Visible(f.Summary.En)); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%s as of %s\n", plural(open, "open finding", "open findings"), run.AsOf)
	return err
}
