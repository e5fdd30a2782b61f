package samples

// Calls that the ratios are made of. Their orders were placed the day before;
// cursors make sure that each is shipped once and decrypted once, unless a role
// asks for repeats.

// ebillLine fetches the waybills of the day's next group of orders.
func (g *generator) ebillLine(a *app) {
	s := g.groupOrders(a, g.day-1, a.ebills, 0, groupSize)
	c := call{method: "open.express.ebill.get", shop: s, orders: g.orders}
	if a.ebills%2 == 1 {
		c.form = inEbillList
	}
	a.ebills++
	g.callLine(a, c)
}

// nextShip is the day's next shipment, not yet taken off the list.
func (g *generator) nextShip(a *app) call {
	step := shipSteps[a.shipCalls%len(shipSteps)]
	s := g.groupOrders(a, g.day-1, a.shipCalls/len(shipSteps), step.first, step.count)
	c := call{method: "open.seller.order.goods.deliver", shop: s, orders: g.orders}
	switch {
	case step.count == 1 && a.shipCalls%2 == 0:
		c.form = inOrderID
	case step.count == 1:
		c.method, c.form = "open.order.goods.split.deliver", inMainOrderID
	}
	return c
}

func (g *generator) shipLine(a *app) {
	c := g.nextShip(a)
	a.shipCalls++
	a.facts.ShippedOrders += len(c.orders)
	g.callLine(a, c)
}

// reshipLine ships a whole group of the day once more, as second parcels.
func (g *generator) reshipLine(a *app) {
	s := g.groupOrders(a, g.day-1, a.reshipped, 0, groupSize)
	a.reshipped++
	g.callLine(a, call{method: "open.order.goods.split.deliver", shop: s, orders: g.orders})
}

// decryptCall decrypts the n-th of the orders that a day decrypts. They come
// from all shops in turn or from the first one; method picks the way to do it.
func (g *generator) decryptCall(a *app, day, n, method int) call {
	target := n % len(a.shops)
	if a.role.oneShopDecrypts {
		target = 0
	}
	group := a.shopGroup(day-1, target) + n/groupSize*len(a.shops)
	s := g.groupOrders(a, day-1, group, n%groupSize, 1)
	c := call{shop: s, orders: g.orders, userIP: true}
	switch method % 4 {
	case 0:
		c.method, c.form = "open.order.decrypt.batch", inDecryptList
	case 1:
		c.method, c.form = "open.security.instant.decrypt.batch", inDecryptText
	case 2:
		c.method, c.form = "open.industry.virtual.order.decrypt", inOrderID
	case 3:
		c.method, c.form = "open.order.decrypt.batch", inOrderIDs
	}
	return c
}

func (g *generator) decryptLine(a *app) {
	c := g.decryptCall(a, g.day, a.decrypted, a.decrypted+g.day)
	a.decrypted++
	a.facts.DecryptedOrders++
	g.callLine(a, c)
}

// redecryptLine decrypts an order of redecryptLag days ago again, by the next
// method: it counts once a window however often that happens.
func (g *generator) redecryptLine(a *app) {
	day := g.day - a.redecryptLag
	c := g.decryptCall(a, day, a.redecrypted, a.redecrypted+g.day+1)
	a.redecrypted++
	g.callLine(a, c)
}

// failedDecryptLine fails to decrypt five orders, which must count for nothing.
func (g *generator) failedDecryptLine(a *app) {
	s := g.groupOrders(a, g.day-1, 0, 0, 5)
	g.callLine(a, call{
		method: "open.order.decrypt.batch", shop: s, orders: g.orders, form: inDecryptList,
		failure: &failures[3],
	})
}
