package ingest

import (
	"strings"
	"testing"

	catalog "opaudit/sql"
)

// TestHints: what is told of files by why most of their records were rejected.
func TestHints(t *testing.T) {
	const tail = "}], then load the file with: opaudit ingest --again FILE"
	say := func(what string) string {
		return `say in opaudit.yaml how to read them: sources: [{files: "a.log", ` + what + tail
	}
	for _, c := range []struct {
		fault
		says string
	}{
		{fault{catalog.BadJSON, ""}, say("wrapper: docker or cri, or prefix: REGULAR-EXPRESSION of what stands before the JSON")},
		{fault{catalog.NotObject, ""}, say("wrapper: docker or cri, or prefix: REGULAR-EXPRESSION of what stands before the JSON")},
		{fault{catalog.BadJSON, wrapperField}, "correct the wrapper that sources in opaudit.yaml name for it: the lines are wrapped otherwise, or hold parts of longer lines"},
		{fault{catalog.UnknownType, "logType"}, say("logType: TYPE")},
		{fault{catalog.MissingField, "appKey"}, say("appKey: KEY")},
		{fault{catalog.MissingField, "url"}, say("fields: {url: THEIR-NAME}")},
		{fault{catalog.BadField, "time"}, say("time: rfc3339 or datetime") + "; a time of epoch is a whole number of milliseconds or seconds"},
		{fault{catalog.BadField, "result"}, say("fields: {result: THEIR-NAME}") + "; of which type it must be says: opaudit spec"},
		{fault{catalog.BadTime, ""}, say("fields: {time: THEIR-NAME}")},
		{fault{catalog.NoShop, ""}, say("fields: {sellerId: THEIR-NAME} or {openId: THEIR-NAME}")},
		{fault{catalog.NoOrders, ""}, say("fields: {orderIds: THEIR-NAME}")},
		{fault{catalog.TooLong, ""}, ""}, {fault{catalog.BadBytes, ""}, ""},
	} {
		name := c.reason
		if c.field != "" {
			name += " (" + c.field + ")"
		}
		want, wantNone := "", notALog
		if c.says != "" {
			want, wantNone = "over half of its records are rejected, for "+name+"; if they are good, "+c.says, notALog+"; if it is one, "+c.says
		}
		refused := map[fault]int64{c.fault: 6, {catalog.TooLong, "x"}: 1}
		if got := hint(refused, 5, "logs/a.log", loaded); !strings.HasSuffix(c.reason, catalog.TooLong) && got != "" {
			t.Errorf("%s, half of all: %q", name, got)
		}
		if got := hint(refused, 4, "logs/a.log", loaded); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if got := hint(refused, 0, "logs/a.log", notLog); got != wantNone {
			t.Errorf("%s, not a log:\n%s\nwant\n%s", name, got, wantNone)
		}
	}
	// The field is the one that the reason was about most often.
	refused := map[fault]int64{{catalog.MissingField, "url"}: 3, {catalog.MissingField, "userIp"}: 3, {catalog.MissingField, "appKey"}: 2}
	if got := hint(refused, 1, "a.log", loaded); !strings.Contains(got, "missing_field (url)") {
		t.Error(got)
	}
	if got := hint(nil, 0, "a.log", loaded); got != "" {
		t.Error(got)
	}
}

func TestCharset(t *testing.T) {
	const gb = "\xd6\xd0\xb9\xfa" // 中国
	for _, c := range []struct {
		text     string
		observed charset
	}{
		{"", undecided}, {"12345678 ascii", undecided}, {"中国", utf8Set}, {"12345678" + gb, gb18030}, {"\x81\x30\x81\x30", gb18030},
		{"\xff\xff", undecided}, {gb + "\xff", undecided},
	} {
		if got := undecided.observe([]byte(c.text)); got != c.observed {
			t.Errorf("%q decides %q, want %q", c.text, got, c.observed)
		}
		for _, decided := range []charset{utf8Set, gb18030} {
			if got := decided.observe([]byte(c.text)); got != decided {
				t.Errorf("%q changes %q to %q", c.text, decided, got)
			}
			if got := decided.observeCut([]byte(c.text)); got != decided {
				t.Errorf("%q, cut off, changes %q to %q", c.text, decided, got)
			}
		}
	}
	for _, c := range []struct {
		charset
		text, want string
		ok         bool
	}{
		{utf8Set, "中国", "中国", true}, {gb18030, gb, "中国", true}, {gb18030, "ascii", "ascii", true}, {gb18030, gb + "\xff", gb + "\xff", false},
		{utf8Set, gb, gb, false}, {undecided, "ascii", "ascii", true}, {utf8Set, "a\x00", "a\x00", false}, {gb18030, gb + "\x00", gb + "\x00", false},
	} {
		if got, ok := c.read([]byte(c.text)); string(got) != c.want || ok != c.ok {
			t.Errorf("%q in %q reads %q, %v", c.text, c.charset, got, ok)
		}
	}
}
