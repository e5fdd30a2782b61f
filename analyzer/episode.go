package analyzer

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// A row is what a rule's SELECT gives: a stretch of days at one level.
type row struct {
	subject
	first, last time.Time
	value       float64
	threshold   *float64
	level       finding.Level
	evidence    string // the relation to look in, "" for none
}

// A subject is what one finding of a rule is about.
type subject struct {
	app     sql.NullString
	seller  sql.NullInt64
	subject string
}

// judge runs one rule and makes its findings, with evidence.
func judge(ctx context.Context, db reader, rule catalog.Rule, asOf time.Time) ([]finding.Finding, error) {
	rows, err := rowsOf(ctx, db, rule)
	if err != nil {
		return nil, err
	}
	bySubject := map[subject][]row{}
	for _, r := range rows {
		bySubject[r.subject] = append(bySubject[r.subject], r)
	}
	var found []finding.Finding
	var shown []span
	for s, rows := range bySubject {
		f, at := findingOf(rule, s, rows, asOf)
		found = append(found, f)
		shown = append(shown, at)
	}
	if err := addCaveats(ctx, db, rule, found, shown); err != nil {
		return nil, err
	}
	if err := addEvidence(ctx, db, rule, found, shown); err != nil {
		return nil, err
	}
	return found, addForecasts(ctx, db, rule, found)
}

// rowsOf reads the rows of a rule in a fixed order.
func rowsOf(ctx context.Context, db reader, rule catalog.Rule) ([]row, error) {
	var rows []row
	err := db.rows(ctx, RowsOf(rule), nil, func(rs *sql.Rows) error {
		r, err := scanRow(rs)
		if err != nil {
			return err
		}
		if !slices.Contains(rule.Levels, string(r.level)) {
			return fmt.Errorf("the level %q is not among those of the header, %v", r.level, rule.Levels)
		}
		if len(rows) > 0 && rows[0].evidence != r.evidence {
			return fmt.Errorf("the evidence is the same in all rows, not %q and %q", rows[0].evidence, r.evidence)
		}
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return nil, failed(rule, "run", err)
	}
	return rows, nil
}

// scanRow reads a row. Only app, seller, threshold and evidence may be NULL.
func scanRow(rs *sql.Rows) (r row, err error) {
	var about, level, evidence sql.NullString
	var first, last sql.NullTime
	var value, threshold sql.NullFloat64
	if err := rs.Scan(&r.app, &r.seller, &about, &first, &last, &value, &threshold, &level, &evidence); err != nil {
		return r, err
	}
	for _, c := range []struct {
		column string
		told   bool
	}{{"subject", about.Valid}, {"first_day", first.Valid}, {"last_day", last.Valid}, {"value", value.Valid}, {"level", level.Valid}} {
		if !c.told {
			return r, fmt.Errorf("%s is NULL in a row: only app_key, seller_id, threshold and evidence may be; a subject that says no more is ''", c.column)
		}
	}
	for _, day := range []time.Time{first.Time, last.Time} {
		if day.Year() < 1 || day.Year() > 9999 {
			return r, fmt.Errorf("a day of %q is infinite or out of the calendar: first_day and last_day are days", about.String)
		}
	}
	if math.IsNaN(value.Float64) || math.IsInf(value.Float64, 0) {
		return r, fmt.Errorf("the value of %q is %v: a value is a finite number", about.String, value.Float64)
	}
	if threshold.Valid && (math.IsNaN(threshold.Float64) || math.IsInf(threshold.Float64, 0)) {
		return r, fmt.Errorf("the threshold of %q is %v: a threshold is a finite number, or NULL", about.String, threshold.Float64)
	}
	r.subject.subject, r.first, r.last, r.value, r.level, r.evidence = about.String, first.Time, last.Time, value.Float64, finding.Level(level.String), evidence.String
	if threshold.Valid {
		r.threshold = &threshold.Float64
	}
	return r, nil
}

// RowsOf is the statement that reads a rule's rows. The rule's own text begins on its
// second line.
func RowsOf(rule catalog.Rule) string {
	return "SELECT app_key, seller_id, subject, first_day, last_day, CAST(value AS DOUBLE) AS value, CAST(threshold AS DOUBLE) AS threshold, level, evidence FROM (\n" +
		rule.Body + "\n) ORDER BY ALL"
}

// episodes joins the rows of one subject: rows at one level that overlap or
// whose gap the rule allows are one episode.
func episodes(rule catalog.Rule, rows []row) []row {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int {
		return cmp.Or(a.first.Compare(b.first), a.last.Compare(b.last), cmp.Compare(a.level, b.level), cmp.Compare(a.value, b.value))
	})
	var joined []row
	latest := map[finding.Level]int{} // of each level's last episode, 1-based
	for _, r := range rows {
		i := latest[r.level] - 1
		if i < 0 || daysBetween(joined[i].last, r.first)-1 > rule.Gap {
			joined = append(joined, r)
			latest[r.level] = len(joined)
			continue
		}
		e := &joined[i]
		if r.last.After(e.last) {
			e.last = r.last
		}
		switch rule.Merge {
		case "sum":
			e.value += r.value
		case "min":
			e.value = min(e.value, r.value)
		default:
			e.value = max(e.value, r.value)
		}
	}
	return joined
}

func daysBetween(from, to time.Time) int { return int(to.Sub(from).Hours() / 24) }

// open reports whether an episode holds at the as-of day or ended within the look-back.
func (r row) open(asOf time.Time) bool { return daysBetween(r.last, asOf) <= lookBack }

// shownOf picks the episode that stands for a finding: the gravest open one, the
// latest on ties; without an open one the latest.
func shownOf(joined []row, asOf time.Time) row {
	return slices.MaxFunc(joined, func(a, b row) int {
		rank := func(r row) int {
			if r.open(asOf) {
				return 1 + r.level.Rank()
			}
			return 0
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.last.Compare(b.last), a.first.Compare(b.first), cmp.Compare(a.level.Rank(), b.level.Rank()))
	})
}

// findingOf makes a finding of the rows of one subject, without evidence.
func findingOf(rule catalog.Rule, s subject, rows []row, asOf time.Time) (finding.Finding, span) {
	joined := episodes(rule, rows)
	shown := shownOf(joined, asOf)
	says := rule.At(string(shown.level))
	f := finding.Finding{
		Rule: rule.ID, Clause: rule.Clause, Level: shown.level, Open: shown.open(asOf), Subject: s.subject, SubjectName: finding.Text(rule.SubjectWords(s.subject)),
		FirstDay: shown.first.Format(time.DateOnly), LastDay: shown.last.Format(time.DateOnly),
		Figure: rule.Figure, Value: shown.value, Threshold: shown.threshold, Bound: finding.Bound(rule.Bound), Unit: rule.Unit,
		Fingerprint: fingerprint(rule.ID, s), Evidence: []finding.Evidence{},
		Title: finding.Text(says.Title), Consequence: finding.Text(says.Consequence), Remedy: finding.Text(says.Remedy),
	}
	f.OfConfiguration = rule.File == "" && len(rule.Behind) == 0
	if s.app.Valid {
		f.AppKey = &s.app.String
	}
	if s.seller.Valid {
		f.SellerID = &s.seller.Int64
	}
	for _, e := range joined {
		f.Episodes = append(f.Episodes, finding.Episode{Level: e.level, FirstDay: e.first.Format(time.DateOnly), LastDay: e.last.Format(time.DateOnly), Value: e.value})
	}
	f.Summary = summary(rule, says.Summary, f)
	return f, span{subject: s, first: shown.first.AddDate(0, 0, 1-rule.Window), last: shown.last, evidence: shown.evidence}
}

// fingerprint identifies a finding across runs: its rule, app, shop and subject,
// no days and no places in files.
func fingerprint(rule string, s subject) string {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%q %t %q %t %d %q", rule, s.app.Valid, s.app.String, s.seller.Valid, s.seller.Int64, s.subject)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// summary fills the places in a rule's sentence.
func summary(rule catalog.Rule, words catalog.Words, f finding.Finding) finding.Text {
	threshold := ""
	if f.Threshold != nil {
		threshold = finding.Limit(*f.Threshold, rule.Unit)
	}
	fill := func(text, subject string) string {
		if f.FirstDay == f.LastDay { // no stretch
			text = strings.NewReplacer("{first_day} to {last_day}", "{last_day}", "{first_day}至{last_day}", "{last_day}").Replace(text)
		}
		return strings.NewReplacer(
			"{value}", finding.Amount(f.Value, rule.Unit, f.Threshold),
			"{threshold}", threshold,
			"{subject}", subject,
			"{first_day}", f.FirstDay,
			"{last_day}", f.LastDay,
		).Replace(text)
	}
	return finding.Text{En: fill(words.En, f.SubjectName.En), Zh: fill(words.Zh, f.SubjectName.Zh)}
}

// order sorts findings by urgency: open before closed, grave before harmless,
// then by rule, app, shop and subject.
func order(findings []finding.Finding) {
	slices.SortFunc(findings, func(a, b finding.Finding) int {
		open := func(f finding.Finding) int {
			if f.Open {
				return 1
			}
			return 0
		}
		return cmp.Or(
			cmp.Compare(open(b), open(a)), cmp.Compare(b.Level.Rank(), a.Level.Rank()), cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(value(a.AppKey), value(b.AppKey)), cmp.Compare(value(a.SellerID), value(b.SellerID)),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
}

// value is what p points at, or nothing.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
