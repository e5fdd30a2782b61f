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
	"opaudit/sql/duck"
)

// Explanation is what stands behind one figure of a rule: the figure's own rows,
// and the relations whose records it counts.
type Explanation struct {
	Figure string
	Rows   []string // "decrypted_orders=6 shipped_orders=100 decrypt_ratio=0.06"
	First  time.Time
	Last   time.Time // the figure looks at the days First to Last
	Behind []Behind
}

// Behind is one relation that a figure counts.
type Behind struct {
	Relation string
	Records  int64
	Orders   int64 // distinct order ids, -1 when the relation names none
}

// Explain tells which records the figure of a rule counts for an app on a day,
// and hands each to list, by time, with the relation that it is in.
func Explain(ctx context.Context, db *duck.DB, o Options, rule catalog.Rule, app string, day time.Time, list func(Behind, finding.Evidence) error) (Explanation, error) {
	x := Explanation{Figure: rule.Figure, First: day.AddDate(0, 0, 1-rule.Span), Last: day}
	var err error
	reader := readerOf(db, rule, o)
	if x.Rows, err = figureRows(ctx, reader, rule.Figure, app, day); err != nil {
		return x, fmt.Errorf("explain %s: %w", rule.ID, err)
	}
	for _, source := range rule.Behind {
		b, err := explainRelation(ctx, reader, source, app, x.First, x.Last, list)
		if err != nil {
			return x, fmt.Errorf("explain %s: %w", rule.ID, err)
		}
		x.Behind = append(x.Behind, b)
	}
	return x, nil
}

// figureRows reads the rows of a figure for an app that are about a day.
func figureRows(ctx context.Context, db reader, figure, app string, day time.Time) ([]string, error) {
	columns, err := columnsOf(ctx, db.DB, figure)
	if err != nil {
		return nil, err
	}
	var about string
	switch {
	case slices.Contains(columns, "day"):
		about = "day = $2"
	case slices.Contains(columns, "first_day") && slices.Contains(columns, "last_day"):
		about = "$2 BETWEEN first_day AND last_day"
	case slices.Contains(columns, "first_ts"):
		about = "$2 BETWEEN CAST(first_ts + INTERVAL '8' HOUR AS DATE) AND CAST(last_ts + INTERVAL '8' HOUR AS DATE)"
	case slices.Contains(columns, "ts"):
		about = "$2 = CAST(ts + INTERVAL '8' HOUR AS DATE)"
	default:
		about = "$2 IS NOT NULL"
	}
	var told []string
	for _, c := range columns {
		if c != "app_key" && c != "file_id" {
			told = append(told, fmt.Sprintf("'%s=' || coalesce(CAST(%s AS VARCHAR), 'NULL')", c, catalog.Quote(c)))
		}
	}
	query := fmt.Sprintf("SELECT concat_ws(' ', %s) AS told FROM %s WHERE app_key = $1 AND %s ORDER BY told",
		strings.Join(told, ", "), catalog.Quote(figure), about)
	var rows []string
	err = db.rows(ctx, query, []any{app, day}, func(rs *sql.Rows) error {
		rows = append(rows, "")
		return rs.Scan(&rows[len(rows)-1])
	})
	return rows, err
}

// explainRelation lists the records of one relation in the days of a figure.
func explainRelation(ctx context.Context, db reader, source, app string, first, last time.Time, list func(Behind, finding.Evidence) error) (Behind, error) {
	relation, where, filtered := strings.Cut(source, " WHERE ")
	if !filtered {
		where = "true"
	}
	b := Behind{Relation: relation, Orders: -1}
	columns, err := columnsOf(ctx, db.DB, relation)
	if err != nil {
		return b, err
	}
	from := fmt.Sprintf("FROM (SELECT *, %s AS on_day FROM %s WHERE %s) e WHERE e.app_key = $1 AND e.on_day BETWEEN $2 AND $3",
		dayOf(columns), catalog.Quote(relation), where)
	orders := "-1"
	if slices.Contains(columns, "order_id") {
		orders = "count(DISTINCT order_id)"
	}
	args := []any{app, first, last}
	err = db.rows(ctx, fmt.Sprintf("SELECT count(*), %s %s", orders, from), args, func(rows *sql.Rows) error { return rows.Scan(&b.Records, &b.Orders) })
	if err != nil {
		return b, err
	}
	query := fmt.Sprintf("SELECT f.path, e.line, e.element, e.on_day, concat_ws(' ', %s) AS detail FROM (SELECT * %s) e JOIN files f USING (file_id) ORDER BY e.on_day, f.path, e.line, e.element, detail",
		detailOf(columns), from)
	err = db.rows(ctx, query, args, func(rows *sql.Rows) error {
		e, err := scanEvidence(rows)
		if err != nil {
			return err
		}
		return list(b, e)
	})
	return b, err
}
