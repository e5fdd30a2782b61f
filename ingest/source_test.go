package ingest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"opaudit/config"
	"opaudit/ingest"
	"opaudit/ingest/mask/corpus"
)

// wrappings write a line as other programs do.
var wrappings = map[string]func(g generator, line string) string{
	"docker": func(g generator, line string) string {
		return pick(g, `{"log":`+quoted(line+"\n")+`,"stream":"stdout","time":"2024-10-01T00:00:00.000000001Z"}`,
			`{"stream": "stderr", "attrs": {"tag": "web"}, "log": `+quoted(line+"\r\n")+`}`)
	},
	"cri": func(g generator, line string) string {
		return "2024-10-01T00:00:00.000000000+08:00 " + pick(g, "stdout F ", "stderr F ", "stdout F:x ") + line
	},
	"prefix": func(g generator, line string) string {
		return fmt.Sprintf("<%d>Oct %2d 22:14:15 host app[%d]: %s", g.IntN(192), 1+g.IntN(31), g.IntN(99999), line)
	},
	"docker-prefix": func(_ generator, line string) string {
		return `{"log":` + quoted("INFO app - "+line+"\n") + `}`
	},
	"cri-prefix": func(_ generator, line string) string {
		return "2024-10-01T00:00:00.000000000+08:00 stdout F INFO app - " + line
	},
}

var wrapped = ingest.NewSources(&config.Config{Sources: []config.Source{
	{Files: "docker.log", Wrapper: "docker"},
	{Files: "cri.log", Wrapper: "cri"},
	{Files: "prefix.log", Prefix: regexp.MustCompile(`\A<\d+>\w+ +\d+ [\d:]+ \w+ \w+\[\d+\]: `)},
	{Files: "docker-prefix.log", Wrapper: "docker", Prefix: regexp.MustCompile(`\AINFO app - `)},
	{Files: "cri-prefix.log", Wrapper: "cri", Prefix: regexp.MustCompile(`\AINFO app - `)},
}})

// wrappable are lines that may stand in any wrapping: random ones, and some that
// are full of personal data.
func (g generator) wrappable() []string {
	lines := []string{`{"first":"line"}`}
	for range 150 {
		if line := g.line(); utf8.ValidString(line) && len(line) < 100_000 {
			lines = append(lines, line)
		}
	}
	for _, l := range corpus.Generate(g.Uint64(), 150) {
		lines = append(lines, string(l.Text))
	}
	g.Shuffle(len(lines)-1, func(i, j int) { lines[i+1], lines[j+1] = lines[j+1], lines[i+1] })
	return lines
}

// TestWrappedLinesAreTheirRecords loads lines as they are and wrapped: rows, rejects,
// warnings, hits and counts must be the same.
func TestWrappedLinesAreTheirRecords(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
			g, s := generator{seeded(seed, 21)}, newStore(t)
			s.loader.Sources = wrapped
			if g.oneIn(2) {
				s.loader.CutUp(1+g.Int64N(10_000), 1+g.Int64N(100_000), 1+g.IntN(4))
			}
			lines := g.wrappable()
			s.write("plain.log", strings.Join(lines, "\n"), "\n")
			for name, wrap := range wrappings {
				var b strings.Builder
				for _, line := range lines {
					b.WriteString(wrap(g, line) + "\n")
				}
				s.write(name+".log", b.String())
			}
			results := s.load()
			if n := s.count("SELECT count(*) FROM pii_hits"); n < 100 {
				t.Fatalf("only %d hits", n)
			}
			for name := range wrappings {
				s.sameAs("plain.log", name+".log", results, true)
			}
		})
	}
}

// sameAs compares what two files gave, but for where it stands in the file.
func (s *store) sameAs(want, got string, results map[string]ingest.FileResult, hits bool) {
	s.t.Helper()
	if results[got].Balance != results[want].Balance || results[got].Events == 0 {
		s.t.Errorf("%s: %+v, want that of %s: %+v", got, results[got].Balance, want, results[want].Balance)
	}
	s.differences(s.stored(got, hits), s.stored(want, hits))
}

// stored is all that was stored of one file.
func (s *store) stored(name string, hits bool) map[string]string {
	s.t.Helper()
	id, names := "", map[string]string{}
	for _, file := range s.rows("SELECT file_id, path FROM files") {
		of, path, _ := strings.Cut(file, "|")
		if names[of] = filepath.Base(path); names[of] == name {
			id = of
		}
	}
	all, found := map[string]string{}, map[string]string{}
	s.collect(names, all)
	for place, text := range all {
		if words := strings.Fields(place); words[1] == name {
			words[1] = "it"
			found[strings.Join(words, " ")], _, _ = strings.Cut(text, " at ")
		}
	}
	if !hits {
		return found
	}
	for _, hit := range s.rows(`SELECT line, element, log_type, app_key, day, field, kind, confidence, sample, digest, count(*)
		FROM pii_hits WHERE file_id = ? GROUP BY ALL`, id) {
		found["hit "+hit] = "is there"
	}
	return found
}

// TestRenamedFieldsAreOurs loads records under our names and under others, some of
// them in nested objects: rows, rejects and warnings must be the same.
func TestRenamedFieldsAreOurs(t *testing.T) {
	theirs := map[string]string{}
	for _, word := range slices.Sorted(maps.Keys(logTypes)) {
		for i, f := range logTypes[word].allFields() {
			theirs[f.name] = []string{"x_" + f.name, "req." + f.name + "_of", "req.inner.deep." + f.name}[i%3]
		}
	}
	theirs["logType"], theirs["appKey"] = "meta.kind", "app"
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed%d", seed), func(t *testing.T) {
			g, s := generator{seeded(seed, 22)}, newStore(t)
			s.loader.Sources = ingest.NewSources(&config.Config{Sources: []config.Source{{Files: "theirs.log", Fields: theirs}}})
			var plain, other strings.Builder
			for range 400 {
				line := g.record(g.logType(), true)
				plain.WriteString(strings.Replace(line, `"appkey"`, `"appKey"`, 1) + "\n")
				other.WriteString(renamed(t, g, line, theirs) + "\n")
			}
			s.write("plain.log", plain.String())
			s.write("theirs.log", other.String())
			s.sameAs("plain.log", "theirs.log", s.load(), false)
		})
	}
}

// renamed is a record with its fields under other names, in nested objects where a
// name has dots, among members under our names that are something else.
func renamed(t *testing.T, g generator, record string, theirs map[string]string) string {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(record), &members); err != nil {
		t.Fatal(err)
	}
	if key, ok := members["appkey"]; ok {
		members["appKey"] = key
		delete(members, "appkey")
	}
	root := map[string]any{}
	for name, value := range members {
		at, path := root, strings.Split(theirs[name], ".")
		if theirs[name] == "" {
			path = []string{name}
		}
		for _, key := range path[:len(path)-1] {
			if at[key] == nil {
				at[key] = map[string]any{}
			}
			at = at[key].(map[string]any)
		}
		at[path[len(path)-1]] = value
		if g.oneIn(3) && theirs[name] != "" {
			root[name] = json.RawMessage(g.wrong())
		}
	}
	text, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestMappedIdsStay holds ids that look like telephone numbers under other names.
func TestMappedIdsStay(t *testing.T) {
	s := newStore(t)
	s.loader.Sources = ingest.NewSources(&config.Config{Sources: []config.Source{{Files: "*.log", LogType: "api", AppKey: "ks1", Wrapper: "docker",
		Fields: map[string]string{"sellerId": "shop", "requestId": "trace.phone", "orderIds": "order.list", "openId": "opened", "errorMsg": "mobile"}}}})
	record := `{"method":"x","result":1,"time":1728100000000,"shop":13800138000,"trace":{"phone":"13800138001"},"order":{"list":[13800138002]},` +
		`"opened":"13800138003","mobile":"13800138004","other":{"shop":"call 13800138005"},"sellerId":"call 13800138006"}`
	s.write("a.log", wrappings["docker"](generator{seeded(1, 1)}, record), "\n")
	s.load()
	got := s.rows("SELECT seller_id, request_id, order_ids, open_id, error_msg FROM log_api")
	// A key that announces a telephone number does so wherever it is mapped to.
	if want := []string{"13800138000|138****8001|[13800138002]|13800138003|138****8004"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.rows("SELECT DISTINCT field FROM pii_hits ORDER BY 1"); !slices.Equal(got, []string{"mobile", "other.shop", "trace.phone"}) {
		t.Errorf("hits in %q", got)
	}
}

// TestSourceOfARecord: what a record says of itself counts more than its source.
func TestSourceOfARecord(t *testing.T) {
	s := newStore(t)
	s.loader.Sources = ingest.NewSources(&config.Config{Sources: []config.Source{
		{Files: "keyed-*.log", AppKey: "of-the-source-of-all"},
		{Files: "*.log", LogType: "sql", AppKey: "never used"}}})
	const rest = `"sql":"select 1","time":1728100000000}` + "\n"
	s.write("keyed-1.log", `{"logType":"sql",`+rest, `{"logType":"sql","appkey":"own",`+rest, `{"logType":"sql","appKey":"",`+rest,
		`{"method":"open.security.log.sql","appkey":"envelope","param":{`+rest[:len(rest)-1]+"}\n",
		`{"method":"open.security.log.sql","param":{"appKey":"inner",`+rest[:len(rest)-1]+"}\n",
		`{"method":"open.security.log.sql","param":{`+rest[:len(rest)-1]+"}\n")
	s.write("typed.log", `{"appKey":"a",`+rest, `{"appKey":"a","logType":"login","sellerId":1,`+rest, `{"appKey":"a","logType":"what",`+rest,
		`{"appKey":"a","method":"open.security.log.login",`+rest)
	s.load()
	got := s.rows("SELECT line, app_key FROM log_sql JOIN files USING (file_id) WHERE path LIKE '%keyed-1.log' ORDER BY line")
	want := []string{"1|of-the-source-of-all", "2|own", "3|of-the-source-of-all", "4|envelope", "5|inner", "6|of-the-source-of-all"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = s.rows("SELECT log_type, line FROM recorded JOIN files USING (file_id) WHERE path LIKE '%typed.log' ORDER BY line")
	if want := []string{"sql|1", "login|2", "sql|4"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTimesOfASource(t *testing.T) {
	s := newStore(t)
	s.loader.Sources = ingest.NewSources(&config.Config{Sources: []config.Source{
		{Files: "r.log", Time: "rfc3339", LogType: "sql", AppKey: "a"}, {Files: "d.log", Time: "datetime", LogType: "sql", AppKey: "a"}}})
	for name, times := range map[string][]string{
		"r.log": {"2024-10-20T12:00:00+08:00", "2024-10-20T04:00:00.250Z", "2024-10-20 04:00:00Z", "2024-10-20T12:00:00,5+0800", "1729396800000", "2024-10-20 12:00:00",
			"1970-01-20T12:00:00Z", "2100-01-01T00:00:00Z", "2024-13-01T00:00:00Z", "noon"},
		"d.log": {"2024-10-20 12:00:00", "2024-10-20 12:00:00.125", "2024-10-20T12:00:00", "2024/10/20 12:00:00", "2024-10-20T12:00:00Z", "1729396800"},
	} {
		for _, at := range times {
			s.append(name, `{"sql":"`+at+`","time":"`+at+`"}`+"\n")
		}
	}
	s.load()
	got := s.rows("SELECT right(path, 5), line, CAST(epoch_ms(ts) AS VARCHAR) FROM log_sql JOIN files USING (file_id) ORDER BY 1, 2")
	want := []string{"d.log|1|1729396800000", "d.log|2|1729396800125", "d.log|3|1729396800000", "d.log|4|1729396800000", "d.log|6|1729396800000",
		"r.log|1|1729396800000", "r.log|2|1729396800250", "r.log|3|1729396800000", "r.log|4|1729396800500", "r.log|5|1729396800000"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	got = s.rows("SELECT right(path, 5), line, reason FROM rejects JOIN files USING (file_id) ORDER BY 1, 2")
	want = []string{"d.log|5|bad_field", "r.log|6|bad_field", "r.log|7|bad_time", "r.log|8|bad_time", "r.log|9|bad_field", "r.log|10|bad_field"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestMappingThatComesLater: what is loaded stays as it is until it is asked for again.
func TestMappingThatComesLater(t *testing.T) {
	for _, forget := range []bool{false, true} {
		s := newStore(t)
		path := filepath.Join(s.logs, "cri.log")
		s.write("cri.log", strings.ReplaceAll(pushes("a", "b"), "{", "2024-10-01T00:00:00.000000000+08:00 stdout F {"))
		s.must(os.WriteFile(path, []byte(strings.TrimSuffix(string(must(os.ReadFile(path))), "\n")), 0o600)) // its last line has no end
		if r := s.load()["cri.log"]; r.Rejected != 1 || r.Pending == 0 || len(r.Hints) != 1 || !strings.Contains(r.Hints[0], "wrapper: docker or cri") {
			t.Fatalf("got %+v", r)
		}
		s.restart()
		s.loader.Sources = wrapped
		if r := s.load()["cri.log"]; r.Rejected != 1 || r.Accepted != 1 || r.Pending != 0 {
			t.Fatalf("what comes behind the mapping: %+v", r)
		}
		if forget {
			_, err := s.loader.Forget(context.Background(), path)
			s.must(err)
			s.restart()
			s.loader.Sources = wrapped
		}
		results, err := s.loader.Again(context.Background(), path)
		s.must(err)
		if b := results[0].Balance; b.Accepted != 2 || b.Lines != 2 || b.Events != 2 {
			t.Errorf("forgotten %v: %+v", forget, b)
		}
		s.checkLaw()
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestExcludedFiles(t *testing.T) {
	s := newStore(t)
	for _, name := range []string{"a.log", "a.bak", "old/a.log", "sub/old/b.log", "sub/c.log", "older/d.log"} {
		s.write(name, pushes(name))
	}
	s.loader.Sources = ingest.NewSources(&config.Config{Exclude: []string{"*.bak", "old"}})
	if got := slices.Sorted(maps.Keys(s.load())); !slices.Equal(got, []string{"a.log", "older/d.log", "sub/c.log"}) {
		t.Errorf("loaded %q", got)
	}
	if r := s.loadPaths(s.path("a.bak"))["a.bak"]; !r.Excluded || r.Err != nil {
		t.Errorf("a file that was given: %+v", r)
	}
	if _, err := s.loader.Again(context.Background(), s.path("a.bak")); !errors.Is(err, ingest.ErrExcluded) {
		t.Errorf("again: %v", err)
	}
	if n := s.count("SELECT count(*) FROM files"); n != 3 {
		t.Errorf("%d files are in the ledger", n)
	}
}
