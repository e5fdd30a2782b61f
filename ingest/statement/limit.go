package statement

// A limit is what a predicate restricts the rows of a table to, as far as shops go.
type limit struct {
	shops   []shop
	many    bool // shops of which the statement does not tell how many
	orders  bool // orders that are named by their id
	several bool // more than one of them may be
}

// A shop is a value that a shop column is compared with.
type shop struct {
	literal int  // its number, -1 for another expression, which has one value
	list    bool // it is a list of literals
}

// How narrow a limit is: one shop or order, some shops, some orders, shops that
// are not counted.
const (
	toOne = iota
	toShops
	toOrders
	toMany
)

func (l *limit) width() int {
	switch {
	case l.many:
		return toMany
	case len(l.shops) > 1, len(l.shops) == 1 && l.shops[0].list:
		return toShops
	case len(l.shops) == 0 && l.several:
		return toOrders
	}
	return toOne
}

// both is the narrower of two limits that hold together; nil is none.
func both(a, b *limit) *limit {
	if a == nil || b != nil && b.width() < a.width() {
		return b
	}
	return a
}

// either is what remains when one of two limits holds.
func either(a, b *limit) *limit {
	if a == nil || b == nil {
		return nil
	}
	return &limit{
		shops: append(append([]shop{}, a.shops...), b.shops...), many: a.many || b.many,
		orders: a.orders || b.orders, several: a.several || b.several || a.orders && b.orders,
	}
}
