package main

import (
	"cmp"
	"context"
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

// rules lists what is judged by, and counts one figure of one app and day again from its records.

func (c *command) rulesCommand() *cobra.Command {
	var app, day string
	lang := "en"
	cmd := &cobra.Command{
		Use:   "rules [ID]",
		Short: "List the clauses and their rules, show a rule, or list the records behind its figure",
		Long:  "List every clause, how it is checked, what that needs, and its rules; with ID show a rule with its SQL; with --app and --day list every record that its figure\ncounts for that app on that day, each with its file and line: of your own rules, those of the relations that the header names as behind.",
		Args:  cobra.MaximumNArgs(1),

		ValidArgsFunction: firstOf(ruleNames),
		RunE: func(cmd *cobra.Command, args []string) error {
			language, err := reports.ParseLanguage(lang)
			if err != nil {
				return usage("%w", err)
			}
			cat, err := catalog.Load()
			if err != nil {
				return err
			}
			o, err := c.options(cmd.Context())
			if err != nil {
				return err
			}
			rules := slices.Concat(cat.Rules, o.Own)
			if len(args) == 0 {
				if app != "" || day != "" {
					return usage("--app and --day go with a rule: opaudit rules ID --app X --day D")
				}
				return c.listClauses(rules, language)
			}
			at := slices.IndexFunc(rules, func(r catalog.Rule) bool { return r.ID == args[0] })
			if at < 0 {
				return usage("there is no rule %q%s; list them with: opaudit rules", args[0], meantRule(args[0], rules))
			}
			if app == "" && day == "" {
				return c.showRule(rules[at])
			}
			return c.explainRule(cmd.Context(), rules[at], app, day)
		},
	}
	cmd.Flags().StringVar(&lang, "lang", lang, "en or zh: of the list")
	cmd.Flags().StringVar(&app, "app", "", "the app key")
	cmd.Flags().StringVar(&day, "day", "", "the day of the figure, YYYY-MM-DD (Asia/Shanghai)")
	return cmd
}

// meantRule goes on about a rule that there is not with the one whose word alone it is.
func meantRule(word string, rules []catalog.Rule) string {
	at := slices.IndexFunc(rules, func(r catalog.Rule) bool { return strings.HasSuffix(r.ID, "-"+word) })
	if at < 0 {
		return ""
	}
	return ", but " + rules[at].ID
}

// registerWords label the lines of the register.
var registerWords = map[reports.Language]struct{ needs, none, byHand string }{
	reports.English: {"needs: ", "nothing", "by hand: "},
	reports.Chinese: {"需要：", "无", "人工检查："},
}

// listClauses writes the register of clauses.
func (c *command) listClauses(rules []catalog.Rule, lang reports.Language) error {
	var out strings.Builder
	in := func(w catalog.Words) string { return reports.Visible(finding.Text(w).In(string(lang))) }
	words := registerWords[lang]
	for _, clause := range catalog.Clauses() {
		need := catalog.NeedsOf(rules, clause.ID)
		if clause.ID == catalog.OwnRules && need.Rules == 0 {
			continue
		}
		check := in(clause.Check)
		if clause.Outside {
			check = words.byHand + check
		}
		fmt.Fprintf(&out, "%-4s %s\n     %s\n", clause.ID, in(clause.Title), check)
		if !clause.Outside {
			fmt.Fprintf(&out, "     %s%s\n", words.needs, cmp.Or(strings.Join(needed(need), ", "), words.none))
		}
		for _, r := range rules {
			if r.Clause == clause.ID {
				fmt.Fprintf(&out, "     %-32s %-24s %s\n", r.ID, strings.Join(r.Levels, ", "), in(r.Title))
			}
		}
	}
	_, err := fmt.Fprint(c.stdout, out.String())
	return err
}

// needed lists what must be there: log types, of which | stands between those of
// which one is enough, and words of the configuration.
func needed(n catalog.Needs) []string {
	list := slices.Clone(n.All)
	for _, any := range n.Any {
		list = append(list, strings.Join(any, "|"))
	}
	return append(list, n.Reference...)
}

func (c *command) showRule(r catalog.Rule) error {
	_, err := fmt.Fprintf(c.stdout, "%s (clause %s)\n%s\n%s\n\nlevels: %s\nfigure: %s, in %s\nneeds:  %s\n\n%s\n%s\n\n%s\n%s\n\n%s\n",
		r.ID, r.Clause, r.Title.En, r.Title.Zh, strings.Join(r.Levels, ", "), r.Figure, r.Unit,
		cmp.Or(strings.Join(needed(catalog.NeedsOf([]catalog.Rule{r}, r.Clause)), ", "), "nothing"), r.Consequence.En, r.Consequence.Zh, r.Remedy.En, r.Remedy.Zh, r.Body)
	return err
}

// explainRule lists what one figure counts, so that anybody can count again.
func (c *command) explainRule(ctx context.Context, rule catalog.Rule, app, day string) (err error) {
	on, bad := time.Parse(time.DateOnly, day)
	if app == "" || bad != nil {
		return usage("give both --app and --day, the day as YYYY-MM-DD")
	}
	asker, _, end, err := c.asker(ctx, c.openToJudge)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	ask := c.asking(asker)
	apps, err := analyzer.Apps(ctx, ask)
	if err != nil {
		return err
	}
	if err := knowsApp(app, apps); err != nil {
		return err
	}
	listed := ""
	x, err := analyzer.Explain(ctx, ask, rule, app, on, func(b analyzer.Behind, e finding.Evidence) error {
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
		day := "-"
		if e.Day != nil {
			day = *e.Day
		}
		_, err := fmt.Fprintf(c.stdout, "  %s %s %s\n", place, day, reports.Visible(e.Detail))
		return err
	})
	if err != nil {
		return err
	}
	return c.writeExplanation(rule, x)
}

func (c *command) writeExplanation(rule catalog.Rule, x analyzer.Explanation) error {
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
	if rule.File != "" && len(rule.Behind) == 0 { // those of the program without one are about what no record tells
		lines = append(lines, reports.Visible(rule.File)+" does not say whose records the figure counts: name the relations in its header, as -- behind: api_calls")
	}
	_, err := fmt.Fprintln(c.stdout, strings.Join(lines, "\n"))
	return err
}
