package catalog

import (
	"fmt"
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
	En, Zh   string
	own      string // what follows SELECT in the file: the type's own columns
}

// A Field is one member of a record's JSON object.
type Field struct {
	Name     string
	Type     string // "text", "int", "bool", "json" or "ids"
	Required bool
}

var fieldTypes = []string{"text", "int", "bool", "json", "ids"}

// addLog takes a file of logs/: a log type, or a stage that views share.
func (c *Catalog) addLog(name, text string) error {
	s, err := parse(name, text)
	if err != nil {
		return err
	}
	if stage := s.keys["stage"]; stage != "" {
		if err := s.only("stage", "text.en", "text.zh", "shared"); err != nil {
			return err
		}
		c.Views = append(c.Views, View{Name: stage, Kind: "stage", En: s.keys["text.en"], Zh: s.keys["text.zh"], Shared: s.keys["shared"] == "yes", Body: s.body})
		return s.need("text.en", "text.zh")
	}
	t, err := logType(s)
	if err != nil {
		return err
	}
	c.LogTypes = append(c.LogTypes, t)
	c.Views = append(c.Views, t.relation())
	return nil
}

func logType(s source) (LogType, error) {
	if err := s.need("log_type", "relation", "text.en", "text.zh", "shop", "orders"); err != nil {
		return LogType{}, err
	}
	if err := s.only("log_type", "relation", "upload", "text.en", "text.zh", "shop", "orders"); err != nil {
		return LogType{}, err
	}
	t := LogType{
		Name: s.keys["log_type"], Relation: s.keys["relation"], Upload: s.keys["upload"],
		Shop: s.keys["shop"], Orders: s.keys["orders"], En: s.keys["text.en"], Zh: s.keys["text.zh"],
	}
	for _, line := range s.fields {
		words := strings.Fields(line)
		required := len(words) == 3 && words[2] == "required"
		if len(words) < 2 || len(words) > 2 && !required || !slices.Contains(fieldTypes, words[1]) {
			return t, fmt.Errorf("%s: a field is \"name type [required]\" with a type of %v, not %q", s.name, fieldTypes, line)
		}
		t.Fields = append(t.Fields, Field{words[0], words[1], required})
	}
	if t.Shop != "none" {
		t.Fields = append(t.Fields, Field{"openId", "text", false}, Field{"sellerId", "int", false})
	}
	if t.Orders != "none" {
		t.Fields = append(t.Fields, Field{"orderIds", "ids", false})
	}
	t.Fields = append(t.Fields, Field{"time", "int", true})
	own, ok := strings.CutPrefix(s.body, "SELECT")
	if !ok || !strings.Contains(own, "FROM record") {
		return t, fmt.Errorf("%s: the SQL must be SELECT … FROM record", s.name)
	}
	t.own = own
	return t, nil
}

// Table is the table that holds the type's rows, with the seller as recorded.
func (t LogType) Table() string { return "log_" + t.Name }

// Checked is the temporary table that Check's rows go through.
func (t LogType) Checked() string { return "checked_" + t.Name }

// Incoming is the table function that Check reads from; its argument is the type's name.
const Incoming = "incoming"

// IncomingColumns are the columns of Incoming: a record's place, its app key, the
// member that the byte path found to be no value of its kind, and
// its text, one JSON object that the byte path has found to be well-formed.
const IncomingColumns = "file_id BIGINT, line BIGINT, element BIGINT, byte_offset BIGINT, app_key VARCHAR, bad_member VARCHAR, text VARCHAR"

// notStored are the columns of Check that are not the row's.
const notStored = "byte_offset, reason, field, warnings, text"

// Store moves the good rows of Checked into Table.
func (t LogType) Store() string {
	return fmt.Sprintf("INSERT INTO %s SELECT app_key, seller_id, open_id, ts, day, file_id, line, element, * EXCLUDE (%s, app_key, seller_id, open_id, ts, day, file_id, line, element) FROM %s WHERE reason IS NULL", t.Table(), notStored, t.Checked())
}

// Check is the SELECT that parses the type's incoming records once and gives
// for each either its values or the reason why it is rejected (the first that
// holds of missing_field, bad_field, no_shop, no_orders, bad_time) and the field.
func (t LogType) Check() string {
	return t.check(fmt.Sprintf("%s(%s)", Incoming, Literal(t.Name)))
}

func (t LogType) check(from string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "WITH parsed AS (\n  SELECT *, TRY(json_transform(text, %s)) AS j\n  FROM %s\n)", Literal(t.shape()), from)
	b.WriteString(", raw AS (\n  SELECT * EXCLUDE (j), j IS NULL AS broken")
	for _, f := range t.Fields {
		empty := ""
		if f.Type == "ids" {
			empty = "[]"
		}
		fmt.Fprintf(&b, ",\n    nullif(nullif(j.%s, ''), %s) AS %s", Quote(f.Name), Literal(empty), Quote("raw "+f.Name))
	}
	b.WriteString("\n  FROM parsed\n), valued AS (\n  SELECT *")
	for _, f := range t.Fields {
		fmt.Fprintf(&b, ",\n    %s AS %s", f.value(), Quote(f.Name))
	}
	b.WriteString("\n  FROM raw\n), record AS (\n  SELECT *,")
	fmt.Fprintf(&b, "\n    %s AS missing,\n    %s AS bad,", t.missing(), t.bad())
	fmt.Fprintf(&b, "\n    %s AS open_id,\n    %s AS seller_id,", t.ifShop(`"openId"`, "VARCHAR"), t.ifShop(`"sellerId"`, "BIGINT"))
	if t.Orders != "none" {
		b.WriteString("\n    \"orderIds\" AS order_ids,")
	}
	b.WriteString("\n    log_millis(\"time\") AS millis\n  FROM valued\n)\nSELECT record.file_id, record.line, record.element, record.byte_offset, record.text,\n  ")
	fmt.Fprintf(&b, "%s AS reason,\n  CASE WHEN broken THEN NULL ELSE coalesce(missing, bad) END AS field,\n  %s AS warnings,\n", t.reason(), t.warnings())
	b.WriteString("  record.app_key, record.seller_id, record.open_id, make_timestamp(millis * 1000) AS ts, shanghai_day(millis) AS day,")
	b.WriteString(t.own)
	return b.String()
}

// shape is the structure that json_transform pulls out of a record: each known
// member as text, so that the conversions below decide and not the engine's.
func (t LogType) shape() string {
	var members []string
	for _, f := range t.Fields {
		members = append(members, fmt.Sprintf("%q:\"VARCHAR\"", f.Name))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// value converts the raw text of a field; NULL when it cannot be converted.
func (f Field) value() string {
	raw := Quote("raw " + f.Name)
	switch f.Type {
	case "int":
		return "log_int(" + raw + ")"
	case "bool":
		return "log_bool(" + raw + ")"
	case "ids":
		return "log_ids(" + raw + ")"
	case "json":
		return fmt.Sprintf("CASE WHEN json_valid(%s) THEN %s END", raw, raw)
	}
	// A number or boolean is taken as text; an object or array is not.
	return fmt.Sprintf("CASE WHEN substr(%s, 1, 1) IN ('{', '[') AND json_type(text, %s) IN ('OBJECT', 'ARRAY') THEN NULL ELSE %s END",
		raw, Literal(`$."`+f.Name+`"`), raw)
}

func (t LogType) missing() string {
	b := "CASE WHEN app_key IS NULL AND coalesce(bad_member, '') <> 'appKey' THEN 'appKey'"
	for _, f := range t.Fields {
		if f.Required {
			b += fmt.Sprintf(" WHEN %s IS NULL THEN %s", Quote("raw "+f.Name), Literal(f.Name))
		}
	}
	return b + " END"
}

func (t LogType) bad() string {
	b := "CASE WHEN bad_member = 'appKey' THEN 'appKey'"
	for _, f := range t.Fields {
		b += fmt.Sprintf(" WHEN %s IS NOT NULL AND %s IS NULL OR bad_member = %s THEN %s",
			Quote("raw "+f.Name), Quote(f.Name), Literal(f.Name), Literal(f.Name))
	}
	return b + " END"
}

func (t LogType) ifShop(column, typ string) string {
	if t.Shop == "none" {
		return "CAST(NULL AS " + typ + ")"
	}
	return column
}

func (t LogType) reason() string {
	b := "CASE WHEN broken THEN 'bad_json' WHEN missing IS NOT NULL THEN 'missing_field' WHEN bad IS NOT NULL THEN 'bad_field'"
	if other, ok := strings.CutPrefix(t.Shop, "or "); ok {
		b += fmt.Sprintf(" WHEN record.open_id IS NULL AND record.seller_id IS NULL AND %s IS NULL THEN 'no_shop'", Quote(other))
	} else if t.Shop == "required" {
		b += " WHEN record.open_id IS NULL AND record.seller_id IS NULL THEN 'no_shop'"
	}
	if t.Orders == "required" {
		b += " WHEN record.order_ids IS NULL AND data IS NULL THEN 'no_orders'"
	}
	return b + " WHEN millis IS NULL THEN 'bad_time' END"
}

// warnings lists the softer rules of the log specification that a record
// breaks, each as "code field".
func (t LogType) warnings() string {
	codes := []string{
		`CASE WHEN "time" < 4102444800 THEN 'seconds time' END`,
		`CASE WHEN millis > epoch_ms(now()) + 86400000 THEN 'future_time time' END`,
	}
	for _, f := range t.Fields {
		switch f.Name {
		case "orderIds":
			codes = append(codes, "CASE WHEN len(record.order_ids) > 100 THEN 'over_100 orderIds' END")
		case "userIp":
			codes = append(codes, `CASE WHEN private_ip("userIp") THEN 'private_ip userIp' END`)
		}
	}
	// The list is made for the few records that need one.
	return "CASE WHEN coalesce(" + strings.Join(codes, ", ") + ") IS NOT NULL THEN list_filter([" +
		strings.Join(codes, ", ") + "], w -> w IS NOT NULL) ELSE [] END"
}

// relation is what users query: the stored rows, with the seller resolved
// through the openId where a record names none.
func (t LogType) relation() View {
	body := "SELECT * FROM " + t.Table()
	if t.Shop != "none" {
		body = fmt.Sprintf(`SELECT r.* REPLACE (coalesce(r.seller_id, p.seller_id) AS seller_id)
FROM %s r
LEFT JOIN open_id_sellers p ON r.seller_id IS NULL AND p.app_key = r.app_key AND p.open_id = r.open_id`, t.Table())
	}
	return View{Name: t.Relation, Kind: "relation", En: t.En, Zh: t.Zh, Body: body}
}

// baseTables makes the empty table of each log type from its own SELECT.
func (c *Catalog) baseTables() []Statement {
	var made []Statement
	for _, t := range c.LogTypes {
		nothing := "(SELECT "
		for i, column := range strings.Split(IncomingColumns, ", ") {
			name, typ, _ := strings.Cut(column, " ")
			if i > 0 {
				nothing += ", "
			}
			nothing += fmt.Sprintf("CAST(NULL AS %s) AS %s", typ, name)
		}
		nothing += " WHERE false)"
		made = append(made, Statement{"table " + t.Table(),
			fmt.Sprintf("CREATE TABLE %s AS\nSELECT app_key, seller_id, open_id, ts, day, file_id, line, element, * EXCLUDE (%s, app_key, seller_id, open_id, ts, day, file_id, line, element)\nFROM (\n%s\n)",
				t.Table(), notStored, t.check(nothing))})
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
