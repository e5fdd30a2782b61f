package samples

// crossShop has an app that shows, fetches and hands over orders of one shop
// under two others, mixes shops in single records, has an operator in three
// shops a day and feeds one host from two shops.
func crossShop() scenario {
	r := companion(0, 20)
	r.shops = 4
	r.failures = nil // a planted failure needs the room under 2%
	r.plants = append(shapes(), crossShopPlants()...)
	r.plants = append(r.plants, onDay(3, crossFailedCall))
	return scenario{
		name: "cross-shop", minLines: 900, days: sixWeeks,
		roles: []role{r, companion(1, 8)},
		findings: []ExpectedFinding{
			{"3.1-cross-shop-operator", appKeys[0], "risk"},
			{"3.1-cross-shop-order", appKeys[0], "violation"},
			{"3.1-cross-shop-order", appKeys[0], "violation"},
			{"3.1-cross-shop-request", appKeys[0], "violation"},
			{"3.1-cross-shop-transfer", appKeys[0], "risk"},
		},
	}
}

// ownedOrder numbers the orders that are planted under more than one shop; no
// ordinary traffic reaches these numbers.
func (g *generator) ownedOrder(a *app, i int) int64 { return g.orderID(a, asOf-12, 1_000_000_000+i) }

// crossShopPlants need shops 0, 1, 2. Order 0 and 1 are owned by shop 0, order 2
// by shop 1, order 3 by shop 2, as pushes on the first day tell.
func crossShopPlants() []plant {
	return []plant{
		onDay(12, ownOrder(0, 0)), onDay(12, ownOrder(1, 0)), onDay(12, ownOrder(2, 1)), onDay(12, ownOrder(3, 2)),
		onDay(10, foreignAccess), onDay(9, foreignCall), onDay(8, foreignTransfer),
		onDay(7, mixedAccess), onDay(6, mixedTransfer),
		onDay(5, operatorAt(0, "203.0.113.251")), onDay(5, operatorAt(1, "203.0.113.251")), onDay(5, operatorAt(2, "203.0.113.251")),
		// Two shops a day are not yet three, and the third comes a day later.
		onDay(4, operatorAt(0, "203.0.113.252")), onDay(4, operatorAt(1, "203.0.113.252")), onDay(3, operatorAt(2, "203.0.113.252")),
		onDay(2, sharedHost(0)), onDay(2, sharedHost(1)),
	}
}

// ownOrder pushes a new order to the shop that owns it.
func ownOrder(order, owner int) writeLine {
	return func(g *generator, a *app) {
		p := g.newPush(a)
		a.pushed--
		p.event, p.id, p.shop = "kwaishop_order_addOrder", g.ownedOrder(a, order), &a.shops[owner]
		g.line(messageLog, a, func(b []byte) []byte { return g.appendPush(b, a, p) })
	}
}

// accessUnder shows planted orders to a user of a shop.
func (g *generator) accessUnder(a *app, s *shop, names identity, orders ...int64) {
	r := access{shop: s, names: names, url: pages[0], userIP: s.userIPs[0], orders: orders}
	g.line(orderLog, a, func(b []byte) []byte { return g.appendAccess(b, a, r) })
}

// foreignAccess shows shop 0's order under shop 1, which only an openId names.
func foreignAccess(g *generator, a *app) {
	g.accessUnder(a, &a.shops[1], openIDOnly, g.ownedOrder(a, 0))
}

// foreignCall fetches shop 0's order for shop 1.
func foreignCall(g *generator, a *app) {
	g.callLine(a, call{method: "open.order.detail", shop: &a.shops[1], orders: []int64{g.ownedOrder(a, 1)}})
}

// foreignTransfer hands shop 0's order over on behalf of shop 2.
func foreignTransfer(g *generator, a *app) {
	s := &a.shops[2]
	g.transferOf(a, transfer{shop: s, sendTo: "https://" + s.sendHost + "/api/orders", orders: []int64{g.ownedOrder(a, 0)}})
}

func (g *generator) transferOf(a *app, r transfer) {
	g.line(openLog, a, func(b []byte) []byte { return g.appendTransfer(b, a, r) })
}

// mixedAccess shows orders of shops 0 and 1 at once.
func mixedAccess(g *generator, a *app) {
	g.accessUnder(a, &a.shops[1], bothNames, g.ownedOrder(a, 2), g.ownedOrder(a, 0))
}

// mixedTransfer hands over orders of shops 0 and 2 and names no shop at all.
func mixedTransfer(g *generator, a *app) {
	g.transferOf(a, transfer{operator: "op-x", orders: []int64{g.ownedOrder(a, 0), g.ownedOrder(a, 3)}})
}

// operatorAt lets a user at an address see a shop's own orders.
func operatorAt(shop int, ip string) writeLine {
	return func(g *generator, a *app) {
		number := 1_000_000_000 + 10 + shop
		r := access{shop: &a.shops[shop], url: pages[1], userIP: ip, orders: []int64{g.orderID(a, g.day-1, number)}}
		g.line(orderLog, a, func(b []byte) []byte { return g.appendAccess(b, a, r) })
	}
}

// sharedHost sends a shop's own orders to a host that other shops feed, too.
func sharedHost(shop int) writeLine {
	return func(g *generator, a *app) {
		number := 1_000_000_000 + 20 + shop
		g.transferOf(a, transfer{
			shop: &a.shops[shop], sendTo: "https://hub.example.com/collect", orders: []int64{g.orderID(a, g.day-1, number)},
		})
	}
}

// crossFailedCall asks for shop 0's order under shop 3 in vain, which shares nothing.
func crossFailedCall(g *generator, a *app) {
	g.callLine(a, call{
		method: "open.order.detail", shop: &a.shops[3], orders: []int64{g.ownedOrder(a, 0)}, failure: &failures[3],
	})
}
