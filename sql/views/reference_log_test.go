package views_test

// The reference for the log duty: what was logged when, and openIds in conflict.

import (
	"testing"

	catalog "opaudit/sql"
)

// appDays counts records, pruned ones too.
func appDays(a app) []row {
	type where struct {
		logType string
		day     day
	}
	count := map[where]int64{}
	for _, e := range a.logged {
		count[where{e.Type, e.day}]++
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{a.key, at.logType, at.day, n})
	}
	return rows
}

// openIDConflicts are the days on which an openId with several sellers is named beside
// one. Of records that were pruned the first day of each seller is remembered.
func openIDConflicts(a app) []row {
	var rows []row
	for id, sellers := range a.pairs {
		if len(sellers) < 2 {
			continue
		}
		days, remembered := map[day]bool{}, map[int64]day{}
		for _, e := range a.logged {
			switch {
			case e.OpenID != id || e.Seller == 0:
			case !e.gone:
				days[e.day] = true
			case remembered[e.Seller] == 0 || e.day < remembered[e.Seller]:
				remembered[e.Seller] = e.day
			}
		}
		for _, first := range remembered {
			days[first] = true
		}
		for d := range days {
			rows = append(rows, row{a.key, id, d, int64(len(sellers))})
		}
	}
	return rows
}

// elsewhere are the figures of rules that are not in columns, and what shows them instead.
var elsewhere = map[string]string{
	"double_loads":        "TestDoubleLoads compares it with a computation of its own",
	"refused_shares":      "counts of the rejects by file, in sql/rules/log-rejects.txtar",
	"spec_warning_places": "the spec warnings with the app and day of their record, in sql/rules/log-spec-warnings.txtar and log-clock-skew.txtar",
}

// TestEveryFigureOfARuleIsCompared: a rule judges by a figure that the reference computes,
// too, or it is said here what shows it.
func TestEveryFigureOfARuleIsCompared(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range c.Rules {
		if columns[r.Figure] == "" && elsewhere[r.Figure] == "" {
			t.Errorf("%s judges by %s, which nothing compares: add it to columns and to the reference", r.ID, r.Figure)
		}
	}
}
