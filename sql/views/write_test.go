package views_test

// Writing: how drafts become lines of a log file, in all the forms that the
// design allows for the same record.

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// A member is a name and its value as JSON.
type member struct{ name, value string }

func object(members []member) string {
	var parts []string
	for _, m := range members {
		parts = append(parts, strconv.Quote(m.name)+":"+m.value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func quoted(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// lines writes the drafts of a case, one or several in a line. One with a hit
// stands alone, so that its field is the plain name.
func (s *stage) lines() []line {
	var lines []line
	for drafts := s.drafts; len(drafts) > 0; {
		n := 1
		for s.oneIn(4) && n < len(drafts) && drafts[0].hits == nil && drafts[n].hits == nil {
			n++
		}
		lines = append(lines, s.line(drafts[:n]))
		drafts = drafts[n:]
	}
	return lines
}

// line writes drafts as an array, a batch or an envelope where that is possible.
func (s *stage) line(drafts []draft) line {
	d := drafts[0]
	switch {
	case len(drafts) > 1 && uniform(drafts):
		return s.batch(drafts)
	case len(drafts) > 1:
		return s.array(drafts)
	case d.Type != "api" && d.Type != "message" && d.hits == nil && s.oneIn(8):
		return line{Text: s.envelope(d.Type, d.App, s.own(d)), Records: []record{d.record}}
	case d.hits != nil && s.oneIn(6):
		return s.unreadable(d)
	}
	return line{Text: s.whole(d), Records: []record{d.record}, Hits: d.found()}
}

// found are the hits of a draft as those of its app, type and time.
func (d draft) found() []hit {
	var found []hit
	for _, h := range d.hits {
		h.App, h.Type, h.Millis = d.App, d.Type, d.Millis
		found = append(found, h)
	}
	return found
}

// uniform tells whether the drafts can stand in one batch.
func uniform(drafts []draft) bool {
	for _, d := range drafts {
		if d.Type != drafts[0].Type || d.App != drafts[0].App || d.Type == "api" || d.Type == "message" {
			return false
		}
	}
	return true
}

func (s *stage) batch(drafts []draft) line {
	var texts []string
	var records []record
	for i, d := range drafts {
		texts = append(texts, object(s.own(d)))
		d.Element = int64(i + 1)
		records = append(records, d.record)
	}
	data := "[" + strings.Join(texts, ",") + "]"
	if s.oneIn(2) {
		data = quoted(data)
	}
	content := []member{{"method", quoted(drafts[0].Type)}, {"data", data}}
	return line{Text: s.envelope("batch", drafts[0].App, content), Records: records}
}

// array writes drafts as an array, in which some elements are of no use.
func (s *stage) array(drafts []draft) line {
	var texts []string
	var records []record
	for _, d := range drafts {
		if s.oneIn(6) {
			texts = append(texts, `{"logType":"none"}`)
		}
		texts = append(texts, s.whole(d))
		d.Element = int64(len(texts))
		records = append(records, d.record)
	}
	return line{Text: "[" + strings.Join(texts, ",") + "]", Records: records}
}

// unreadable spoils a record: its time, so that it has no day, or another
// required field.
func (s *stage) unreadable(d draft) line {
	members := append(s.own(d), member{"logType", quoted(d.Type)}, member{"appKey", quoted(d.App)})
	l := line{Rejected: true, Hits: d.found()}
	spoilt := "time"
	if d.Type == "api" && s.oneIn(2) {
		spoilt = "result"
	}
	for i, m := range members {
		if m.name == spoilt {
			members[i].value = "7"
			if spoilt == "result" {
				members[i].value = quoted("seven")
			}
		}
	}
	for i := range l.Hits {
		l.Hits[i].Stored = false // its statement is not known
		if spoilt == "time" {
			l.Hits[i].Millis = 0
		}
	}
	l.Text = object(members)
	return l
}

// envelope is an upload request.
func (s *stage) envelope(call, app string, content []member) string {
	param := object(content)
	if s.oneIn(2) {
		param = quoted(param)
	}
	return object([]member{{"method", quoted("open.security.log." + call)}, {"appkey", quoted(app)}, {"param", param}})
}

// whole is a record with its log type and app.
func (s *stage) whole(d draft) string {
	head := []member{{"logType", quoted(d.Type)}, {pick(s.randomness, "appKey", "appKey", "appkey"), quoted(d.App)}}
	return object(append(head, s.own(d)...))
}

// own are the members that the log specification has for the type.
func (s *stage) own(d draft) []member {
	m := []member{{"time", s.timeOf(d.Millis)}}
	if d.Seller != 0 {
		m = append(m, member{"sellerId", s.number(d.Seller)})
	}
	m = addText(m, "openId", d.OpenID)
	if len(d.OrderIDs) > 0 {
		m = append(m, member{"orderIds", s.ids(d.OrderIDs)})
	} else if s.oneIn(10) {
		m = append(m, member{"orderIds", pick(s.randomness, "null", "[]")})
	}
	switch d.Type {
	case "api":
		m = append(m, member{"method", quoted(d.Method)}, member{"result", s.number(d.Result)})
		m = addText(addText(m, "errorMsg", d.text+d.Error), "code", d.Code)
		if d.Param != nil {
			m = append(m, member{"param", s.paramText(*d.Param)})
		}
	case "message":
		m = append(m, s.pushMembers(d)...)
	case "order":
		m = append(m, s.handlingMembers(d)...)
		m = addText(addText(addText(m, "userIp", d.UserIP), "url", d.URL), "data", d.text)
	case "open":
		m = append(m, s.handlingMembers(d)...)
		m = append(m, s.userID(d.UserID)...)
		m = addText(addText(addText(addText(m, "clientIp", d.ClientIP), "url", d.URL), "sendToUrl", d.SendToURL), "data", d.text)
	case "sql":
		m = addText(m, "sql", d.text)
		if d.SQL != nil {
			m = addText(m, "type", d.SQL.Database)
		}
	case "login":
		m = addText(addText(addText(m, "loginMessage", d.text), "userIp", d.UserIP), "loginResult", d.LoginResult)
	}
	return m
}

func (s *stage) pushMembers(d draft) []member {
	m := []member{{"eventId", quoted("e" + strconv.Itoa(s.IntN(1000)))}, {"event", quoted(d.Event)}, {"httpStatus", s.number(d.HTTPStatus)}, {"result", s.number(d.Result)}}
	if d.BizID != 0 {
		m = append(m, member{"bizId", s.number(d.BizID)})
	}
	if d.CostMs != nil {
		m = append(m, member{"costMs", s.number(*d.CostMs)})
	}
	if d.Heartbeat {
		m = append(m, member{"test", "true"})
	} else if s.oneIn(3) {
		m = append(m, member{"test", "false"})
	}
	return m
}

// userID is a text, or a number when it is a phone number.
func (s *stage) userID(id string) []member {
	if kinds[id] != "" && s.oneIn(2) {
		return []member{{"userId", id}}
	}
	return addText(nil, "userId", id)
}

func addText(m []member, name, text string) []member {
	if text == "" {
		return m
	}
	return append(m, member{name, quoted(text)})
}

// number writes an integer as such or as a digit string.
func (s *stage) number(n int64) string {
	if s.oneIn(4) {
		return fmt.Sprintf(`"%d"`, n)
	}
	return strconv.FormatInt(n, 10)
}

// timeOf writes a time in milliseconds or, where nothing is lost, in seconds.
func (s *stage) timeOf(millis int64) string {
	if millis%1000 == 0 && s.oneIn(20) {
		return s.number(millis / 1000)
	}
	return s.number(millis)
}

func (s *stage) ids(ids []int64) string {
	var texts []string
	for _, id := range ids {
		texts = append(texts, s.number(id))
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// paramText writes business parameters as an object or as JSON text.
func (s *stage) paramText(p param) string {
	m := []member{{"page", "1"}, {"tags", `["a",2,null]`}}
	if p.OrderID != 0 {
		m = append(m, member{"orderId", s.number(p.OrderID)})
	}
	if p.MainOrderID != 0 {
		m = append(m, member{"mainOrderId", s.number(p.MainOrderID)})
	}
	if p.DecryptList != nil {
		m = append(m, member{"batchDecryptList", s.list("bizId", p.DecryptList)})
	}
	if p.EbillList != nil {
		m = append(m, member{"getEbillOrderRequest", s.list("orderId", p.EbillList)})
	}
	if p.OtherList != nil {
		m = append(m, member{"more", s.list("orderId", p.OtherList)})
	}
	if s.oneIn(2) {
		return quoted(object(m))
	}
	return object(m)
}

// list is an array of objects that have the ids under that name; 0 is one without.
func (s *stage) list(name string, ids []int64) string {
	var texts []string
	for _, id := range ids {
		element := []member{{"kind", `"x"`}}
		if id != 0 {
			element = append(element, member{name, s.number(id)})
		}
		texts = append(texts, object(element))
	}
	return "[" + strings.Join(texts, ",") + "]"
}
