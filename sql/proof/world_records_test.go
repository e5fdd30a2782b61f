package proof

import "strings"

var (
	orderMethods = []string{
		"open.order.decrypt.batch", "open.security.instant.decrypt.batch", "open.industry.virtual.order.decrypt",
		"open.seller.order.goods.deliver", "open.seller.order.goods.deliver", "open.order.goods.split.deliver",
		"open.express.ebill.get", "open.express.ebill.get",
	}
	otherMethods = []string{"open.order.detail", "open.item.list", "open.order.desensitise.batch"}
	events       = []string{"kwaishop_order_addOrder", "kwaishop_order_paySuccess", "kwaishop_item_addItem", "kwaishop_orderlist_sync"}
)

// call is a call of some method.
func (g *generator) call(r record) record {
	r.kind, r.method = "api", otherMethods[g.IntN(len(otherMethods))]
	if g.chance(30) {
		r.method = orderMethods[g.IntN(len(orderMethods))]
	}
	r = g.talk(g.shop(r))
	if g.chance(20) {
		r.result = []int64{0, 2, 100, 24}[g.IntN(4)]
	}
	return g.carry(r)
}

// orderCall is a call that mostly decrypts, ships or prints a waybill.
func (g *generator) orderCall(r record) record {
	r.kind, r.method = "api", orderMethods[g.IntN(len(orderMethods))]
	if g.chance(8) {
		r.method = otherMethods[g.IntN(len(otherMethods))]
	}
	r = g.shop(r)
	if g.chance(12) {
		r.result = 0
	}
	return g.carry(r)
}

// carry puts order ids into a call: in orderIds, or in param where the method's
// shape has them; ids in another shape are no ids of the call.
func (g *generator) carry(r record) record {
	if g.chance(10) {
		return r // it carries none
	}
	ids := g.ids()
	w := &r.written
	if g.chance(40) {
		w.orderIDs, r.orders = ids, ids
		if g.chance(25) { // then those in param do not count
			w.param, w.orderID, w.listed = true, orderIDs[g.IntN(len(orderIDs))], g.ids()
		}
		return r
	}
	w.param = true
	switch what := meaning(r.method); {
	case g.chance(10):
		w.mainID, w.ebills = ids[0], nil
		if what == "ship" {
			r.orders = ids[:1]
		}
	case what == "decrypt":
		w.listed, r.orders = ids, ids
		if g.chance(40) {
			w.orderID, w.listed, r.orders = ids[0], nil, ids[:1]
		} else if g.chance(20) {
			w.orderID = orderIDs[g.IntN(g.orders)]
			r.orders = append(r.orders[:len(r.orders):len(r.orders)], w.orderID)
		}
	case what == "ship":
		w.orderID, r.orders = ids[0], ids[:1]
		if len(ids) > 1 {
			w.mainID, r.orders = ids[1], ids[:2]
		}
	case what == "ebill":
		w.ebills, r.orders = [][]int64{ids[:1], ids[1:]}, ids
	default: // another method: what its param holds is not known
		w.orderID, w.listed = ids[0], ids
	}
	return r
}

// push is an attempt to push a message.
func (g *generator) push(r record) record {
	r.kind, r.event = "message", events[g.IntN(len(events))]
	r = g.shop(r)
	r.httpStatus = 200
	if g.chance(70) {
		r.bizID = orderIDs[g.IntN(g.orders)]
		if strings.HasPrefix(r.event, "kwaishop_order_") {
			r.orders = []int64{r.bizID}
		}
	}
	switch {
	case g.chance(12):
		r.heartbeat = true
	case g.chance(8):
		r.httpStatus = []int64{500, 201, 404}[g.IntN(3)]
	case g.chance(8):
		r.result = 0
	}
	if g.chance(50) {
		r.costMs = []int64{0, 20, 2999, 3000, 3001, 5000}[g.IntN(6)]
	}
	return r
}

// access is a user who saw orders.
func (g *generator) access(r record) record {
	r.kind, r.url = "order", g.link()
	r.userIP = []string{"203.0.113.1", "203.0.113.2"}[g.IntN(2)]
	return g.touch(g.named(r))
}

// transfer is orders handed to another system.
func (g *generator) transfer(r record) record {
	r.kind = "open"
	r = g.shop(r)
	if r.seller == 0 && r.openID == "" || g.chance(50) {
		r.userID = []string{"op-1", "op-2", "203.0.113.1"}[g.IntN(3)]
	}
	if g.chance(70) {
		r.clientIP = []string{"203.0.113.1", "203.0.113.3"}[g.IntN(2)]
	}
	if g.chance(60) {
		r.url = g.link()
	}
	if g.chance(80) {
		r.sendTo = g.link()
	}
	return g.touch(r)
}

// touch gives an order or open record its orders, or only the filter that was used.
func (g *generator) touch(r record) record {
	if g.chance(90) {
		r.orders = g.ids()
	}
	if r.orders == nil || g.chance(10) {
		r.message = "status=1"
		if g.chance(30) {
			r.message = "导出订单"
		}
	}
	return r
}

// link is a URL to one of a few hosts, in clear more often than not.
func (g *generator) link() string {
	scheme := []string{"http://", "http://", "https://", "HTTP://"}[g.IntN(4)]
	user := []string{"", "", "", "erp:s@", "Erp@"}[g.IntN(5)]
	path := []string{"", "/", "/orders/list?to=http://other.example.com/", "?page=2", "#top", "/a@b"}[g.IntN(6)]
	return scheme + user + hosts[g.IntN(len(hosts))] + path
}
