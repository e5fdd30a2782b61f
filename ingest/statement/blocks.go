package statement

import (
	"github.com/pingcap/tidb/pkg/parser/ast"
)

// A source is one use of a table, or of a query in the place of one.
type source struct {
	name   string // what columns are qualified with, in lower case
	table  string // its own name, likewise
	stored bool   // it is a table
	orders bool   // that holds orders
	limit  *limit
	scope  *scope // in whose sources it stands, and where
	at     int
}

// A block is one SELECT, UPDATE or DELETE with the tables that it reads itself.
type block struct {
	sources []*source
	reads   bool      // it is a SELECT
	grouped []*source // whose shop column the rows are grouped by
}

// A query is a query in the place of a table: the sources of each of its parts,
// and its uses, which share what they are limited to.
type query struct {
	name  string
	parts [][]*source
	uses  []*source
}

// A link says that the rows of a table follow those of another.
type link struct{ from, to *source }

// A scope is what names mean at a place of a statement.
type scope struct {
	sources []*source
	queries []*query // WITH
	outer   *scope
}

// A plan is all that a statement reads.
type plan struct {
	blocks  []*block
	queries []*query
	links   []link
	markers map[int]int
	lists   map[int]bool
	done    map[ast.Node]bool // queries within expressions that were looked at
	left    int               // steps that may still be taken
}

// maxSteps bounds how much is made of one statement: a real one takes some hundreds.
const maxSteps = 1 << 17

// statement takes one statement.
func (p *plan) statement(node ast.StmtNode) {
	sc := &scope{}
	switch s := node.(type) {
	case *ast.SelectStmt:
		p.query(s, sc, nil)
	case *ast.SetOprStmt:
		p.query(s, sc, nil)
	case *ast.InsertStmt:
		if s.Select != nil {
			p.query(s.Select, sc, nil)
		}
		p.inner(s, sc)
	case *ast.CreateTableStmt:
		if s.Select != nil {
			p.query(s.Select, sc, nil)
		}
	case *ast.UpdateStmt:
		p.with(s.With, sc)
		p.change(s, s.TableRefs, s.Where, sc)
	case *ast.DeleteStmt:
		p.with(s.With, sc)
		p.change(s, s.TableRefs, s.Where, sc)
	}
}

// change takes an UPDATE or DELETE.
func (p *plan) change(s ast.Node, tables *ast.TableRefsClause, where ast.ExprNode, outer *scope) {
	sc := &scope{outer: outer}
	b := &block{}
	p.blocks = append(p.blocks, b)
	p.from(tables, sc)
	b.sources = sc.sources
	p.hold(where, condition{scope: sc, may: within(sc.sources)})
	p.inner(s, sc)
}

// query takes a SELECT or what several make together, and returns the sources of
// each. may says which sources outside it its predicates restrict as well.
func (p *plan) query(node ast.Node, outer *scope, may func(*source) bool) (parts [][]*source) {
	p.done[node] = true
	switch s := node.(type) {
	case *ast.SelectStmt:
		return [][]*source{p.selection(s, outer, may)}
	case *ast.SetOprStmt:
		sc := &scope{outer: outer}
		p.with(s.With, sc)
		parts = p.query(s.SelectList, sc, nil)
		if s.OrderBy != nil {
			p.inner(s.OrderBy, sc)
		}
	case *ast.SetOprSelectList:
		sc := &scope{outer: outer}
		p.with(s.With, sc)
		for _, part := range s.Selects {
			parts = append(parts, p.query(part, sc, nil)...)
		}
	case *ast.SubqueryExpr:
		return p.query(s.Query, outer, may)
	}
	return parts
}

// selection takes one SELECT.
func (p *plan) selection(s *ast.SelectStmt, outer *scope, may func(*source) bool) []*source {
	sc := &scope{outer: outer}
	p.with(s.With, sc)
	b := &block{reads: true}
	p.blocks = append(p.blocks, b)
	p.from(s.From, sc)
	b.sources = sc.sources
	own := within(sc.sources)
	p.hold(s.Where, condition{scope: sc, may: func(t *source) bool { return own(t) || may != nil && may(t) }})
	if s.Having != nil {
		p.hold(s.Having.Expr, condition{scope: sc, may: own})
	}
	if s.GroupBy != nil {
		for _, item := range s.GroupBy.Items {
			b.grouped = append(b.grouped, p.groupedBy(item.Expr, s.Fields, sc)...)
		}
	}
	p.inner(s, sc)
	return b.sources
}

// groupedBy are the sources of a shop column in GROUP BY, by its name or by the
// name that it has in the result.
func (p *plan) groupedBy(e ast.ExprNode, fields *ast.FieldList, sc *scope) []*source {
	c := columnOf(e)
	if c == nil {
		return nil
	}
	if fields != nil && c.Table.L == "" {
		for _, f := range fields.Fields {
			if f.AsName.L == c.Name.L && f.Expr != nil && columnOf(f.Expr) != nil {
				c = columnOf(f.Expr)
				break
			}
		}
	}
	if !isShopColumn(c.Name.L) {
		return nil
	}
	return p.sources(c, sc)
}

// with makes the queries of WITH known by their names.
func (p *plan) with(w *ast.WithClause, sc *scope) {
	if w == nil {
		return
	}
	for _, c := range w.CTEs {
		q := &query{name: c.Name.L}
		p.queries = append(p.queries, q)
		if w.IsRecursive {
			sc.queries = append(sc.queries, q)
		}
		q.parts = p.query(c.Query, sc, nil)
		if !w.IsRecursive {
			sc.queries = append(sc.queries, q)
		}
	}
}

// from takes the tables behind FROM and what they are joined on.
func (p *plan) from(tables *ast.TableRefsClause, sc *scope) {
	if tables == nil {
		return
	}
	var conditions []func()
	p.tables(tables.TableRefs, sc, &conditions)
	for _, hold := range conditions {
		hold()
	}
}

// tables adds the sources of a table, query or join to the scope. What a join is
// on holds when all of them are known.
func (p *plan) tables(node ast.ResultSetNode, sc *scope, conditions *[]func()) []*source {
	before := len(sc.sources)
	added := func() []*source { return sc.sources[before:len(sc.sources):len(sc.sources)] }
	switch t := node.(type) {
	case *ast.TableSource:
		p.table(t, sc, conditions)
	case *ast.Join:
		left := p.tables(t.Left, sc, conditions)
		if t.Right == nil {
			break
		}
		right := p.tables(t.Right, sc, conditions)
		all := added()
		*conditions = append(*conditions, func() { p.join(t, left, right, all, sc) })
	}
	return added()
}

// join takes what a join is on. Of an outer join all rows of one side stay: it
// restricts the other alone.
func (p *plan) join(j *ast.Join, left, right, all []*source, sc *scope) {
	may := within(all)
	switch j.Tp {
	case ast.LeftJoin:
		may = within(right)
	case ast.RightJoin:
		may = within(left)
	}
	if j.On != nil {
		p.hold(j.On.Expr, condition{scope: sc, may: may})
	}
	linked := j.NaturalJoin
	for _, c := range j.Using {
		linked = linked || links(c.Name.L)
	}
	if linked {
		for _, l := range left {
			if p.left -= len(right); p.left < 0 {
				return
			}
			for _, r := range right {
				p.link(l, r, may)
			}
		}
	}
}

// table adds one source.
func (p *plan) table(t *ast.TableSource, sc *scope, conditions *[]func()) {
	s := &source{name: t.AsName.L}
	switch from := t.Source.(type) {
	case *ast.TableName:
		s.table = from.Name.L
		if s.name == "" {
			s.name = s.table
		}
		if q := sc.query(s.table); q != nil && from.Schema.L == "" {
			q.uses = append(q.uses, s)
			break
		}
		s.stored, s.orders = true, isOrderTable(from.Name.L)
	case *ast.SelectStmt, *ast.SetOprStmt, *ast.SubqueryExpr:
		outer := sc.outer
		if t.Lateral {
			outer = sc
		}
		p.queries = append(p.queries, &query{parts: p.query(from, &scope{outer: outer, queries: sc.queries}, nil), uses: []*source{s}})
	default:
		p.tables(from, sc, conditions)
		return
	}
	s.scope, s.at = sc, len(sc.sources)
	sc.sources = append(sc.sources, s)
}

// inner looks at the queries within the expressions of a statement that were not
// looked at where they stand.
func (p *plan) inner(root ast.Node, sc *scope) { root.Accept(&finder{p, sc, root}) }

// A finder finds queries within the expressions of a statement.
type finder struct {
	plan *plan
	sc   *scope
	root ast.Node
}

// Enter is called with each node, and does not go into other queries.
func (f *finder) Enter(node ast.Node) (ast.Node, bool) {
	if node == f.root {
		return node, false
	}
	switch n := node.(type) {
	case *ast.SubqueryExpr:
		if !f.plan.done[n.Query] {
			f.plan.query(n.Query, f.sc, nil)
		}
		return node, true
	case *ast.SelectStmt, *ast.SetOprStmt, *ast.SetOprSelectList:
		return node, true
	}
	return node, false
}

// Leave is called behind each node.
func (f *finder) Leave(node ast.Node) (ast.Node, bool) { return node, true }

// query is the query of WITH that a name means.
func (sc *scope) query(name string) *query {
	for ; sc != nil; sc = sc.outer {
		for i := len(sc.queries) - 1; i >= 0; i-- {
			if sc.queries[i].name == name {
				return sc.queries[i]
			}
		}
	}
	return nil
}

// sources are those of a column, none when too much was looked at.
func (p *plan) sources(c *ast.ColumnName, sc *scope) []*source {
	found := sc.of(c)
	if p.left -= len(found) + 1; p.left < 0 {
		return nil
	}
	return found
}

// of are the sources that a column may come from: the one that it names, else all
// of the innermost block.
func (sc *scope) of(c *ast.ColumnName) []*source {
	for ; sc != nil; sc = sc.outer {
		if c.Table.L == "" && len(sc.sources) > 0 {
			return sc.sources
		}
		for _, s := range sc.sources {
			if s.name == c.Table.L || s.table == c.Table.L {
				return []*source{s}
			}
		}
	}
	return nil
}

// within tells of a source whether it is one of some that stand side by side in a
// scope.
func within(sources []*source) func(*source) bool {
	if len(sources) == 0 {
		return func(*source) bool { return false }
	}
	first, last := sources[0], sources[len(sources)-1]
	return func(t *source) bool { return t.scope == first.scope && t.at >= first.at && t.at <= last.at }
}
