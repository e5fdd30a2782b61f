package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/simplifiedchinese"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestMain puts the real program on PATH under its own name, for the scripts and
// for the tests below.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"opaudit": func() { os.Exit(run()) }, "rawload": rawLoad})
}

// TestRules runs the script beside each rule: what the rule must find, must
// leave alone, and where exactly the border is.
func TestRules(t *testing.T) {
	rules, err := filepath.Glob("sql/rules/*.sql")
	if err != nil || len(rules) == 0 {
		t.Fatalf("no rules in sql/rules: %v", err)
	}
	for _, rule := range rules {
		script := strings.TrimSuffix(rule, ".sql") + ".txtar"
		text, err := os.ReadFile(script)
		if err != nil {
			t.Errorf("%s has no script beside it: %v", rule, err)
			continue
		}
		for _, word := range []string{"hit", "miss", "boundary"} {
			if !commented(string(text), word) {
				t.Errorf("%s has no comment that begins with the word %q", script, word)
			}
		}
	}
	runScripts(t, "sql/rules")
}

// commented reports whether a comment line of a script begins with a word and a colon.
func commented(script, word string) bool {
	return slices.ContainsFunc(strings.Split(script, "\n"), func(line string) bool {
		return strings.HasPrefix(line, "# "+word+":")
	})
}

// TestScripts runs the scripts of the subcommands and their exit codes.
func TestScripts(t *testing.T) { runScripts(t, "samples/e2e") }

func runScripts(t *testing.T, folder string) {
	samples, err := filepath.Abs("samples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: folder,
		Setup: func(env *testscript.Env) error {
			env.Setenv("SAMPLES", samples)
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, "tmp"))
			return os.Mkdir(filepath.Join(env.WorkDir, "tmp"), 0o700)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"log": scriptLog, "append": scriptAppend, "repeat": scriptRepeat, "cut": scriptCut,
			"gzip": scriptGzip, "zstd": scriptZstd, "gb18030": scriptGB18030,
			"exits": scriptExits, "fits": scriptFits, "findings": scriptFindings, "verdicts": scriptVerdicts,
			"serve": scriptServe,
			"hold":  scriptHold, "schema": scriptSchema, "mode": scriptMode, "empty": scriptEmpty,
			"aged": scriptAged, "cut-since": scriptCutSince,
		},
	})
}

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

// scriptZstd appends a file to another as one zstd frame: zstd FROM TO.
func scriptZstd(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: zstd FROM TO")
	}
	z, err := zstd.NewWriter(nil)
	ts.Check(err)
	appendTo(ts, args[1], z.EncodeAll([]byte(ts.ReadFile(args[0])), nil))
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

// scriptExits runs a program and wants one exit code of it: exits 3 opaudit ….
func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	if got := exitCode(ts, ts.Exec(args[1], args[2:]...)); got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
	ts.Check(fits(ts.ReadFile("stdout")))
}

func exitCode(ts *testscript.TestScript, err error) int {
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("run program: %v", err)
	}
	if exit != nil {
		return exit.ExitCode()
	}
	return 0
}

// judged runs opaudit report --format json and returns the run. stderr stays
// for the script to look at.
func judged(ts *testscript.TestScript, args []string) finding.Run {
	args = append([]string{"report", "--format", "json", "--fail-on", "none"}, args...)
	command := exec.Command("opaudit", args...)
	command.Dir = ts.MkAbs(".")
	command.Env = append(os.Environ(), "TMPDIR="+ts.Getenv("TMPDIR"))
	var stdout bytes.Buffer
	command.Stdout, command.Stderr = &stdout, ts.Stderr()
	if code := exitCode(ts, command.Run()); code != 0 {
		ts.Fatalf("exit code %d of opaudit %s", code, strings.Join(args, " "))
	}
	ts.Check(fits(stdout.String()))
	var run finding.Run
	ts.Check(json.Unmarshal(stdout.Bytes(), &run))
	return run
}

// scriptFindings judges logs, or without a PATH the database, and writes the
// findings of the rules whose id begins with RULE (or of all of them), a line each:
//
//	findings RULE [PATH...] [FLAG...]
//
//	rule level app seller subject first..last value open|closed episodes=k
func scriptFindings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: findings RULE|all [PATH...] [FLAG...]")
	}
	out := ts.Stdout()
	for _, f := range judged(ts, args[1:]).Findings {
		if args[0] != "all" && !strings.HasPrefix(f.Rule, args[0]) {
			continue
		}
		open := "closed"
		if f.Open {
			open = "open"
		}
		fmt.Fprintf(out, "%s %s %s %s %s %s..%s %s %s episodes=%d\n", f.Rule, f.Level, shown(f.AppKey), shown(f.SellerID), shown(&f.Subject),
			f.FirstDay, f.LastDay, strconv.FormatFloat(f.Value, 'g', 6, 64), open, len(f.Episodes))
	}
}

// scriptVerdicts judges logs and writes the verdicts on a clause, first that
// for all apps together, then each app's, with the logs that are missing and what was
// not checked:
//
//	verdicts CLAUSE [PATH...] [FLAG...]
//
// With all for CLAUSE it writes a line for each app and verdict, with the clauses.
func scriptVerdicts(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: verdicts CLAUSE|all [PATH...] [FLAG...]")
	}
	clauses := judged(ts, args[1:]).Clauses
	if args[0] == "all" {
		verdictsOfAll(ts.Stdout(), clauses)
		return
	}
	for _, c := range clauses {
		if c.Clause == args[0] {
			missing := strings.Join(c.Missing, ",")
			fmt.Fprintf(ts.Stdout(), "%s %s missing=%s", shown(c.AppKey), c.Verdict, shown(&missing))
			if len(c.Unchecked) > 0 {
				fmt.Fprintf(ts.Stdout(), " unchecked=%s", strings.Join(c.Unchecked, ","))
			}
			fmt.Fprintln(ts.Stdout())
		}
	}
}

func verdictsOfAll(out io.Writer, clauses []finding.ClauseResult) {
	var order []string
	byVerdict := map[string][]string{}
	for _, c := range clauses {
		key := fmt.Sprintf("%s %s:", shown(c.AppKey), c.Verdict)
		if byVerdict[key] == nil {
			order = append(order, key)
		}
		clause := c.Clause
		if len(c.Missing) > 0 {
			clause += "(" + strings.Join(c.Missing, ",") + ")"
		}
		byVerdict[key] = append(byVerdict[key], clause)
	}
	for _, key := range order {
		fmt.Fprintln(out, key, strings.Join(byVerdict[key], " "))
	}
}

// shown is a value as a word of a line, - for none.
func shown[T any](p *T) string {
	if p == nil || fmt.Sprint(*p) == "" {
		return "-"
	}
	return fmt.Sprint(*p)
}

// scriptHold opens a database in the test's own process and keeps it until the
// script ends, so that the program meets a file that another process has open.
// Logs at PATH are loaded first; they stay in the write-ahead log.
//
//	hold DATABASE [PATH...]
func scriptHold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: hold DATABASE [PATH...]")
	}
	hold(ts, args[0], args[1:])
}

func hold(ts *testscript.TestScript, database string, logs []string) *duck.DB {
	ctx := context.Background()
	db, err := duck.Open(ctx, ts.MkAbs(database), duck.Options{})
	ts.Check(err)
	ts.Defer(func() { db.Close() })
	if len(logs) == 0 {
		return db
	}
	loader, err := ingest.NewLoader(ctx, db, mask.DefaultVocabulary())
	ts.Check(err)
	var paths []string
	for _, path := range logs {
		paths = append(paths, ts.MkAbs(path))
	}
	results, err := loader.Load(ctx, paths, nil)
	ts.Check(err)
	ts.Check(failedFiles(results))
	return db
}

// scriptServe is hold by a process that answers questions on the socket, and has
// two files of 2,048 bytes still to load.
//
//	serve DATABASE [PATH...]
func scriptServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: serve DATABASE [PATH...]")
	}
	db := hold(ts, args[0], args[1:])
	server, err := query.Listen(db, query.Hooks{
		State: func() query.WatchState { return query.WatchState{WaitingFiles: 2, WaitingBytes: 2048} },
		Analyze: func(ctx context.Context, r query.AnalyzeRequest) ([]byte, error) {
			return answerAnalysis(ctx, db, nil, r)
		},
	})
	ts.Check(err)
	ts.Defer(func() { _ = server.Close() })
}

// scriptSchema gives a database another schema version: schema DATABASE VERSION.
func scriptSchema(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: schema DATABASE VERSION")
	}
	db, err := duck.Open(context.Background(), ts.MkAbs(args[0]), duck.Options{})
	ts.Check(err)
	_, err = db.ExecContext(context.Background(), "UPDATE meta SET value = ? WHERE key = 'schema_version'", args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// scriptAged makes a database as if all its files had been loaded so many days ago:
// aged DATABASE DAYS.
func scriptAged(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: aged DATABASE DAYS")
	}
	days, err := strconv.Atoi(args[1])
	ts.Check(err)
	db, err := duck.Open(context.Background(), ts.MkAbs(args[0]), duck.Options{})
	ts.Check(err)
	_, err = db.ExecContext(context.Background(), "UPDATE files SET loaded_at = ?", time.Now().UTC().AddDate(0, 0, -days))
	ts.Check(errors.Join(err, db.Close()))
}

// scriptCutSince prunes all days before one, whatever must be kept: cut-since DAY.
func scriptCutSince(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: cut-since DAY")
	}
	days := int(instant(ts, "today").Sub(instant(ts, args[0])).Hours()) / 24
	ts.Check(ts.Exec("opaudit", "prune", "--force", "--older-than", fmt.Sprintf("%dd", days)))
}

// scriptMode wants a file to have a mode: mode 0600 FILE.
func scriptMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode MODE FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%#o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}

// scriptEmpty wants a folder to hold nothing: empty FOLDER.
func scriptEmpty(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] empty FOLDER")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if neg == (len(entries) == 0) {
		ts.Fatalf("%s holds %d entries: %v", args[0], len(entries), entries)
	}
}

// TestScenarios wants each sample scenario to give exactly the findings that
// were written down by hand from the rules.
func TestScenarios(t *testing.T) {
	expected, err := filepath.Glob("samples/expected/*.json")
	if err != nil || len(expected) == 0 {
		t.Fatalf("no expectations in samples/expected: %v", err)
	}
	type told struct {
		Rule   string        `json:"rule"`
		AppKey string        `json:"app_key"`
		Level  finding.Level `json:"level"`
	}
	for _, file := range expected {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want, got []told
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			var run finding.Run
			if err := json.Unmarshal(output(t, nil, "report", "--format", "json", "--fail-on", "none", "samples/"+name), &run); err != nil {
				t.Fatal(err)
			}
			for _, f := range run.Findings {
				got = append(got, told{f.Rule, *f.AppKey, f.Level})
			}
			inOrder := func(a, b told) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
			slices.SortFunc(want, inOrder)
			slices.SortFunc(got, inOrder)
			if !slices.Equal(got, want) {
				t.Errorf("got findings\n%v\nwant\n%v", got, want)
			}
			if !run.DataQuality.Balance.Balanced {
				t.Errorf("lines are not balanced: %+v", run.DataQuality.Balance)
			}
		})
	}
}

// output runs the program, which must succeed, and returns its stdout.
func output(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	command := exec.Command("opaudit", args...)
	command.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil {
		t.Fatalf("opaudit %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return stdout
}

// TestSameBytes wants equal logs to give equal reports, byte for byte, whatever
// the order of the arguments, of the files' making, and the number of threads.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("samples/mixed/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cross-shop", "plaintext", "decrypt"} {
		more, err := filepath.Glob("samples/" + name + "/*")
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	report := func(env []string, paths []string, flags ...string) []byte {
		return output(t, env, append(append([]string{"report", "--fail-on", "none"}, flags...), paths...)...)
	}
	backwards := slices.Clone(files)
	slices.Reverse(backwards)
	middle := slices.Concat(files[len(files)/2:], files[:len(files)/2], files[:1])
	for _, flags := range [][]string{{"--format", "json"}, {"--format", "md"}, {"--format", "md", "--lang", "zh"}} {
		want := report(nil, files, flags...)
		for what, got := range map[string][]byte{
			"paths backwards":           report(nil, backwards, flags...),
			"paths from the middle":     report([]string{"GOMAXPROCS=1"}, middle, flags...),
			"many scheduler threads":    report([]string{"GOMAXPROCS=8"}, files, flags...),
			"in another place and zone": report([]string{"TZ=America/New_York", "LC_ALL=de_DE.UTF-8"}, files, flags...),
		} {
			sameBytes(t, strings.Join(flags, " ")+", "+what, got, want)
		}
	}
}

// TestSameBytesOfFolders wants the order in which files came into a folder not
// to matter.
func TestSameBytesOfFolders(t *testing.T) {
	t.Parallel()
	names := []string{"api.log", "login.log", "message.log", "open.log", "order.log", "sql.log"}
	reportOf := func(names []string) []byte {
		folder := t.TempDir()
		for _, name := range names {
			text, err := os.ReadFile(filepath.Join("samples/cross-shop", name))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return bytes.ReplaceAll(output(t, nil, "report", "--format", "json", "--fail-on", "none", folder), []byte(folder), []byte("FOLDER"))
	}
	want := reportOf(names)
	slices.Reverse(names)
	sameBytes(t, "files made in the opposite order", reportOf(names), want)
}

// TestSameBytesOfThreads wants the number of the engine's threads, which no flag
// sets, not to matter.
func TestSameBytesOfThreads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	reportOf := func(threads int) []byte {
		db, err := duck.Open(ctx, filepath.Join(t.TempDir(), "threads.duckdb"), duck.Options{Threads: threads})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		loader, err := ingest.NewLoader(ctx, db, mask.DefaultVocabulary())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := loader.Load(ctx, []string{"samples/mixed", "samples/cross-shop"}, nil); err != nil {
			t.Fatal(err)
		}
		judgement, err := analyzer.Analyze(ctx, db, analyzer.Options{})
		if err != nil {
			t.Fatal(err)
		}
		formats, err := reports.Select("json", reports.English)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := formats[0].Documents[0].Write(&text, analyzer.Against(judgement.Run, nil)); err != nil {
			t.Fatal(err)
		}
		return text.Bytes()
	}
	want := reportOf(1)
	for _, threads := range []int{2, 7} {
		sameBytes(t, fmt.Sprintf("%d threads", threads), reportOf(threads), want)
	}
}

// sameBytes compares two documents and shows the first line that differs.
func sameBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Errorf("%s: line %d is\n%s\nwant\n%s", what, i+1, g[i], w[i])
			return
		}
	}
	t.Errorf("%s: %d lines, want %d", what, len(g), len(w))
}
