package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

var seeds = []string{
	`{}`, `[]`, `[[]]`, `{"a":[]}`, `[{}]`, ` {"a" : 1 , "b":[1,2 , {"c":null}]} `, `"x"`, `-0.5e+10`, `01`, `1.`, `.5`, `1e`, `-`,
	`{,}`, `[,]`, `[1,]`, `{"a":1,}`, `{"a"}`, `{"a":}`, `{a:1}`, `[1 2]`, `{}{}`, `{} x`, `[}`, `{]`, `"\u12g4"`, `"\ud83d\ude00"`,
	`"\x"`, "\"\t\"", `nul`, `true`, `falsey`, `NaN`, `Infinity`, `"unclosed`, `{"a":"b\"c","a\u0041":[{"x":"]}"}]}`, ``, ` `, `[[1],[2]]`, `{"a":{},"b":{}}`,
	"[ , 1]", "{ , \"a\":1}", "[[],,[]]", "[\"[\",1]", "[{},1]", `["[" , 2]`,
}

// Check agrees with the standard library but for depth and half surrogates.
func FuzzCheck(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		err := Check(b)
		if !utf8.Valid(b) {
			return
		}
		if _, object := Object(b, nil); !errors.Is(object, err) {
			t.Fatalf("%q: Check says %v, Object %v", b, err, object)
		}
		std := json.Valid(b)
		if err == nil && !std {
			t.Fatalf("%q passed", b)
		}
		if err != nil && std && !bytes.Contains(b, []byte(`\u`)) && !errors.Is(err, ErrDepth) {
			t.Fatalf("%q: %v", b, err)
		}
		if err == nil {
			sameParts(t, b)
		}
	})
}

// sameParts compares Members and Elements with the standard library's decoder.
func sameParts(t *testing.T, b []byte) {
	switch bytes.TrimLeft(b, " \t\r\n")[0] {
	case '[':
		var want []json.RawMessage
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		var got [][]byte
		Elements(b, func(v []byte) { got = append(got, v) })
		if len(got) != len(want) {
			t.Fatalf("%q: %d elements, want %d", b, len(got), len(want))
		}
		for i := range got {
			if !bytes.Equal(got[i], want[i]) {
				t.Fatalf("%q: element %d is %q, want %q", b, i, got[i], want[i])
			}
		}
	case '"':
		var want string
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if got := AppendUnquoted(nil, bytes.TrimSpace(b)); string(got) != want {
			t.Fatalf("%q stands for %q, not %q", b, want, got)
		}
	case '{':
		last := map[string]json.RawMessage{}
		members, err := Object(b, nil)
		if err != nil {
			t.Fatalf("%q: Object: %v", b, err)
		}
		for _, m := range members {
			last[string(AppendUnquoted(nil, []byte(`"`+string(m.Name.In(b))+`"`)))] = m.Value.In(b)
		}
		var want map[string]json.RawMessage
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
		if len(last) != len(want) {
			t.Fatalf("%q: members %q, want %q", b, last, want)
		}
		for k := range want {
			if !bytes.Equal(last[k], want[k]) {
				t.Fatalf("%q: member %q is %q, want %q", b, k, last[k], want[k])
			}
		}
	}
}

func TestCheckDepth(t *testing.T) {
	for _, c := range []struct {
		depth int
		want  error
	}{{64, nil}, {65, ErrDepth}} {
		if err := Check([]byte(strings.Repeat("[", c.depth) + strings.Repeat("]", c.depth))); !errors.Is(err, c.want) {
			t.Errorf("depth %d: %v", c.depth, err)
		}
	}
}

func TestCheckRefusesHalfSurrogates(t *testing.T) {
	for _, s := range []string{`"\ud83d"`, `"\ude00"`, `"\ud83d\u0041"`, `"\ud83dx"`} {
		if Check([]byte(s)) == nil {
			t.Errorf("%s passed", s)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	line := []byte(`{"logType":"api","appKey":"ks669064233797003102","method":"open.order.detail","time":1718000000000,"result":1,"sellerId":2200001,"requestId":"9f8a7c6d5e4f","costMs":87,"orderIds":[2419900000000001],"param":{"oid":2419900000000001}}`)
	b.SetBytes(int64(len(line)))
	for b.Loop() {
		if err := Check(line); err != nil {
			b.Fatal(err)
		}
	}
}
