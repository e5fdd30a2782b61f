package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"opaudit/analyzer/finding"
	"opaudit/reports"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/prune"
)

// prune deletes records that are older than the rules want them kept, and gives their space back.

// pruneHelp decides what the rule's text leaves open: what a request below the
// floors means.
const pruneHelp = `Delete the records of whole days that are older than a number of days, counted back from today (Asia/Shanghai),
with the evidence that is about them, and give the space back to the file system.

The platform's rules want access logs kept for 6 months (184 days), and for 1 year (366 days) what tells of access to
sensitive data: order, open and sql records and decrypt calls. Without --force each kind is cut no further than to its own
floor, which is said on stderr; a request below 184 days, which no kind allows, is refused with exit status 2. Rejected
lines may be of any kind and have no day: they stay for 366 days after the last load of their file.

What later figures need is kept: the ledger (content that was loaded once is never loaded again) and the balance of each
file as it was loaded, the owners of orders, which shop an openId stands for, and how many records an app logged on a day
and how its calls and pushes fared, its first call and last success among them; from which networks an account had logged in,
and which orders had an e-waybill. A decrypt ratio or e-waybill coverage is told only of windows all of whose calls are there, a
login after failed ones only of an hour that is there as a whole.

The database is copied without the deleted rows and replaced at once, so meanwhile there must be room for both.`

func (c *command) pruneCommand() *cobra.Command {
	var olderThan string
	var force bool
	cmd := &cobra.Command{
		Use:   "prune --older-than 400d [--force]",
		Short: "Delete old records, keep what later figures need",
		Long:  pruneHelp,
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			days, err := wholeDays(olderThan)
			if err != nil {
				return err
			}
			cat, err := catalog.Load()
			if err != nil {
				return err
			}
			now := time.Now()
			cuts, err := prune.Plan(cat, now.In(duck.Shanghai), days, force)
			if errors.Is(err, prune.ErrBelowFloors) {
				return failure{exitUsage, err, "ask for more days, or delete them nevertheless with --force"}
			}
			if err != nil {
				return err
			}
			return c.prune(cmd.Context(), cuts, now)
		},
	}
	cmd.Flags().StringVar(&olderThan, "older-than", "", "delete what is older than so many days, such as 400d")
	cmd.Flags().BoolVar(&force, "force", false, "delete also what the platform's rules want kept")
	return cmd
}

// wholeDays reads a number of days: 400d.
func wholeDays(text string) (int, error) {
	number, ok := strings.CutSuffix(text, "d")
	days, err := strconv.Atoi(number)
	if !ok || err != nil || days < 1 || days > 36500 {
		return 0, usage("--older-than is a number of whole days such as 400d, not %q", text)
	}
	return days, nil
}

// prune deletes and gives the space back. Whatever happens to the second, the
// first is told.
func (c *command) prune(ctx context.Context, cuts []prune.Cut, now time.Time) (err error) {
	db, err := openDatabase(ctx, c.database, duck.Options{Existing: true, Now: now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	before, err := db.Bytes()
	if err != nil {
		return err
	}
	c.tellFloors(cuts)
	c.commits = true
	result, err := prune.Prune(ctx, db, cuts)
	if err != nil {
		return err
	}
	if err := c.writeDeleted(result); err != nil {
		return err
	}
	if err := compact(ctx, db, result.Rows()); err != nil {
		return failure{exitWork, err, "the rows are deleted; make room and run the same command again to give their space back"}
	}
	after, err := db.Bytes()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.stdout, "%s: %s bytes before, %s after\n", reports.Visible(filepath.Base(c.database)), finding.Whole(before), finding.Whole(after))
	return err
}

// worthCompacting is the share of free room from which a file is written anew
// although nothing was deleted: an earlier prune may not have come to it.
const worthCompacting = 0.1

func compact(ctx context.Context, db *duck.DB, deleted int64) error {
	free, err := db.FreeShare(ctx)
	if err != nil || deleted == 0 && free < worthCompacting {
		return err
	}
	return db.Compact(ctx)
}

// tellFloors says on stderr which kinds stay longer than was asked for, and why.
func (c *command) tellFloors(cuts []prune.Cut) {
	names, from := map[int][]string{}, map[int]time.Time{}
	for _, cut := range cuts {
		if cut.Floor {
			names[cut.Days] = append(names[cut.Days], cut.Name)
			from[cut.Days] = cut.From
		}
	}
	for _, days := range slices.Sorted(maps.Keys(names)) {
		c.log.Warn(fmt.Sprintf("%s: kept for %d days, as the platform's rules want; --force deletes them too", strings.Join(names[days], ", "), days),
			"kept_from", from[days].Format(time.DateOnly))
	}
}

func (c *command) writeDeleted(r prune.Result) error {
	var lines []string
	for _, d := range r.Kinds {
		lines = append(lines, fmt.Sprintf("%s: %s deleted, kept from %s", d.Name, plural(d.Rows, "row", "rows"), d.From.Format(time.DateOnly)))
	}
	for _, d := range r.Evidence {
		lines = append(lines, fmt.Sprintf("%s: %s deleted with their records", d.Name, plural(d.Rows, "row", "rows")))
	}
	_, err := fmt.Fprintln(c.stdout, strings.Join(lines, "\n"))
	return err
}
