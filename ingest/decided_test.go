package ingest_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"opaudit/config"
	"opaudit/ingest"
	"opaudit/ingest/mask"
)

// TestTheClockIsReadAtEachLoad: a watcher runs for weeks.
func TestTheClockIsReadAtEachLoad(t *testing.T) {
	s := newStore(t)
	started := time.UnixMilli(1728100000000)
	now := started
	s.loader.SetClock(func() time.Time { return now })
	at := func(name string, t time.Time) string {
		return strings.Replace(push(name), "1728100000000", fmt.Sprint(t.UnixMilli()), 1) + "\n"
	}
	s.write("a.log", at("1", started))
	s.load()
	now = started.Add(48 * time.Hour)
	s.append("a.log", at("2", now), at("3", now.Add(25*time.Hour)))
	s.load()
	if got := s.rows("SELECT line, code FROM spec_warnings"); !slices.Equal(got, []string{"3|future_time"}) {
		t.Errorf("noted are %q", got)
	}
}

func gb(t testing.TB, text string) string {
	t.Helper()
	converted, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return converted
}

// TestCutCharacters cuts the first line beyond ASCII, which is too long, within a
// character, at each of its bytes, in either encoding: the encoding is found, and
// what is kept of the line is text without personal data.
func TestCutCharacters(t *testing.T) {
	const person = `{"name":"王小明","phone":"13800138000","address":"浙江省杭州市西湖区文三路90号"`
	s := newStore(t)
	want := 0
	for encoding, encoded := range map[string]func(string) string{"utf-8": strings.Clone, "gb18030": func(text string) string { return gb(t, text) }} {
		for _, last := range []string{"王", "𠮷"} {
			for cut := range len(encoded(last)) + 1 {
				name := fmt.Sprintf("%s-%d-%d", encoding, len(last), cut)
				head := encoded(person + `,"x":"`)
				long := head + strings.Repeat("a", ingest.MaxLine-len(head)-cut) + encoded(last) + strings.Repeat("b", 100) + "\"}\n"
				next := strings.Replace(pushes(name+"1"), `"event":"`, `"note":"中国中","event":"`, 1)
				s.write(name+".log", pushes(name), long, encoded(next), pushes(name+"2"))
				want++
			}
		}
	}
	for name, r := range s.load() {
		if b := r.Balance; b.Accepted != 3 || b.Rejected != 1 {
			t.Errorf("%s: %+v", name, b)
		}
	}
	got := s.rows("SELECT path, encoding, text FROM rejects JOIN files USING (file_id) WHERE reason = 'too_long'")
	if len(got) != want {
		t.Fatalf("%d lines are too long, want %d", len(got), want)
	}
	for _, row := range got {
		fields := strings.SplitN(row, "|", 3)
		if name := filepath.Base(fields[0]); !strings.HasPrefix(name, fields[1]) {
			t.Errorf("%s: encoding %s", name, fields[1])
		}
		if !strings.HasPrefix(fields[2], `{"name":"王＊＊","phone":"138****8000","address":"浙江省`) || strings.Contains(fields[2], "文三路90") {
			t.Errorf("%s: kept is %.200q", fields[0], fields[2])
		}
	}
}

// TestHitsOfALineWithManyRecords: each is that of its record, also what shows only
// in decoded text.
func TestHitsOfALineWithManyRecords(t *testing.T) {
	s := newStore(t)
	record := `{"openId":"o1","url":"https://a.b/","userIp":"8.8.8.8","orderIds":[1],"time":1728000000000%s}`
	envelope := func(key, more string) string {
		return `{"method":"open.security.log.order","appkey":"` + key + `","param":` + quoted(fmt.Sprintf(record, more)) + `}`
	}
	batch := func(key string, more ...string) string {
		var records []string
		for _, m := range more {
			records = append(records, fmt.Sprintf(record, m))
		}
		return `{"method":"open.security.log.batch","appkey":"` + key + `","param":` +
			quoted(`{"method":"order","data":`+quoted("["+strings.Join(records, ",")+"]")+`}`) + `}`
	}
	named := `,"receiver":{"name":"李小红"}`
	line := "[" + strings.Join([]string{
		`{"x":"13800138000"}`, envelope("k2", named), envelope("k3", ""), envelope("k4", `,"phone":"13900139000"`),
		batch("k5", "", named, `,"list":[["13700137000"]]`), `7`, `{"y":["13600136000"]}`}, ",") + "]\n"
	s.write("a.log", strings.ReplaceAll(line, "name", `\u006eame`)) // which shows when the text that it stands in is decoded
	s.load()
	got := s.rows("SELECT element, coalesce(app_key, '-'), kind, sample FROM pii_hits ORDER BY element, kind, sample")
	want := []string{"1|-|phone|138****8000", "2|k2|name|李**", "4|k4|phone|139****9000", "6|k5|name|李**", "7|k5|phone|137****7000", "9|-|phone|136****6000"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestCompressedWithAFrameThatIsSkipped: parallel compressors begin with one.
func TestCompressedWithAFrameThatIsSkipped(t *testing.T) {
	s := newStore(t)
	for i := range byte(16) {
		frame := binary.LittleEndian.AppendUint32([]byte{0x50 + i, 0x2a, 0x4d, 0x18}, 4)
		s.write(fmt.Sprintf("%02d.zst", i), string(frame), "abcd", zstandard(t, pushes(fmt.Sprintf("%02d", i))))
	}
	s.load()
	if n := s.count("SELECT count(*) FROM message_pushes"); n != 16 {
		t.Errorf("%d records, rejects %q", n, s.rows("SELECT DISTINCT reason FROM rejects"))
	}
}

// A countdown is a context that ends when it was asked so many times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestReadingEndsWithItsContext ends it in the middle of the places where much is
// read at once.
func TestReadingEndsWithItsContext(t *testing.T) {
	folder := testFolder(t)
	large := bytes.Repeat([]byte("0123456789abcdef"), 4<<20/16)
	for name, content := range map[string]string{
		"verified.gz": gzipped(t, string(large)), // to its trailer, before it is loaded
		"line.log":    string(large) + string(large) + string(large),
	} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := ingest.ReadBlocks(context.Background(), path); err != nil {
			t.Fatal(err)
		}
		whole := &countdown{context.Background(), 1 << 30}
		if err := ingest.ReadBlocks(whole, path); err != nil {
			t.Fatal(err)
		}
		asked := 1<<30 - whole.left
		if asked < 20 {
			t.Fatalf("%s: the context is asked only %d times", name, asked)
		}
		for _, left := range []int{0, 1, asked / 2, asked - 2} {
			ends := &countdown{context.Background(), left}
			if err := ingest.ReadBlocks(ends, path); !errors.Is(err, context.Canceled) || ends.left < -2 {
				t.Errorf("%s: %v, after %d times, asked %d times more", name, err, left, -ends.left)
			}
		}
	}
}

// TestKey: a key is made where nothing was loaded, also in the place of one that is
// of no use, and never after.
func TestKey(t *testing.T) {
	s := newStore(t)
	path := ingest.KeyPath(s.database)
	reload := func() error {
		_, err := ingest.NewLoader(context.Background(), s.db, mask.DefaultVocabulary())
		return err
	}
	for _, content := range []string{"", "short", strings.Repeat("x", 33)} {
		s.must(os.WriteFile(path, []byte(content), 0o600))
		s.must(reload())
		key, err := os.ReadFile(path)
		s.must(err)
		info, err := os.Stat(path)
		s.must(err)
		if len(key) != 32 || info.Mode().Perm() != 0o600 {
			t.Errorf("after %q the key has %d bytes and mode %v", content, len(key), info.Mode())
		}
		if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
			t.Errorf("left over: %q", left)
		}
	}
	s.restart()
	before, err := os.ReadFile(path)
	s.must(err)
	s.write("a.log", pushes("1"))
	s.load()
	s.must(reload())
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the key changed")
	}
	s.must(os.WriteFile(path, before[:7], 0o600))
	if err := reload(); err == nil || !strings.Contains(err.Error(), "is damaged: restore it") {
		t.Errorf("a short key: %v", err)
	}
	s.must(os.Remove(path))
	if err := reload(); err == nil || !strings.Contains(err.Error(), "is missing and the database has files loaded under it") {
		t.Errorf("no key: %v", err)
	}
	s.must(os.Mkdir(path, 0o700))
	if err := reload(); err == nil || !strings.Contains(err.Error(), "read key") {
		t.Errorf("a folder for a key: %v", err)
	}
}

// TestLinksThatAreGiven: one that leads out of its folder is not followed, and what
// to give is told.
func TestLinksThatAreGiven(t *testing.T) {
	s := newStore(t)
	s.write("in.log", pushes("1"))
	outside := filepath.Join(filepath.Dir(s.logs), "13800138000.log")
	s.must(os.WriteFile(outside, []byte(pushes("2")), 0o600))
	s.must(os.Symlink("in.log", s.path("near.log")))
	s.must(os.Symlink("../13800138000.log", s.path("away.log")))
	s.must(os.Symlink("nowhere", s.path("broken.log")))
	results, err := s.loader.Load(context.Background(), []string{s.path("near.log"), s.path("away.log"), s.path("broken.log")}, nil)
	s.must(err)
	var told []string
	for _, r := range results {
		if r.Err != nil {
			told = append(told, strings.ReplaceAll(r.Err.Error(), filepath.Dir(s.logs), "DIR"))
		}
	}
	want := []string{"DIR/logs/away.log: a symbolic link that leads out of its folder; give the file that it leads to: DIR/138****8000.log",
		"DIR/logs/broken.log: there is no such file or folder"}
	if !slices.Equal(told, want) {
		t.Errorf("told is %q, want %q", told, want)
	}
	s.wantEvents("1")
}

// TestExcludedPathsAreMasked: a file that is given and excluded is told without what
// its name holds, with a digest that tells it from others.
func TestExcludedPathsAreMasked(t *testing.T) {
	s := newStore(t)
	s.loader.Sources = ingest.NewSources(&config.Config{Exclude: []string{"*.bak"}})
	s.write("13800138000.bak", pushes("1"))
	s.write("13800138000.log", pushes("2"))
	s.write("13900138000.log", pushes("3"))
	results, err := s.loader.Load(context.Background(), []string{s.path("13800138000.bak"), s.logs}, nil)
	s.must(err)
	told := map[string]bool{}
	for i, r := range results {
		told[r.Path] = true
		if name := filepath.Base(r.Path); r.Excluded != (i == 0) || r.Err != nil || !strings.Contains(name, "****8000.") || !strings.HasSuffix(name, ")") {
			t.Errorf("told is %+v", r)
		}
	}
	if len(told) != 3 {
		t.Errorf("told are %v", told)
	}
	s.wantEvents("2 3")
}
