package statement

import (
	"github.com/pingcap/tidb/pkg/parser/ast"
)

// A shape is what all statements have in common that differ in their literals
// alone.
type shape struct {
	statement string // as it is shown
	unread    bool   // it could not be parsed
	written   int    // so many of its literals may be values that it stores
	checks    []check
	readings  map[outcome]*Reading
	before    outcome
	last      *Reading // for the outcome before
	settled   *Reading // of all statements of the shape, nil when their literals decide
}

// A check is a table that a statement reads, or a grouping, that must be about one
// shop.
type check struct {
	reason Reason // when it is not
	limit  *limit
}

// An outcome is what the literals of a statement decide.
type outcome struct {
	reason  Reason
	sellers int
	stores  bool
}

// checks are what a statement is judged by.
func (p *plan) checks() (all []check) {
	for _, b := range p.blocks {
		if one := b.grouping(); one != nil {
			all = append(all, *one)
		}
		for _, s := range b.sources {
			switch {
			case !s.stored, !s.orders && (!b.reads || s.limit == nil):
			case s.limit == nil:
				all = append(all, check{NoShop, nil})
			default:
				all = append(all, check{SeveralShops, s.limit})
			}
		}
	}
	return all
}

// grouping is the check of GROUP BY: of the narrowest of the tables that may be meant.
func (b *block) grouping() *check {
	if len(b.grouped) == 0 {
		return nil
	}
	c := &check{reason: GroupedByShop}
	for _, s := range b.grouped {
		c.limit = both(c.limit, s.limit)
	}
	return c
}

// settle lets limits spread along links and into and out of queries, until
// nothing gets narrower any more.
func (p *plan) settle() {
	narrowed := true
	narrow := func(s *source, l *limit) {
		if best := both(s.limit, l); best != s.limit {
			s.limit, narrowed = best, true
		}
	}
	for narrowed && p.left >= 0 {
		narrowed = false
		p.left -= len(p.links) + len(p.queries)
		for _, l := range p.links {
			narrow(l.to, l.from.limit)
		}
		for _, q := range p.queries {
			q.spread(narrow)
		}
	}
}

// spread narrows the uses of a query to what all its parts are limited to, and its
// tables to what all its uses are.
func (q *query) spread(narrow func(*source, *limit)) {
	var result *limit
	known := false
	for _, part := range q.parts {
		var own *limit
		for _, s := range part {
			own = both(own, s.limit)
		}
		switch {
		case len(part) == 0: // it reads nothing
		case known:
			result = either(result, own)
		default:
			result, known = own, true
		}
	}
	var wanted *limit
	for i, use := range q.uses {
		narrow(use, result)
		if i == 0 {
			wanted = use.limit
		} else {
			wanted = either(wanted, use.limit)
		}
	}
	for _, part := range q.parts {
		for _, s := range part {
			narrow(s, wanted)
		}
	}
}

// count is how many shops a limit names, 0 when that is not told.
func (l *limit) count(text []byte, literals []literal, d dialect) int {
	if l == nil || l.many {
		return 0
	}
	var seen values
	for _, s := range l.shops {
		if s.literal < 0 || text == nil {
			seen.n++
			continue
		}
		seen.add(text, literals[s.literal], d)
	}
	return seen.n
}

// isSettled tells whether statements of the shape name the same number of shops
// whatever their literals are.
func (s *shape) isSettled(literals []literal) bool {
	named := 0
	for _, c := range s.checks {
		if c.limit == nil || c.limit.many {
			continue
		}
		for i, one := range c.limit.shops {
			if one.list || i > 0 {
				return false
			}
			if one.literal >= 0 && literals[one.literal].as != aPlaceholder {
				named++
			}
		}
	}
	return named <= 1
}

// judge says what a statement of the shape with these literals does. One that
// names a shop here and another one there reads both.
func (s *shape) judge(text []byte, literals []literal, d dialect) (o outcome) {
	if s.unread {
		return outcome{reason: Unparsable}
	}
	var all values
	for _, c := range s.checks {
		n := c.limit.count(text, literals, d)
		o.sellers = max(o.sellers, n)
		if c.limit != nil && !c.limit.many && n <= 1 {
			c.limit.name(&all, text, literals, d)
			continue
		}
		if c.reason.rank() > o.reason.rank() {
			o.reason = c.reason
		}
	}
	if o.sellers = max(o.sellers, all.n); all.n > 1 && o.reason.rank() < SeveralShops.rank() {
		o.reason = SeveralShops
	}
	return o
}

// name adds the shops of a limit whose literals tell them apart from others.
func (l *limit) name(all *values, text []byte, literals []literal, d dialect) {
	for _, s := range l.shops {
		if s.literal >= 0 && literals[s.literal].as != aPlaceholder && text != nil {
			all.add(text, literals[s.literal], d)
		}
	}
}

// planOf reads the syntax trees of a statement.
func planOf(trees []ast.StmtNode, g *grammarian) *plan {
	p := &plan{markers: g.markers, lists: map[int]bool{}, done: map[ast.Node]bool{}, left: maxSteps}
	for i, l := range g.literals {
		p.lists[i] = l.as == aList || l.as == aLongList
	}
	for _, tree := range trees {
		p.statement(tree)
	}
	p.settle()
	return p
}
