package analyzer

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// Days to as-of in which a needed log type must accompany every active day.
const (
	presenceDays     = 30
	presenceDaysLong = 90 // for clause 2.6
	presenceReach    = 7
)

// specified are the log types that the log access specification asks for.
var specified = []string{"login", "open", "order", "sql"}

// An audience is the apps that verdicts are about, and what is known of each.
type audience struct {
	apps    []string
	logged  map[string]map[string][]time.Time // days of each log type and of shipments; of any type under ""
	gaps    map[string][]string               // what the configuration does not tell
	dark    map[string][]unjudged             // what of an app's records could not be judged
	asOf    time.Time
	doubted bool // the as-of day stands apart: no clause is called kept
}

// verdicts says for each clause what the findings, the logs that are there and the
// configuration allow to say: for all apps together, then for each app.
func (a audience) verdicts(rules []catalog.Rule, findings []finding.Finding) []finding.ClauseResult {
	a.hear(findings)
	var together, each []finding.ClauseResult
	for _, c := range catalog.Clauses() {
		need := catalog.NeedsOf(rules, c.ID)
		if c.ID == catalog.OwnRules && need.Rules == 0 {
			continue
		}
		results := []finding.ClauseResult{}
		for _, app := range a.apps {
			results = append(results, a.judge(c, need, app, findings))
		}
		each = append(each, results...)
		together = append(together, a.judgeTogether(c, need, results, findings))
	}
	slices.SortStableFunc(each, func(a, b finding.ClauseResult) int { return cmp.Compare(*a.AppKey, *b.AppKey) })
	return append(together, each...)
}

// hear adds the apps that only findings are about.
func (a *audience) hear(findings []finding.Finding) {
	for _, f := range findings {
		if f.AppKey != nil && !slices.Contains(a.apps, *f.AppKey) {
			a.apps = append(a.apps, *f.AppKey)
		}
	}
	slices.Sort(a.apps)
}

// audienceOf reads which apps there are: with records, or with an app key in the
// configuration.
func audienceOf(ctx context.Context, db *duck.DB, asOf time.Time) (audience, error) {
	a := audience{asOf: asOf, gaps: map[string][]string{}}
	var err error
	if a.logged, err = loggedDays(ctx, db); err != nil {
		return a, err
	}
	add := func(app string) {
		if a.logged[app] == nil {
			a.logged[app] = map[string][]time.Time{}
		}
	}
	err = db.Rows(ctx, "SELECT app_key, reference FROM reference_gaps UNION ALL SELECT app_key, '' FROM apps WHERE app_key IS NOT NULL ORDER BY ALL", nil, func(rows *sql.Rows) error {
		var app, gap string
		if err := rows.Scan(&app, &gap); err != nil {
			return err
		}
		add(app)
		if gap != "" {
			a.gaps[app] = append(a.gaps[app], gap)
		}
		return nil
	})
	if err != nil {
		return a, fmt.Errorf("read reference data: %w", err)
	}
	a.apps = slices.Sorted(maps.Keys(a.logged))
	a.dark, err = unjudgedOf(ctx, db)
	return a, err
}

// Apps are the apps that records or the configuration name, in order.
func Apps(ctx context.Context, ask Ask) ([]string, error) {
	var apps []string
	err := ask(ctx, "SELECT app_key FROM app_days UNION SELECT app_key FROM apps WHERE app_key IS NOT NULL ORDER BY app_key", func(values []any) error {
		app, err := valueOf[string](values[0])
		apps = append(apps, app)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read apps: %w", err)
	}
	return apps, nil
}

// resultOf is the row of a clause before anything is judged.
func resultOf(c catalog.Clause, app *string) finding.ClauseResult {
	return finding.ClauseResult{AppKey: app, Clause: c.ID, Title: finding.Text(c.Title), Check: finding.Text(c.Check),
		Verdict: finding.OutsideLogs, Missing: []string{}, Unchecked: []string{}}
}

// covered reports whether anything of a clause can be judged: then some rule of the
// program's own does.
func covered(c catalog.Clause, need catalog.Needs) bool { return !c.Outside && need.Rules > 0 }

// judge says what is to be said of a clause for one app.
func (a audience) judge(c catalog.Clause, need catalog.Needs, app string, findings []finding.Finding) finding.ClauseResult {
	r := resultOf(c, &app)
	if !covered(c, need) {
		return r
	}
	r.Missing = a.missingLogs(c, need, app)
	untold := a.untold(c, need, app)
	if need.OnlyReference {
		r.Missing = sorted(append(r.Missing, untold...))
	} else {
		r.Unchecked = untold
	}
	missing, shares := a.unjudged(c, app)
	r.Missing = sorted(append(r.Missing, missing...))
	r.Unchecked = append(r.Unchecked, shares.words()...)
	if a.doubted {
		r.Missing = sorted(append(r.Missing, asOfWord))
	}
	r.Verdict = verdict(findings, c.ID, len(r.Missing) > 0, func(f finding.Finding) bool {
		return ofDeveloper(c.ID) || f.AppKey != nil && *f.AppKey == app
	})
	return r
}

// ofDeveloper: clauses 1.x are about the developer, and alike for every app.
func ofDeveloper(clause string) bool { return strings.HasPrefix(clause, "1.") }

// presenceOf is the number of days in which log types must accompany active days.
func presenceOf(c catalog.Clause) int {
	if c.ID == "2.6" {
		return presenceDaysLong
	}
	return presenceDays
}

// missingLogs names the needed log types that do not accompany an app's active days.
func (a audience) missingLogs(c catalog.Clause, need catalog.Needs, app string) []string {
	days := presenceOf(c)
	if len(need.All) == 0 && len(need.Any) == 0 && len(need.Reference) == 0 && !present(a.logged[app][""], a.logged[app][""], a.asOf, days) {
		return slices.Clone(specified) // rules that look at whatever was logged have seen nothing
	}
	return missing(need, a.logged[app], a.asOf, days)
}

// untold names what the rules of a clause need of the configuration and it does not
// tell: of one app, or for a clause about the developer of any.
func (a audience) untold(c catalog.Clause, need catalog.Needs, app string) []string {
	of := []string{app}
	if ofDeveloper(c.ID) {
		of = a.apps
	}
	gaps := []string{}
	for _, app := range of {
		for _, gap := range a.gaps[app] {
			if slices.Contains(need.Reference, gap) {
				gaps = append(gaps, gap)
			}
		}
	}
	return sorted(gaps)
}

// sorted is list in order, each word once.
func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// judgeTogether is the worst verdict of any app, and of findings without an app.
func (a audience) judgeTogether(c catalog.Clause, need catalog.Needs, results []finding.ClauseResult, findings []finding.Finding) finding.ClauseResult {
	r := resultOf(c, nil)
	if !covered(c, need) {
		return r
	}
	if len(results) == 0 {
		r.Missing = append(slices.Clone(need.All), need.Reference...)
	}
	r.Verdict = verdict(findings, c.ID, len(results) == 0, func(f finding.Finding) bool { return f.AppKey == nil })
	all := shares{}
	for _, app := range results {
		if app.Verdict.Rank() > r.Verdict.Rank() {
			r.Verdict = app.Verdict
		}
		r.Missing = append(r.Missing, app.Missing...)
		r.Unchecked = append(r.Unchecked, a.untold(c, need, *app.AppKey)...)
		_, shares := a.unjudged(c, *app.AppKey)
		all.add(shares)
	}
	r.Missing = sorted(r.Missing)
	if need.OnlyReference {
		r.Unchecked = nil
	}
	r.Unchecked = append(sorted(r.Unchecked), all.words()...)
	return r
}

// verdict judges one clause by those of its open findings that count.
func verdict(findings []finding.Finding, clause string, incomplete bool, counts func(finding.Finding) bool) finding.Verdict {
	worst := 0
	for _, f := range findings {
		if f.Open && f.Clause == clause && counts(f) {
			worst = max(worst, f.Level.Rank())
		}
	}
	switch {
	case worst == finding.Violation.Rank():
		return finding.Violated
	case worst >= finding.Warning.Rank():
		return finding.AtRisk
	case incomplete:
		return finding.NotProvable
	}
	return finding.Kept
}

// loggedDays reads on which days an app has records of each log type, and
// shipments. Days of any type stand under "".
func loggedDays(ctx context.Context, db *duck.DB) (map[string]map[string][]time.Time, error) {
	logged := map[string]map[string][]time.Time{}
	err := db.Rows(ctx, `SELECT app_key, log_type, day FROM app_days
UNION ALL SELECT app_key, '', day FROM app_days GROUP BY ALL
UNION ALL SELECT app_key, 'shipment', day FROM order_days WHERE decrypted = 0 GROUP BY ALL ORDER BY ALL`, nil, func(rows *sql.Rows) error {
		var app, logType string
		var day time.Time
		if err := rows.Scan(&app, &logType, &day); err != nil {
			return err
		}
		if logged[app] == nil {
			logged[app] = map[string][]time.Time{}
		}
		logged[app][logType] = append(logged[app][logType], day)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read logged days: %w", err)
	}
	return logged, nil
}

// missing names the needed log types that do not occur within presenceReach days
// of every active day among the last days to as-of.
func missing(need catalog.Needs, logged map[string][]time.Time, asOf time.Time, days int) []string {
	absent := []string{}
	for _, logType := range need.All {
		if !present(logged[""], logged[logType], asOf, days) {
			absent = append(absent, logType)
		}
	}
	for _, any := range need.Any {
		if !slices.ContainsFunc(any, func(logType string) bool { return present(logged[""], logged[logType], asOf, days) }) {
			absent = append(absent, any...)
		}
	}
	return sorted(absent)
}

// present reports whether a log type accompanies every active day among the last
// days to as-of; without any active day nothing is there to go by.
func present(active, of []time.Time, asOf time.Time, days int) bool {
	seen := false
	for _, day := range active {
		if daysBetween(day, asOf) >= days {
			continue
		}
		seen = true
		if !slices.ContainsFunc(of, func(d time.Time) bool {
			return daysBetween(d, day) <= presenceReach && daysBetween(day, d) <= presenceReach
		}) {
			return false
		}
	}
	return seen
}
