package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// fields are the declared fields of a log type, without logType and appKey.
func (g *gen) fields(logType string) []any {
	shop := []any{"sellerId", 10000000 + g.Int64N(4000000000)}
	if g.chance(40) {
		shop = []any{"openId", "f18" + g.hex(29)}
	}
	var stamp any = g.when().UnixMilli()
	if g.chance(15) {
		stamp = fmt.Sprint(stamp)
	}
	var ids []any
	for range 1 + g.IntN(3) {
		ids = append(ids, doc(cat(g.orderID())))
	}
	url := g.fill("https://{host}/order/list", "https://{host}/print/batch?page={n}", "https://{host}/#/trade/detail")
	var out []any
	switch logType {
	case "login":
		out = []any{"userIp", g.ip(), "loginResult", g.pick(strings.Fields("success fail 成功 失败")), "loginMessage", g.pick(strings.Fields("ok 登录成功 密码错误 验证码错误"))}
	case "order":
		out = []any{"url", url, "userIp", g.ip(), "orderIds", ids, "operation", 1 + g.IntN(6), "orderTotal", len(ids)}
	case "open":
		out = []any{"userId", "op_" + g.digits(4), "clientIp", g.ip(), "orderIds", ids, "orderTotal", len(ids), "sendToUrl", url}
	case "sql":
		out = []any{"type", g.pick(strings.Fields("MySQL MySQL PostgreSQL Oracle MariaDB"))}
	case "api":
		out = []any{"method", g.pick(strings.Fields("open.order.cursor.list open.order.detail open.express.ebill.get open.refund.pcursor.list open.seller.order.goods.deliver open.order.desensitise.batch")), "result", 1, "requestId", g.digits(19), "costMs", 10 + g.IntN(900)}
	case "message":
		out = []any{"eventId", g.uuid(), "event", g.pick(strings.Fields("kwaishop_order_addOrder kwaishop_order_paySuccess kwaishop_aftersales_addRefund kwaishop_order_deliveringOrder")), "bizId", doc(cat(g.orderID())), "httpStatus", 200, "result", 1, "costMs", 5 + g.IntN(2000), "attempt", 1 + g.IntN(3)}
	}
	return append(append(out, shop...), "time", stamp)
}

// mixed adds pairs to an object's, replacing fields of the same key, in some order.
func (g *gen) mixed(fields []any, extra ...any) []any {
	var all [][]any
	for i := 0; i < len(fields); i += 2 {
		if !slices.Contains(extra, fields[i]) {
			all = append(all, fields[i:i+2])
		}
	}
	for i := 0; i < len(extra); i += 2 {
		all = slices.Insert(all, g.IntN(len(all)+1), extra[i:i+2])
	}
	if g.chance(30) {
		g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	}
	return slices.Concat(all...)
}

// record is a log line of the type with the extra fields.
func (g *gen) record(logType string, extra ...any) text {
	head := []any{"logType", logType, "appKey", "ks66" + g.digits(16)}
	return text(g.object(append(head, g.mixed(g.fields(logType), extra...)...)...))
}

// failed is an api record of a call that failed with the message.
func (g *gen) failed(message text) text {
	return g.record("api", "result", []any{0, 21, 500, 802000, 1015}[g.IntN(5)], "errorMsg", message)
}

// plain is a line of an application's own log.
func (g *gen) plain(message text) text {
	t := g.when()
	level := g.pick(strings.Fields("INFO INFO WARN ERROR DEBUG"))
	class := g.pick(strings.Fields("c.y.erp.OrderService c.y.wms.DeliveryHandler com.yunhuo.trade.TradeSync o.a.k.c.PrintConsumer c.k.crm.MemberController com.kf.chat.MessageRouter"))
	if slices.Contains(message.b, '\n') {
		return g.record("message", "errorMsg", message)
	}
	switch g.IntN(7) {
	case 0:
		return cat(t.Format("2006-01-02 15:04:05"), " ", level, " ", message)
	case 1:
		return cat(t.Format("2006-01-02 15:04:05.000"), "  ", level, " ", 1000+g.IntN(30000), " --- [nio-8080-exec-", 1+g.IntN(20), "] ", class, " : ", message)
	case 2:
		return cat(t.Format("[2006-01-02T15:04:05+08:00] "), "order.", level, ": ", message, g.pick([]string{"", " [] []"}))
	case 3:
		return cat("time=", t.Format("2006-01-02T15:04:05.000+08:00"), " level=", level, " msg=", escPlain.quote(message))
	case 4:
		return cat(t.Format("15:04:05.000"), " [main] ", level, " ", class, " - ", message)
	case 5:
		return cat(t.Format("2006/01/02 15:04:05"), " order_sync.go:", 10+g.IntN(500), ": ", message)
	}
	return cat(t.Format("2006-01-02 15:04:05,000"), " - ", g.pick(strings.Fields("worker celery tasks.sync kefu.bot")), " - ", level, " - ", message)
}

// holdDoc puts a JSON value somewhere into a line, mostly a structured record.
func (g *gen) holdDoc(d doc) text {
	switch g.IntN(12) {
	case 0:
		return g.record("api", "param", d)
	case 1, 2:
		return g.record("api", "param", g.nest(d))
	case 3:
		return g.record("api", "response", g.nest(g.object("result", 1, "error_msg", "SUCCESS", "data", d)))
	case 4:
		inner := g.nest(d)
		return g.record("api", "response", g.nest(g.object("code", "1", "data", inner)))
	case 5:
		inner := g.nest(d)
		return g.record("message", g.pick(strings.Fields("msg message body content")), g.nest(g.object("eventId", g.uuid(), "info", inner)))
	case 6:
		return g.record("message", "data", d)
	case 7:
		return g.record("order", "data", g.nest(d))
	case 8:
		return g.record("open", "data", g.nest(d))
	case 9:
		return g.failed(cat(g.pick([]string{"调用失败, request=", "推送下游异常 body: ", "参数校验不通过:", "http 500, payload="}), g.nest(d)))
	case 10:
		return g.record("api", "param", g.nest(g.object("orderId", doc(cat(g.orderID())), g.pick(strings.Fields("receiver order extInfo data buyer")), d)))
	}
	return g.plain(cat(g.pick([]string{"req=", "推单报文: ", "response body -> ", "consume msg: ", "POST https://" + g.pick(hosts) + "/api/sync body="}), g.nest(d)))
}

// holdText puts free text into a line.
func (g *gen) holdText(t text) text {
	switch g.IntN(10) {
	case 0, 1:
		return g.failed(t)
	case 2:
		return g.record("message", "result", 0, g.pick(strings.Fields("errorMsg message remark")), t)
	case 3:
		return g.record("api", "param", g.nest(g.object("orderId", doc(cat(g.orderID())), g.pick(strings.Fields("remark note sellerMemo buyerRemark content")), t)))
	case 4:
		return g.record("order", "data", g.nest(g.object(g.pick(strings.Fields("remark memo content note 备注")), t)))
	}
	return g.plain(t)
}

// holdSQL puts a statement into a line, mostly an sql record.
func (g *gen) holdSQL(t text) text {
	switch g.IntN(10) {
	case 0:
		return g.failed(cat("### Error updating database. ### SQL: ", t, " ### Cause: java.sql.SQLException"))
	case 1:
		return g.plain(cat(g.pick([]string{"execute sql: ", "# Query_time: 3.21 ", "[SQL] ", "Executing (default): "}), t))
	}
	return g.record("sql", "sql", t)
}

// holdURL puts a query string into a url of a line.
func (g *gen) holdURL(query text) text {
	url := cat(g.fill("https://{host}/order/search?", "https://{host}/api/v2/member/query?page={n}&", "http://{host}/wms/push?", "https://{host}/print?tpl={n}&"), query)
	switch g.IntN(5) {
	case 0, 1:
		return g.record("order", "url", url)
	case 2:
		return g.record("open", "sendToUrl", url)
	case 3:
		return g.record("open", "url", url)
	}
	return g.plain(cat(g.pick([]string{"GET ", "redirect to ", "request timeout: "}), url))
}

var tables = strings.Fields("t_order tb_receiver erp_trade crm_member wms_delivery oms_order_ext sys_user aftersale_order trade_receiver")

func (g *gen) sqlNaming() { g.rollNaming(20, 65, 15, 0) }

// literal writes a value for SQL.
func (g *gen) literal(what string, t text) text {
	if g.unquoted(what, t) {
		return t
	}
	return cat("'", t, "'")
}

func (g *gen) columnList(whats []string) string {
	cols := g.columns(whats)
	if g.chance(40) {
		return "`" + strings.Join(cols, "`, `") + "`"
	}
	return strings.Join(cols, g.pick([]string{", ", ","}))
}

// insert writes an INSERT of n rows.
func (g *gen) insert(n int, whats ...string) text {
	g.sqlNaming()
	cols := g.columnList(whats)
	var tuples []text
	for _, row := range g.rows(n, whats) {
		for i, w := range whats {
			row[i] = g.literal(w, row[i])
		}
		tuples = append(tuples, cat("(", join(", ", row), ")"))
	}
	return cat(g.pick([]string{"INSERT INTO ", "insert into ", "REPLACE INTO ", "INSERT IGNORE INTO "}), g.pick(tables), " (", cols, ")", g.pick([]string{" VALUES ", " values ", " VALUES\n"}), join(", ", tuples))
}

// update writes an UPDATE that sets the values.
func (g *gen) update(whats ...string) text {
	g.sqlNaming()
	var sets []text
	for _, w := range whats {
		sets = append(sets, cat(g.key(w), g.pick([]string{" = ", "="}), g.literal(w, g.cell(w))))
	}
	return cat("UPDATE ", g.pick(tables), " SET ", join(", ", sets), " WHERE id = ", 1000+g.IntN(900000))
}

// where writes a SELECT that looks for the value.
func (g *gen) where(what string) text {
	g.sqlNaming()
	k, alias := g.key(what), g.pick([]string{"", "o.", "t1."})
	v := g.literal(what, g.cell(what))
	cond := cat(alias, k, g.pick([]string{" = ", "="}), v)
	if g.chance(25) {
		g.newRow()
		cond = cat(alias, k, " IN (", v, ", ", g.literal(what, g.cell(what)), ")")
	}
	return cat(g.pick([]string{"SELECT * FROM ", "select id, status from ", "SELECT COUNT(1) FROM "}), g.pick(tables), " ", strings.Trim(alias, "."), " WHERE ", cond, g.pick([]string{"", " AND deleted = 0", " LIMIT 20", " ORDER BY id DESC LIMIT 50"}))
}

// myBatis writes the two debug lines of a prepared INSERT.
func (g *gen) myBatis(whats ...string) text {
	g.sqlNaming()
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(whats)), ", ")
	return cat("==>  Preparing: INSERT INTO ", g.pick(tables), " ( ", g.columnList(whats), " ) VALUES ( ", marks, " )\n==> Parameters: ", g.parameters(whats...))
}

// parameters writes the values of a MyBatis parameter line.
func (g *gen) parameters(whats ...string) text {
	var out []text
	for _, w := range whats {
		t := g.cell(w)
		switch {
		case base(w) == "created":
			t = cat(t, "(Timestamp)")
		case base(w) == "amount":
			t = cat(t, "(BigDecimal)")
		case g.unquoted(w, t):
			t = cat(t, "(Long)")
		default:
			t = cat(t, "(String)")
		}
		out = append(out, t)
	}
	return join(", ", out)
}

// csv writes a header and n rows.
func (g *gen) csv(n int, whats ...string) text {
	sep := g.pick([]string{",", ",", "\t", ";", "|"})
	quote := ""
	if g.chance(25) {
		quote = `"`
	}
	lines := []text{cat(strings.Join(g.columns(whats), sep))}
	for _, row := range g.rows(n, whats) {
		for i := range row {
			row[i] = cat(quote, row[i], quote)
		}
		lines = append(lines, join(sep, row))
	}
	out := join("\n", lines)
	return g.record(g.pick([]string{"open", "order"}), "data", g.nest(g.object("fileName", "export.csv", g.pick(strings.Fields("content csv text")), out)))
}

// grid writes a table as JSON: columns and rows.
func (g *gen) grid(n int, whats ...string) text {
	names := [][2]string{{"columns", "rows"}, {"header", "rows"}, {"fields", "values"}, {"titles", "list"}, {"columnNames", "resultSet"}}[g.IntN(5)]
	var cols, rows []any
	for _, c := range g.columns(whats) {
		cols = append(cols, c)
	}
	for range n {
		g.newRow()
		var row []any
		for _, w := range whats {
			row = append(row, g.value(w))
		}
		rows = append(rows, row)
	}
	return g.holdDoc(g.object(names[0], cols, names[1], rows))
}
