package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/reports"
	catalog "opaudit/sql"
)

func (c *command) rulesCommand() *cobra.Command {
	var app, day string
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the rules, show one, or list the records behind its figure",
		Long:  "List the rules; with ID show one with its SQL; with --app and --day list every record that its figure\ncounts for that app on that day, each with its file and line.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cat, err := catalog.Load()
			if err != nil {
				return err
			}
			if len(args) == 0 {
				if app != "" || day != "" {
					return usage("--app and --day go with a rule: opaudit rules ID --app X --day D")
				}
				return c.listRules(cat)
			}
			at := slices.IndexFunc(cat.Rules, func(r catalog.Rule) bool { return r.ID == args[0] })
			if at < 0 {
				return usage("there is no rule %q; list them with: opaudit rules", args[0])
			}
			if app == "" && day == "" {
				return c.showRule(cat.Rules[at])
			}
			return c.explainRule(cmd, cat.Rules[at], app, day)
		},
	}
	cmd.Flags().StringVar(&app, "app", "", "the app key")
	cmd.Flags().StringVar(&day, "day", "", "the day of the figure, YYYY-MM-DD (Asia/Shanghai)")
	return cmd
}

func (c *command) listRules(cat *catalog.Catalog) error {
	for _, r := range cat.Rules {
		if _, err := fmt.Fprintf(c.stdout, "%-32s clause %s  %-24s %s\n", r.ID, r.Clause, strings.Join(r.Levels, ", "), r.Title.En); err != nil {
			return err
		}
	}
	return nil
}

func (c *command) showRule(r catalog.Rule) error {
	_, err := fmt.Fprintf(c.stdout, "%s (clause %s)\n%s\n%s\n\nlevels: %s\nfigure: %s, in %s\nneeds:  %s\n\n%s\n%s\n\n%s\n%s\n\n%s\n",
		r.ID, r.Clause, r.Title.En, r.Title.Zh, strings.Join(r.Levels, ", "), r.Figure, r.Unit,
		strings.Join(append(slices.Clone(r.Needs), r.NeedsAny...), ", "), r.Conseq.En, r.Conseq.Zh, r.Remedy.En, r.Remedy.Zh, r.Body)
	return err
}

// explainRule lists what one figure counts, so that anybody can count again.
func (c *command) explainRule(cmd *cobra.Command, rule catalog.Rule, app, day string) (err error) {
	on, bad := time.Parse(time.DateOnly, day)
	if app == "" || bad != nil {
		return usage("give both --app and --day, the day as YYYY-MM-DD")
	}
	db, err := c.openToJudge(cmd.Context(), c.database, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	listed := ""
	x, err := analyzer.Explain(cmd.Context(), db, rule, app, on, func(b analyzer.Behind, e finding.Evidence) error {
		if listed != b.Relation {
			listed = b.Relation
			if _, err := fmt.Fprintf(c.stdout, "%s:\n", b.Relation); err != nil {
				return err
			}
		}
		place := fmt.Sprintf("%s:%d", reports.Visible(e.File), e.Line)
		if e.Element != nil {
			place += fmt.Sprintf("[%d]", *e.Element)
		}
		_, err := fmt.Fprintf(c.stdout, "  %s %s %s\n", place, e.Day, reports.Visible(e.Detail))
		return err
	})
	if err != nil {
		return err
	}
	return c.writeExplanation(x)
}

func (c *command) writeExplanation(x analyzer.Explanation) error {
	lines := []string{fmt.Sprintf("days %s to %s", x.First.Format(time.DateOnly), x.Last.Format(time.DateOnly))}
	for _, b := range x.Behind {
		line := b.Relation + ": " + plural(b.Records, "record", "records")
		if b.Orders >= 0 {
			line += ", " + plural(b.Orders, "distinct order", "distinct orders")
		}
		lines = append(lines, line)
	}
	for _, row := range x.Rows {
		lines = append(lines, x.Figure+": "+reports.Visible(row))
	}
	if len(x.Rows) == 0 {
		lines = append(lines, x.Figure+": no row for that app and day")
	}
	_, err := fmt.Fprintln(c.stdout, strings.Join(lines, "\n"))
	return err
}
