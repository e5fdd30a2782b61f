package statement

import (
	"strings"

	"github.com/pingcap/tidb/pkg/parser/ast"
	"github.com/pingcap/tidb/pkg/parser/opcode"
	"github.com/pingcap/tidb/pkg/parser/test_driver"
)

// A condition is where a predicate holds: what its names mean, and which sources
// it restricts.
type condition struct {
	scope *scope
	may   func(*source) bool
}

// hold takes a predicate that holds for all rows.
func (p *plan) hold(e ast.ExprNode, c condition) {
	switch e := bare(e).(type) {
	case nil:
		return
	case *ast.BinaryOperationExpr:
		if e.Op == opcode.LogicAnd {
			p.hold(e.L, c)
			p.hold(e.R, c)
			return
		}
		if isEquality(e.Op) {
			p.equal(columnOf(e.L), columnOf(e.R), c)
		}
	case *ast.ExistsSubqueryExpr:
		if sub, ok := e.Sel.(*ast.SubqueryExpr); ok && !e.Not {
			p.query(sub.Query, c.scope, c.may)
			return
		}
	case *ast.PatternInExpr:
		p.among(e.Expr, e.Sel, e.Not, c)
	case *ast.CompareSubqueryExpr:
		p.among(e.L, e.R, e.All || e.Op != opcode.EQ, c)
	}
	for s, l := range p.limits(e, c.scope) {
		if c.may(s) {
			s.limit = both(s.limit, l)
		}
	}
}

// among takes column IN (SELECT …): the rows follow those of the query.
func (p *plan) among(e, in ast.ExprNode, not bool, c condition) {
	sub, ok := in.(*ast.SubqueryExpr)
	column := columnOf(e)
	if !ok || not || column == nil || !links(column.Name.L) {
		return
	}
	result := &source{}
	p.queries = append(p.queries, &query{parts: p.query(sub.Query, c.scope, nil), uses: []*source{result}})
	for _, s := range p.sources(column, c.scope) {
		if c.may(s) {
			p.links = append(p.links, link{result, s})
		}
	}
}

// equal takes the equality of two columns.
func (p *plan) equal(a, b *ast.ColumnName, c condition) {
	if a == nil || b == nil || !links(a.Name.L) || !links(b.Name.L) {
		return
	}
	for _, s := range p.sources(a, c.scope) {
		for _, t := range p.sources(b, c.scope) {
			p.link(s, t, c.may)
		}
	}
}

// link lets the rows of two sources follow each other.
func (p *plan) link(a, b *source, may func(*source) bool) {
	if a == b {
		return
	}
	if may(b) {
		p.links = append(p.links, link{a, b})
	}
	if may(a) {
		p.links = append(p.links, link{b, a})
	}
}

// links tells whether equality in a column keeps rows to the same shop.
func links(column string) bool { return isShopColumn(column) || isRecordColumn(column) }

// limits are what a predicate by itself restricts sources to.
func (p *plan) limits(e ast.ExprNode, sc *scope) map[*source]*limit {
	switch e := bare(e).(type) {
	case *ast.BinaryOperationExpr:
		switch {
		case e.Op == opcode.LogicAnd:
			return merged(p.limits(e.L, sc), p.limits(e.R, sc))
		case e.Op == opcode.LogicOr:
			return alternative(p.limits(e.L, sc), p.limits(e.R, sc))
		case isEquality(e.Op):
			return p.equality(e.L, e.R, sc)
		}
	case *ast.PatternInExpr:
		if !e.Not {
			return p.list(e, sc)
		}
	case *ast.CompareSubqueryExpr:
		if column := columnOf(e.L); !e.All && e.Op == opcode.EQ && column != nil {
			return p.unknown(column, sc)
		}
	}
	return nil
}

func isEquality(op opcode.Op) bool { return op == opcode.EQ || op == opcode.NullEQ }

func merged(a, b map[*source]*limit) map[*source]*limit {
	if a == nil {
		return b
	}
	for s, l := range b {
		a[s] = both(a[s], l)
	}
	return a
}

func alternative(a, b map[*source]*limit) map[*source]*limit {
	all := map[*source]*limit{}
	for s := range a {
		if l := either(a[s], b[s]); l != nil {
			all[s] = l
		}
	}
	return all
}

// equality takes column = value, on either side, and rows of them.
func (p *plan) equality(l, r ast.ExprNode, sc *scope) map[*source]*limit {
	left, isRow := l.(*ast.RowExpr)
	right, areRows := r.(*ast.RowExpr)
	if isRow && areRows && len(left.Values) == len(right.Values) {
		var all map[*source]*limit
		for i := range left.Values {
			all = merged(all, p.equality(left.Values[i], right.Values[i], sc))
		}
		return all
	}
	column, other := columnOf(l), r
	if column == nil {
		column, other = columnOf(r), l
	}
	if column == nil || !isValue(other) {
		return nil
	}
	if isShopColumn(column.Name.L) {
		return p.to(&limit{shops: []shop{p.shop(other)}}, column, sc)
	}
	if isRecordColumn(column.Name.L) {
		return p.to(&limit{orders: true}, column, sc)
	}
	return nil
}

// list takes column IN (…), and rows of columns.
func (p *plan) list(e *ast.PatternInExpr, sc *scope) map[*source]*limit {
	if row, ok := bare(e.Expr).(*ast.RowExpr); ok {
		return p.rows(row, len(e.List), sc)
	}
	column := columnOf(e.Expr)
	if column == nil {
		return nil
	}
	if e.Sel != nil {
		return p.unknown(column, sc)
	}
	l := &limit{}
	for _, item := range e.List {
		if !isValue(item) {
			return nil
		}
		l.shops = append(l.shops, p.shop(item))
	}
	if isShopColumn(column.Name.L) {
		return p.to(l, column, sc)
	}
	if isRecordColumn(column.Name.L) {
		return p.to(&limit{orders: true, several: l.width() != toOne}, column, sc)
	}
	return nil
}

// rows takes (column, column) IN ((…), …). Where an order's own column is among
// them the rows are orders; which shops these belong to is not told.
func (p *plan) rows(row *ast.RowExpr, items int, sc *scope) map[*source]*limit {
	var found map[*source]*limit
	for _, v := range row.Values {
		column := columnOf(v)
		switch {
		case column == nil:
		case isRecordColumn(column.Name.L):
			return p.to(&limit{orders: true, several: items != 1}, column, sc)
		case isShopColumn(column.Name.L) && items == 1:
			found = p.to(&limit{shops: []shop{{literal: -1}}}, column, sc)
		case isShopColumn(column.Name.L):
			found = p.to(&limit{many: true}, column, sc)
		}
	}
	return found
}

// unknown is what a query behind IN restricts a column to, by itself.
func (p *plan) unknown(column *ast.ColumnName, sc *scope) map[*source]*limit {
	switch {
	case isShopColumn(column.Name.L):
		return p.to(&limit{many: true}, column, sc)
	case isRecordColumn(column.Name.L):
		return p.to(&limit{orders: true, several: true}, column, sc)
	}
	return nil
}

// to gives the sources of a column a limit.
func (p *plan) to(l *limit, column *ast.ColumnName, sc *scope) map[*source]*limit {
	all := map[*source]*limit{}
	for _, s := range p.sources(column, sc) {
		all[s] = l
	}
	return all
}

// shop is the value that a shop column is compared with.
func (p *plan) shop(e ast.ExprNode) shop {
	if m, ok := core(e).(*test_driver.ParamMarkerExpr); ok {
		if n, known := p.markers[m.Offset]; known {
			return shop{literal: n, list: p.lists[n]}
		}
	}
	return shop{literal: -1}
}

// bare is an expression without parentheses around it.
func bare(e ast.ExprNode) ast.ExprNode {
	for {
		p, ok := e.(*ast.ParenthesesExpr)
		if !ok {
			return e
		}
		e = p.Expr
	}
}

// core is an expression without parentheses, signs, casts and what else does not
// change which shop it names.
func core(e ast.ExprNode) ast.ExprNode {
	for {
		switch inner := e.(type) {
		case *ast.ParenthesesExpr:
			e = inner.Expr
		case *ast.FuncCastExpr:
			e = inner.Expr
		case *ast.SetCollationExpr:
			e = inner.Expr
		case *ast.UnaryOperationExpr:
			if inner.Op != opcode.Minus && inner.Op != opcode.Plus {
				return e
			}
			e = inner.V
		case *ast.FuncCallExpr:
			if !isConversion(inner.FnName.L) || len(inner.Args) == 0 {
				return e
			}
			e = inner.Args[0]
		default:
			return e
		}
	}
}

func isConversion(function string) bool {
	return strings.HasPrefix(function, "to_") || function == "trim" || function == "lower" || function == "upper"
}

// columnOf is the column that an expression is, nil for another expression.
func columnOf(e ast.ExprNode) *ast.ColumnName {
	if c, ok := core(e).(*ast.ColumnNameExpr); ok {
		return c.Name
	}
	return nil
}

// isValue tells whether an expression has one value for all rows: it reads no
// column, or it is a query of its own.
func isValue(e ast.ExprNode) bool {
	e = core(e)
	if _, isQuery := e.(*ast.SubqueryExpr); isQuery {
		return true
	}
	if v, ok := e.(*test_driver.ValueExpr); ok {
		return v.Kind() != test_driver.KindNull
	}
	search := &columnSearch{}
	e.Accept(search)
	return !search.found
}

// A columnSearch finds out whether an expression reads a column.
type columnSearch struct{ found bool }

// Enter is called with each part of the expression.
func (s *columnSearch) Enter(node ast.Node) (ast.Node, bool) {
	switch node.(type) {
	case *ast.ColumnNameExpr, *ast.DefaultExpr, *ast.ValuesExpr:
		s.found = true
	}
	return node, s.found
}

// Leave is called behind each part.
func (s *columnSearch) Leave(node ast.Node) (ast.Node, bool) { return node, true }
