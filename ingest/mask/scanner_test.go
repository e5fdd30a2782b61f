package mask

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// scan masks a copy of line and returns it with its hits.
func scan(line string) (string, []Hit) {
	var hits []Hit
	masked := []byte(line)
	NewScanner(DefaultVocabulary()).Line(masked, func(h Hit) {
		h.Value = append([]byte(nil), h.Value...)
		hits = append(hits, h)
	})
	return string(masked), hits
}

// checkLine masks line, compares the result and checks what must hold for
// every line.
func checkLine(t *testing.T, line, want string) []Hit {
	t.Helper()
	got, hits := scan(line)
	if got != want {
		t.Errorf("Line(%s)\n got %s\nwant %s", line, got, want)
	}
	if len(got) != len(line) {
		t.Errorf("Line(%s) changed the length from %d to %d", line, len(line), len(got))
	}
	if json.Valid([]byte(line)) && !json.Valid([]byte(got)) {
		t.Errorf("Line(%s) broke the JSON: %s", line, got)
	}
	again, more := scan(got)
	if again != got || len(more) > 0 {
		t.Errorf("masking %s twice gave %s and %d hits", got, again, len(more))
	}
	return hits
}

func TestPhoneIsMasked(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"string", `{"phone":"13800138000"}`, `{"phone":"138****8000"}`},
		{"number", `{"phone":13800138000}`, `{"phone":10000000000}`},
		{"any key", `{"x":"13800138000"}`, `{"x":"138****8000"}`},
		{"userId", `{"userId":"13800138000"}`, `{"userId":"138****8000"}`},
		{"user_id", `{"user_id":13800138000}`, `{"user_id":10000000000}`},
		{"key itself", `{"13800138000":1}`, `{"138****8000":1}`},
		{"free text", `{"errorMsg":"call 13800138000."}`, `{"errorMsg":"call 138****8000."}`},
		{"Chinese text", `{"errorMsg":"电话13800138000无效"}`, `{"errorMsg":"电话138****8000无效"}`},
		{"plus", `{"p":"+8613800138000"}`, `{"p":"+86138****8000"}`},
		{"plus space", `{"p":"+86 13800138000"}`, `{"p":"+86 138****8000"}`},
		{"plus dash", `{"p":"+86-13800138000"}`, `{"p":"+86-138****8000"}`},
		{"brackets", `{"p":"(+86)13800138000"}`, `{"p":"(+86)138****8000"}`},
		{"code", `{"p":"8613800138000"}`, `{"p":"86138****8000"}`},
		{"code number", `{"p":8613800138000}`, `{"p":1000000000000}`},
		{"0086", `{"p":"008613800138000"}`, `{"p":"0086138****8000"}`},
		{"0086 space", `{"p":"0086 13800138000"}`, `{"p":"0086 138****8000"}`},
		{"spaces", `{"p":"138 0013 8000"}`, `{"p":"138 **** 8000"}`},
		{"dashes", `{"p":"138-0013-8000"}`, `{"p":"138-****-8000"}`},
		{"code and groups", `{"p":"+86 138-0013-8000"}`, `{"p":"+86 138-****-8000"}`},
		{"code dash groups", `{"p":"86-138-0013-8000"}`, `{"p":"86-138-****-8000"}`},
		{"glued code and groups", `{"p":"+86138 0013 8000"}`, `{"p":"+86138 **** 8000"}`},
		{"full width", `{"p":"１３８００１３８０００"}`, `{"p":"１３８＊＊＊＊８０００"}`},
		{"mixed width", `{"p":"138００１３8000"}`, `{"p":"138＊＊＊＊8000"}`},
		{"full-width groups", `{"p":"１３８－００１３－８０００"}`, `{"p":"１３８－＊＊＊＊－８０００"}`},
		{"escaped full width", `{"p":"138\uff10\uFF10138000"}`, `{"p":"138**************8000"}`},
		{"escaped digit", `{"p":"1380\u00301\u00338000"}`, `{"p":"138**************8000"}`},
		{"percent", `{"url":"/a?q=phone%3D13800138000%26x"}`, `{"url":"/a?q=phone%3D138****8000%26x"}`},
		{"percent plus", `{"url":"?p=%2B8613800138000"}`, `{"url":"?p=%2B86138****8000"}`},
		{"percent digits", `{"url":"?n=a%2013800138000"}`, `{"url":"?n=a%20138****8000"}`},
		{"percent Chinese", `{"url":"?n=%E5%8F%B713800138000"}`, `{"url":"?n=%E5%8F%B7138****8000"}`},
		{"percent groups", `{"url":"?n=138%200013%208000"}`, `{"url":"?n=138%20****%208000"}`},
		{"percent twice", `{"url":"?n=p%253D13800138000"}`, `{"url":"?n=p%253D138****8000"}`},
		{"percent full width", `{"u":"138%EF%BC%90%EF%BC%90138000"}`, `{"u":"138%EF%BC%8A%EF%BC%8A**8000"}`},
		{"like", `{"sql":"select 1 from t where p LIKE '%13812345678%'"}`, `{"sql":"select 1 from t where p LIKE '%138****5678%'"}`},
		{"sql quoted", `{"sql":"update t set p='13800138000'"}`, `{"sql":"update t set p='138****8000'"}`},
		{"sql bare", `{"sql":"update t set p=13800138000 where 1"}`, `{"sql":"update t set p=10000000000 where 1"}`},
		{"sql after literal", `{"sql":"select 'it''s',13800138000"}`, `{"sql":"select 'it''s',10000000000"}`},
		{"sql double quotes", `{"sql":"select \"13800138000\",13800138000"}`, `{"sql":"select \"138****8000\",10000000000"}`},
		{"sql MySQL escape", `{"sql":"select 'a\\'13800138000',13800138000"}`, `{"sql":"select 'a\\'138****8000',10000000000"}`},
		{"sql comment", `{"sql":"select /* it's */ 13800138000 -- don't\n,13800138000"}`, `{"sql":"select /* it's */ 10000000000 -- don't\n,10000000000"}`},
		{"sql gson", `{"sql":"select * from t where p=\u002713800138000\u0027"}`, `{"sql":"select * from t where p=\u0027138****8000\u0027"}`},
		{"sql elsewhere", `{"msg":"select * from t where p=13800138000"}`, `{"msg":"select * from t where p=10000000000"}`},
		{"nested", `{"param":"{\"phone\":\"13800138000\"}"}`, `{"param":"{\"phone\":\"138****8000\"}"}`},
		{"nested number", `{"param":"{\"phone\":13800138000}"}`, `{"param":"{\"phone\":10000000000}"}`},
		{"nested lines", `{"param":"{\n  \"phone\":\n  13800138000\n}"}`, `{"param":"{\n  \"phone\":\n  10000000000\n}"}`},
		{"twice nested", `{"p":"{\"d\":\"[{\\\"phone\\\":13800138000,\\\"b\\\":\\\"13800138000\\\"}]\"}"}`, `{"p":"{\"d\":\"[{\\\"phone\\\":10000000000,\\\"b\\\":\\\"138****8000\\\"}]\"}"}`},
		{"behind escapes", `{"m":"a\n13800138000\t13800138000"}`, `{"m":"a\n138****8000\t138****8000"}`},
		{"behind html escape", `{"m":"a\u0026p\u003d13800138000\u0026"}`, `{"m":"a\u0026p\u003d138****8000\u0026"}`},
		{"bracketed text", `{"m":"[call 13800138000 now] 13800138000"}`, `{"m":"[call 138****8000 now] 138****8000"}`},
		{"free text of an outer id", `{"outerId":"+8613800138000"}`, `{"outerId":"+86138****8000"}`},
		{"not JSON", `2024-10-05 login 13800138000 failed`, `2024-10-05 login 138****8000 failed`},
		{"broken JSON", `{"phone":"13800138000`, `{"phone":"138****8000`},
		{"scalar line", `13800138000`, `10000000000`},
		{"string line", `"13800138000"`, `"138****8000"`},
		{"after the value", `{} 13800138000 x`, `{} 138****8000 x`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if hits := checkLine(t, test.line, test.want); len(hits) == 0 || hits[0].Kind != "phone" {
				t.Errorf("Line(%s) gave %v, want a phone", test.line, hits)
			}
		})
	}
}

func TestIDCardIsMasked(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"string", `{"idCard":"11010519491231002X"}`, `{"idCard":"110105********002X"}`},
		{"lower x", `{"m":"id 11010519491231002x"}`, `{"m":"id 110105********002x"}`},
		{"spaced", `{"m":"110105 19491231 002X"}`, `{"m":"110105 ******** 002X"}`},
		{"dashed", `{"m":"110105-19491231-002X"}`, `{"m":"110105-********-002X"}`},
		{"full width", `{"m":"１１０１０５１９４９１２３１００２Ｘ"}`, `{"m":"１１０１０５＊＊＊＊＊＊＊＊００２Ｘ"}`},
		{"digits", `{"m":"440308199901010012"}`, `{"m":"440308********0012"}`},
		{"number", `{"m":440308199901010012}`, `{"m":100000000000000000}`},
		{"sql", `{"sql":"select 440308199901010012,'11010519491231002X'"}`, `{"sql":"select 100000000000000000,'110105********002X'"}`},
		{"percent", `{"url":"?id%3D11010519491231002X"}`, `{"url":"?id%3D110105********002X"}`},
		{"other id", `{"tradeNo":"11010519491231002X"}`, `{"tradeNo":"110105********002X"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if hits := checkLine(t, test.line, test.want); len(hits) == 0 || hits[0].Kind != "id_card" {
				t.Errorf("Line(%s) gave %v, want an id_card", test.line, hits)
			}
		})
	}
}

func TestLookAlikesStay(t *testing.T) {
	lines := []string{
		`{"m":"138****8000"}`,
		`{"m":"110105********002X"}`,
		`{"m":"12345678901"}`,
		`{"m":"16000138000 15400138000 14200138000"}`,
		`{"m":"113800138000 138001380001"}`,
		`{"m":13800138000.5}`, `{"m":0.13800138000}`, `{"m":-13800138000}`, `{"m":1e+13800138000}`,
		`{"m":"a13800138000f SF13800138000123 13800138000f"}`,
		`{"m":"1728100000000","n":1728100000000}`,
		`{"m":"550e8400-e29b-41d4-a716-446655440000"}`,
		`{"m":"138-0013-8000-1234"}`, `{"m":"1234-138-0013-8000"}`, `{"m":"138-0013 8000"}`,
		`{"itemId":13800138000,"skuId":"13800138000","refundId":13800138000}`,
		`{"tradeNo":"13800138000","outerId":"13800138000","merchantCode":"13800138000"}`,
		`{"item_id":13800138000,"amount":13800138000,"id":13800138000}`,
		`{"sql":"select * from t where order_id=13800138000 and sku_id = '13800138000'"}`,
		`{"url":"/a?itemId=13800138000&orderId%3D13800138000"}`,
		`{"m":"订单号：13800138000"}`,
		`{"m":"110105194912310021"}`, // wrong check character
		`{"m":"99010519491231002X"}`, // no such province
		`{"m":"110105194902310023"}`, // no such day
		`{"m":"11010519491231002X1 A11010519491231002X 111010519491231002X"}`,
		`{"appKey":"ks669064233797003102"}`,
		`{"m":"%13 800138000 %E1%38 00138000"}`,
	}
	for _, line := range lines {
		if hits := checkLine(t, line, line); len(hits) > 0 {
			t.Errorf("Line(%s) gave %v", line, hits)
		}
	}
}

func TestDeclaredValuesStay(t *testing.T) {
	keys := []string{
		"orderIds", "orderId", "mainOrderId", "sellerId", "bizId", "openId",
		"requestId", "eventId", "time", "timestamp", "appKey", "appkey",
	}
	for _, key := range keys {
		for _, value := range []string{
			`13800138000`, `"13800138000"`, `[13800138000,"13800138000"]`, `[[13800138000]]`,
			`"11010519491231002X"`, `440308199901010012`, `"x 13800138000 ?sign=abc"`,
		} {
			record := `{"` + key + `":` + value + `}`
			for range 3 {
				if hits := checkLine(t, record, record); len(hits) > 0 {
					t.Errorf("Line(%s) gave %v", record, hits)
				}
				quoted, _ := json.Marshal("[" + record + "]")
				record = `{"method":"order","param":` + string(quoted) + `}`
			}
		}
	}
}

func TestSecretsAreCovered(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"string", `{"access_token":"abc","x":"abc"}`, `{"access_token":"***","x":"abc"}`},
		{"camel", `{"accessToken" : "abc"}`, `{"accessToken" : "***"}`},
		{"upper", `{"Authorization":"Bearer a.b-c"}`, `{"Authorization":"************"}`},
		{"escapes", `{"pwd":"a\"b\\"}`, `{"pwd":"******"}`},
		{"number", `{"pwd":123456,"passwd":-1.5e3}`, `{"pwd":100000,"passwd":-10000}`},
		{"others", `{"secret":null,"sign":true,"cookie":["a"],"password":{"a":1}}`, `{"secret":null,"sign":true,"cookie":["a"],"password":{"a":1}}`},
		{"phone in it", `{"secret":"13800138000"}`, `{"secret":"***********"}`},
		{"no secret", `{"signMethod":"MD5","design":"a","signs":"b"}`, `{"signMethod":"MD5","design":"a","signs":"b"}`},
		{"nested", `{"param":"{\"sign\":\"abc\",\"a\":1}"}`, `{"param":"{\"sign\":\"***\",\"a\":1}"}`},
		{"nested number", `{"param":"{\"pwd\":123}"}`, `{"param":"{\"pwd\":100}"}`},
		{"nested escapes", `{"param":"{\"sign\":\"a\\\"b\",\"a\":1}"}`, `{"param":"{\"sign\":\"******\",\"a\":1}"}`},
		{"query", `{"url":"http://x/?access_token=abc&sign=def#g"}`, `{"url":"http://x/?access_token=***&sign=***#g"}`},
		{"query end", `{"url":"?a=1&appSecret=x%26y=\u003d"}`, `{"url":"?a=1&appSecret=************"}`},
		{"html escapes", `{"url":"?a\u003d1\u0026sign\u003dabc\u0026b\u003d2"}`, `{"url":"?a\u003d1\u0026sign\u003d***\u0026b\u003d2"}`},
		{"slash escape", `{"url":"?sign=a\/b&c"}`, `{"url":"?sign=****&c"}`},
		{"percent", `{"url":"?u=%3Faccess_token%3Dabc%26sign%3Ddef%26a"}`, `{"url":"?u=%3Faccess_token%3D***%26sign%3D***%26a"}`},
		{"percent JSON", `{"url":"?p=%7B%22sign%22%3A%22abc%22%7D"}`, `{"url":"?p=%7B%22sign%22%3A%22***%22%7D"}`},
		{"header", `{"m":"Authorization: Bearer abc\nCookie: a=b; c=d\nHost: x"}`, `{"m":"Authorization: Bearer ***\nCookie: ********\nHost: x"}`},
		{"sql literal", `{"sql":"update t set password='it''s', pwd=123, sign=? where a='b'"}`, `{"sql":"update t set password='*****', pwd=100, sign=? where a='b'"}`},
		{"not JSON", `GET /?sign=abc HTTP/1.1`, `GET /?sign=*** HTTP/1.1`},
		{"python", `{'sign': 'abc', 'pwd': 12}`, `{'sign': '***', 'pwd': 10}`},
		{"behind line break", `{"m":"x\npassword=abc"}`, `{"m":"x\npassword=***"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if hits := checkLine(t, test.line, test.want); len(hits) > 0 {
				t.Errorf("Line(%s) gave %v, want no hit", test.line, hits)
			}
		})
	}
}

func TestHitTellsWhereAndWhat(t *testing.T) {
	tests := []struct {
		line       string
		field      string
		index      []int
		confidence string
		sample     string
		value      string
	}{
		{`{"phone":"+8613800138000"}`, "phone", nil, high, "138****8000", "13800138000"},
		{`{"a":1,"x":"13800138000"}`, "x", nil, medium, "138****8000", "13800138000"},
		{`{"param":"{\"data\":[1,{\"receiver\":{\"phone\":13800138000}}]}"}`, "param.data[].receiver.phone", []int{1}, high, "138****8000", "13800138000"},
		{`[{},{"a":[[0],[1,"138 0013 8000"]]}]`, "[].a[][]", []int{1, 1, 1}, medium, "138****8000", "13800138000"},
		{`{"method":"order","param":{"data":"[{\"orderId\":1},{\"buyer\":\"１３８００１３８０００\"}]"}}`, "param.data[].buyer", []int{1}, medium, "138****8000", "13800138000"},
		{`{"a":{"b":"{\"c\":\"{\\\"d\\\":\\\"x\\\"}\"}"},"e":"11010519491231002x"}`, "e", nil, high, "110105********002X", "11010519491231002X"},
		{`{"outerId":"11010519491231002X"}`, "outerId", nil, low, "110105********002X", "11010519491231002X"},
		{`{"outerId":"客户 13800138000"}`, "outerId", nil, low, "138****8000", "13800138000"},
		{`{"m":"mobile=13800138000"}`, "m", nil, high, "138****8000", "13800138000"},
		{`{"p":"{\"a\":1} 13800138000"}`, "p", nil, medium, "138****8000", "13800138000"},
		{`x 13800138000`, "", nil, medium, "138****8000", "13800138000"},
	}
	for _, test := range tests {
		_, hits := scan(test.line)
		if len(hits) != 1 {
			t.Errorf("Line(%s) gave %v, want one hit", test.line, hits)
			continue
		}
		h := hits[0]
		if h.Field != test.field || h.Confidence != test.confidence || h.Sample != test.sample || string(h.Value) != test.value {
			t.Errorf("Line(%s) gave %+v (%s), want %+v", test.line, h, h.Value, test)
		}
		if !slices.Equal(h.Index, test.index) {
			t.Errorf("Line(%s) gave index %v, want %v", test.line, h.Index, test.index)
		}
	}
}

func TestDeepNestingIsMasked(t *testing.T) {
	for _, depth := range []int{64, maxDepth - 1, maxDepth, maxDepth + 1, 5000} {
		open, end := strings.Repeat(`[`, depth), strings.Repeat(`]`, depth)
		line := `{"a":` + open + `{"phone":13800138000,"b":"13800138000"}` + end + `,"orderId":13800138000,"phone":"13800138000"}`
		want := `{"a":` + open + `{"phone":10000000000,"b":"138****8000"}` + end + `,"orderId":13800138000,"phone":"138****8000"}`
		hits := checkLine(t, line, want)
		if len(hits) != 3 || hits[2].Field != "phone" {
			t.Errorf("depth %d: hits %v", depth, hits)
		}
	}
}

func TestText(t *testing.T) {
	tests := [][2]string{
		{"orders_13800138000.log", "orders_138****8000.log"},
		{"13800138000", "138****8000"},
		{"open a: ?sign=abc", "open a: ?sign=***"},
		{"clean", "clean"},
	}
	for _, test := range tests {
		if got := Text(test[0]); got != test[1] {
			t.Errorf("Text(%q) = %q, want %q", test[0], got, test[1])
		}
	}
}
