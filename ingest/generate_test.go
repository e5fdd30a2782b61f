package ingest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A generator writes random log files: every log type, every way to get a
// record wrong that a developer has, and some that nobody has. It writes no
// personal data, because masking would alter the values.
type generator struct{ *rand.Rand }

// A member of an object: its name and its value as JSON.
type member struct{ name, value string }

func pick[T any](g generator, from ...T) T { return from[g.IntN(len(from))] }

func (g generator) oneIn(n int) bool { return g.IntN(n) == 0 }

func quoted(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

// file is a whole file.
func (g generator) file() []byte {
	end := pick(g, "\n", "\n", "\r\n")
	var b strings.Builder
	if g.oneIn(8) {
		b.WriteString("\ufeff")
	}
	for range 1 + g.IntN(60) {
		b.WriteString(g.line())
		if g.oneIn(20) {
			end = pick(g, "\n", "\r\n", "\r\r\n")
		}
		b.WriteString(end)
	}
	if g.oneIn(3) {
		b.WriteString(g.line())
	}
	content := []byte(b.String())
	if g.oneIn(5) {
		if encoded, err := simplifiedchinese.GB18030.NewEncoder().Bytes(content); err == nil {
			return encoded
		}
	}
	return content
}

func (g generator) line() string {
	switch n := g.IntN(1000); {
	case n < 40:
		return pick(g, "", " ", "\t", " \t ", "\r", "   ")
	case n < 90:
		return g.broken(g.object())
	case n < 130:
		return pick(g, "123", `"text"`, "null", "true", "NaN", "{}", "[]", "[ ]", "[[]]", `[1,null,"x",[{}]]`, "{", "}", "[", "nul", "-", "1.", "01", `"`, "\ufeff{}")
	case n < 150:
		return nested(pick(g, 63, 64, 65, 200))
	case n < 190:
		return g.bytes(g.object())
	case n < 193:
		return g.long()
	case n < 330:
		return g.array()
	}
	return g.object()
}

// object is a record or an envelope.
func (g generator) object() string {
	switch g.IntN(6) {
	case 0:
		return g.envelope()
	case 1:
		return g.batch()
	}
	return g.record(g.logType(), true)
}

func (g generator) logType() string {
	return pick(g, "login", "order", "open", "sql", "api", "message")
}

func (g generator) array() string {
	var elements []string
	for range g.IntN(6) {
		elements = append(elements, pick(g, g.object, g.object, g.wrong)())
	}
	return "[" + strings.Join(elements, pick(g, ",", " , ")) + "]"
}

// nested is a record whose objects and arrays are depth deep.
func nested(depth int) string {
	return `{"logType":"sql","appKey":"ks1","sql":"select 1","time":1728100000000,"extra":` +
		strings.Repeat("[", depth-1) + strings.Repeat("]", depth-1) + "}"
}

// long is a good record that is as long as a line may be, or one byte longer.
func (g generator) long() string {
	head, tail := `{"logType":"sql","appKey":"ks1","time":1728100000000,"sql":"`, `"}`
	return head + strings.Repeat("x", mebibyte-len(head)-len(tail)+g.IntN(2)) + tail
}

// broken is the object with a fault in its syntax.
func (g generator) broken(object string) string {
	i := g.IntN(len(object) + 1)
	switch g.IntN(5) {
	case 0:
		return object[:i]
	case 1:
		return object[:i] + pick(g, ",", "}", "]", `"`, ":", `\`, "0", " ", `\u12`, "\x01", "x") + object[i:]
	case 2:
		return object + pick(g, "x", "{}", ",", " 1", "\v", "\u00a0", " // why", "\t[]")
	case 3:
		return strings.Replace(object, "}", pick(g, ",}", `,"a":NaN}`, `,"a":01}`, `,"a":+1}`, `,"a":.5}`, `,"a":1.}`, `,"a":'b'}`, `,a:1}`, `,"a"}`, `,"a":TRUE}`, `,"a":Infinity}`), 1)
	}
	return strings.Replace(object, "}", pick(g, `,"a":"\ud800"}`, `,"a":"\udc00"}`, `,"a":"\ud800x"}`, `,"a":"\ud800\ud800"}`,
		`,"a":"\x"}`, `,"a":"`+"\x1f"+`"}`, `,"a":"`+"\t"+`"}`, `,"a":"\ud83d\ude00"}`, `,"a":"\\ud800"}`, `,"\ud800":1}`), 1)
}

// bytes is the object with bytes in it that no text has.
func (g generator) bytes(object string) string {
	i := g.IntN(len(object) + 1)
	return object[:i] + pick(g, "\x00", "\xff", "\xc3", "\xed\xa0\x80", "\x80", "\xc4\xe3", "\xf5\x80\x80\x80") + object[i:]
}

func (g generator) envelope() string {
	word := pick(g, "login", "order", "open", "sql", "sql", "api", "nothing", "Order")
	inner := word
	if logTypes[word].fields == nil {
		inner = "sql"
	}
	param := g.nestedJSON(g.record(inner, g.oneIn(3)))
	if g.oneIn(8) {
		param = g.wrong()
	}
	return g.written(g.spoiled([]member{{"method", quoted("open.security.log." + word)}, {g.keyName(), g.text()}, {"param", param}}))
}

func (g generator) batch() string {
	word := pick(g, "login", "order", "open", "sql")
	method := pick(g, word, word, word, "open.security.log."+word, "api", "message", "", "batch", "open.security.log.batch")
	var elements []string
	size := g.IntN(5)
	if g.oneIn(12) {
		size = 99 + g.IntN(4)
	}
	for range size {
		element := g.record(word, g.oneIn(3))
		if g.oneIn(8) {
			element = g.wrong()
		}
		elements = append(elements, element)
	}
	data := g.nestedJSON("[" + strings.Join(elements, ",") + "]")
	if g.oneIn(10) {
		data = g.wrong()
	}
	param := g.nestedJSON(g.written(g.spoiled([]member{{"method", quoted(method)}, {"data", data}})))
	return g.written(g.spoiled([]member{{"method", `"open.security.log.batch"`}, {g.keyName(), g.text()}, {"param", param}}))
}

func (g generator) keyName() string { return pick(g, "appKey", "appkey", "appkey") }

// nestedJSON is JSON as it is or as text.
func (g generator) nestedJSON(text string) string {
	if g.oneIn(2) {
		return quoted(text)
	}
	return text
}

// record is a record of a type, mostly good. complete: it says its type and app.
func (g generator) record(word string, complete bool) string {
	var members []member
	if complete {
		members = []member{{"logType", quoted(word)}, {g.keyName(), pick(g, `"ks669064233797003102"`, `"ks1"`, "77")}}
	}
	for _, f := range logTypes[word].allFields()[1:] {
		if f.required || !g.oneIn(3) {
			members = append(members, member{f.name, g.value(word, f)})
		}
	}
	if g.oneIn(4) {
		members = append(members, member{pick(g, "extra", "LOGTYPE", "ordersIds", "Time", "url2"), g.wrong()})
	}
	return g.written(g.spoiled(members))
}

// spoiled are members in any order, now and then one or two of them wrong.
func (g generator) spoiled(members []member) []member {
	g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	for g.oneIn(4) && len(members) > 0 {
		i := g.IntN(len(members))
		if g.oneIn(3) {
			members = slices.Delete(members, i, i+1)
			continue
		}
		members[i].value = g.wrong()
		if slices.Contains([]string{"time", "sellerId", "result", "operation", "orderIds", "test"}, members[i].name) {
			members[i].value = pick(g, members[i].value, "1e3", "1E0", "1.0", "-0", "1e-1", `"1e3"`, "[1e3]", "[-0.0]")
		}
	}
	return members
}

// value is a good value of a field.
func (g generator) value(word string, f fieldSpec) string {
	switch {
	case f.name == "time":
		return g.time()
	case f.name == "userIp" || f.name == "clientIp":
		return pick(g, `"10.1.2.3"`, `"120.26.1.9"`, `"127.0.0.1"`, `"172.16.0.1"`, `"172.32.0.1"`, `"192.168.1.1"`, `"::1"`, `"fd00::1"`, `"2001:db8::1"`, `"::ffff:10.0.0.1"`)
	case f.name == "method":
		return quoted(pick(g, "open.order.decrypt.batch", "open.seller.order.goods.deliver", "open.express.ebill.get", "open.order.desensitise.batch", "open.item.get"))
	case f.name == "event":
		return quoted(pick(g, "kwaishop_order_addOrder", "kwaishop_item_update"))
	case f.name == "result" || f.name == "httpStatus" || f.name == "costMs":
		return pick(g, "1", "0", "200", `"200"`, `"1"`, "3000", "3001", "-1")
	case f.name == "param":
		return g.param()
	case word == "message" && f.name == "bizId", f.name == "sellerId":
		return g.id()
	}
	switch f.kind {
	case "int":
		return pick(g, "0", "7", `"7"`, "-7", "9223372036854775807", "-9223372036854775808")
	case "bool":
		return pick(g, "true", "false")
	case "ids":
		return g.ids()
	}
	return g.text()
}

func (g generator) id() string {
	id := fmt.Sprint(2400000000000000 + g.Int64N(1e14))
	if g.oneIn(2) {
		return quoted(id)
	}
	return id
}

func (g generator) ids() string {
	n := 1 + g.IntN(4)
	if g.oneIn(15) {
		n = 99 + g.IntN(4)
	}
	var ids []string
	for range n {
		ids = append(ids, g.id())
	}
	return "[" + strings.Join(ids, pick(g, ",", " , ")) + "]"
}

// param are business parameters of an API call.
func (g generator) param() string {
	if g.oneIn(6) {
		return quoted(pick(g, "abc", "{", `{"a":1,}`, `{"a":NaN}`, `{"a":"\ud800"}`, "[1,2]", "5", "", " ", `{"orderId":7} x`, "nul", `{'a':1}`, `[01]`))
	}
	var items []string
	for range g.IntN(4) {
		items = append(items, g.written([]member{{pick(g, "bizId", "orderId", "x"), pick(g, g.id, g.id, g.text)()}}))
	}
	list := "[" + strings.Join(items, ",") + "]"
	return g.nestedJSON(g.written([]member{
		{pick(g, "batchDecryptList", "orders", "x"), list},
		{pick(g, "orderId", "mainOrderId", "y"), pick(g, g.id(), `"none"`, "null", "[]", "true")},
	}))
}

// time is a time, mostly a good one, often near a border that matters.
func (g generator) time() string {
	const first, end, midnight = 1420070400000, 4102444800000, 1728057600000 // 2015, 2100 (UTC); a midnight in Shanghai
	millis := pick(g, first, first-1, end, end-1, midnight, midnight-1, midnight+1, first/1000, first/1000-1, end/1000, end/1000-1,
		midnight/1000, midnight/1000-1, 0, -1, 4200000000, g.Int64N(end), first+g.Int64N(midnight-first), first+g.Int64N(midnight-first))
	if g.oneIn(3) {
		return fmt.Sprintf(`"%d"`, millis)
	}
	return fmt.Sprint(millis)
}

func (g generator) text() string {
	return pick(g, `"a"`, `" "`, `"x y"`, `"订单列表"`, `"\u8ba2\u5355"`, `"\ud83d\ude00"`, `"😀"`, `"a\"b\\c\/d"`, `"line\nbreak"`, `"{\"a\":1}"`, `"[1]"`, `"{"`,
		`"https://erp.example.com/orders?page=2"`, `"null"`, `"\u0000"`, "12", "-7", "1.5", "true", "false", "99999999999999999999", `"\u007f\u0080"`, `"'; drop"`)
}

// wrong is any JSON value; wrong for most fields.
func (g generator) wrong() string {
	return pick(g, "null", `""`, `"abc"`, `" "`, "12", `"12"`, "-7", "1.5", `"1.5"`, `"0x10"`, `" 7"`, `"+7"`, "true", "false", "{}", `{"a":1}`, "[]", "[[]]", "[1]",
		`["7"]`, `[1,"x"]`, "[null]", "[1.5]", "[true]", "[{}]", `[""]`, "99999999999999999999", "9223372036854775808", "-9223372036854775809", `"9223372036854775808"`, "0", `"١٢"`, `"１２"`)
}

// written is the object, with white space and escapes where JSON allows them.
func (g generator) written(members []member) string {
	space := pick(g, "", "", "", " ", "\t", "  ")
	var b strings.Builder
	b.WriteString("{")
	for i, m := range members {
		if i > 0 {
			b.WriteString("," + space)
		}
		name := quoted(m.name)
		if g.oneIn(40) {
			name = fmt.Sprintf(`"\u%04x%s`, m.name[0], name[2:])
		}
		b.WriteString(space + name + space + ":" + space + m.value)
	}
	return b.String() + space + "}"
}

func seeded(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) }
