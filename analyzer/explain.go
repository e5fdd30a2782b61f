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

// An Ask runs a statement that reads and hands out its rows: whole numbers as int64,
// texts as string. What it is handed holds text of rules, also of a user's own: it must
// keep that from files.
type Ask func(ctx context.Context, statement string, row func(values []any) error) error

// Explain tells which records the figure of a rule counts for an app on a day,
// and hands each to list, by time, with the relation that it is in.
func Explain(ctx context.Context, ask Ask, rule catalog.Rule, app string, day time.Time, list func(Behind, finding.Evidence) error) (Explanation, error) {
	x := Explanation{Figure: rule.Figure, First: day.AddDate(0, 0, 1-rule.Span), Last: day}
	var err error
	if x.Rows, err = figureRows(ctx, ask, rule.Figure, app, day); err != nil {
		return x, fmt.Errorf("explain %s: %w", rule.ID, err)
	}
	for _, source := range rule.Behind {
		b, err := explainRelation(ctx, ask, source, app, x.First, x.Last, list)
		if err != nil {
			return x, fmt.Errorf("explain %s: %w", rule.ID, err)
		}
		x.Behind = append(x.Behind, b)
	}
	return x, nil
}

// figureRows reads the rows of a figure for an app that are about a day.
func figureRows(ctx context.Context, ask Ask, figure, app string, day time.Time) ([]string, error) {
	columns, err := columnsOf(ctx, ask, figure)
	if err != nil {
		return nil, err
	}
	on, about := dateLiteral(day), ""
	switch {
	case slices.Contains(columns, "day"):
		about = "day = " + on
	case slices.Contains(columns, "first_day") && slices.Contains(columns, "last_day"):
		about = on + " BETWEEN first_day AND last_day"
	case slices.Contains(columns, "first_ts"):
		about = on + " BETWEEN CAST(first_ts + INTERVAL '8' HOUR AS DATE) AND CAST(last_ts + INTERVAL '8' HOUR AS DATE)"
	case slices.Contains(columns, "ts"):
		about = on + " = CAST(ts + INTERVAL '8' HOUR AS DATE)"
	default:
		about = "true"
	}
	query := fmt.Sprintf("SELECT %s FROM (SELECT * FROM %s WHERE app_key = %s AND %s) e", toldOf(columns), catalog.Quote(figure), catalog.Literal(app), about)
	if slices.Contains(columns, "file_id") {
		query += " LEFT JOIN files f ON f.file_id = e.file_id"
	}
	query += " ORDER BY " + strings.Join(append(placeOf(columns), "told"), ", ")
	var rows []string
	err = ask(ctx, query, func(values []any) error {
		row, err := valueOf[string](values[0])
		rows = append(rows, row)
		return err
	})
	return rows, err
}

// placeOf are the columns that say where a row of a figure stands, when it is a record
// or is about a file.
func placeOf(columns []string) []string {
	var place []string
	if slices.Contains(columns, "file_id") {
		place = append(place, "f.path")
		for _, c := range []string{"line", "element"} {
			if slices.Contains(columns, c) {
				place = append(place, "e."+c)
			}
		}
	}
	return place
}

// toldOf writes a row of a figure e: the place of a record, of which the id of its file
// f says nothing to a reader, then column by column.
func toldOf(columns []string) string {
	var told []string
	place := placeOf(columns)
	for i, part := range []string{"%s", "':' || CAST(%s AS VARCHAR)", "'[' || CAST(%s AS VARCHAR) || ']'"}[:len(place)] {
		told = append(told, fmt.Sprintf("coalesce("+part+", '')", place[i]))
	}
	if len(place) > 0 {
		told = []string{strings.Join(told, " || ")}
	}
	for _, c := range columns {
		if c == "app_key" || c == "file_id" || slices.Contains(place, "e."+c) || c == "path" && len(place) > 0 {
			continue
		}
		told = append(told, fmt.Sprintf("'%s=' || coalesce(CAST(e.%s AS VARCHAR), 'NULL')", c, catalog.Quote(c)))
	}
	return "concat_ws(' ', " + strings.Join(told, ", ") + ") AS told"
}

// explainRelation lists the records of one relation in the days of a figure.
func explainRelation(ctx context.Context, ask Ask, source, app string, first, last time.Time, list func(Behind, finding.Evidence) error) (Behind, error) {
	relation, where, filtered := strings.Cut(source, " WHERE ")
	if !filtered {
		where = "true"
	}
	b := Behind{Relation: relation, Orders: -1}
	columns, err := columnsOf(ctx, ask, relation)
	if err != nil {
		return b, err
	}
	from := fmt.Sprintf("FROM (SELECT *, %s AS on_day FROM %s WHERE %s) e WHERE e.app_key = %s AND e.on_day BETWEEN %s AND %s",
		dayOf(columns), catalog.Quote(relation), where, catalog.Literal(app), dateLiteral(first), dateLiteral(last))
	orders := "-1"
	if slices.Contains(columns, "order_id") {
		orders = "count(DISTINCT order_id)"
	}
	err = ask(ctx, fmt.Sprintf("SELECT count(*), CAST(%s AS BIGINT) %s", orders, from), func(values []any) (err error) {
		if b.Records, err = valueOf[int64](values[0]); err != nil {
			return err
		}
		b.Orders, err = valueOf[int64](values[1])
		return err
	})
	if err != nil {
		return b, err
	}
	query := fmt.Sprintf("SELECT f.path, e.line, e.element, CAST(e.on_day AS VARCHAR), concat_ws(' ', %s) AS detail FROM (SELECT * %s) e JOIN files f USING (file_id) ORDER BY e.on_day, f.path, e.line, e.element, detail",
		detailOf(columns), from)
	err = ask(ctx, query, func(values []any) error {
		e, err := evidenceOf(values)
		if err != nil {
			return err
		}
		return list(b, e)
	})
	return b, err
}

// evidenceOf is the record of a row: its path, line, element, day and detail.
func evidenceOf(values []any) (e finding.Evidence, err error) {
	if e.File, err = valueOf[string](values[0]); err != nil {
		return e, err
	}
	if e.Line, err = valueOf[int64](values[1]); err != nil {
		return e, err
	}
	if element, ok := values[2].(int64); ok {
		e.Element = &element
	}
	if day, ok := values[3].(string); ok {
		e.Day = &day
	}
	e.Detail, err = valueOf[string](values[4])
	return e, err
}

func valueOf[T any](value any) (T, error) {
	v, ok := value.(T)
	if !ok {
		return v, fmt.Errorf("the answer holds %T instead of %T", value, v)
	}
	return v, nil
}

func dateLiteral(day time.Time) string {
	return "DATE " + catalog.Literal(day.Format(time.DateOnly))
}

// askOf asks a database itself.
func askOf(db *duck.DB) Ask {
	return func(ctx context.Context, statement string, row func(values []any) error) error {
		return db.Rows(ctx, statement, nil, func(rows *sql.Rows) error {
			names, err := rows.Columns()
			if err != nil {
				return err
			}
			values, places := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				places[i] = &values[i]
			}
			if err := rows.Scan(places...); err != nil {
				return err
			}
			return row(values)
		})
	}
}
