package views_test

import (
	"cmp"
	"slices"
)

// What a prune remembers of the records that it deletes of whose an order is: of each
// order only what may yet decide that.

// A claim is what a pruned record says of whose an order is.
type claim struct {
	event
	number int // of the event
	order  int64
	rank   int // pushes come before calls, calls before accesses
}

// remember notes at each pruned event of which orders it is remembered.
func (w world) remember(events []event) {
	byApp := map[string][]claim{}
	for i, e := range events {
		if !e.gone || !isUse(e) && !isPush(e) || e.Seller == 0 && e.OpenID == "" {
			continue
		}
		rank := 1 + slices.Index([]bool{isPush(e), isCall(e), isAccess(e)}, true)
		for _, order := range e.orders() {
			byApp[e.App] = append(byApp[e.App], claim{e, i, order, rank})
		}
	}
	for _, claims := range byApp {
		for _, c := range claims {
			if c.isUseful(claims) {
				events[c.number].kept = append(events[c.number].kept, c.order)
			}
		}
	}
}

// isUseful: no claim that comes first names a seller, at least on the days to look
// back from on which both are there, nor is there an earlier one that says the same.
func (c claim) isUseful(claims []claim) bool {
	return !slices.ContainsFunc(claims, func(d claim) bool {
		same := d.rank == c.rank && d.Seller == c.Seller && (c.Seller != 0 || d.OpenID == c.OpenID)
		return d.order == c.order && d.isBefore(c) && (same || d.Seller != 0 && d.day <= c.day)
	})
}

func (c claim) isBefore(d claim) bool {
	return cmp.Or(cmp.Compare(c.rank, d.rank), cmp.Compare(c.Millis, d.Millis), cmp.Compare(c.Seller, d.Seller), cmp.Compare(c.number, d.number)) < 0
}
