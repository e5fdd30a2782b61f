package views_test

// The reference for whose order it is and who saw the orders of others
// (clause 3.1).

import (
	"slices"
	"strings"
)

// isUse tells which records can be evidence of a cross-shop access.
func isUse(e event) bool { return isAccess(e) || isCall(e) && callSucceeded(e) }

// owner is the seller of the earliest record that carries the order with a
// seller: an order push, else a successful call, else an access. On equal times
// it is the smaller seller. 0: nobody is known to own it.
func (a app) owner(order int64) int64 {
	sources := []func(event) bool{isPush, func(e event) bool { return isCall(e) && callSucceeded(e) }, isAccess}
	for _, source := range sources {
		var first event
		for _, e := range a.logged {
			if !source(e) || e.seller == 0 || !slices.Contains(e.orders(), order) {
				continue
			}
			if first.seller == 0 || e.Millis < first.Millis || e.Millis == first.Millis && e.seller < first.seller {
				first = e
			}
		}
		if first.seller != 0 {
			return first.seller
		}
	}
	return 0
}

// owners are the owners of all orders that have one.
func (a app) owners() map[int64]int64 {
	owners := map[int64]int64{}
	for _, e := range a.logged {
		for _, order := range e.orders() {
			if owner := a.owner(order); owner != 0 {
				owners[order] = owner
			}
		}
	}
	return owners
}

func openIDSellers(a app) []row {
	var rows []row
	for id, sellers := range a.pairs {
		// What the configuration alone tells is of use only while a record needs it.
		if !slices.ContainsFunc(a.logged, func(e event) bool {
			return e.OpenID == id && (e.Seller != 0 || !e.gone || len(e.kept) > 0)
		}) {
			continue
		}
		rows = append(rows, row{a.key, id, smallest(sellers), int64(len(sellers))})
	}
	return rows
}

func orderOwners(a app) []row {
	var rows []row
	for order, owner := range a.owners() {
		rows = append(rows, row{a.key, order, owner})
	}
	return rows
}

func crossShopOrders(a app) []row {
	type access struct {
		order, owner, other int64
		logType             string
	}
	times := map[access][]int64{}
	owners := a.owners()
	for _, e := range a.events {
		if !isUse(e) || e.seller == 0 {
			continue
		}
		for _, order := range e.orders() {
			if owners[order] != 0 && owners[order] != e.seller {
				key := access{order, owners[order], e.seller, e.Type}
				times[key] = append(times[key], e.Millis)
			}
		}
	}
	var rows []row
	for c, at := range times {
		rows = append(rows, row{a.key, c.order, c.owner, c.other, c.logType, instant(slices.Min(at)), instant(slices.Max(at)), int64(len(at))})
	}
	return rows
}

func crossShopRequests(a app) []row {
	var rows []row
	owners := a.owners()
	for _, e := range a.events {
		if !isUse(e) {
			continue
		}
		involved := map[int64]bool{}
		for _, order := range e.orders() {
			if owners[order] != 0 {
				involved[owners[order]] = true
			}
		}
		if len(involved) >= 2 {
			r := append(row{a.key, e.Type}, e.place()...)
			rows = append(rows, append(r, instant(e.Millis), int64(len(involved)), int64(len(e.orders()))))
		}
	}
	return rows
}

// operator is who did an access; "" when the record does not say. A user id
// that is a phone number is masked, so that it tells nobody from others.
func (e event) operator() string {
	if e.Type == "open" && e.UserID != "" && !isPersonal(e.UserID) {
		return e.UserID
	}
	if e.Type == "order" && slices.Contains(users, e.UserIP) {
		return e.UserIP
	}
	return e.address()
}

func isPersonal(userID string) bool { return kinds[userID] != "" || strings.Contains(userID, "****") }

// A group is what several records have in common, counted.
type group struct {
	sellers, orders map[int64]bool
	times           []int64
}

// add puts a record into the group under that key.
func add[K comparable](groups map[K]*group, key K, e event) {
	g := groups[key]
	if g == nil {
		g = &group{sellers: map[int64]bool{}, orders: map[int64]bool{}}
		groups[key] = g
	}
	if e.seller != 0 {
		g.sellers[e.seller] = true
	}
	for _, order := range e.orders() {
		g.orders[order] = true
	}
	g.times = append(g.times, e.Millis)
}

func crossShopOperators(a app) []row {
	type doing struct {
		operator string
		day      day
	}
	groups := map[doing]*group{}
	for _, e := range a.events {
		if e.operator() != "" {
			add(groups, doing{e.operator(), e.day}, e)
		}
	}
	var rows []row
	for d, g := range groups {
		if len(g.sellers) >= 2 {
			rows = append(rows, row{a.key, d.operator, d.day, int64(len(g.sellers)), int64(len(g.orders))})
		}
	}
	return rows
}

func crossShopTransfers(a app) []row {
	groups := map[string]*group{}
	for _, e := range a.events {
		if host := receiver(e.SendToURL); host != "" {
			add(groups, host, e)
		}
	}
	var rows []row
	for host, g := range groups {
		if len(g.sellers) >= 2 {
			rows = append(rows, row{a.key, host, int64(len(g.sellers)), int64(len(g.orders)), instant(slices.Min(g.times)), instant(slices.Max(g.times))})
		}
	}
	return rows
}
