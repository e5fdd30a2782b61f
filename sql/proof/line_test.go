package proof

import (
	"encoding/json"
	"strconv"
)

// object is the record as a JSON object; bare leaves out what an upload envelope
// says in the record's place.
func (r record) object(bare bool) map[string]any {
	o := map[string]any{}
	if !bare {
		o["logType"], o["appKey"] = r.kind, r.app
	}
	r.spellTime(o)
	if r.kind != "sql" {
		r.spellID(o, "sellerId", r.seller)
		r.spellText(o, "openId", r.openID)
	}
	switch r.kind {
	case "api":
		r.spellCall(o)
	case "message":
		r.spellPush(o)
	case "order":
		o["url"], o["userIp"] = r.url, r.userIP
		r.spellOrders(o, r.orders)
		r.spellText(o, "data", r.message)
	case "open":
		r.spellText(o, "url", r.url)
		r.spellText(o, "userId", r.userID)
		r.spellText(o, "clientIp", r.clientIP)
		r.spellText(o, "sendToUrl", r.sendTo)
		r.spellOrders(o, r.orders)
		r.spellText(o, "data", r.message)
	case "login":
		r.spellText(o, "loginMessage", r.message)
	case "sql":
		o["type"], o["sql"] = "MySQL", "SELECT 1"
	}
	return o
}

func (r record) spellCall(o map[string]any) {
	o["method"] = r.method
	o["result"] = r.number(r.result)
	r.spellText(o, "errorMsg", r.message)
	r.spellOrders(o, r.written.orderIDs)
	if !r.written.param {
		return
	}
	param := r.param()
	if r.spelling.paramText {
		o["param"] = text(param)
	} else {
		o["param"] = param
	}
}

func (r record) param() map[string]any {
	w, param := r.written, map[string]any{"expressCode": 4}
	if w.listed != nil {
		param["batchDecryptList"] = r.objects("bizId", w.listed)
	}
	if w.orderID != 0 {
		param["orderId"] = r.number(w.orderID)
	}
	if w.mainID != 0 {
		param["mainOrderId"] = r.number(w.mainID)
	}
	for i, ids := range w.ebills {
		param["request"+strconv.Itoa(i)] = r.objects("orderId", ids)
	}
	return param
}

// objects are one object for each id, and one without any.
func (r record) objects(name string, ids []int64) []any {
	list := []any{map[string]any{"note": "none"}}
	for _, id := range ids {
		list = append(list, map[string]any{name: r.number(id)})
	}
	return list
}

func (r record) spellPush(o map[string]any) {
	o["eventId"], o["event"] = "e"+strconv.FormatInt(r.at, 36), r.event
	o["httpStatus"], o["result"] = r.number(r.httpStatus), r.number(r.result)
	r.spellID(o, "bizId", r.bizID)
	if r.costMs != absent {
		o["costMs"] = r.number(r.costMs)
	} else if r.spelling.nulls {
		o["costMs"] = nil
	}
	if r.heartbeat {
		o["test"] = true
	} else if r.spelling.nulls {
		o["test"] = false
	}
}

func (r record) spellTime(o map[string]any) {
	at := r.at
	if r.spelling.seconds && at%1000 == 0 {
		at /= 1000
	}
	o["time"] = r.number(at)
}

func (r record) spellOrders(o map[string]any, ids []int64) {
	if len(ids) == 0 {
		if r.spelling.nulls {
			o["orderIds"] = []any{}
		}
		return
	}
	var list []any
	for _, id := range ids {
		list = append(list, r.number(id))
	}
	o["orderIds"] = list
}

func (r record) spellID(o map[string]any, name string, id int64) {
	if id != 0 {
		o[name] = r.number(id)
	} else if r.spelling.nulls {
		o[name] = nil
	}
}

func (r record) spellText(o map[string]any, name, value string) {
	if value != "" || r.spelling.nulls {
		o[name] = value
	}
}

func (r record) number(n int64) any {
	if r.spelling.digits {
		return strconv.FormatInt(n, 10)
	}
	return n
}

func text(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
