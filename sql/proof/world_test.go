package proof

import (
	"fmt"
	"math/rand/v2"
)

// Few ids, so that they meet; the same ones in every app, so that an app that
// takes another's for its own is noticed. Texts and numbers order them differently.
var (
	sellers  = []int64{99, 2104000001, 1000, 2104000002}
	orderIDs = []int64{9007199254740992, 9007199254740993, 999999999999999, 2425210033781763, 2425210033781764, 1000000000000000}
	openIDs  = []string{"f1aa", "f1bb", "f1cc", "f1dd", "F1AA"} // of sellers 0, 1, 0, nobody and 1
	openTo   = []int{0, 1, 0, -1, 1}
	hosts    = []string{"wms1.example.com", "wms2.example.com:8443", "wms1.example.com:80", "WMS2.example.com:8443"}
	phones   = []string{"13800138000", "13811118000"} // masked alike
)

// generator makes the records of one small world: an app or two.
type generator struct {
	*rand.Rand
	clock  clock
	apps   []string
	last   day // of most events
	span   int // days before the last
	shops  int
	orders int
}

// world makes the records for a seed. Everything in it follows from the seed and
// the clock.
func world(seed uint64, c clock) []record {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 2)), clock: c}
	g.apps = []string{fmt.Sprintf("ks%d", seed)}
	if g.chance(15) {
		g.apps = append(g.apps, fmt.Sprintf("ks%d-b", seed))
	}
	ends := []int{0, 0, 0, 0, 1, 3, 8, -1, -2, -6, -7, -30, -89, -90, -91}
	spans := []int{0, 1, 6, 7, 8, 14, 20, 29, 30, 36, 62}
	g.last = c.anchor + day(ends[g.IntN(len(ends))])
	g.span = spans[g.IntN(len(spans))]
	g.shops, g.orders = 1+g.IntN(len(sellers)), 1+g.IntN(len(orderIDs))
	switch seed % 4 {
	case 0:
		return append(g.daily("api", g.call), g.some(4, g.any)...)
	case 1:
		return append(g.daily("message", g.push), g.some(4, g.any)...)
	case 2:
		return append(g.some(24, g.orderCall), g.some(6, g.any)...)
	}
	return append(g.some(24, g.shopping), g.some(4, g.any)...)
}

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g *generator) some(n int, kind func(record) record) []record {
	var made []record
	for range 1 + g.IntN(n) {
		made = append(made, kind(g.blank(g.someDay())))
	}
	return made
}

// daily makes a few records a day for a stretch of days, with gaps; how many of
// them fail is often at the border of what the rules allow.
func (g *generator) daily(kind string, make func(record) record) []record {
	var made []record
	app := g.apps[0]
	share := []int{0, 20, 50, 80, 100}[g.IntN(5)] // percent of days at or over the border
	for i := range min(g.span, 20) + 1 {
		d := g.allowed(g.last - day(i))
		of, good := 5, 4
		switch {
		case g.chance(10):
			continue
		case g.chance(30):
			of, good = 1, 1
		case g.chance(5):
			of, good = 10, 8
		}
		if !g.chance(share) {
			good--
		}
		for n := range of {
			r := g.blank(d)
			r.app, r.kind = app, kind
			r = make(r)
			r.result = 1
			if n >= good {
				r.result = []int64{0, 2, 11, 100}[g.IntN(4)]
			}
			made = append(made, r)
		}
	}
	return made
}

// someDay is a day of the world, its edges and those of windows more often.
func (g *generator) someDay() day {
	back := g.IntN(g.span + 1)
	if g.chance(40) {
		edges := []int{0, 0, 1, 6, 7, 29, 30, g.span}
		back = edges[g.IntN(len(edges))]
	}
	return g.allowed(g.last - day(back))
}

func (g *generator) allowed(d day) day {
	if d > g.clock.anchor && d <= g.clock.quiet {
		return g.clock.anchor
	}
	return d
}

// blank is a record of some app on a day. Its moment is often the first or last
// of the day, or one that other records have too.
func (g *generator) blank(d day) record {
	moments := []int64{0, 0, 1, millisADay - 1, 12 * 60 * 60 * 1000, 16 * 60 * 60 * 1000, 16*60*60*1000 - 1, g.Int64N(millisADay)}
	return record{
		app: g.apps[g.IntN(len(g.apps))], at: d.midnight() + moments[g.IntN(len(moments))], result: 1, costMs: absent,
		spelling: spelling{digits: g.chance(20), seconds: g.chance(5), nulls: g.chance(20), paramText: g.chance(60)},
	}
}

func (g *generator) any(r record) record {
	switch g.IntN(10) {
	case 0:
		r.kind = "sql"
		return r
	case 1:
		r.kind = "login"
		r = g.named(r)
		return g.talk(r)
	case 2, 3:
		return g.push(r)
	case 4, 5:
		return g.call(r)
	}
	return g.shopping(r)
}

// shopping is a record that says something of whose an order is.
func (g *generator) shopping(r record) record {
	switch g.IntN(6) {
	case 0, 1:
		return g.access(r)
	case 2, 3:
		return g.transfer(r)
	case 4:
		return g.push(r)
	}
	return g.orderCall(r)
}

func (g *generator) seller() int64 { return sellers[g.IntN(g.shops)] }

// shop gives the record a shop in one of the ways that logs have, or none.
func (g *generator) shop(r record) record {
	switch g.IntN(10) {
	case 0, 1, 2, 3:
		r.seller = g.seller()
	case 4, 5, 6:
		r.openID = openIDs[g.IntN(len(openIDs))]
	case 7, 8:
		i := g.IntN(len(openIDs))
		r.openID = openIDs[i]
		if openTo[i] >= 0 {
			r.seller = sellers[openTo[i]]
		}
		if g.chance(5) { // it disagrees with the others
			r.seller = g.seller()
		}
	}
	return r
}

// named is shop for records that must have one.
func (g *generator) named(r record) record {
	for r.seller == 0 && r.openID == "" {
		r = g.shop(r)
	}
	return r
}

// ids is a list of at least one order id, sometimes with one twice.
func (g *generator) ids() []int64 {
	list := []int64{orderIDs[g.IntN(g.orders)]}
	for g.chance(35) {
		list = append(list, orderIDs[g.IntN(g.orders)])
	}
	return list
}

// talk gives the record a free text, seldom one with a telephone number.
func (g *generator) talk(r record) record {
	switch {
	case g.chance(6):
		r.phones = []string{phones[g.IntN(2)]}
		r.message = "tel " + r.phones[0]
	case g.chance(10):
		r.message = "限流"
	}
	return r
}
