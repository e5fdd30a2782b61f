package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/reports"
)

// A narrowing is what --since, --until, --app and --shop ask to be shown.
type narrowing struct {
	app, shop string
	to        finding.Narrowing // complete once the flags were checked
	shopNamed bool              // by a record or the configuration; see lookForShop
}

func (n *narrowing) flags(flags *pflag.FlagSet) {
	flags.StringVar(&n.to.Since, "since", "", "show what reaches to this day or a later one, YYYY-MM-DD (analyze and report)")
	flags.StringVar(&n.to.Until, "until", "", "show what reaches to this day or an earlier one, YYYY-MM-DD; it is the day to look back from, too")
	flags.StringVar(&n.app, "app", "", "show what is about this app key (analyze and report)")
	flags.StringVar(&n.shop, "shop", "", "show what concerns the shop with this seller id (analyze and report)")
}

// given reports whether less than all is to be shown.
func (n *narrowing) given() bool {
	return n.to.Since != "" || n.to.Until != "" || n.app != "" || n.shop != ""
}

func (n *narrowing) check(subcommand string) error {
	shows := slices.Contains([]string{"analyze", "report"}, subcommand)
	if subcommand == "sql" && (n.to.Since != "" || n.app != "" || n.shop != "") {
		return usage("--since, --app and --shop go with analyze and report; narrow the statement itself, with WHERE")
	}
	if !shows && (n.to.Since != "" || n.to.Until != "" && subcommand != "sql" && subcommand != "watch" || n.app != "" || n.shop != "") {
		return usage("--since, --until, --app and --shop go with analyze and report; ask the views with a WHERE of your own: opaudit sql")
	}
	for name, day := range map[string]string{"--since": n.to.Since, "--until": n.to.Until} {
		if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
			return usage("%s is a day such as 2024-10-20, not %q", name, day)
		}
	}
	if n.to.Until != "" && n.to.Since > n.to.Until {
		return usage("--since %s is after --until %s: --since is the first day and --until the last one", n.to.Since, n.to.Until)
	}
	if n.app != "" {
		n.to.AppKey = &n.app
	}
	if n.shop != "" {
		seller, err := strconv.ParseInt(n.shop, 10, 64)
		if err != nil {
			return usage("--shop is a seller id, a whole number, not %q", n.shop)
		}
		n.to.SellerID = &seller
	}
	return nil
}

// narrow leaves in a run what is to be shown. It says so when something is left out
// that --fail-on asks for, because the exit code is about what is shown; known is as
// for failing.
func (c *command) narrow(run finding.Run, known bool) (finding.Run, error) {
	if !c.narrowing.given() {
		return run, nil
	}
	if err := knowsApp(c.narrowing.app, appsOf(run)); c.narrowing.app != "" && err != nil {
		return run, err
	}
	if err := c.narrowing.knowsShop(run); err != nil {
		return run, err
	}
	narrowed := analyzer.Narrow(run, c.narrowing.to)
	if c.failing(run, known) != nil && c.failing(narrowed, known) == nil {
		c.log.Warn("findings at or above --fail-on are open and not shown; the exit code is about what is shown")
	}
	return narrowed, nil
}

// appsOf are the apps that a run judges.
func appsOf(run finding.Run) []string {
	var apps []string
	for _, clause := range run.Clauses {
		if clause.AppKey != nil && !slices.Contains(apps, *clause.AppKey) {
			apps = append(apps, *clause.AppKey)
		}
	}
	return apps
}

// knowsApp refuses an app that is not among those that can be judged: a typing error
// must not give a clean report.
func knowsApp(app string, apps []string) error {
	if slices.Contains(apps, app) {
		return nil
	}
	if len(apps) == 0 {
		return usage("--app: there is no app %q, nor any other, in the logs and the configuration", app)
	}
	const named = 10
	list := strings.Join(apps[:min(named, len(apps))], ", ")
	if more := len(apps) - named; more > 0 {
		list += " and " + plural(int64(more), "other", "others")
	}
	return usage("--app: there is no app %q in the logs and the configuration; there are %s", app, reports.Visible(list))
}

// lookForShop asks the database that is judged for the shop that is to be shown.
func (n *narrowing) lookForShop(ask func(statement string, named *bool) error) error {
	if n.to.SellerID == nil {
		return nil
	}
	if err := ask(analyzer.ShopStatement(*n.to.SellerID), &n.shopNamed); err != nil {
		return fmt.Errorf("look for the shop: %w", err)
	}
	return nil
}

// knowsShop refuses a shop that nothing names, for the same reason. A finding still
// does when its records were pruned.
func (n *narrowing) knowsShop(run finding.Run) error {
	if n.to.SellerID == nil || n.shopNamed || slices.ContainsFunc(run.Findings, func(f finding.Finding) bool { return analyzer.OfShop(f, *n.to.SellerID) }) {
		return nil
	}
	return usage("--shop: no record and no configuration names shop %d; give the seller id that its records have", *n.to.SellerID)
}
