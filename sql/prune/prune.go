// Package prune deletes old records from a database and keeps of them what figures
// of the days that stay are computed from: who owns an order, which shop an openId
// stands for, how much an app logged on a day, from where an account logged in, and
// which orders have an e-waybill. It knows for how long each kind of record must be
// kept. The ledger of files is never touched: what was loaded once stays known.
package prune

import (
	"cmp"
	"context"
	_ "embed" // the statements
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

//go:embed owners.sql
var owners string

//go:embed open_ids.sql
var openIDs string

//go:embed days.sql
var days string

//go:embed logins.sql
var logins string

//go:embed ebills.sql
var ebills string

// kept are the tables of what is kept, and what they then hold: a SELECT over the
// records that go and the table itself.
var kept = []struct{ table, rows string }{
	{"kept_owners", owners}, {"kept_open_ids", openIDs}, {"kept_days", days}, {"kept_logins", logins}, {"kept_ebills", ebills},
}

// A Cut says from which day on a kind of record stays.
type Cut struct {
	catalog.Kind
	From  time.Time // the first day that stays
	Floor bool      // it stays longer than was asked for, because it must
	table string
}

// rejects are the records that could not be loaded. They have no day of their own,
// so that of their file's last load counts, and no sure type, so the longest floor.
const rejects = "rejects"

// ErrBelowFloors says that every kind of record must be kept longer than that.
var ErrBelowFloors = errors.New("every kind of record must be kept longer")

// Plan is what a prune to a number of days, counted back from today, cuts: each
// kind of record no further than it must be kept, unless forced. It fails with
// ErrBelowFloors when every kind must be kept longer than days.
func Plan(cat *catalog.Catalog, today time.Time, days int, force bool) ([]Cut, error) {
	var cuts []Cut
	longest := 0
	for _, t := range cat.LogTypes {
		for _, k := range t.Kinds {
			cuts = append(cuts, Cut{Kind: k, table: t.Table()})
			longest = max(longest, k.Days)
		}
	}
	cuts = append(cuts, Cut{Kind: catalog.Kind{Name: rejects, Days: longest,
		Where: "true"}, table: "rejects"})
	shortest := slices.MinFunc(cuts, func(a, b Cut) int { return cmp.Compare(a.Days, b.Days) }).Days
	if days < shortest && !force {
		return nil, fmt.Errorf("%w than %d days: at least %d, some %d", ErrBelowFloors, days, shortest, longest)
	}
	for i, c := range cuts {
		cuts[i].Floor = days < c.Days && !force
		stay := days
		if cuts[i].Floor {
			stay = c.Days
		}
		cuts[i].From = today.AddDate(0, 0, -stay)
	}
	return cuts, nil
}

// Deleted is how many rows of a kind were deleted.
type Deleted struct {
	Cut
	Rows int64
}

// Result is what a prune deleted.
type Result struct {
	Kinds    []Deleted // in the order of the cuts
	Evidence []Deleted // warnings and hits, which go with their record or reject; without a day
}

// Rows is how many rows were deleted in all.
func (r Result) Rows() int64 {
	n := int64(0)
	for _, d := range slices.Concat(r.Kinds, r.Evidence) {
		n += d.Rows
	}
	return n
}

// Prune deletes what the cuts say in one transaction. It writes nothing when there
// is nothing to delete.
func Prune(ctx context.Context, db *duck.DB, cuts []Cut) (r Result, err error) {
	if any, err := anyGoes(ctx, db, cuts); err != nil || !any {
		return nothing(cuts), err
	}
	err = db.InTransaction(ctx, func() error {
		for _, k := range kept {
			if err := keep(ctx, db, cuts, k.table, k.rows); err != nil {
				return fmt.Errorf("write %s: %w", k.table, err)
			}
		}
		for _, c := range cuts {
			if err := note(ctx, db, c); err != nil {
				return fmt.Errorf("note what is pruned of %s: %w", c.Name, err)
			}
			rows, err := remove(ctx, db, c.table, c.goes())
			if err != nil {
				return fmt.Errorf("delete %s: %w", c.Name, err)
			}
			r.Kinds = append(r.Kinds, Deleted{c, rows})
		}
		for _, table := range evidence {
			rows, err := remove(ctx, db, table.stored, orphaned)
			if err != nil {
				return fmt.Errorf("delete %s: %w", table.name, err)
			}
			r.Evidence = append(r.Evidence, Deleted{Cut{Kind: catalog.Kind{Name: table.name}}, rows})
		}
		return nil
	})
	return r, err
}

// evidence are the relations whose rows go with the record that they are about, and
// the tables that hold them.
var evidence = []struct{ name, stored string }{{"spec_warnings", "spec_warnings"}, {"pii_hits", "pii_found"}}

// anyGoes reports whether there is anything that the cuts delete.
func anyGoes(ctx context.Context, db *duck.DB, cuts []Cut) (bool, error) {
	for _, c := range cuts {
		var goes bool
		query := fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE %s)", catalog.Quote(c.table), c.goes())
		if err := db.QueryRowContext(ctx, query).Scan(&goes); err != nil {
			return false, fmt.Errorf("look for old %s: %w", c.Name, err)
		}
		if goes {
			return true, nil
		}
	}
	return false, nil
}

// nothing is the result of a prune that deletes nothing.
func nothing(cuts []Cut) (r Result) {
	for _, c := range cuts {
		r.Kinds = append(r.Kinds, Deleted{Cut: c})
	}
	for _, table := range evidence {
		r.Evidence = append(r.Evidence, Deleted{Cut: Cut{Kind: catalog.Kind{Name: table.name}}})
	}
	return r
}

// goes is the condition that holds for the rows which a cut deletes.
func (c Cut) goes() string {
	from := "DATE " + catalog.Literal(c.From.Format(time.DateOnly))
	if c.Name == rejects {
		return "file_id IN (SELECT file_id FROM files WHERE CAST(loaded_at + INTERVAL '8' HOUR AS DATE) < " + from + ")"
	}
	return "day < " + from + " AND " + c.Where
}

// orphaned holds for evidence of which neither the record nor the reject is there
// any more; evidence of a whole line stays as long as anything of the line.
const orphaned = `NOT EXISTS (SELECT 1 FROM recorded r
    WHERE r.file_id = evidence.file_id AND r.line = evidence.line AND coalesce(r.element, 0) = coalesce(evidence.element, 0))
  AND NOT EXISTS (SELECT 1 FROM rejects r
    WHERE r.file_id = evidence.file_id AND r.line = evidence.line AND coalesce(r.element, 0) = coalesce(evidence.element, 0))
  AND (element IS NOT NULL
    OR (file_id, line) NOT IN (SELECT (file_id, line) FROM recorded WHERE element IS NOT NULL)
    AND (file_id, line) NOT IN (SELECT (file_id, line) FROM rejects WHERE element IS NOT NULL))`

func remove(ctx context.Context, db *duck.DB, table, where string) (int64, error) {
	done, err := db.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s AS evidence WHERE %s", catalog.Quote(table), where))
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// note writes down before which day a kind is not whole any more, if any of it goes.
func note(ctx context.Context, db *duck.DB, c Cut) error {
	if c.Name == rejects {
		return nil
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf(`INSERT INTO pruned
SELECT ?, CAST(max(day) + INTERVAL '1' DAY AS DATE) FROM %s WHERE %s HAVING count(*) > 0`, catalog.Quote(c.table), c.goes()), c.Name)
	return err
}

// keep makes a table hold what is to be kept of the records that go, beside what
// it holds already.
func keep(ctx context.Context, db *duck.DB, cuts []Cut, table, rows string) error {
	name := catalog.Quote(table)
	for _, s := range []string{
		"CREATE OR REPLACE TEMP TABLE keeping AS\n" + going(db.Catalog, cuts, rows),
		"DELETE FROM main." + name,
		"INSERT INTO main." + name + " SELECT * FROM keeping ORDER BY ALL", // it takes less room
		"DROP TABLE keeping",
	} {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// going lets a SELECT see the records that go in the place of all: tables,
// relations and the stages over them stand before it under their own names, each
// seller as its record names it, and no as-of day leaves any out.
func going(cat *catalog.Catalog, cuts []Cut, rows string) string {
	var with []string
	add := func(name, body string) { with = append(with, fmt.Sprintf("%s AS (\n%s\n)", catalog.Quote(name), body)) }
	for _, t := range cat.LogTypes {
		var goes []string
		for _, c := range cuts {
			if c.table == t.Table() {
				goes = append(goes, "("+c.goes()+")")
			}
		}
		add(t.Table(), fmt.Sprintf("SELECT * FROM main.%s WHERE %s", catalog.Quote(t.Table()), strings.Join(goes, " OR ")))
		add(t.Relation, "SELECT * FROM "+catalog.Quote(t.Table()))
	}
	add("as_of", "SELECT DATE '9999-12-31' AS day")
	for _, stage := range []string{"recorded", "order_refs", "order_operations", "login_attempts", "address_networks"} {
		v, _ := cat.View(stage)
		add(stage, v.Body)
	}
	return "WITH " + strings.Join(with, ", ") + "\nSELECT * FROM (\n" + rows + "\n) kept"
}
