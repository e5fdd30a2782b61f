package shell

import (
	"context"
	"slices"
	"strings"

	"opaudit/sql/query"
)

// Names are what statements can be about.
type Names struct {
	relations []relation // by name
	functions []string
}

// A relation is a table or a view.
type relation struct {
	name    string
	columns []column
}

type column struct{ name, typ string }

// ReadNames asks what is in the database.
func ReadNames(ctx context.Context, asker query.Asker) (*Names, error) {
	n := &Names{}
	if err := query.EachRow(ctx, asker, "SHOW ALL TABLES", func(row []any) error {
		if len(row) < 5 {
			return nil
		}
		r := relation{name: query.Text(row[2])}
		names, _ := row[3].([]any)
		types, _ := row[4].([]any)
		for i := range min(len(names), len(types)) {
			r.columns = append(r.columns, column{query.Text(names[i]), query.Text(types[i])})
		}
		n.relations = append(n.relations, r)
		return nil
	}); err != nil {
		return nil, err
	}
	// Functions only serve to guess what a misspelt one was meant for.
	_ = query.EachRow(ctx, asker, "SELECT DISTINCT function_name FROM duckdb_functions() WHERE regexp_full_match(function_name, '[a-z][a-z0-9_]*') ORDER BY 1", func(row []any) error {
		n.functions = append(n.functions, query.Text(row[0]))
		return nil
	})
	return n, nil
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
