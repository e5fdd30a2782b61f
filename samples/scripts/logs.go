package scripts

// What scripts make logs with: lines, and files in all the forms that they come in.

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"opaudit/sql/duck"
)

// scriptLog appends lines to a file:
//
//	log FILE DAYS COUNT 'JSON'
//
// COUNT lines for each of the DAYS, which are days in Shanghai: one, such as
// 2024-10-01, or a span of them, 2024-10-01..2024-10-15. today, today-3 and
// today+1 are days by the clock. In the JSON {time} becomes epoch milliseconds,
// noon of the day plus a second for each earlier line of that day; a single day
// may name the first line's time itself, 2024-10-01T23:59:59.999. {n} becomes 1,
// 2, 3 …, counted over the whole call.
func scriptLog(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: log FILE DAYS COUNT 'JSON'")
	}
	first, last, spans := strings.Cut(args[1], "..")
	begin := instant(ts, first)
	end := begin
	if spans {
		end = instant(ts, last)
	}
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	var text strings.Builder
	n := 0
	for day := begin; !day.After(end); day = day.AddDate(0, 0, 1) {
		for i := range count {
			n++
			at := day.Add(time.Duration(i) * time.Second)
			text.WriteString(strings.NewReplacer("{time}", strconv.FormatInt(at.UnixMilli(), 10), "{n}", strconv.Itoa(n)).Replace(args[3]) + "\n")
		}
	}
	appendTo(ts, args[0], []byte(text.String()))
}

// instant reads a day, noon in Shanghai, or a day and time.
func instant(ts *testscript.TestScript, text string) time.Time {
	if rest, ok := strings.CutPrefix(text, "today"); ok {
		days := 0
		if rest != "" {
			var err error
			days, err = strconv.Atoi(rest)
			ts.Check(err)
		}
		now := time.Now().In(duck.Shanghai)
		// Noon of today may lie ahead of the clock; no rule minds.
		return time.Date(now.Year(), now.Month(), now.Day()+days, 12, 0, 0, 0, duck.Shanghai)
	}
	if strings.Contains(text, "T") {
		at, err := time.ParseInLocation("2006-01-02T15:04:05.999", text, duck.Shanghai)
		ts.Check(err)
		return at
	}
	day, err := time.ParseInLocation(time.DateOnly, text, duck.Shanghai)
	ts.Check(err)
	return day.Add(12 * time.Hour)
}

// appendTo appends to a file, making it and its folder if need be.
func appendTo(ts *testscript.TestScript, file string, text []byte) {
	path := ts.MkAbs(file)
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	ts.Check(err)
	_, err = f.Write(text)
	ts.Check(errors.Join(err, f.Close()))
}

// scriptAppend appends bytes as they are, with Go's escapes: append FILE 'a\x00\n'.
// Without an escape no newline is added.
func scriptAppend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append FILE 'TEXT'")
	}
	var text []byte
	for rest := args[1]; rest != ""; {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, 0)
		ts.Check(err)
		if rest = tail; multibyte {
			text = append(text, string(r)...)
		} else {
			text = append(text, byte(r))
		}
	}
	appendTo(ts, args[0], text)
}

// scriptRepeat appends a text many times: repeat FILE COUNT 'TEXT'.
func scriptRepeat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: repeat FILE COUNT 'TEXT'")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	appendTo(ts, args[0], bytes.Repeat([]byte(args[2]), count))
}

// scriptCut takes bytes off the end of a file: cut FILE BYTES.
func scriptCut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: cut FILE BYTES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), int64(len(ts.ReadFile(args[0]))-n)))
}

// scriptGzip appends a file to another as one gzip member: gzip FROM TO.
func scriptGzip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: gzip FROM TO")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(errors.Join(err, z.Close()))
	appendTo(ts, args[1], packed.Bytes())
}

// scriptZstd appends a file to another as one zstd frame; with WINDOW as "zstd
// --long=WINDOW" does it of what it is piped.
//
//	zstd FROM TO [WINDOW]
func scriptZstd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: zstd FROM TO [WINDOW]")
	}
	var packed bytes.Buffer
	z, err := zstd.NewWriter(&packed, zstd.WithSingleSegment(false))
	ts.Check(err)
	_, err = z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(errors.Join(err, z.Flush(), z.Close())) // the frame begins before its length is known
	frame := packed.Bytes()
	if len(args) == 3 {
		window, err := strconv.Atoi(args[2])
		ts.Check(err)
		if frame[4]&0x20 != 0 {
			ts.Fatalf("the frame names no window")
		}
		frame[5] = byte((window - 10) << 3) // RFC 8878, 3.1.1.1.2
	}
	appendTo(ts, args[1], frame)
}

// scriptGB18030 appends a file to another in GB18030: gb18030 FROM TO.
func scriptGB18030(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: gb18030 FROM TO")
	}
	text, err := simplifiedchinese.GB18030.NewEncoder().String(ts.ReadFile(args[0]))
	ts.Check(err)
	appendTo(ts, args[1], []byte(text))
}

// scriptCutSince prunes all days before one, whatever must be kept: cut-since DAY [FLAG...].
func scriptCutSince(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cut-since DAY [FLAG...]")
	}
	days := int(instant(ts, "today").Sub(instant(ts, args[0])).Hours()) / 24
	ts.Check(ts.Exec("opaudit", append([]string{"prune", "--force", "--older-than", fmt.Sprintf("%dd", days)}, args[1:]...)...))
}
