package analyzer

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// maxNamedDays is how many incomplete days a caveat names; the rest it counts.
const maxNamedDays = 5

// addCaveats lets those findings say so that are a risk only because they rest on
// incomplete logs, and names the incomplete days among those of the finding.
func addCaveats(ctx context.Context, db reader, rule catalog.Rule, found []finding.Finding, shown []span) error {
	isRisk := func(f finding.Finding) bool { return f.Level == finding.Risk }
	if rule.Caveat.En == "" || !slices.ContainsFunc(found, isRisk) {
		return nil
	}
	incomplete, err := incompleteDays(ctx, db, rule.Needs)
	if err != nil {
		return fmt.Errorf("find incomplete days of rule %s: %w", rule.ID, err)
	}
	for i := range found {
		if !isRisk(found[i]) {
			continue
		}
		named := within(incomplete[shown[i].app.String], shown[i].first, shown[i].last)
		s := &found[i].Summary
		s.En += " " + strings.ReplaceAll(rule.Caveat.En, "{incomplete_days}", listed(named, " (%s)", ", ", " and %d more"))
		s.Zh += strings.ReplaceAll(rule.Caveat.Zh, "{incomplete_days}", listed(named, "（%s）", "、", "等，另有%d天"))
	}
	return nil
}

// incompleteDays reads by app, in order, the days of which records of the log
// types are missing.
func incompleteDays(ctx context.Context, db reader, logTypes []string) (map[string][]time.Time, error) {
	days := map[string][]time.Time{}
	err := db.rows(ctx, "SELECT app_key, log_type, day FROM incomplete_days ORDER BY app_key, day", nil, func(rows *sql.Rows) error {
		var app, logType string
		var day time.Time
		if err := rows.Scan(&app, &logType, &day); err != nil {
			return err
		}
		if n := len(days[app]); slices.Contains(logTypes, logType) && (n == 0 || !days[app][n-1].Equal(day)) {
			days[app] = append(days[app], day)
		}
		return nil
	})
	return days, err
}

// within picks the days from first to last, as texts.
func within(days []time.Time, first, last time.Time) []string {
	var texts []string
	for _, day := range days {
		if !day.Before(first) && !day.After(last) {
			texts = append(texts, day.Format(time.DateOnly))
		}
	}
	return texts
}

// listed writes days into a text, the first few by name; nothing for none.
func listed(days []string, text, comma, more string) string {
	if len(days) == 0 {
		return ""
	}
	named := strings.Join(days[:min(maxNamedDays, len(days))], comma)
	if n := len(days) - maxNamedDays; n > 0 {
		named += fmt.Sprintf(more, n)
	}
	return fmt.Sprintf(text, named)
}
