package mask

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// pieces are what lines are generated from: values, look-alikes, keys, quotes
// and every form of escape that the scanner knows.
var pieces = []string{
	"13800138000", "8613800138000", "+86", "86", "0086", "138", "0013", "8000", "138 0013 8000", "138-0013-8000",
	"11010519491231002X", "110105", "19491231", "002x", "440308199901010012", "１３８００１３８０００", "２Ｘ",
	"110101199003077777", "11010119900307777X", "110101900307777", "110101 900307 777", "idCard", "id_card", "身份证号", "prepaidCard",
	`\u0031`, `\uff11`, `\\u0031`, `\u0026`, `\u003d`, `\u0027`, `\n`, `\\n`, `\\`, `\"`, `\\\"`, `\\\\\"`, `\/`,
	"%13", "%3D", "%26", "%22", "%25", "%2B", "%EF%BC%91", "%20", "%", "'", "`", "''", "\"", "-", " ", ".", "*", "/*", "*/", "--",
	"sign", "pwd", "password", "access_token", "cookie", "Authorization", "Bearer ", "=", ":", ": ", "&", "#", ",",
	"{", "}", "[", "]", "(", ")", "select ", "update t set ", "orderId", "phone", "itemId", "userId", "sql", "手机", "：",
	"张三", "王小明", "欧阳", "李", "先生", "收件人", "姓名", "店铺", "地址", "单号", "卡号", "·", "买买提", "北京市", "朝阳区", "建国路", "88号", "3栋", "2单元", "室",
	"王家村", "二组", "小区", "转运中心", "6222020000000000000", "6222 0200 0000 0000 000", "010-65529988", "0571", "88157777", "转801", "(010)",
	"a@b.com", "@", "zhang", ".com", "%40", "@2x.png", `\u5f20\u4e09`, `\\u5f20`, "%E5%BC%A0%E4%B8%89", "%25E5%25BC%25A0", "%31%33%38", "＊", "\U00020BB7",
	"insert into t (name,phone) values (", "Preparing: insert into t (name) values (?) ", "Parameters: ", "(String), ", "receiverName", "address", "订单号,收件人,手机\\n",
	"a", "X", "1", "0", "_", "null", "e", "1e+", "－", "\u3000", "\xEF", "\xBC", "\t",
}

func generateText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// generateValue makes a JSON value, often with JSON as text in its strings.
func generateValue(r *rand.Rand, depth int) any {
	switch choice := r.IntN(8); {
	case choice == 0 && depth > 0:
		return []any{generateValue(r, depth-1), generateValue(r, depth-1)}
	case choice <= 2 && depth > 0:
		keys := []string{"phone", "sql", "sign", "orderId", "orderIds", "param", "itemId", "userId", "13800138000", "pwd", "m", "receiverName", "name", "receiver", "address", "columns", "rows", "title", "email", "cardNo", "idCard", "orderIdNo"}
		object := map[string]any{}
		for range 1 + r.IntN(3) {
			object[keys[r.IntN(len(keys))]] = generateValue(r, depth-1)
		}
		return object
	case choice <= 4 && depth > 0:
		nested, _ := json.Marshal(generateValue(r, depth-1))
		return string(nested)
	case choice == 5:
		numbers := []string{"13800138000", "8613800138000", "440308199901010012", "110101199003077777", "110101900307777", "-13800138000", "1.5e3", "12", "13800138000.5", "1e+13800138000"}
		return json.RawMessage(numbers[r.IntN(len(numbers))])
	}
	return strings.ToValidUTF8(generateText(r), "")
}

func generateLine(r *rand.Rand) string {
	switch r.IntN(3) {
	case 0:
		return generateText(r) + generateText(r)
	case 1:
		return `{"` + generateText(r) + `":"` + generateText(r) + `","sql":"` + generateText(r) + `"}`
	}
	line, _ := json.Marshal(generateValue(r, 4))
	return string(line)
}

// checkPromises tells what masking line breaks of its promises, or "".
func checkPromises(line string) string {
	masked, _ := scan(line)
	if len(masked) != len(line) {
		return "length changed: " + masked
	}
	if json.Valid([]byte(line)) {
		if !json.Valid([]byte(masked)) {
			return "no JSON any more: " + masked
		}
		if !reflect.DeepEqual(declaredValues([]byte(line)), declaredValues([]byte(masked))) {
			return "declared values changed: " + masked
		}
	}
	again, hits := scan(masked)
	if again != masked {
		return "masked " + masked + "\n then " + again
	}
	if len(hits) > 0 {
		return "hits in the masked line " + masked
	}
	return ""
}

func TestGeneratedLines(t *testing.T) {
	lines := 50_000
	if testing.Short() {
		lines = 5_000
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range lines {
		line := generateLine(r)
		if broken := checkPromises(line); broken != "" {
			t.Fatalf("%s\n%s", line, broken)
		}
	}
}
