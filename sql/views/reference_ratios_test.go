package views_test

// The reference for decrypted, shipped and e-waybill orders and their ratios
// (clause 3.4).

import "slices"

// An operation is what a successful call did to one order.
type operation struct {
	event
	order int64
}

func (a app) operations(m meaning) []operation {
	var all []operation
	for _, e := range a.events {
		if !isCall(e) || !callSucceeded(e) || meanings[e.Method] != m {
			continue
		}
		for _, id := range e.orders() {
			all = append(all, operation{e, id})
		}
	}
	return all
}

func operationRows(a app, m meaning) []row {
	var rows []row
	for _, o := range a.operations(m) {
		r := row{a.key, orNull(o.seller), o.order, instant(o.Millis), o.day, o.Method}
		rows = append(rows, append(r, o.place()...))
	}
	return rows
}

// distinct counts the different orders among the operations of some days.
func distinct(operations []operation, first, last day) int64 {
	orders := map[int64]bool{}
	for _, o := range operations {
		if o.day >= first && o.day <= last {
			orders[o.order] = true
		}
	}
	return int64(len(orders))
}

// operationDays are the days with one of the operations.
func operationDays(operations ...[]operation) []day {
	var days []day
	for _, o := range slices.Concat(operations...) {
		days = append(days, o.day)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func decryptRatio(a app, window int) []row {
	decrypts, shipments := a.operations(decrypt), a.operations(ship)
	var rows []row
	for _, d := range operationDays(decrypts, shipments) {
		first := d - day(window) + 1
		if first < a.since {
			continue
		}
		decrypted, shipped := distinct(decrypts, first, d), distinct(shipments, first, d)
		rows = append(rows, row{a.key, d, decrypted, shipped, quotient(decrypted, shipped)})
	}
	return rows
}

func decryptRatioMonth(a app) []row {
	decrypts, shipments := a.operations(decrypt), a.operations(ship)
	var months []day
	for _, d := range operationDays(decrypts, shipments) {
		months = append(months, d-day(d.date().Day())+1)
	}
	var rows []row
	for _, first := range slices.Compact(months) {
		if first < a.since {
			continue
		}
		last := first + 27
		for (last + 1).date().Month() == first.date().Month() {
			last++
		}
		decrypted, shipped := distinct(decrypts, first, last), distinct(shipments, first, last)
		rows = append(rows, row{a.key, first, decrypted, shipped, quotient(decrypted, shipped)})
	}
	return rows
}

// decryptRatioShop knows only calls of known shops.
func decryptRatioShop(a app) []row {
	var rows []row
	for _, seller := range a.sellers() {
		own := app{since: a.since}
		for _, e := range a.events {
			if e.seller == seller {
				own.events = append(own.events, e)
			}
		}
		for _, r := range decryptRatio(own, 7) {
			rows = append(rows, slices.Concat(row{a.key, seller}, r[1:]))
		}
	}
	return rows
}

func (a app) sellers() []int64 {
	var sellers []int64
	for _, e := range a.events {
		if e.seller != 0 {
			sellers = append(sellers, e.seller)
		}
	}
	slices.Sort(sellers)
	return slices.Compact(sellers)
}

// ebillCoverage asks of each order shipped in the 7 days whether an e-waybill
// was fetched for it on that day or any time before.
func ebillCoverage(a app) []row {
	shipments, ebills := a.operations(ship), a.whole().operations(ebill)
	var rows []row
	for _, d := range operationDays(shipments) {
		if d-6 < a.since {
			continue
		}
		shipped, covered := map[int64]bool{}, map[int64]bool{}
		for _, s := range shipments {
			if s.day < d-6 || s.day > d {
				continue
			}
			shipped[s.order] = true
			for _, e := range ebills {
				if e.order == s.order && e.day <= d {
					covered[s.order] = true
				}
			}
		}
		rows = append(rows, row{a.key, d, int64(len(covered)), int64(len(shipped)), quotient(int64(len(covered)), int64(len(shipped)))})
	}
	return rows
}

func shipmentsWithoutEbill(a app) []row {
	var rows []row
	for _, r := range operationRows(a, ship) {
		if !slices.ContainsFunc(a.whole().operations(ebill), func(e operation) bool { return e.order == r[2] }) {
			rows = append(rows, r)
		}
	}
	return rows
}

// decryptWindows tells of each day with a record of any type whether its 7 days
// are incomplete: they begin before the app's first day, hold a day that is not
// over, or a day with records but without calls.
func decryptWindows(a app) []row {
	var rows []row
	active, called := a.days(func(event) bool { return true }), a.days(isCall)
	for _, d := range active {
		incomplete := d-6 < active[0] || d >= a.today
		for _, other := range active {
			if other >= d-6 && other <= d && !slices.Contains(called, other) {
				incomplete = true
			}
		}
		for _, h := range holesOf(a, "") {
			first, last, after, daily := h[2].(day), h[3].(day), h[9].(int64), h[10].(bool)
			incomplete = incomplete || daily && after >= 10 && first <= d && last >= d-6
		}
		rows = append(rows, row{a.key, d, incomplete})
	}
	return rows
}
