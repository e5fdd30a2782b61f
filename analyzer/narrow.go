package analyzer

import (
	"fmt"
	"slices"

	"opaudit/analyzer/finding"
)

// Narrow leaves in a run what to shows, and counts what it hides. Nothing is judged
// anew: what is left stands as it was. Findings about the developer concern every app.
func Narrow(run finding.Run, to finding.Narrowing) finding.Run {
	shown := []finding.Finding{}
	for _, f := range run.Findings {
		switch {
		case shows(to, f):
			shown = append(shown, f)
		case f.Open:
			to.HiddenOpen++
			to.Hidden++
		default:
			to.Hidden++
		}
	}
	run.Findings = shown
	run.Clauses = slices.DeleteFunc(slices.Clone(run.Clauses), func(c finding.ClauseResult) bool { return !ofApp(to, c.AppKey) })
	run.Series = narrowSeries(run.Series, to)
	run.Narrowing = &to
	if run.Comparison != nil {
		run.Comparison = narrowComparison(run, to)
	}
	return run
}

// shows reports whether a finding is among those that are shown.
func shows(to finding.Narrowing, f finding.Finding) bool {
	return (ofDeveloper(f.Clause) || ofApp(to, f.AppKey)) &&
		ofShop(to, f) &&
		slices.ContainsFunc(f.Episodes, func(e finding.Episode) bool { return inDays(to, e.FirstDay, e.LastDay) })
}

// ofShop reports whether a finding concerns the shop that is shown: it is about it, or
// its records name it among the shops whose data they mix. What is about an app as a
// whole is not.
func ofShop(to finding.Narrowing, f finding.Finding) bool {
	return to.SellerID == nil || OfShop(f, *to.SellerID)
}

// OfShop reports whether a finding names a shop.
func OfShop(f finding.Finding, seller int64) bool {
	return f.SellerID != nil && *f.SellerID == seller || slices.Contains(f.Shops, seller)
}

// ShopStatement asks the database in one row whether a record or the configuration
// names a shop.
func ShopStatement(seller int64) string {
	return fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM recorded WHERE seller_id = %[1]d) OR EXISTS (SELECT 1 FROM shops WHERE seller_id = %[1]d) AS named", seller)
}

func ofApp(to finding.Narrowing, app *string) bool {
	return to.AppKey == nil || app != nil && *app == *to.AppKey
}

// inDays reports whether the days from first to last reach into those that are shown.
func inDays(to finding.Narrowing, first, last string) bool {
	return last >= to.Since && (to.Until == "" || first <= to.Until)
}

func narrowSeries(all []finding.Series, to finding.Narrowing) []finding.Series {
	shown := []finding.Series{}
	for _, s := range all {
		s.Points = slices.DeleteFunc(slices.Clone(s.Points), func(p finding.Point) bool { return !inDays(to, p.Day, p.Day) })
		if ofApp(to, &s.AppKey) && len(s.Points) > 0 {
			shown = append(shown, s)
		}
	}
	return shown
}

// narrowComparison leaves the changes of those findings that a narrowed run shows.
func narrowComparison(run finding.Run, to finding.Narrowing) *finding.Comparison {
	shown := findingsOf(&run)
	c := *run.Comparison
	c.Changes = slices.DeleteFunc(slices.Clone(c.Changes), func(c finding.Change) bool {
		_, ok := shown[c.Fingerprint]
		return !ok
	})
	c.Verdicts = slices.DeleteFunc(slices.Clone(c.Verdicts), func(v finding.VerdictChange) bool { return !ofApp(to, v.AppKey) })
	run.Comparison = &c
	c.Counts = countChanges(run)
	return &c
}
