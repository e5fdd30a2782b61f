package samples

import "strconv"

// call is one call of a platform API.
type call struct {
	method  string
	shop    *shop
	orders  []int64
	form    orderForm
	failure *failure // nil: succeeded
	userIP  bool
	keyword string // a search word in param, for planted personal data
}

// orderForm says where a call carries its order ids.
type orderForm int

const (
	inOrderIDs    orderForm = iota // the record's orderIds
	inOrderID                      // param.orderId, param as JSON text
	inMainOrderID                  // param.mainOrderId, param as JSON text
	inEbillList                    // param.getEbillOrderRequest[].orderId, param as object
	inDecryptList                  // param.batchDecryptList[].bizId, param as object
	inDecryptText                  // the same, param as JSON text

)

// failure is why a call failed.
type failure struct {
	result  int
	code    string
	message string // %k stands for the app key
}

// failures of the platform and of the caller; none of them means that a shop
// has withdrawn its authorisation.
var failures = [...]failure{
	{802_000, "802000", "Exceed quota limit, KEY [appkey:%k]"},
	{802_001, "802001", "Exceed qps limit, KEY [apiId:3021;appkey:%k], MAX_QPS [300.0]"},
	{500, "500", "system busy, try again later"},
	{24, "24", "param invalid"},
	{504, "504", "call timed out after 3000 ms"},
}

func (g *generator) appendCall(b []byte, a *app, c call) []byte {
	a.facts.APICalls++
	a.failed.note(g.day, c)
	a.callsOn[g.day]++
	b = appendText(b, "method", c.method)
	if c.shop != nil {
		b = g.appendShop(b, c.shop, anyName)
	}
	b = append(b, `"requestId":"`...)
	b = appendHex(b, g.rng.Uint64())
	b = append(b, `",`...)
	b = a.appendResult(b, c.failure)
	b = append(b, `"costMs":`...)
	b = strconv.AppendInt(b, 8+int64(g.rng.Uint64N(300)), 10)
	b = append(b, ',')
	b = g.appendCallOrders(b, c)
	if c.keyword != "" {
		b = append(b, `"param":{"keyword":"`...)
		b = append(b, c.keyword...)
		b = append(b, `"},`...)
	}
	if c.userIP && c.shop != nil {
		b = appendText(b, "userIp", c.shop.userIPs[0])
	}
	return g.appendTime(b)
}

// appendResult writes how the call ended; 1 means success.
func (a *app) appendResult(b []byte, f *failure) []byte {
	if f == nil {
		a.facts.APISuccesses++
		return append(b, `"result":1,"code":"1",`...)
	}
	b = append(b, `"result":`...)
	b = strconv.AppendInt(b, int64(f.result), 10)
	b = append(b, ',')
	b = appendText(b, "code", f.code)
	b = append(b, `"errorMsg":"`...)
	for i := 0; i < len(f.message); i++ {
		if f.message[i] == '%' {
			b = append(b, a.key...)
			i++
			continue
		}
		b = append(b, f.message[i])
	}
	return append(b, `",`...)
}

func (g *generator) appendCallOrders(b []byte, c call) []byte {
	if len(c.orders) == 0 {
		return b
	}
	if c.form == inOrderIDs {
		b = append(b, `"orderIds":`...)
		b = g.appendIDs(b, c.orders)
		return append(b, ',')
	}
	b = append(b, `"param":`...)
	param := g.appendParam(g.scratch[:0], c)
	g.scratch = param
	if c.form == inEbillList || c.form == inDecryptList {
		b = append(b, param...)
	} else {
		b = appendEscaped(b, param)
	}
	return append(b, ',')
}

// appendParam writes the business parameters as a JSON object.
func (g *generator) appendParam(b []byte, c call) []byte {
	switch c.form {
	case inOrderID, inMainOrderID:
		key := `{"orderId":`
		if c.form == inMainOrderID {
			key = `{"mainOrderId":`
		}
		b = append(b, key...)
		b = g.appendInt(b, c.orders[0])
		return append(b, `,"expressCode":4}`...)
	case inEbillList:
		return g.appendParamList(b, c.orders, `{"getEbillOrderRequest":[`, `{"orderId":`, `,"packageCode":"p1"}`)
	}
	return g.appendParamList(b, c.orders, `{"batchDecryptList":[`, `{"bizId":`, `,"encryptedData":"#enc#"}`)
}

func (g *generator) appendParamList(b []byte, ids []int64, open, before, after string) []byte {
	b = append(b, open...)
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, before...)
		b = g.appendInt(b, id)
		b = append(b, after...)
	}
	return append(b, "]}"...)
}

func (g *generator) callLine(a *app, c call) {
	g.line(apiLog, a, func(b []byte) []byte { return g.appendCall(b, a, c) })
}

// cleanRead is a successful call that neither decrypts nor ships. The masked
// view of orders is among them: it must not count as a decrypt.
func (g *generator) cleanRead(a *app) call {
	a.calls++
	switch dice := g.rng.Uint32() % 16; {
	case dice < 8:
		return call{method: "open.order.detail", shop: g.someOrders(a, 1), orders: g.orders, userIP: dice < 3}
	case dice < 11:
		return call{method: "open.order.cursor.list", shop: g.anyShop(a)}
	case dice < 13:
		return call{method: "open.item.list", shop: g.anyShop(a), userIP: true}
	case dice < 14:
		return call{method: "open.refund.list", shop: g.anyShop(a)}
	}
	return call{method: "open.order.desensitise.batch", shop: g.someOrders(a, 5), orders: g.orders}
}

func (g *generator) readLine(a *app) { g.callLine(a, g.cleanRead(a)) }

// failedCallLine fails a read or the next shipment, which is then tried again.
func (g *generator) failedCallLine(a *app) {
	c := g.cleanRead(a)
	if a.calls%3 == 0 && a.shipCalls < a.groups*len(shipSteps) {
		c = g.nextShip(a)
	}
	c.failure = &failures[g.rng.IntN(len(failures))]
	g.callLine(a, c)
}
