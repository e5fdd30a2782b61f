package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"opaudit/sql/duck"
)

// A program is the real program at work, its messages read as they come.
type program struct {
	t        *testing.T
	cmd      *exec.Cmd
	messages chan string
	seen     []string
}

// begin starts a command line, given as for exec.Command.
func begin(t *testing.T, line ...string) *program {
	t.Helper()
	p := &program{t: t, cmd: exec.Command(line[0], line[1:]...), messages: make(chan string, 100_000)}
	stderr, err := p.cmd.StderrPipe()
	check(t, err)
	check(t, p.cmd.Start())
	go func() {
		defer close(p.messages)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			p.messages <- lines.Text()
		}
	}()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	return p
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// until reads messages up to one that holds all the parts.
func (p *program) until(parts ...string) string {
	p.t.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case m, ok := <-p.messages:
			p.seen = append(p.seen, m)
			has := true
			for _, part := range parts {
				has = has && strings.Contains(m, part)
			}
			if has && ok {
				return m
			}
			if !ok {
				p.t.Fatalf("it ended before it told %q:\n%s", parts, strings.Join(p.seen, "\n"))
			}
		case <-deadline:
			p.t.Fatalf("it never told %q:\n%s", parts, strings.Join(p.seen, "\n"))
		}
	}
}

// stop asks the program to end, as Ctrl-C and a service manager do, and wants it to
// end well.
func (p *program) stop(with os.Signal) {
	p.t.Helper()
	check(p.t, p.cmd.Process.Signal(with))
	for m := range p.messages {
		p.seen = append(p.seen, m)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatalf("%v: %v\n%s", with, err, strings.Join(p.seen, "\n"))
	}
}

// runs runs the program to its end and wants an exit code.
func runs(t *testing.T, code int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command("opaudit", args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("opaudit %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// place makes folders for a database and its logs.
func place(t *testing.T) (database, logs string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "watch-x") // no part of it looks like a telephone number
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	logs = filepath.Join(folder, "logs")
	check(t, os.Mkdir(logs, 0o700))
	return filepath.Join(folder, "audit.duckdb"), logs
}

func statements(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"logType":"sql","appKey":"ks1","sql":"SELECT %d FROM t WHERE note = 'a text that takes some room, %x'","time":%d}`+"\n", i, i*7919, 1729396800000+i)
	}
	return b.String()
}

func count(t *testing.T, database, from string) string {
	t.Helper()
	out, _ := runs(t, exitDone, "--db", database, "sql", "--format", "csv", "-c", "SELECT count(*) FROM "+from)
	return strings.TrimSpace(strings.TrimPrefix(out, "count_star()"))
}

func TestWatchEndsWell(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		database, logs := place(t)
		p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", logs)
		p.until("watching")
		check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(100)), 0o600))
		p.until("loaded", "a.log", `"lines":100`)
		p.stop(signal)
		if _, err := os.Stat(filepath.Join(logs, "a.log")); err != nil {
			t.Errorf("the log did not stay: %v", err)
		}
		if got := count(t, database, "sql_statements"); got != "100" {
			t.Errorf("after %v %s statements are stored, want 100", signal, got)
		}
	}
}

// TestWatchAdvisesAfterARestart: a file that is no log is told of when it is quiet, with
// how it may be read, also by a watch that did not read its lines itself.
func TestWatchAdvisesAfterARestart(t *testing.T) {
	database, logs := place(t)
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(`{"kind":"x","n":1}`+"\n"+`{"kind":"x","n":2}`+"\n"), 0o600))
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", "--settle", "1h", logs)
	p.until("loaded", "a.log", `"lines":2`)
	p.stop(os.Interrupt)
	p = begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", "--settle", "50ms", logs)
	p.until("a.log: not a log", "logType: TYPE", "--again")
	p.stop(os.Interrupt)
}

func TestWatchTellsChanges(t *testing.T) {
	database, logs := place(t)
	out := filepath.Join(filepath.Dir(logs), "out")
	push := func(millis int64, status int) string {
		return fmt.Sprintf(`{"logType":"message","appKey":"ks1","eventId":"e%d","event":"x","time":%d,"httpStatus":%d,"result":1}`+"\n", millis, millis, status)
	}
	now := time.Now().UnixMilli()
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", "--analyze-every", "0s", "--out", out, logs)
	p.until("watching")
	grow := func(text string) {
		f, err := os.OpenFile(filepath.Join(logs, "a.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		check(t, err)
		_, err = f.WriteString(text)
		check(t, errors.Join(err, f.Close()))
	}
	const rule = "2.7-push-success-score"
	grow(push(now, 200) + push(now+1, 500))
	p.until("new warning", rule)
	grow(push(now+2, 500))
	p.until("worsened warning", rule)
	grow(strings.Repeat(push(now+3, 200), 1000))
	p.until("resolved warning", rule)
	grow(strings.Repeat(push(now+4, 500), 1000))
	p.until("reopened warning", rule)
	p.stop(os.Interrupt)
	for _, name := range []string{"report.md", "run.json"} {
		text, err := os.ReadFile(filepath.Join(out, name))
		check(t, err)
		if !strings.Contains(string(text), rule) && !strings.Contains(string(text), "2.7") {
			t.Errorf("%s says nothing of the finding", name)
		}
	}
	if left, err := filepath.Glob(filepath.Join(out, ".*")); err != nil || len(left) > 0 {
		t.Errorf("left in the folder of reports: %v (%v)", left, err)
	}
}

// TestWatchReportsAgain has a file stand where the reports are to be written, and takes
// it away: they are written without anything else having come.
func TestWatchReportsAgain(t *testing.T) {
	database, logs := place(t)
	out := filepath.Join(filepath.Dir(logs), "out")
	check(t, os.WriteFile(out, nil, 0o600))
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(10)), 0o600))
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", "--analyze-every", "0s", "--out", out, logs)
	p.until("could not judge and report; it is tried again", "not a directory", `"in":"50ms"`)
	check(t, os.Remove(out))
	p.until("judged again, and the reports are up to date")
	if _, err := os.Stat(filepath.Join(out, "report.md")); err != nil {
		t.Error(err)
	}
	p.stop(os.Interrupt)
	told := 0
	for _, m := range p.seen {
		if strings.Contains(m, "could not judge") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the failure was told %d times:\n%s", told, strings.Join(p.seen, "\n"))
	}
}

// TestWatchDiskFull lets the program write no further than a limit, as a full disk
// would, and lifts the limit later.
func TestWatchDiskFull(t *testing.T) {
	database, logs := place(t)
	const lines = 200_000
	p := begin(t, "sh", "-c", `ulimit -S -f 8000 && exec opaudit --db "$1" watch --poll 100ms "$2"`, "sh", database, logs)
	p.until("watching")
	check(t, os.WriteFile(filepath.Join(logs, "a.log"), []byte(statements(lines)), 0o600))
	p.until(`"level":"ERROR"`, "could not load", "File too large")
	if out, err := exec.Command("prlimit", "--pid", fmt.Sprint(p.cmd.Process.Pid), "--fsize=unlimited").CombinedOutput(); err != nil {
		t.Fatalf("lift the limit: %v\n%s", err, out)
	}
	p.until("loaded", "a.log")
	p.stop(os.Interrupt)
	runs(t, exitDone, "--db", database, "ingest", logs) // whatever is left
	if got := count(t, database, "sql_statements"); got != fmt.Sprint(lines) {
		t.Errorf("%s statements are stored, want %d", got, lines)
	}
	if got := count(t, database, "ingest_balance WHERE NOT balanced"); got != "0" {
		t.Errorf("%s files are not balanced", got)
	}
}

// boundByModes runs a command line as somebody to whom a file is readable only when its
// mode says so; for root, all are.
func boundByModes(line ...string) []string {
	if os.Geteuid() != 0 {
		return line
	}
	return append([]string{"setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all", "--"}, line...)
}

// TestWatchUnreadable shows a file that cannot be read, and then can.
func TestWatchUnreadable(t *testing.T) {
	database, logs := place(t)
	path := filepath.Join(logs, "a.log")
	check(t, os.WriteFile(path, []byte(statements(10)), 0o000))
	check(t, os.WriteFile(filepath.Join(logs, "b.log"), []byte(statements(20)), 0o600))
	p := begin(t, boundByModes("opaudit", "--db", database, "watch", "--poll", "100ms", logs)...)
	p.until("could not load", "a.log", "permission denied")
	check(t, os.Chmod(path, 0o600))
	p.until("loaded", "a.log", `"lines":10`)
	p.stop(os.Interrupt)
	told := 0
	for _, m := range p.seen {
		if strings.Contains(m, "permission denied") {
			told++
		}
	}
	if told != 1 {
		t.Errorf("the failure was told %d times:\n%s", told, strings.Join(p.seen, "\n"))
	}
	if got := count(t, database, "sql_statements"); got != "20" {
		t.Errorf("%s statements are stored, want 20: the beginning of b.log is a.log", got)
	}
}

func TestWatchFIFO(t *testing.T) {
	database, logs := place(t)
	check(t, syscall.Mkfifo(filepath.Join(logs, "pipe.log"), 0o600))
	check(t, os.WriteFile(filepath.Join(logs, "z.log"), []byte(statements(3)), 0o600))
	p := begin(t, "opaudit", "--db", database, "watch", "--poll", "50ms", logs)
	p.until("loaded", "z.log")
	p.stop(os.Interrupt)
	if got := count(t, database, "files"); got != "1" {
		t.Errorf("%s files are in the ledger, want 1", got)
	}
}

func TestWatchBesideAnother(t *testing.T) {
	database, logs := place(t)
	p := begin(t, "opaudit", "--db", database, "watch", logs)
	p.until("watching")
	for _, args := range [][]string{{"watch", logs}, {"watch", "--once", "--rebuild", logs}, {"watch", "--rebuild", logs}, {"ingest", logs}, {"forget", logs}} {
		_, stderr := runs(t, exitWork, append([]string{"--db", database}, args...)...)
		if !strings.Contains(stderr, fmt.Sprint(p.cmd.Process.Pid)) {
			t.Errorf("%v does not name the process %d: %s", args, p.cmd.Process.Pid, stderr)
		}
	}
	p.stop(os.Interrupt)
}

// TestWatchRebuilds damages a database in several ways: each is told in a plain
// message, and --rebuild brings back what is still in the folders.
func TestWatchRebuilds(t *testing.T) {
	damages := map[string]func(t *testing.T, database string){
		"no database": func(t *testing.T, database string) {
			check(t, os.WriteFile(database, []byte(strings.Repeat("no database at all\n", 1000)), 0o600))
		},
		"a block": func(t *testing.T, database string) {
			f, err := os.OpenFile(database, os.O_RDWR, 0)
			check(t, err)
			info, err := f.Stat()
			check(t, err)
			for at := int64(12 << 10); at < info.Size(); at += 4 << 10 { // the headers are whole
				_, err = f.WriteAt([]byte("damage"), at+100)
				check(t, err)
			}
			check(t, f.Close())
		},
		"cut off": func(t *testing.T, database string) { check(t, os.Truncate(database, 20<<10)) },
		"the log": func(t *testing.T, database string) {
			path := database + ".wal"
			text, err := os.ReadFile(path)
			check(t, err)
			at := bytes.Index(text, []byte("odd.log")) // in an entry: where entries begin, a log counts as cut off
			if at < 0 {
				t.Fatal("the log holds no path")
			}
			copy(text[at:], "damage")
			check(t, os.WriteFile(path, text, 0o600))
			check(t, os.WriteFile(path+".checkpoint", []byte("of a checkpoint that was killed"), 0o600))
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			database, logs := place(t)
			for _, scenario := range []string{"plaintext", "cross-shop"} {
				check(t, os.CopyFS(filepath.Join(logs, scenario), os.DirFS(filepath.Join("samples", scenario))))
			}
			check(t, os.WriteFile(filepath.Join(logs, "odd.log"), []byte("\nbroken\n[]\n{\"logType\":\"sql\"}\n"+statements(5)), 0o600))
			p := begin(t, "opaudit", "--db", database, "watch", "--settle", "0s", "--poll", "50ms", logs)
			p.until("loaded", "odd.log")
			before := ""
			if name == "the log" { // which is there only when the program was killed
				check(t, p.cmd.Process.Kill())
				_ = p.cmd.Wait()
				copied := filepath.Join(t.TempDir(), "audit.duckdb")
				for _, suffix := range []string{"", ".wal"} {
					text, err := os.ReadFile(database + suffix)
					check(t, err)
					check(t, os.WriteFile(copied+suffix, text, 0o600))
				}
				before = loadedRows(t, copied)
			} else {
				p.stop(os.Interrupt)
				before = loadedRows(t, database)
			}
			damage(t, database)
			_, stderr := runs(t, exitWork, "--db", database, "watch", "--once", logs)
			if !strings.Contains(stderr, "--rebuild") || strings.Contains(stderr, "goroutine") {
				t.Errorf("the damage is told as %s", stderr)
			}
			_, stderr = runs(t, exitFindings, "--db", database, "watch", "--once", "--rebuild", logs)
			if !strings.Contains(stderr, "set aside") {
				t.Errorf("what is done is told as %s", stderr)
			}
			if after := loadedRows(t, database); after != before {
				t.Errorf("the tables differ:\n%s", after)
			}
			for _, log := range duck.Logs(database) {
				if _, err := os.Stat(log); err == nil {
					t.Errorf("%s was not set aside", log)
				}
			}
		})
	}
}

// loadedRows is all that was loaded, file_id apart.
func loadedRows(t *testing.T, database string) string {
	t.Helper()
	ctx := context.Background()
	db, err := duck.Open(ctx, database, duck.Options{})
	check(t, err)
	defer db.Close()
	relations := []string{"rejects", "spec_warnings", "pii_hits"}
	for _, log := range db.Catalog.LogTypes {
		relations = append(relations, log.Table())
	}
	var all strings.Builder
	for _, relation := range append(relations, "files") {
		columns := "x.* EXCLUDE (file_id)"
		if relation == "files" {
			columns = "x.* EXCLUDE (file_id, loaded_at)"
		}
		check(t, db.Rows(ctx, fmt.Sprintf("SELECT CAST(r AS VARCHAR) FROM (SELECT f.path AS of_file, %s FROM %s x JOIN files f ON f.file_id = x.file_id) r ORDER BY 1", columns, relation), nil,
			func(rows *sql.Rows) error {
				var row string
				err := rows.Scan(&row)
				fmt.Fprintln(&all, relation, row)
				return err
			}))
	}
	return all.String()
}
