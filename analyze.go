package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"opaudit/analyzer/finding"
	"opaudit/reports"
)

func (c *command) analyzeCommand() *cobra.Command {
	format, baseline := "text", ""
	cmd := &cobra.Command{
		Use:   "analyze",
		Short: "Judge what is loaded and compare it with the last time",
		Args:  noPath,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format != "text" && format != "json" {
				return usage("--format is text or json, not %q", format)
			}
			var against *finding.Run
			if baseline != "" {
				var err error
				if against, err = wholeRun(baseline); err != nil {
					return failure{exitUsage, fmt.Errorf("--baseline: %w", err), explain(err).next}
				}
			}
			run, err := c.judgeDatabase(cmd.Context(), c.asOf == "" && !c.narrowing.given(), against)
			if err != nil {
				return err
			}
			if against != nil {
				c.compareWith(*against, run)
			}
			if run, err = c.narrow(run, baseline == ""); err != nil {
				return err
			}
			if err := writeRun(c.stdout, format, run); err != nil {
				return err
			}
			return c.failing(run, baseline == "")
		},
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	cmd.Flags().StringVar(&baseline, "baseline", "", "a saved run to compare with instead of the last one; what it knows and is not worse does not fail")
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
		text := reports.Visible(f.Summary.En)
		if s := f.Suppression; s != nil && f.Suppressed {
			text += fmt.Sprintf("\n          set aside by %s until %s: %s", reports.Visible(s.Owner), s.Expiry, reports.Visible(s.Reason))
		} else if s != nil {
			text += fmt.Sprintf("\n          the suppression by %s expired on %s", reports.Visible(s.Owner), s.Expiry)
		}
		if len(f.Unchecked) > 0 {
			text += "\n          not checked this time, as an earlier run left it; missing: " + reports.Visible(strings.Join(f.Unchecked, ", "))
		}
		if f.Forecast != nil {
			text += "\n          " + reports.Visible(f.Forecast.En)
		}
		if _, err := fmt.Fprintf(w, "%-9s %-8s %s  app %s  %s to %s\n          %s\n", f.Level, f.Status, f.Rule,
			reports.Visible(app), f.FirstDay, f.LastDay, text); err != nil {
			return err
		}
	}
	hidden := ""
	if n := run.Narrowing; n != nil {
		hidden = fmt.Sprintf("; %s not shown", plural(n.HiddenOpen, "more is", "more are"))
	}
	_, err := fmt.Fprintf(w, "%s as of %s%s\n", plural(open, "open finding", "open findings"), run.AsOf, hidden)
	return err
}
