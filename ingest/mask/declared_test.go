package mask

import (
	"slices"
	"testing"
)

// TestDeclaredElsewhere: ids under the keys of another program stay, at the place
// that was named and nowhere else.
func TestDeclaredElsewhere(t *testing.T) {
	paths := [][]string{{"shop"}, {"trace", "n"}, {"order.list"}, {"mobile"}}
	for _, c := range []struct{ line, want string }{
		{`{"shop":13800138000}`, `{"shop":13800138000}`},
		{`{"shop":"13800138000","x":"13800138000"}`, `{"shop":"13800138000","x":"138****8000"}`},
		{`{"shop":["13800138000",[13800138001]]}`, `{"shop":["13800138000",[13800138001]]}`},
		{`[{"shop":"13800138000"},{"shops":"13800138000"}]`, `[{"shop":"13800138000"},{"shops":"138****8000"}]`},
		{`{"shop":{"n":"13800138000"}}`, `{"shop":{"n":"138****8000"}}`},
		{`{"trace":{"n":"13800138000"},"n":"13800138000"}`, `{"trace":{"n":"13800138000"},"n":"138****8000"}`},
		{`{"trace":{"in":{"n":"13800138000"}}}`, `{"trace":{"in":{"n":"138****8000"}}}`},
		{`{"order.list":[13800138000]}`, `{"order.list":[13800138000]}`},
		{`{"order":{"list":[13800138000]}}`, `{"order":{"list":[10000000000]}}`},
		{`{"mobile":"13800138000"}`, `{"mobile":"138****8000"}`},                     // it announces what it is
		{`{"x":"{\"shop\":\"13800138000\"}"}`, `{"x":"{\"shop\":\"138****8000\"}"}`}, // of another object
	} {
		s := NewScanner(DefaultVocabulary())
		s.Declare(paths)
		got := []byte(c.line)
		s.Line(got, nil)
		if string(got) != c.want {
			t.Errorf("Line(%s)\n got %s\nwant %s", c.line, got, c.want)
		}
		s.Declare(nil)
		got = []byte(`{"shop":"13800138000"}`)
		if s.Line(got, nil); string(got) != `{"shop":"138****8000"}` {
			t.Errorf("what was declared before holds on: %s", got)
		}
	}
}

// TestPlaceholdersTellWhatIsCompared: the values of a prepared statement are written
// behind it, in the order of its placeholders.
func TestPlaceholdersTellWhatIsCompared(t *testing.T) {
	const values = " Parameters: 李小红(String), 66(String), 王小明(String)"
	const masked = " Parameters: 李＊＊(String), 66(String), 王＊＊(String)"
	for _, statement := range []string{
		"where receiver_name = ? and n = ? and receiver_name <> ?",
		"where receiver_name=? and n=? or receiver_name!=?",
		"where receiver_name like ? and n in (?) and receiver_name LIKE ?",
		"where receiver_name like '%' || ? and n = ? and receiver_name like concat('%', ?, '%')",
		"where receiver_name LIKE CONCAT('%',?,'%') and n like concat(?, '%') and receiver_name not like concat (?, '%')",
		"where receiver_name in (?, ?, ?)",
		"where receiver_name NOT IN (?,?,?)",
		"where t.receiver_name = (?) and t.n >= ? and `receiver_name` in(?)",
		`where \"receiver_name\" = ? and [n] = ? and [receiver_name] like ?`,
	} {
		line := "Preparing: select * from t_order " + statement + values
		checkLine(t, line, "Preparing: select * from t_order "+statement+masked)
	}
	const other = " Parameters: 李小红(String)"
	for _, statement := range []string{"limit ?, ?", "where n = ?", "?", "where n in (?, ?)", "where n like concat('%', ?, '%')"} {
		checkLine(t, "select * from t_order "+statement+other, "select * from t_order "+statement+other)
	}
}

// TestRareCharacters: names may be written with characters of four bytes, which are
// two units where they are escaped.
func TestRareCharacters(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{`{"receiverName":"王𠮷明"}`, `{"receiverName":"王****＊"}`},
		{`{"receiverName":"王𠮷"}`, `{"receiverName":"王****"}`},
		{`{"receiverName":"王明𠮷"}`, `{"receiverName":"王＊****"}`},
		{`{"receiverName":"\u738b\ud842\udfb7"}`, `{"receiverName":"\u738b************"}`},
		{`{"receiverName":"\u738B\uD842\uDFB7\u660E"}`, `{"receiverName":"\u738B******************"}`},
		{`{"msg":"收件人：王𠮷明，电话13800138000"}`, `{"msg":"收件人：王****＊，电话138****8000"}`},
		{`{"msg":"receiver=%E7%8E%8B%F0%A0%AE%B7&phone=13800138000"}`, `{"msg":"receiver=%E7%8E%8B************&phone=138****8000"}`},
		{`{"x":"王𠮷明"}`, `{"x":"王𠮷明"}`},                                           // nothing says that it is a name
		{`{"receiverName":"王\ud842x"}`, `{"receiverName":"王\ud842x"}`},           // half a character
		{`{"receiverName":"王\ud842\u0041"}`, `{"receiverName":"王\ud842\u0041"}`}, // and another one
	} {
		hits := checkLine(t, c.line, c.want)
		if named := slices.ContainsFunc(hits, func(h Hit) bool { return h.Kind == "name" }); named != (c.line != c.want) {
			t.Errorf("%s: hits %+v", c.line, hits)
		}
	}
}
