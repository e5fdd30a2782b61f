package views_test

import "cmp"

// What a prune remembers of the records that it deletes of whose an order is: of each
// order only what may yet decide that.

// A claim is what a pruned record says of whose an order is.
type claim struct {
	event
	number int // of the event
	order  int64
	rank   int   // pushes come before calls, calls before accesses
	then   int64 // its seller as known when it was pruned
}

// remember notes at each pruned event of which orders it is remembered.
func (w world) remember(events []event) {
	byApp := map[string][]claim{}
	for i, e := range events {
		if !e.gone || !isUse(e) && !isPush(e) {
			continue
		}
		seller := w.sellerThen(events, e)
		for _, order := range e.orders() {
			if seller != 0 || e.OpenID != "" {
				byApp[e.App] = append(byApp[e.App], claim{e, i, order, rankOf(e), seller})
			}
		}
	}
	for _, claims := range byApp {
		for _, c := range claims {
			if c.isUseful(claims) {
				if events[c.number].kept == nil {
					events[c.number].kept = map[int64]int64{}
				}
				events[c.number].kept[c.order] = c.then
			}
		}
	}
}

func rankOf(e event) int {
	switch {
	case isPush(e):
		return 1
	case isCall(e):
		return 2
	}
	return 3
}

// isUseful: no claim that comes first names a shop, at least on the days to look back
// from on which both are there, nor says an earlier one the same.
func (c claim) isUseful(claims []claim) bool {
	for _, d := range claims {
		if d.order != c.order || !d.isBefore(c) {
			continue
		}
		same := d.rank == c.rank && d.then == c.then && (c.then != 0 || d.OpenID == c.OpenID)
		if same || d.then != 0 && d.day <= c.day {
			return false
		}
	}
	return true
}

func (c claim) isBefore(d claim) bool {
	return cmp.Or(cmp.Compare(c.rank, d.rank), cmp.Compare(c.Millis, d.Millis), cmp.Compare(c.then, d.then), cmp.Compare(c.number, d.number)) < 0
}

// sellerThen is the seller of an event as it was known when it was pruned.
func (w world) sellerThen(events []event, e event) int64 {
	if e.Seller != 0 || e.OpenID == "" {
		return e.Seller
	}
	n := 0
	for !pruned(w.Cuts[n:n+1], e.loaded, e) {
		n++
	}
	var loaded []event
	for _, other := range events {
		if other.loaded < w.Cuts[n].After {
			other.gone = pruned(w.Cuts[:n], other.loaded, other)
			loaded = append(loaded, other)
		}
	}
	asOf := w.asOfDay(loaded)
	var own []event
	for _, other := range loaded {
		if other.App == e.App && other.OpenID == e.OpenID && other.day <= asOf {
			own = append(own, other)
		}
	}
	if sellers := w.pairs(own)[e.OpenID]; len(sellers) > 0 {
		return smallest(sellers)
	}
	return 0
}
