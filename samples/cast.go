package samples

import (
	"fmt"
	"strconv"
)

// appKeys are the apps that play in the scenarios.
var appKeys = [...]string{
	"ks669064233797003102", "ks671188542690317744", "ks673359018842265506",
	"ks675511907736418829", "ks677702265184930371", "ks679936481027753918",
}

// groupSize is the number of orders of one shop that are handled together: one
// e-waybill call and three ship calls (see shipSteps). Orders are numbered a
// day, group after group; whoever touches several orders takes them from one
// group, so that no clean record mixes shops.
const groupSize = 8

// shipSteps says which orders of a group each of its ship calls carries.
var shipSteps = [...]struct{ first, count int }{{0, 1}, {1, 2}, {3, 5}}

// shop is a merchant as one app sees it. Addresses, operators and the receiving
// host belong to this shop alone, so that clean traffic keeps shops apart.
type shop struct {
	sellerID  int64
	openIDs   [2]string // main account, sub-account
	userIPs   [3]string
	clientIP  string
	operators [2]string
	sendHost  string
	paired    [2]bool // a record so far carries both the openId and the sellerId
}

// app is one app while its scenario is written.
type app struct {
	index int
	key   string
	role  role
	shops []shop
	facts AppFacts

	failed failedDays

	// What earlier days leave to later ones, when a share is less than a line a
	// day or a day has no room: thousandths of lines.
	owed       [otherLineCount]int
	owedPushes int
	owedFulfil int

	callsBefore, pushesBefore, shipsBefore int
	shipsOfWeek                            [7]int

	// Cursors into today's orders.
	groups                         int
	ebills, shipCalls, reshipped   int
	pushed, decrypted, redecrypted int
	redecryptLag                   int // days between a repeated decrypt and the first one
	lastDecrypted                  int
	pending                        pendingPush
	calls, accesses                int         // over the whole span, to vary records
	callsOn                        map[int]int // by day, counted from the epoch
}

// pendingPush is a failed push that the platform will repeat.
type pendingPush struct {
	order   int64
	shop    *shop
	eventID [2]uint64
	due     int64 // epoch milliseconds; 0 = none pending
	attempt int
}

func newApp(index int, r role, seed uint64) *app {
	a := &app{index: index, key: appKeys[r.app], role: r, facts: AppFacts{App: appKeys[r.app]}, callsOn: map[int]int{}}
	for i := range r.shops {
		a.shops = append(a.shops, newShop(r.app, i, seed))
	}
	return a
}

func newShop(app, i int, seed uint64) shop {
	s := shop{
		sellerID: 2_104_000_000 + int64(app)*61_000_000 + int64(i)*37_129 + int64(i*i%97),
		clientIP: address(i*4 + 3),
		sendHost: fmt.Sprintf("wms%d-%d.example.com", app+1, i+1),
	}
	for k := range s.userIPs {
		s.userIPs[k] = address(i*4 + k)
	}
	for k := range s.operators {
		s.operators[k] = "op-" + strconv.Itoa(i+1) + "-" + string(rune('a'+k))
		who := uint64(app)<<40 | uint64(i)<<8 | uint64(k)
		s.openIDs[k] = fmt.Sprintf("f1%014x%016x", scatter(seed^who)>>8, scatter(seed+who+1<<50))
	}
	return s
}

// scatter is the finalizer of splitmix64: equal inputs give equal outputs, near
// ones give unrelated outputs.
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// address numbers the documentation networks, which are public and nobody's.
// Hosts above 250 are left to planted records.
func address(i int) string {
	networks := [...]string{"203.0.113.", "198.51.100.", "192.0.2."}
	return networks[i/250%len(networks)] + strconv.Itoa(1+i%250)
}

// Order ids look like the platform's: year, day of the year, eleven digits.
const (
	orderIDSpan   = 100_000_000_000
	orderIDFactor = 7_368_787 // coprime to the span: different orders keep different ids
)

// orderID returns the id of an app's order by the day it was placed and its
// number on that day.
func (g *generator) orderID(a *app, day, number int) int64 {
	t := dayTime(day)
	prefix := int64(t.Year()%100)*1000 + int64(t.YearDay())
	within := (int64(number)*int64(len(appKeys)) + int64(a.role.app)) % orderIDSpan
	return prefix*orderIDSpan + (within*orderIDFactor+g.idOffset)%orderIDSpan
}

// shopOf returns the shop that placed a group of a day's orders.
func (a *app) shopOf(day, group int) *shop { return &a.shops[(group+day)%len(a.shops)] }

// shopGroup returns a day's first group of orders that a shop placed.
func (a *app) shopGroup(day, shop int) int {
	shops := len(a.shops)
	return ((shop-day)%shops + shops) % shops
}

// groupOrders puts the ids of count orders of a group into g.orders and returns
// their shop.
func (g *generator) groupOrders(a *app, day, group, first, count int) *shop {
	g.orders = g.orders[:0]
	for i := range count {
		g.orders = append(g.orders, g.orderID(a, day, group*groupSize+first+i))
	}
	return a.shopOf(day, group)
}

// someOrders puts up to limit orders of a random group of yesterday's into
// g.orders and returns their shop.
func (g *generator) someOrders(a *app, limit int) *shop {
	group := int(g.rng.Uint64N(uint64(max(a.groups, len(a.shops), 1))))
	first := g.rng.IntN(groupSize)
	count := 1 + g.rng.IntN(min(limit, groupSize-first))
	return g.groupOrders(a, g.day-1, group, first, count)
}

func (g *generator) anyShop(a *app) *shop { return &a.shops[g.rng.IntN(len(a.shops))] }
