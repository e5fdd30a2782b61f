package shell

import (
	"context"
	"slices"
	"strings"

	"opaudit/sql/query"
)

// Names are what statements can be about.
type Names struct{ relations []relation } // by name

// A relation is a table or a view.
type relation struct {
	name    string
	view    bool
	comment string
	sql     string // that made it
	columns []column
}

type column struct{ name, typ string }

// ReadNames asks what is in the database.
func ReadNames(ctx context.Context, asker query.Asker) (*Names, error) {
	n := &Names{}
	err := eachText(ctx, asker, `SELECT table_name, 'table', coalesce(comment, ''), coalesce(sql, '') FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT view_name, 'view', coalesce(comment, ''), coalesce(sql, '') FROM duckdb_views() WHERE NOT internal ORDER BY 1`, func(row []string) {
		n.relations = append(n.relations, relation{name: row[0], view: row[1] == "view", comment: row[2], sql: row[3]})
	})
	if err != nil {
		return nil, err
	}
	return n, eachText(ctx, asker, "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index", func(row []string) {
		if r := n.relation(row[0]); r != nil {
			r.columns = append(r.columns, column{row[1], row[2]})
		}
	})
}

// eachText asks for texts and calls add for each row.
func eachText(ctx context.Context, asker query.Asker, statement string, add func(row []string)) error {
	result, err := asker.Ask(ctx, statement)
	if err != nil {
		return err
	}
	defer result.Close()
	for {
		values, ok, err := result.Next()
		if err != nil || !ok {
			return err
		}
		row := make([]string, len(values))
		for i := range values {
			row[i], _ = values[i].(string)
		}
		add(row)
	}
}

// relation is the one of that name, in whatever case; nil for none.
func (n *Names) relation(name string) *relation {
	i := slices.IndexFunc(n.relations, func(r relation) bool { return strings.EqualFold(r.name, name) })
	if i < 0 {
		return nil
	}
	return &n.relations[i]
}

// relationNames are the names of all relations.
func (n *Names) relationNames() []string {
	all := make([]string, len(n.relations))
	for i, r := range n.relations {
		all[i] = r.name
	}
	return all
}

// columnNames are the names of the columns of some relations, each once, by name.
func columnNames(relations []relation) []string {
	var all []string
	for _, r := range relations {
		for _, c := range r.columns {
			all = append(all, c.name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// mentioned are the relations that a statement names, by the names under which it
// speaks of them: their own and their aliases.
func (n *Names) mentioned(statement string) map[string]*relation {
	found := map[string]*relation{}
	all := slices.DeleteFunc(tokens(statement), func(t token) bool { return t.kind == comment })
	for i, t := range all {
		r := n.relation(bare(t, statement))
		if r == nil || t.kind == literal {
			continue
		}
		found[strings.ToLower(r.name)] = r
		alias := i + 1
		if alias < len(all) && strings.EqualFold(all[alias].in(statement), "AS") {
			alias++
		}
		if alias < len(all) && (all[alias].kind == word || all[alias].kind == quoted) && !isKeyword(all[alias].in(statement)) {
			found[strings.ToLower(bare(all[alias], statement))] = r
		}
	}
	return found
}

// bare is the name that a word or a quoted name stands for.
func bare(t token, text string) string {
	name := t.in(text)
	if t.kind == quoted {
		name = strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`)
	}
	return name
}
