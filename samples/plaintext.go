package samples

// plaintext has an app that logs phone and id numbers in the clear, in every log
// type, and moves order data over http. Names, addresses and other kinds are
// not planted. Masked forms and numbers that only look alike stand beside them.
func plaintext() scenario {
	r := companion(0, 20)
	r.plants = append(shapes(), plaintextPlants()...)
	return scenario{
		name: "plaintext", minLines: 800, days: sixWeeks,
		roles: []role{r, companion(1, 8)},
		findings: []ExpectedFinding{
			{"3.3-pii-in-url", appKeys[0], "violation"},          // order url phone
			{"3.3-pii-stored", appKeys[0], "violation"},          // id_card
			{"3.3-pii-stored", appKeys[0], "violation"},          // phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // api errorMsg id_card
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // api param.keyword phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // login loginMessage phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // message remark phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // open userId phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // order data.mobile phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // order url phone
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // sql sql id_card
			{"3.3-plaintext-pii", appKeys[0], "violation"},       // sql sql phone
			{"3.3-plaintext-transport", appKeys[0], "violation"}, // open print.example.com:8080
			{"3.3-plaintext-transport", appKeys[0], "violation"}, // order erp.example.com
		},
	}
}

func plaintextPlants() []plant {
	return []plant{
		onDay(15, phoneInLogin("login refused for 13800138000")),
		onDay(14, phoneInLogin("login refused for 138-0013-8000")),
		onDay(13, personalStatement),
		onDay(12, phoneInFilter), onDay(11, phoneInURL), onDay(10, phoneInParam),
		onDay(9, phoneAsOperator), onDay(8, phoneInPush), onDay(7, idCardInError),
		onDay(6, lookAlikeLogin), onDay(6, lookAlikeStatement),
		onDay(5, httpPage), onDay(4, httpPage),
		onDay(3, httpReceiver("http://print.example.com:8080/jobs")),
		onDay(2, httpReceiver("http://Print.Example.com:8080/jobs")),
	}
}

// The conventional fakes: a carrier's service line, the standard's own example.
const (
	fakePhone, maskedPhone   = "13800138000", "138****8000"
	fakeIDCard, maskedIDCard = "11010519491231002X", "110105********002X"
)

func (g *generator) notePhone(a *app, t logType, field string) {
	g.tally.plantedValue(PlantedValue{App: a.key, LogType: logWords[t], Field: field, Kind: "phone", Sample: maskedPhone})
}

func (g *generator) noteIDCard(a *app, t logType, field string) {
	g.tally.plantedValue(PlantedValue{App: a.key, LogType: logWords[t], Field: field, Kind: "id_card", Sample: maskedIDCard})
}

// phoneInLogin writes a login message that holds a phone number.
func phoneInLogin(message string) writeLine {
	return func(g *generator, a *app) {
		g.notePhone(a, loginLog, "loginMessage")
		g.line(loginLog, a, func(b []byte) []byte { return g.appendLogin(b, a, g.anyShop(a), "failure", message) })
	}
}

func personalStatement(g *generator, a *app) {
	g.notePhone(a, sqlLog, "sql")
	g.noteIDCard(a, sqlLog, "sql")
	statement := "UPDATE t_buyer SET mobile = '" + fakePhone + "', id_no = '" + fakeIDCard + "' WHERE seller_id = ? AND order_id = ?"
	g.line(sqlLog, a, func(b []byte) []byte { return g.appendStatement(b, a, statement) })
}

// phoneInFilter nests a phone number in the JSON text of data.
func phoneInFilter(g *generator, a *app) {
	g.notePhone(a, orderLog, "data.mobile")
	r := g.cleanAccess(a)
	r.orders, r.filter = nil, `{"mobile":"`+fakePhone+`","status":"paid"}`
	g.line(orderLog, a, func(b []byte) []byte { return g.appendAccess(b, a, r) })
}

func phoneInURL(g *generator, a *app) {
	g.notePhone(a, orderLog, "url")
	r := g.cleanAccess(a)
	r.url = "https://erp.example.com/orders/search?mobile=" + fakePhone
	g.line(orderLog, a, func(b []byte) []byte { return g.appendAccess(b, a, r) })
}

func phoneInParam(g *generator, a *app) {
	g.notePhone(a, apiLog, "param.keyword")
	g.callLine(a, call{method: "open.order.cursor.list", shop: g.anyShop(a), keyword: fakePhone})
}

// phoneAsOperator names an operator by phone number, which is then masked.
func phoneAsOperator(g *generator, a *app) {
	g.notePhone(a, openLog, "userId")
	s := g.someOrders(a, 2)
	g.transferOf(a, transfer{shop: s, operator: fakePhone, sendTo: "https://" + s.sendHost + "/api/orders", orders: g.orders})
}

// phoneInPush puts a phone number into a field that the spec does not know.
func phoneInPush(g *generator, a *app) {
	g.notePhone(a, messageLog, "remark")
	p := g.newPush(a)
	g.line(messageLog, a, func(b []byte) []byte {
		return g.appendPush(appendText(b, "remark", "call "+fakePhone), a, p)
	})
}

// idCardInError is a call that succeeded with a remark that repeats an id number.
func idCardInError(g *generator, a *app) {
	g.noteIDCard(a, apiLog, "errorMsg")
	g.line(apiLog, a, func(b []byte) []byte {
		return g.appendCall(appendText(b, "errorMsg", "warning: id "+fakeIDCard+" seen before"), a, g.cleanRead(a))
	})
}

// lookAlikeLogin holds a ticket in no phone segment and a waybill.
func lookAlikeLogin(g *generator, a *app) {
	const message = "ticket 12345678901 closed, waybill SF1391024550613"
	g.line(loginLog, a, func(b []byte) []byte { return g.appendLogin(b, a, g.anyShop(a), "success", message) })
}

// lookAlikeStatement holds 18 digits whose check digit is wrong, a hash and an amount.
func lookAlikeStatement(g *generator, a *app) {
	const statement = "INSERT INTO t_task (task_no, mobile_hash, amount) VALUES ('110105194912310021', '9f86d081884c7d65', 1999.00)"
	g.line(sqlLog, a, func(b []byte) []byte { return g.appendStatement(b, a, statement) })
}

// httpPage shows orders on an unencrypted page.
func httpPage(g *generator, a *app) {
	r := g.cleanAccess(a)
	r.url = "http://erp.example.com/orders/list"
	g.line(orderLog, a, func(b []byte) []byte { return g.appendAccess(b, a, r) })
}

// httpReceiver sends a shop's orders over http; only the first shop uses it.
func httpReceiver(url string) writeLine {
	return func(g *generator, a *app) {
		group := a.shopGroup(g.day-1, 0)
		s := g.groupOrders(a, g.day-1, group, 0, 2)
		g.transferOf(a, transfer{shop: s, sendTo: url, orders: g.orders})
	}
}
