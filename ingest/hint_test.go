package ingest

import (
	"regexp"
	"strings"
	"testing"

	"opaudit/config"
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
		if got := (outcome{refused: refused, good: 5, path: "logs/a.log", state: loaded}).hint(); !strings.HasSuffix(c.reason, catalog.TooLong) && got != "" {
			t.Errorf("%s, half of all: %q", name, got)
		}
		if got := (outcome{refused: refused, good: 4, path: "logs/a.log", state: loaded}).hint(); got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if got := (outcome{refused: refused, path: "logs/a.log", state: notLog}).hint(); got != wantNone {
			t.Errorf("%s, not a log:\n%s\nwant\n%s", name, got, wantNone)
		}
	}
	// The field is the one that the reason was about most often.
	refused := map[fault]int64{{catalog.MissingField, "url"}: 3, {catalog.MissingField, "userIp"}: 3, {catalog.MissingField, "appKey"}: 2}
	if got := (outcome{refused: refused, good: 1, path: "a.log", state: loaded}).hint(); !strings.Contains(got, "missing_field (url)") {
		t.Error(got)
	}
	if got := (outcome{path: "a.log", state: loaded}).hint(); got != "" {
		t.Error(got)
	}
}

// TestHintsOfSources: of a file that sources name, the hint says what is wrong with them,
// and of pieces of lines that they are not joined.
func TestHintsOfSources(t *testing.T) {
	const pieces = "they do not fit wrapper: cri, which sources in opaudit.yaml name: they are wrapped otherwise, or pieces of longer lines (tag P), which are not joined; have whole lines written, or correct the wrapper"
	bare, piece := fault{catalog.BadJSON, ""}, fault{catalog.BadJSON, wrapperField}
	add := func(what string) string {
		return `add to the entry of sources in opaudit.yaml that fits it, files: "*.log": ` + what
	}
	const prefix = "prefix: REGULAR-EXPRESSION of what stands before the JSON"
	for _, c := range []struct {
		source  config.Source
		refused map[fault]int64
		says    string
	}{
		{config.Source{Wrapper: "cri"}, map[fault]int64{piece: 3}, pieces},
		{config.Source{Wrapper: "cri"}, map[fault]int64{piece: 3, bare: 3}, pieces}, // the last of two pieces is taken for a record
		{config.Source{Wrapper: "docker"}, map[fault]int64{piece: 3}, strings.NewReplacer("cri", "docker", "tag P", "without an end of line").Replace(pieces)},
		{config.Source{Wrapper: "cri"}, map[fault]int64{piece: 1, bare: 9}, add(prefix + " in the wrapper")},
		{config.Source{Wrapper: "cri", Prefix: regexp.MustCompile("x")}, map[fault]int64{bare: 9}, add("another " + prefix + " in the wrapper")},
		{config.Source{Prefix: regexp.MustCompile("x")}, map[fault]int64{bare: 9}, add("wrapper: docker or cri, or another " + prefix)},
		{config.Source{AppKey: "x"}, map[fault]int64{bare: 9}, add("wrapper: docker or cri, or " + prefix)},
		{config.Source{Wrapper: "cri"}, map[fault]int64{{catalog.UnknownType, "logType"}: 9}, add("logType: TYPE")},
	} {
		c.source.Files = "*.log"
		got := outcome{refused: c.refused, path: "a.log", state: notLog, source: &source{Source: c.source}}.hint()
		if want := notALog + "; if it is one, " + c.says + loadAgain; got != want {
			t.Errorf("%+v of %+v:\n%s\nwant\n%s", c.refused, c.source, got, want)
		}
	}
}

// TestShapes: what a file is seen to be by its first bytes.
func TestShapes(t *testing.T) {
	for head, want := range map[string]shape{
		"": "", "{": "", "[\n": "", "{\"a\":1}\n{\"a\":1}\n": "", "plain text\n": "", "\xd6\xd0\xb9\xfa": "", "PK": "", "a\x00": "",
		"[2024-10-20 12:00:00] INFO\n[2024-10-20 12:00:01]\n": "", "{\"a\":1,\n{\"a\":1}\n": "", "[1] x\n[2]\n": "", "[{\"a\":1}]\n[]\n": "",
		"PK\x03\x04\x14": zipArchive, "\xff\xfe{\x00": utf16Text, "\xfe\xff\x00{": utf16Text, "{\x00\"\x00": utf16Text, "\x00{\x00\"": utf16Text, "{\x00\x00\x00": "",
		"{\n  \"a\": 1\n}\n": jsonObject, "\xef\xbb\xbf\r\n{\r\n  \"a\": [1,\r\n": jsonObject, "[\n{\"a\":1},\n{\"a\"": jsonArray, "[{\"a\":1},\n{\"a\":2}]": jsonArray,
		"{\"log\":\"{}\\n\",\"stream\":\"stdout\"}\n": dockerLines, "{\"log\":1,\"stream\":\"stdout\"}\n": "", "{\"log\":\"x\"}\n": "",
	} {
		if got := shapeOf([]byte(head)); got != want {
			t.Errorf("%q is %q, want %q", head, got, want)
		}
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
