package samples

import "strconv"

// push is one attempt of the platform to deliver a message.
type push struct {
	event      string
	id         int64 // order, refund or item
	shop       *shop
	eventID    [2]uint64
	httpStatus int
	result     int
	costMs     int // negative: not logged
	attempt    int
	test       bool // a heartbeat, which is no push
}

func (p push) succeeded() bool { return p.httpStatus == 200 && p.result == 1 && p.costMs <= 3000 }

func (g *generator) appendPush(b []byte, a *app, p push) []byte {
	a.countPush(p)
	b = append(b, `"eventId":"`...)
	b = appendHex(b, p.eventID[0])
	b = appendHex(b, p.eventID[1])
	b = append(b, `",`...)
	b = appendText(b, "event", p.event)
	b = append(b, `"bizId":`...)
	b = g.appendInt(b, p.id)
	b = append(b, ',')
	b = g.appendShop(b, p.shop, anyName)
	b = append(b, `"httpStatus":`...)
	b = strconv.AppendInt(b, int64(p.httpStatus), 10)
	b = append(b, `,"result":`...)
	b = strconv.AppendInt(b, int64(p.result), 10)
	if p.costMs >= 0 {
		b = append(b, `,"costMs":`...)
		b = strconv.AppendInt(b, int64(p.costMs), 10)
	}
	b = append(b, `,"attempt":`...)
	b = strconv.AppendInt(b, int64(p.attempt), 10)
	if p.test {
		b = append(b, `,"test":true`...)
	}
	b = append(b, ',')
	return g.appendTime(b)
}

func (a *app) countPush(p push) {
	a.facts.MessagePushes++
	switch {
	case p.test:
		a.facts.Heartbeats++
	case p.succeeded():
		a.facts.PushSuccesses++
	}
}

// newPush announces the day's next order; every fifth push is about a refund.
func (g *generator) newPush(a *app) push {
	number := a.pushed
	a.pushed++
	p := push{
		event: "kwaishop_order_addOrder", id: g.orderID(a, g.day, number), shop: a.shopOf(g.day, number/groupSize),
		eventID: [2]uint64{g.rng.Uint64(), g.rng.Uint64()}, httpStatus: 200, result: 1,
		costMs: 20 + g.rng.IntN(400), attempt: 1,
	}
	if number%5 == 4 {
		p.event = "kwaishop_refund_addRefund"
	}
	switch number % 11 {
	case 3:
		p.costMs = 3000 // the limit itself still passes
	case 7:
		p.costMs = -1
	}
	return p
}

// pushLine delivers: first what failed before and is due again, else something new.
func (g *generator) pushLine(a *app) {
	p := g.newPush(a)
	if again := &a.pending; again.due > 0 && again.due <= g.now {
		p.event, p.id, p.shop, p.eventID, p.attempt = "kwaishop_order_addOrder", again.order, again.shop, again.eventID, again.attempt
		again.due = 0
	}
	g.line(messageLog, a, func(b []byte) []byte { return g.appendPush(b, a, p) })
}

// failedPushLine fails in one of the three ways a push can.
func (g *generator) failedPushLine(a *app) {
	p := g.newPush(a)
	p.event = "kwaishop_order_addOrder"
	switch g.rng.Uint32() % 3 {
	case 0:
		p.httpStatus, p.result = 502, 0
	case 1:
		p.result = 0
	case 2:
		p.costMs = 3001
	}
	a.pending = pendingPush{order: p.id, shop: p.shop, eventID: p.eventID, due: g.now + 5*60_000, attempt: 2}
	g.line(messageLog, a, func(b []byte) []byte { return g.appendPush(b, a, p) })
}

// heartbeatLine fails every other time, which counts for nothing, and names a
// shop that does not own the order, which makes it no owner.
func (g *generator) heartbeatLine(a *app) {
	p := g.newPush(a)
	a.pushed--
	p.event, p.test, p.shop = "kwaishop_order_addOrder", true, g.anyShop(a)
	if a.facts.Heartbeats%2 == 0 {
		p.httpStatus, p.result = 500, 0
	}
	g.line(messageLog, a, func(b []byte) []byte { return g.appendPush(b, a, p) })
}
