package mask

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
)

// FuzzLine holds every line to what masking promises: the length and the
// validity stay, declared values stay, and a masked line has nothing to mask.
func FuzzLine(f *testing.F) {
	for _, seed := range fuzzSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if broken := checkPromises(string(line)); broken != "" {
			t.Fatalf("%q\n%q", line, broken)
		}
	})
}

var fuzzSeeds = []string{
	`{"logType":"api","appKey":"ks669064233797003102","time":1728100000000,"param":"{\"orderId\":13800138000,\"phone\":\"13800138000\"}"}`,
	`{"sql":"select * from t where p LIKE '%13812345678%' and id='11010519491231002X' and x=13800138000 -- it's"}`,
	`{"url":"http://x/?access_token=abc&sign=def%3D13800138000%26p=%2B8613800138000"}`,
	`{"p":"+86 138-0013-8000","q":"１３８００１３８０００","r":"138\uff10\u0030138000"}`,
	`[{"orderIds":[13800138000,"13800138000"],"x":13800138000,"y":-13800138000,"pwd":12}]`,
	`{"p":"{\"d\":\"[{\\\"phone\\\":13800138000,\\\"sign\\\":\\\"a\\\\\\\"b\\\"}]\"}"}`,
	`{"m":"Authorization: Bearer abc\nCookie: a=b; c=d","pwd":"a\"b\\"}`,
	`{"receiverName":"张三","m":"王小明 13800138000 北京市朝阳区建国路88号院3号楼1201室","tel":"010-65529988-801"}`,
	`{"columns":["name","address"],"rows":[["\u5f20\u4e09","幸福路12号"]],"u":"?name=%E5%BC%A0%E4%B8%89&m=a%40b.com"}`,
	`{"sql":"insert into t (receiver_name, card) values ('张三', 6222020000000000000)","m":"a@b.com 6222 0200 0000 0000 000"}`,
	`==>  Preparing: insert into t (name, phone) values (?, ?) ==> Parameters: 张三(String), 13800138000(String)`,
	`{"idCard":"110101199003077777","orderId":"110101900307777","p":"{\"idCardNo\":110101900307777,\"m\":\"身份证号：１１０１０１９００３０７７７７\"}"}`,
	`{"sql":"UPDATE t_user SET id_card='11010119900307777X' where id_card in (110101199003077777, 110101900307777)","idNo":"110101 900307 777"}`,
	`pwd":0.0.0`, `17000000700 2000000`, "\"{[\\\"\"17000000000",
	`13800138000`, `"13800138000"`, `x 110105 19491231 002x`,
}

// declaredValues collects the numbers and texts that stand directly under a
// declared key, or in arrays under it, also in JSON that a string holds.
func declaredValues(line []byte) []string {
	found := collectDeclared(nil, decodeJSON(line), false)
	slices.Sort(found) // maps have no order
	return found
}

// decodeJSON returns nil if text is no JSON.
func decodeJSON(text []byte) any {
	if !json.Valid(text) {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var root any
	_ = decoder.Decode(&root)
	return root
}

func collectDeclared(found []string, v any, declared bool) []string {
	switch v := v.(type) {
	case map[string]any:
		for key, member := range v {
			if text, ok := member.(string); ok && isSecret([]byte(key)) && text != "" {
				continue // covered wholly
			}
			found = collectDeclared(found, member, DefaultVocabulary().meaningOf([]byte(key)) == declaredID)
		}
	case []any:
		for _, element := range v {
			found = collectDeclared(found, element, declared)
		}
	case json.Number:
		if declared {
			found = append(found, v.String())
		}
	case string:
		if v != "" && (v[0] == '{' || v[0] == '[') { // nested JSON goes by its own keys
			return collectDeclared(found, decodeJSON([]byte(v)), declared)
		}
		if declared {
			found = append(found, v)
		}
	}
	return found
}
