package jsontext

import (
	"bytes"
	"testing"
)

func TestAppendUnquoted(t *testing.T) {
	for quoted, want := range map[string]string{
		`""`: "", `"plain 王"`: "plain 王", `"\"\\\/\b\f\n\r\t"`: "\"\\/\b\f\n\r\t",
		`"\u0041\u738b\u738B\uABCD\uabcd"`: "A王王\uabcd\uabcd",
		`"\ud842\udfb7"`:                   "𠮷", `"x\uD842\uDFB7y\uD83D\uDE00"`: "x𠮷y😀",
	} {
		if err := Check([]byte(quoted)); err != nil {
			t.Errorf("%s: %v", quoted, err)
			continue
		}
		if got := AppendUnquoted([]byte("before "), []byte(quoted)); string(got) != "before "+want {
			t.Errorf("%s stands for %q, want %q", quoted, got, want)
		}
	}
}

func TestCheckRefusesEscapes(t *testing.T) {
	for _, text := range []string{`"\`, `"\"`, `"\u`, `"\u00"`, `"\u00g0"`, `"\u00G0"`, `"\ud842`, `"\ud842\`, `"\ud842\u`, `"\ud842\udf"`, `"\ud842\udgb7"`,
		`"\ud842\ud842"`, `"\ud842\ue000"`, `"\udfb7\ud842"`, `{"\x":1}`, `{"\ud842":1}`, `{"a`, `{"a"`, `{"a" 1}`, `{`, `{1:1}`} {
		if Check([]byte(text)) == nil {
			t.Errorf("%s passed", text)
		}
		if _, err := Object([]byte(text), nil); err == nil {
			t.Errorf("%s passed as an object", text)
		}
	}
}

func TestElements(t *testing.T) {
	values := []string{`{"a":"]}","b":[{"c":"\""}]}`, `"[,]"`, `[["]"],{}]`, `-1.5e+3`, `null`, `[]`, `"\\"`}
	array := []byte(" [ ")
	for i, v := range values {
		if i > 0 {
			array = append(array, " ,\t"...)
		}
		array = append(array, v...)
	}
	array = append(array, " ] "...)
	i := 0
	Elements(array, func(value []byte) {
		if i >= len(values) || !bytes.Equal(value, []byte(values[i])) {
			t.Errorf("element %d is %s", i, value)
		}
		i++
	})
	if i != len(values) {
		t.Errorf("%d elements, want %d", i, len(values))
	}
}
