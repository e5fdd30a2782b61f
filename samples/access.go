package samples

import "strconv"

// access is one order access: a user saw orders on a page.
type access struct {
	shop   *shop
	names  identity
	url    string
	userIP string
	orders []int64 // empty: a filter instead
	filter string  // JSON text
}

func (g *generator) appendAccess(b []byte, a *app, r access) []byte {
	a.facts.OrderAccesses++
	b = g.appendShop(b, r.shop, r.names)
	b = appendText(b, "url", r.url)
	b = appendText(b, "userIp", r.userIP)
	b = g.appendOrders(b, r.orders, r.filter)
	b = append(b, `"operation":`...)
	b = strconv.AppendInt(b, 1+int64(len(r.orders)%3), 10)
	b = append(b, ',')
	return g.appendTime(b)
}

// appendOrders writes the orders of an access or a transfer and their number.
func (g *generator) appendOrders(b []byte, ids []int64, filter string) []byte {
	total := int64(len(ids))
	if len(ids) > 0 {
		b = append(b, `"orderIds":`...)
		b = g.appendIDs(b, ids)
		b = append(b, ',')
	} else {
		total = 1 + int64(g.rng.Uint64N(20))
	}
	if filter != "" {
		b = append(b, `"data":`...)
		b = appendEscaped(b, filter)
		b = append(b, ',')
	}
	b = append(b, `"orderTotal":`...)
	b = strconv.AppendInt(b, total, 10)
	return append(b, ',')
}

// filters are what users searched for; personal data in them is masked.
var filters = [...]string{
	`{"status":"paid","page":1}`,
	`{"status":"shipped","from":"2024-10-01","to":"2024-10-07"}`,
	`{"receiver":"张*","mobile":"138****8000"}`,
	`{"waybill":"SF1391024550613","amount":"1999.00"}`,
}

var pages = [...]string{
	"https://erp.example.com/orders/list", "https://erp.example.com/orders/detail?tab=goods",
	"https://erp.example.com/orders/print?size=2", "https://erp.example.com/refunds",
}

// cleanAccess is an ordinary access: a shop's own user, page and orders.
func (g *generator) cleanAccess(a *app) access {
	a.accesses++
	s := g.someOrders(a, 5)
	r := access{shop: s, url: pages[g.rng.IntN(len(pages))], userIP: s.userIPs[g.rng.IntN(len(s.userIPs))], orders: g.orders}
	if a.accesses%7 == 0 {
		r.orders, r.filter = nil, filters[a.accesses/7%len(filters)]
	}
	return r
}

func (g *generator) accessFields(b []byte, a *app) []byte {
	return g.appendAccess(b, a, g.cleanAccess(a))
}

func (g *generator) accessLine(a *app) {
	g.line(orderLog, a, func(b []byte) []byte { return g.accessFields(b, a) })
}

// transfer is one hand-over of orders to another system.
type transfer struct {
	shop     *shop // nil: only the operator is named
	operator string
	sendTo   string
	orders   []int64
}

func (g *generator) appendTransfer(b []byte, a *app, r transfer) []byte {
	a.facts.OrderTransfers++
	if r.shop != nil {
		b = g.appendShop(b, r.shop, anyName)
	}
	if r.operator != "" {
		b = appendText(b, "userId", r.operator)
	}
	if r.shop != nil {
		b = appendText(b, "clientIp", r.shop.clientIP)
	}
	b = g.appendOrders(b, r.orders, "")
	b = appendText(b, "url", "https://erp.example.com/push")
	if r.sendTo != "" {
		b = appendText(b, "sendToUrl", r.sendTo)
	}
	return g.appendTime(b)
}

func (g *generator) transferFields(b []byte, a *app) []byte {
	s := g.someOrders(a, 4)
	r := transfer{shop: s, sendTo: "https://" + s.sendHost + "/api/orders", orders: g.orders}
	if g.rng.Uint32()%3 > 0 {
		r.operator = s.operators[g.rng.IntN(len(s.operators))]
	}
	return g.appendTransfer(b, a, r)
}

func (g *generator) transferLine(a *app) {
	g.line(openLog, a, func(b []byte) []byte { return g.transferFields(b, a) })
}

// appendLogin writes a login; message may be empty.
func (g *generator) appendLogin(b []byte, a *app, s *shop, result, message string) []byte {
	a.facts.Logins++
	b = g.appendShop(b, s, anyName)
	b = appendText(b, "userIp", s.userIPs[g.rng.IntN(len(s.userIPs))])
	b = appendText(b, "loginResult", result)
	if message != "" {
		b = appendText(b, "loginMessage", message)
	}
	return g.appendTime(b)
}

func (g *generator) loginFields(b []byte, a *app) []byte {
	s := g.anyShop(a)
	switch g.rng.Uint32() % 16 {
	case 0:
		return g.appendLogin(b, a, s, "failure", "密码错误")
	case 1:
		return g.appendLogin(b, a, s, "success", "138****8000 signed in")
	}
	return g.appendLogin(b, a, s, "success", "")
}

func (g *generator) loginLine(a *app) {
	g.line(loginLog, a, func(b []byte) []byte { return g.loginFields(b, a) })
}

// statements keep to one shop, fetch few rows and hold no literal that matters.
var statements = [...]string{
	"SELECT order_id, status FROM t_order WHERE seller_id = ? AND status = ? ORDER BY paid_at DESC LIMIT 20",
	"UPDATE t_order SET status = ?, waybill_no = ? WHERE seller_id = ? AND order_id = ?",
	"SELECT sku_id, quantity FROM t_order_item WHERE seller_id = ? AND order_id = ? LIMIT 50",
	"INSERT INTO t_ship_task (seller_id, order_id, state) VALUES (?, ?, 'new')",
	"DELETE FROM t_print_job WHERE seller_id = ? AND finished = 1 LIMIT 10",
}

func (g *generator) appendStatement(b []byte, a *app, statement string) []byte {
	a.facts.SQLStatements++
	b = appendText(b, "type", "MySQL")
	b = appendText(b, "sql", statement)
	return g.appendTime(b)
}

func (g *generator) statementFields(b []byte, a *app) []byte {
	return g.appendStatement(b, a, statements[g.rng.IntN(len(statements))])
}

func (g *generator) statementLine(a *app) {
	g.line(sqlLog, a, func(b []byte) []byte { return g.statementFields(b, a) })
}
