package analyzer

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
)

// A span says where the evidence of a finding is looked for.
type span struct {
	subject
	first, last time.Time
	evidence    string
}

// spanRow is a span as the engine reads it.
type spanRow struct {
	Span     int     `json:"span"` // its place in the list
	AppKey   *string `json:"app_key"`
	SellerID *int64  `json:"seller_id"`
	Subject  string  `json:"subject"`
	FirstDay string  `json:"first_day"`
	LastDay  string  `json:"last_day"`
}

// spanColumns are the types of a spanRow's members.
const spanColumns = `[{"span": "BIGINT", "app_key": "VARCHAR", "seller_id": "BIGINT", "subject": "VARCHAR", "first_day": "DATE", "last_day": "DATE"}]`

// spanRows writes spans as JSON.
func spanRows(spans []span) (string, error) {
	rows := make([]spanRow, len(spans))
	for i, s := range spans {
		rows[i] = spanRow{Span: i, Subject: s.subject.subject, FirstDay: s.first.Format(time.DateOnly), LastDay: s.last.Format(time.DateOnly)}
		if s.app.Valid {
			rows[i].AppKey = &s.app.String
		}
		if s.seller.Valid {
			rows[i].SellerID = &s.seller.Int64
		}
	}
	text, err := json.Marshal(rows)
	return string(text), err
}

// details are the columns that tell a reader what a record did, in the order in
// which they are shown.
var details = []string{"log_type", "method", "event", "order_id", "seller_id", "owner_seller_id", "other_seller_id",
	"operator", "host", "send_to_host", "sellers", "orders", "field", "kind", "sample", "reason", "statement", "result", "code", "error_msg", "http_status", "cost_ms"}

// addEvidence gives findings their first records, one entry a record, and the
// number of all.
func addEvidence(ctx context.Context, db reader, rule catalog.Rule, found []finding.Finding, shown []span) error {
	if len(found) == 0 || shown[0].evidence == "" {
		return nil
	}
	relation, where, filtered := strings.Cut(shown[0].evidence, " WHERE ")
	if !filtered {
		where = "true"
	}
	columns, err := columnsOf(ctx, askOf(db.DB), relation)
	if err != nil {
		return failed(rule, "find evidence of", err)
	}
	looked, err := spanRows(shown)
	if err != nil {
		return err
	}
	err = db.rows(ctx, evidenceQuery(rule, relation, where, columns), []any{looked, finding.MaxEvidence}, func(rows *sql.Rows) error {
		var i, count int64
		e, err := scanEvidence(rows, &i, &count)
		if err != nil {
			return err
		}
		found[i].Evidence, found[i].EvidenceCount = append(found[i].Evidence, e), count
		return nil
	})
	if err != nil {
		return failed(rule, "find evidence of", err)
	}
	return addShops(ctx, db, rule, found, looked, shopsOf(rule, columns), metIn(rule, relation, where, columns))
}

// shopColumns are the columns that name a shop.
var shopColumns = []string{"seller_id", "owner_seller_id", "other_seller_id"}

// shopsOf are the columns of the evidence in which a rule about the data of several
// shops finds them; none of any other rule.
func shopsOf(rule catalog.Rule, columns []string) []string {
	if rule.Clause != "3.1" && !slices.Contains(columns, "owner_seller_id") {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(shopColumns), func(c string) bool { return !slices.Contains(columns, c) })
}

// addShops gives findings the shops that the columns of all their records name; met is
// what joins these with the spans that looked holds.
func addShops(ctx context.Context, db reader, rule catalog.Rule, found []finding.Finding, looked string, columns []string, met string) error {
	if len(columns) == 0 {
		return nil
	}
	query := fmt.Sprintf(`WITH spans AS (
  SELECT unnest(from_json(CAST(? AS VARCHAR), '%s'), recursive := true)
), named AS (
  SELECT DISTINCT s.span, unnest([e.%s]) AS shop
  %s
)
SELECT DISTINCT span, shop FROM named WHERE shop IS NOT NULL ORDER BY span, shop`, spanColumns, strings.Join(columns, ", e."), met)
	err := db.rows(ctx, query, []any{looked}, func(rows *sql.Rows) error {
		var i, shop int64
		if err := rows.Scan(&i, &shop); err != nil {
			return err
		}
		found[i].Shops = append(found[i].Shops, shop)
		return nil
	})
	if err != nil {
		return failed(rule, "find the shops of", err)
	}
	return nil
}

// scanEvidence reads a row that ends with the path, line, element, day and detail
// of a record; before are the places of the columns before them.
func scanEvidence(rows *sql.Rows, before ...any) (e finding.Evidence, err error) {
	var element sql.NullInt64
	var day sql.NullTime
	if err := rows.Scan(append(before, &e.File, &e.Line, &element, &day, &e.Detail)...); err != nil {
		return e, err
	}
	if element.Valid {
		e.Element = &element.Int64
	}
	if day.Valid {
		text := day.Time.Format(time.DateOnly)
		e.Day = &text
	}
	return e, nil
}

// dayOf is the day of a relation's rows: its column, else that of its time.
func dayOf(columns []string) string {
	if slices.Contains(columns, "day") {
		return "day"
	}
	return "CAST(ts + INTERVAL '8' HOUR AS DATE)"
}

// countsOn is the column by which a relation's rows fall into the days of a finding:
// what tells no day of its own still counts on one.
func countsOn(columns []string) string {
	if slices.Contains(columns, "counts_on") {
		return "counts_on"
	}
	return "on_day"
}

// detailOf is the list of "column=value" texts that tell what a row e did.
func detailOf(columns []string) string {
	told := []string{"NULL"}
	for _, d := range details {
		if slices.Contains(columns, d) {
			told = append(told, fmt.Sprintf("'%s=' || nullif(CAST(e.%s AS VARCHAR), '')", d, catalog.Quote(d)))
		}
	}
	return strings.Join(told, ", ")
}

// columnsOf are the columns of a relation.
func columnsOf(ctx context.Context, ask Ask, relation string) (columns []string, err error) {
	err = ask(ctx, "SELECT column_name FROM duckdb_columns() WHERE table_name = "+catalog.Literal(relation), func(values []any) error {
		column, err := valueOf[string](values[0])
		columns = append(columns, column)
		return err
	})
	if err == nil && len(columns) == 0 {
		err = fmt.Errorf("there is no relation %q; .views and .tables in opaudit sql list them", relation)
	}
	return columns, err
}

// metIn joins spans s with the records e of a relation that fall into them: by app,
// day, and shop and subject where the rule has them.
func metIn(rule catalog.Rule, relation, where string, columns []string) string {
	match := ""
	if slices.Contains(columns, "seller_id") {
		match += " AND (s.seller_id IS NULL OR s.seller_id = e.seller_id)"
	}
	if rule.SubjectIn != "" {
		match += " AND s.subject = CAST(e." + catalog.Quote(rule.SubjectIn) + " AS VARCHAR)"
	}
	return fmt.Sprintf(`FROM spans s
  JOIN (SELECT *, %s AS on_day FROM %s WHERE %s) e
    ON e.app_key IS NOT DISTINCT FROM s.app_key
    AND coalesce(e.%s, (SELECT day FROM as_of)) BETWEEN s.first_day AND s.last_day%s`,
		dayOf(columns), catalog.Quote(relation), where, countsOn(columns), match)
}

// evidenceQuery lists the records of a relation that fall into the spans.
func evidenceQuery(rule catalog.Rule, relation, where string, columns []string) string {
	return fmt.Sprintf(`WITH spans AS (
  SELECT unnest(from_json(CAST(? AS VARCHAR), '%s'), recursive := true)
), met AS (
  SELECT s.span, e.file_id, e.line, e.element, min(e.on_day) AS day, min(concat_ws(' ', %s)) AS detail
  %s
  GROUP BY s.span, e.file_id, e.line, e.element
), placed AS (
  SELECT m.span, f.path, m.line, m.element, m.day, m.detail,
    count(*) OVER (PARTITION BY m.span) AS total,
    row_number() OVER (PARTITION BY m.span ORDER BY m.day, f.path, m.line, m.element, f.file_id) AS place
  FROM met m JOIN files f USING (file_id)
)
SELECT span, total, path, line, element, day, detail FROM placed WHERE place <= ? ORDER BY span, place`,
		spanColumns, detailOf(columns), metIn(rule, relation, where, columns))
}
