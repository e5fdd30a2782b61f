package analyzer

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// addForecasts tells of each open finding what comes next if nothing changes: the
// row of the rule's forecast view that is about the finding's app, and its shop and
// subject where the view has them, fills the rule's sentence. Without such a row, or
// with a NULL in it, there is no forecast.
func addForecasts(ctx context.Context, db reader, rule catalog.Rule, found []finding.Finding) error {
	if rule.Forecast == "" || !slices.ContainsFunc(found, func(f finding.Finding) bool { return f.Open }) {
		return nil
	}
	var rows []forecastRow
	err := db.rows(ctx, "SELECT * FROM "+catalog.Quote(rule.Forecast)+" ORDER BY ALL", nil, func(rs *sql.Rows) error {
		row, err := scanForecast(rs)
		rows = append(rows, row)
		return err
	})
	for i := range found {
		f := &found[i]
		at := slices.IndexFunc(rows, func(r forecastRow) bool { return r.about(*f) })
		if err == nil && f.Open && at >= 0 {
			f.Forecast, err = rows[at].fill(rule, f.Threshold)
		}
	}
	if err != nil {
		return failed(rule, "forecast for", err)
	}
	return nil
}

// A forecastRow is a row of a forecast view, by column.
type forecastRow map[string]any

func scanForecast(rs *sql.Rows) (forecastRow, error) {
	columns, err := rs.Columns()
	if err != nil {
		return nil, err
	}
	values, places := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	err = rs.Scan(places...)
	row := forecastRow{}
	for i, column := range columns {
		row[column] = values[i]
	}
	return row, err
}

// about reports whether a row speaks of a finding.
func (r forecastRow) about(f finding.Finding) bool {
	same := func(column string, value any) bool {
		told, there := r[column]
		return !there || told == value
	}
	return same("app_key", nullable(f.AppKey)) && same("seller_id", nullable(f.SellerID)) && same("subject", f.Subject)
}

// fill puts a row's values into the rule's sentence.
func (r forecastRow) fill(rule catalog.Rule, limit *float64) (*finding.Text, error) {
	text := finding.Text{}
	for _, language := range []struct {
		from string
		to   *string
	}{{rule.ForecastText.En, &text.En}, {rule.ForecastText.Zh, &text.Zh}} {
		rest := language.from
		for {
			before, after, opened := strings.Cut(rest, "{")
			*language.to += before
			if !opened {
				break
			}
			column, tail, _ := strings.Cut(after, "}")
			value, there := r[column]
			if !there {
				return nil, fmt.Errorf("%s has no column %q: forecast.en and forecast.zh name its columns", rule.Forecast, column)
			}
			if value == nil {
				return nil, nil
			}
			*language.to += shownIn(column, value, rule.Unit, limit)
			rest = tail
		}
	}
	return &text, nil
}

// shownIn writes a column of a forecast: an id as it is, a count with its thousands apart, a number with a fraction in the rule's unit.
func shownIn(column string, value any, unit string, limit *float64) string {
	switch v := value.(type) {
	case time.Time:
		return v.Format(time.DateOnly)
	case float64:
		return finding.Amount(v, unit, limit)
	case int64:
		if strings.HasSuffix(column, "_id") {
			return strconv.FormatInt(v, 10)
		}
		return finding.Whole(v)
	}
	return fmt.Sprint(value)
}
