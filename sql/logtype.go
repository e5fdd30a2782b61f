package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A LogType says what one kind of log record holds and how it becomes a row.
type LogType struct {
	Name     string // the logType word
	Relation string // what users query
	Upload   string // the platform's log-upload call, "" when there is none
	Shop     string // "required", "optional", "none", or "or FIELD" when that field may stand in
	Orders   string // "required" (orderIds or data), "optional" or "none"
	Fields   []Field
	SQL      string // the field that holds the text of a database operation, "" when there is none
	Database string // the field that names its kind of database
	Kinds    []Kind // what of it may be deleted when, first the rest that no other kind is
	Example  string // a line that is accepted
	En, Zh   string
	Label    Words  // what people call its records, in the plural
	own      string // what follows SELECT in the file: the type's own columns
}

// A Kind is a log type, or a part of one, that must be kept for a time of its own.
type Kind struct {
	Name  string
	Where string // which rows of Table are it
	Days  int    // for which they must be kept
}

// A Field is one member of a record's JSON object.
type Field struct {
	Name     string
	Type     string // "text", "int", "bool", "json" or "ids"
	Required bool
	Meaning  string
}

// addLog takes a file of logs/: a log type, or a stage that views share.
func (c *Catalog) addLog(name, text string) error {
	s, err := parse(name, text)
	if err != nil {
		return err
	}
	if stage := s.keys["stage"]; stage != "" {
		if err := s.only("stage", "columns", "text.en", "text.zh", "shared"); err != nil {
			return err
		}
		c.Views = append(c.Views, View{Name: stage, Kind: "stage", Columns: s.keys["columns"], En: s.keys["text.en"], Zh: s.keys["text.zh"], Shared: s.keys["shared"] == "yes", Body: s.body})
		return s.need("columns", "text.en", "text.zh")
	}
	t, err := logType(s)
	if err != nil {
		return err
	}
	c.LogTypes = append(c.LogTypes, t)
	c.Views = append(c.Views, t.relation())
	return nil
}

func logType(s source) (t LogType, err error) {
	if err := s.need("log_type", "relation", "label.en", "label.zh", "text.en", "text.zh", "shop", "orders", "retention", "example"); err != nil {
		return LogType{}, err
	}
	if err := s.only("log_type", "relation", "upload", "label.en", "label.zh", "text.en", "text.zh", "shop", "orders", "retention", "statement", "example"); err != nil {
		return LogType{}, err
	}
	t = LogType{
		Name: s.keys["log_type"], Relation: s.keys["relation"], Upload: s.keys["upload"],
		Shop: s.keys["shop"], Orders: s.keys["orders"], En: s.keys["text.en"], Zh: s.keys["text.zh"],
		Example: s.keys["example"], Label: Words{s.keys["label.en"], s.keys["label.zh"]},
	}
	for _, line := range s.fields {
		declared, meaning, _ := strings.Cut(line, " = ")
		words := strings.Fields(declared)
		required := len(words) == 3 && words[2] == "required"
		if len(words) < 2 || len(words) > 2 && !required || columnOf[words[1]] == "" || meaning == "" {
			return t, fmt.Errorf("%s: a field is \"name type [required] = meaning\" with a type of %v, not %q", s.name, slices.Sorted(maps.Keys(columnOf)), line)
		}
		t.Fields = append(t.Fields, Field{words[0], words[1], required, meaning})
	}
	if t.Shop != "none" {
		t.Fields = append(t.Fields, Field{"openId", "text", false, "the shop, as the platform names it to the app"},
			Field{"sellerId", "int", false, "the shop's id; openId, sellerId or both"})
	}
	if t.Orders != "none" {
		t.Fields = append(t.Fields, Field{"orderIds", "ids", false, "the platform's order ids, at most 100"})
	}
	t.Fields = append(t.Fields, Field{"time", "int", true, "epoch milliseconds, 13 digits"})
	if t.Kinds, err = kinds(t.Name, s.keys["retention"]); err != nil {
		return t, fmt.Errorf("%s: %w", s.name, err)
	}
	if t.SQL, t.Database, err = statement(t.Fields, s.keys["statement"]); err != nil {
		return t, fmt.Errorf("%s: %w", s.name, err)
	}
	own, ok := strings.CutPrefix(s.body, "SELECT")
	if !ok || !strings.Contains(own, "FROM record") {
		return t, fmt.Errorf("%s: the SQL must be SELECT … FROM record", s.name)
	}
	t.own = own
	return t, nil
}

// statement reads "FIELD of FIELD": the text of a database operation, and its kind
// of database.
func statement(fields []Field, value string) (text, kind string, err error) {
	if value == "" {
		return "", "", nil
	}
	text, kind, ok := strings.Cut(value, " of ")
	for _, name := range []string{text, kind} {
		ok = ok && slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name && f.Type == "text" })
	}
	if !ok {
		return "", "", fmt.Errorf("the statement is \"FIELD of FIELD\", two fields that are text, not %q", value)
	}
	return text, kind, nil
}

// kinds reads "DAYS days", which may be followed by "; DAYS days NAME WHERE …" for
// a part of the log type.
func kinds(logType, retention string) ([]Kind, error) {
	rest, part, parts := strings.Cut(retention, ";")
	var all []Kind
	kind := Kind{Name: logType, Where: "true"}
	if _, err := fmt.Sscanf(rest, "%d days", &kind.Days); err != nil {
		return nil, fmt.Errorf("the retention begins with \"DAYS days\", not %q", rest)
	}
	if !parts {
		return append(all, kind), nil
	}
	head, where, ok := strings.Cut(part, " WHERE ")
	own := Kind{Where: where}
	if _, err := fmt.Sscanf(head, "%d days %s", &own.Days, &own.Name); err != nil || !ok {
		return nil, fmt.Errorf("the retention of a part is \"DAYS days NAME WHERE …\", not %q", part)
	}
	own.Name = logType + " " + own.Name
	kind.Where = "coalesce(" + where + ", false) = false"
	return append(all, kind, own), nil
}

// ShopNeeded reports whether a record must name its shop, or what stands in for it.
func (t LogType) ShopNeeded() bool { return t.Shop == "required" || t.ShopElse() != "" }

// ShopElse is the field that may stand in for the shop, "" for none.
func (t LogType) ShopElse() string {
	field, _ := strings.CutPrefix(t.Shop, "or ")
	if field == t.Shop {
		return ""
	}
	return field
}

// Table is the table that holds the type's rows, with the seller as recorded.
func (t LogType) Table() string { return "log_" + t.Name }

// Incoming is the table function that Store reads from.
func (t LogType) Incoming() string { return "incoming_" + t.Name }

// placeColumns stand before a record's own fields in Incoming.
var placeColumns = []Column{{"file_id", "BIGINT"}, {"line", "BIGINT"}, {"element", "BIGINT"}, {"app_key", "VARCHAR"}}

// A Column is a column of Incoming.
type Column struct{ Name, Type string }

// Columns are the columns of Incoming: a record's file_id, line, element and
// app_key, then its Fields, converted: "time" in epoch milliseconds (UTC), "ids"
// as a list, "json" as its text. Of a type with SQL the last is statement_id, the row
// of the table statements that says what the statement does, NULL for nothing.
func (t LogType) Columns() []Column {
	columns := slices.Clone(placeColumns)
	for _, f := range t.Fields {
		columns = append(columns, Column{f.Name, columnOf[f.Type]})
	}
	if t.SQL != "" {
		columns = append(columns, Column{"statement_id", "BIGINT"})
	}
	return columns
}

var columnOf = map[string]string{"text": "VARCHAR", "int": "BIGINT", "bool": "BOOLEAN", "json": "VARCHAR", "ids": "BIGINT[]"}

// Store moves the rows of Incoming into Table.
func (t LogType) Store() string {
	return fmt.Sprintf("INSERT INTO %s\n%s", t.Table(), t.rows(t.Incoming()+"()"))
}

// rows is the SELECT that makes the table's rows of what from holds.
func (t LogType) rows(from string) string {
	named := `"openId" AS open_id, "sellerId" AS seller_id`
	if t.Shop == "none" {
		named = "CAST(NULL AS VARCHAR) AS open_id, CAST(NULL AS BIGINT) AS seller_id"
	}
	if t.Orders != "none" {
		named += `, "orderIds" AS order_ids`
	}
	return fmt.Sprintf(`WITH record AS (
  SELECT *, %s
  FROM %s
)
SELECT record.app_key, record.seller_id, record.open_id, make_timestamp(record."time" * 1000) AS ts, shanghai_day(record."time") AS day,
  record.file_id, record.line, record.element,%s`, named, from, t.own)
}

// relation is what users query: the stored rows, with the seller resolved
// through the openId where a record names none.
func (t LogType) relation() View {
	body := "SELECT * FROM " + t.Table()
	if t.Shop != "none" {
		body = fmt.Sprintf(`SELECT r.* REPLACE (coalesce(r.seller_id, p.seller_id) AS seller_id)
FROM %s r
LEFT JOIN open_id_sellers p ON p.app_key = r.app_key AND p.open_id = CASE WHEN r.seller_id IS NULL THEN r.open_id END`, t.Table())
	}
	return View{Name: t.Relation, Kind: "relation", En: t.En, Zh: t.Zh, Body: body}
}

// baseTables makes the empty table of each log type from its own SELECT.
func (c *Catalog) baseTables() []Statement {
	var made []Statement
	for _, t := range c.LogTypes {
		var columns []string
		for _, column := range t.Columns() {
			columns = append(columns, fmt.Sprintf("CAST(NULL AS %s) AS %s", column.Type, Quote(column.Name)))
		}
		nothing := "(SELECT " + strings.Join(columns, ", ") + " WHERE false)"
		made = append(made, Statement{"table " + t.Table(), fmt.Sprintf("CREATE TABLE %s AS\n%s", t.Table(), t.rows(nothing))})
	}
	return made
}

// recordedView is every record of every log type, with the seller as recorded.
func (c *Catalog) recordedView() View {
	var parts []string
	for _, t := range c.LogTypes {
		parts = append(parts, fmt.Sprintf("SELECT %s AS log_type, app_key, seller_id, open_id, ts, day, file_id, line, element FROM %s", Literal(t.Name), t.Table()))
	}
	return View{Name: "recorded", Kind: "stage", Body: strings.Join(parts, "\nUNION ALL\n"),
		En: "One row a record of any log type, with the seller as the record itself names it.",
		Zh: "各类日志的每条记录一行，店铺为记录本身所写。"}
}

// digestsView is a digest of what each record says, for the records of moments
// that several files share: computing it for all would cost more than it tells.
func (c *Catalog) digestsView() View {
	var parts []string
	for _, t := range c.LogTypes {
		parts = append(parts, fmt.Sprintf(`SELECT m.log_type, r.app_key, r.day, m.ts, r.file_id, r.line, r.element,
  hash(*COLUMNS(r.* EXCLUDE (app_key, ts, file_id, line, element))) AS digest
FROM shared_moments m JOIN %s r ON m.log_type = %s AND r.ts = m.ts`, t.Table(), Literal(t.Name)))
	}
	return View{Name: "record_digests", Kind: "stage", Body: strings.Join(parts, "\nUNION ALL\n"),
		En: "The records of moments that several files share, with a digest of all their fields as recorded, but not of their place.",
		Zh: "多个文件共有时刻的记录及其全部字段（不含位置）的摘要。"}
}
