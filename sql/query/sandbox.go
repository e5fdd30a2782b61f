package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	width "github.com/jedib0t/go-pretty/v6/text"

	"opaudit/similar"
	"opaudit/sql/duck"
)

// A RefusedError says why a statement is not run.
type RefusedError struct {
	Text   string
	Offset int // of the place in the statement, in bytes; -1 when it is about the whole

	relation, function string // that there is not
}

func (r *RefusedError) Error() string { return r.Text }

// A Sandbox tells which statements of somebody else may run in a database.
type Sandbox struct {
	db        *duck.DB
	relations map[string]bool // tables and views, by name in lower case
	describes bool            // whether DESCRIBE, SHOW, SUMMARIZE and the functions that tell of the schema are let through
	functions map[string]bool // of the engine and of opaudit
	macros    map[string]bool // functions that somebody has put into the database: they may do anything, whatever their names
}

// NewSandbox looks at what is in a database. No other statement may run on db meanwhile.
func NewSandbox(ctx context.Context, db *duck.DB) (*Sandbox, error) {
	s := &Sandbox{db: db}
	var err error
	if s.relations, err = namesIn(ctx, db, `SELECT lower(table_name) FROM duckdb_tables() WHERE NOT internal AND database_name = 'audit' AND schema_name = 'main'
UNION ALL SELECT lower(view_name) FROM duckdb_views() WHERE NOT internal AND database_name = 'audit' AND schema_name = 'main'`); err != nil {
		return nil, fmt.Errorf("read relations: %w", err)
	}
	if s.functions, err = namesIn(ctx, db, "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE internal"); err != nil {
		return nil, fmt.Errorf("read functions: %w", err)
	}
	if s.macros, err = namesIn(ctx, db, "SELECT lower(function_name) FROM duckdb_functions() WHERE NOT internal"); err != nil {
		return nil, fmt.Errorf("read functions: %w", err)
	}
	for name := range ownMacros {
		s.functions[name] = true
		delete(s.macros, name)
	}
	return s, nil
}

// namesIn are the names that a query lists.
func namesIn(ctx context.Context, db *duck.DB, statement string) (map[string]bool, error) {
	there := map[string]bool{}
	err := db.Rows(ctx, statement, nil, func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		there[name] = true
		return err
	})
	return there, err
}

// Vet is Check in a Sandbox that is made for one statement.
func Vet(ctx context.Context, db *duck.DB, text string) error {
	s, err := NewSandbox(ctx, db)
	if err != nil {
		return err
	}
	return s.Check(ctx, text)
}

// explaining is what may stand before a statement, so that its plan is shown.
var explaining = regexp.MustCompile(`(?i)^\s*EXPLAIN(\s+ANALYZE)?(\s*\(\s*FORMAT\s+[a-z]+\s*\))?\s`)

// checkAsked is Check for who asks: the schema may be described, and a statement
// explained.
func (s *Sandbox) checkAsked(ctx context.Context, text string) error {
	wider := *s
	wider.describes = true
	before := len(explaining.FindString(text))
	err := wider.Check(ctx, text[before:])
	var refusal *RefusedError
	if errors.As(err, &refusal) && refusal.Text == onlyOne {
		return duck.ErrWrites
	}
	if errors.As(err, &refusal) {
		refusal.Text += s.meant(refusal)
		return &AnswerError{pointed(text, refusal, before), KindQuery}
	}
	return err
}

// meant says which other relation or function may have been meant, as the engine does;
// "" when none has a similar name.
func (s *Sandbox) meant(refusal *RefusedError) string {
	name, known := refusal.relation, s.relations
	if name == "" {
		name, known = refusal.function, callable
	}
	nearest := similar.To(name, slices.Sorted(maps.Keys(known)))
	if len(nearest) == 0 {
		return ""
	}
	return fmt.Sprintf("\nDid you mean %q?", nearest[0])
}

// pointed is a refusal with the line that it is about, as the engine shows it.
func pointed(text string, refusal *RefusedError, before int) string {
	if refusal.Offset < 0 || before+refusal.Offset > len(text) {
		return refusal.Text
	}
	at := before + refusal.Offset
	begin := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[begin:], "\n")
	mark := fmt.Sprintf("LINE %d: ", strings.Count(text[:at], "\n")+1)
	return fmt.Sprintf("%s\n\n%s%s\n%s^", refusal.Text, mark, line, strings.Repeat(" ", len(mark)+width.StringWidth(text[begin:at])))
}

// Check returns nil when text is one SELECT that reads nothing but relations of the
// database, and calls nothing but functions that compute a value from their arguments;
// else a RefusedError. Such a statement reaches no file, network, setting or secret,
// whatever the database that it runs in may reach: so it needs no setting that would
// stop a load going on beside it.
//
// The engine's own parser takes the statement apart; what is not known to be harmless
// is refused. It is neither bound nor run.
func (s *Sandbox) Check(ctx context.Context, text string) error {
	var tree string
	if err := s.db.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", text).Scan(&tree); err != nil {
		return fmt.Errorf("parse statement: %w", err)
	}
	var parsed struct {
		Error      bool
		Message    string      `json:"error_message"`
		Type       string      `json:"error_type"`
		Position   json.Number `json:"position"`
		Statements []map[string]any
	}
	decoder := json.NewDecoder(strings.NewReader(tree))
	decoder.UseNumber() // places that are none are the greatest unsigned integer
	if err := decoder.Decode(&parsed); err != nil {
		return fmt.Errorf("parse statement: %w", err)
	}
	switch {
	case parsed.Error && parsed.Type == "parser":
		return &RefusedError{Text: shallower(parsed.Message), Offset: place(parsed.Position)}
	case parsed.Error, len(parsed.Statements) != 1:
		return &RefusedError{Text: onlyOne, Offset: -1}
	}
	return inspector{s}.visit(parsed.Statements[0], nil, -1)
}

// shallower says what to do about a statement that nests too deep; other messages stay.
// The engine would have a setting raised, which nobody may.
func shallower(message string) string {
	if strings.Contains(message, "max_expression_depth") {
		return "the statement nests more than 1,000 levels deep: write long chains of operators as a list, with IN or list_sum"
	}
	return message
}

const onlyOne = "only one SELECT is run here"

// place is a place in a statement, -1 for none.
func place(n json.Number) int {
	at, err := n.Int64()
	if err != nil {
		return -1
	}
	return int(at)
}

// An inspector walks over a statement that the engine took apart.
type inspector struct{ *Sandbox }

// expressions are the classes of expressions that are looked into.
var expressions = words(`BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR
PARAMETER POSITIONAL_REFERENCE STAR SUBQUERY WINDOW`)

// parts are the kinds of everything else in a statement: queries, what stands behind
// FROM, and what follows. SHOW_REF, DESCRIBE within FROM, is not among them.
var parts = words(`SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE
BASE_TABLE EMPTY EXPRESSION_LIST JOIN PIVOT SUBQUERY TABLE_FUNCTION
DISTINCT_MODIFIER LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER ORDER_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING
ARRAY_TYPE_INFO DECIMAL_TYPE_INFO LIST_TYPE_INFO STRING_TYPE_INFO STRUCT_TYPE_INFO UNBOUND_TYPE_INFO`)

// A scope is the names that WITH has given, folded.
type scope []string

// folded is a name as the engine compares it: only A to Z are the same as a to z.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, name)
}

// visit looks into a piece of a statement and all that it holds; at is the place of
// what it stands in.
func (i inspector) visit(piece any, names scope, at int) error {
	switch piece := piece.(type) {
	case []any:
		for _, p := range piece {
			if err := i.visit(p, names, at); err != nil {
				return err
			}
		}
	case map[string]any:
		return i.node(piece, names, at)
	}
	return nil
}

func (i inspector) node(node map[string]any, names scope, at int) error {
	if n, ok := node["query_location"].(json.Number); ok && place(n) >= 0 {
		at = place(n)
	}
	if err := i.kind(node, names, at); err != nil {
		return err
	}
	names, err := i.with(node, names, at)
	if err != nil {
		return err
	}
	for key, piece := range sortedBy(node) {
		inner := names
		if key == "right" && node["type"] == "RECURSIVE_CTE_NODE" {
			inner = append(slices.Clone(names), folded(Text(node["cte_name"])))
		}
		if key == "cte_map" {
			continue
		}
		if err := i.visit(piece, inner, at); err != nil {
			return err
		}
	}
	return nil
}

// sortedBy lists the members of a node by name, so that of several mistakes the same
// one is told each time.
func sortedBy(node map[string]any) func(yield func(string, any) bool) {
	keys := make([]string, 0, len(node))
	for key := range node {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return func(yield func(string, any) bool) {
		for _, key := range keys {
			if !yield(key, node[key]) {
				return
			}
		}
	}
}

// simple is what a name of WITH must look like, in any script: it cannot be taken for a file.
var simple = regexp.MustCompile(`^[\pL_][\pL\p{Mn}\p{Mc}\p{Nd}_]*$`)

// with looks into the queries that WITH names, each of which knows those before it,
// and returns the names that the rest of the node knows.
func (i inspector) with(node map[string]any, names scope, at int) (scope, error) {
	cte, ok := node["cte_map"].(map[string]any)
	if !ok {
		return names, nil
	}
	names = slices.Clone(names)
	list, _ := cte["map"].([]any)
	for _, entry := range list {
		named, _ := entry.(map[string]any)
		name := Text(named["key"])
		if !simple.MatchString(name) {
			return nil, &RefusedError{Text: fmt.Sprintf("WITH gives a plain name of letters, digits and _ here, not %q", name), Offset: at}
		}
		if err := i.visit(named["value"], names, at); err != nil {
			return nil, err
		}
		names = append(names, folded(name))
	}
	return names, nil
}

// kind refuses a node that is not known to be harmless.
func (i inspector) kind(node map[string]any, names scope, at int) error {
	if name, called := node["function_name"]; called && (!i.describes || !describing[strings.ToLower(Text(name))]) {
		if err := i.allowed(node, callable, at); err != nil {
			return err
		}
	}
	if class, ok := node["class"].(string); ok {
		if class == "PARAMETER" && i.describes {
			return &RefusedError{Text: "parameters such as ? and $1 are not filled in here; write the value itself", Offset: at}
		}
		if !expressions[class] {
			return &RefusedError{Text: fmt.Sprintf("%s is not allowed here", strings.ToLower(strings.ReplaceAll(class, "_", " "))), Offset: at}
		}
		return nil
	}
	kind, ok := node["type"].(string)
	switch {
	case !ok:
		return nil
	case kind == "SHOW_REF" && i.describes:
		return described(node, at)
	case !parts[kind]:
		return &RefusedError{Text: fmt.Sprintf("%s is not allowed here", strings.ToLower(strings.ReplaceAll(kind, "_", " "))), Offset: at}
	case kind == "TABLE_FUNCTION":
		function, ok := node["function"].(map[string]any)
		if !ok || function["class"] != "FUNCTION" {
			return &RefusedError{Text: "only a function may be called behind FROM", Offset: at}
		}
		if i.describes && describing[strings.ToLower(Text(function["function_name"]))] {
			return i.allowed(function, describing, at)
		}
		return i.allowed(function, readable, at)
	case kind == "BASE_TABLE":
		return i.table(node, names, at)
	}
	return nil
}

// described lets DESCRIBE and SUMMARIZE through, whose query is looked into, and lists
// of tables.
func described(node map[string]any, at int) error {
	if node["query"] != nil || slices.Contains([]string{`"tables"`, "__show_tables_expanded"}, Text(node["table_name"])) {
		return nil
	}
	return &RefusedError{Text: "only tables and views are shown here", Offset: at}
}

// allowed refuses a function that is not among known.
func (i inspector) allowed(function map[string]any, known map[string]bool, at int) error {
	name := Text(function["function_name"])
	if !i.functions[strings.ToLower(name)] && !i.macros[strings.ToLower(name)] {
		return &RefusedError{Text: fmt.Sprintf("there is no such function: %q", name), Offset: at, function: strings.ToLower(name)}
	}
	schema, database := Text(function["schema"]), Text(function["catalog"])
	if !known[strings.ToLower(name)] || i.macros[strings.ToLower(name)] || schema != "" && schema != "main" || database != "" && database != "system" {
		return &RefusedError{Text: fmt.Sprintf("the function %q may not be called here", name), Offset: at}
	}
	return nil
}

// table refuses a relation that is not there: the engine would take its name for a file.
func (i inspector) table(node map[string]any, names scope, at int) error {
	name := folded(Text(node["table_name"]))
	schema, database := Text(node["schema_name"]), Text(node["catalog_name"])
	if node["at_clause"] != nil {
		return &RefusedError{Text: "AT is not allowed here", Offset: at}
	}
	if schema == "" && database == "" && slices.Contains(names, name) {
		return nil
	}
	if schema != "" && schema != "main" || database != "" && database != "audit" || !i.relations[name] {
		full := strings.Trim(database+"."+schema+"."+Text(node["table_name"]), ".")
		return &RefusedError{fmt.Sprintf("there is no such relation: %q; files are not read here", full), at, name, ""}
	}
	return nil
}
