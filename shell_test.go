package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// A session is a program on a terminal, whose screen is drawn as a terminal would.
type session struct {
	*testing.T
	cmd      *exec.Cmd
	keys     *os.File // what is written here is typed
	terminal *os.File
	drawing  sync.Mutex // guards screen, but for its answers
	screen   *vt.Emulator
	drawn    chan struct{} // something was
	ended    chan error
}

const screenWidth, screenHeight = 100, 30

// onScreen starts opaudit on a terminal.
func onScreen(t *testing.T, env []string, args ...string) *session {
	t.Helper()
	keys, terminal, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := &session{T: t, cmd: exec.Command("opaudit", args...), keys: keys, terminal: terminal,
		screen: vt.NewEmulator(screenWidth, screenHeight), drawn: make(chan struct{}, 1), ended: make(chan error, 1)}
	if err := pty.Setsize(terminal, &pty.Winsize{Rows: screenHeight, Cols: screenWidth}); err != nil {
		t.Fatal(err)
	}
	s.cmd.Env = append(append(os.Environ(), "TERM=xterm-256color", "INPUTRC=/dev/null"), env...)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = terminal, terminal, terminal
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var copying sync.WaitGroup
	copying.Go(func() { // what the program asks of the terminal, such as where the cursor is, is answered
		buffer := make([]byte, 1<<10)
		for {
			n, err := s.screen.Read(buffer)
			if err != nil {
				return
			}
			_, _ = keys.Write(buffer[:n]) // the program may have ended
		}
	})
	copying.Go(func() {
		buffer := make([]byte, 64<<10)
		for {
			n, err := keys.Read(buffer)
			if err != nil {
				return // nobody holds the terminal any more
			}
			s.drawing.Lock()
			_, _ = s.screen.Write(buffer[:n])
			s.drawing.Unlock()
			select {
			case s.drawn <- struct{}{}:
			default:
			}
		}
	})
	go func() { s.ended <- s.cmd.Wait() }()
	t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		terminal.Close()
		keys.Close()
		if answers, ok := s.screen.InputPipe().(io.Closer); ok { // Close would race with Read
			_ = answers.Close()
		} else {
			t.Error("the terminal's answers have no end")
		}
		copying.Wait()
	})
	return s
}

// lines are the screen's, without blanks at their ends.
func (s *session) lines() []string {
	s.drawing.Lock()
	lines := strings.Split(s.screen.String(), "\n")
	s.drawing.Unlock()
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return lines
}

// text is what the screen shows.
func (s *session) text() string { return strings.TrimRight(strings.Join(s.lines(), "\n"), "\n") }

// patienceOfTests is for how long a condition may take on a busy machine.
const patienceOfTests = time.Minute

// until waits for a condition of the screen.
func (s *session) until(what string, holds func() bool) {
	s.Helper()
	deadline := time.After(patienceOfTests)
	for !holds() {
		select {
		case <-s.drawn:
		case err := <-s.ended:
			s.ended <- err
			if !holds() {
				s.Fatalf("it ended (%v) before %s:\n%s", err, what, s.text())
			}
		case <-deadline:
			s.Fatalf("never came: %s; the screen shows\n%s", what, s.text())
		}
	}
}

// shows waits until the screen shows all of some texts.
func (s *session) shows(texts ...string) {
	s.Helper()
	for _, text := range texts {
		s.until(fmt.Sprintf("%q", text), func() bool { return strings.Contains(s.text(), text) })
	}
}

// prompted waits until the last line is the prompt with a text behind it.
func (s *session) prompted(text string) {
	s.Helper()
	s.until("the prompt with "+text, func() bool { return strings.HasSuffix("\n"+s.text(), strings.TrimRight("\nopaudit> "+text, " ")) })
}

func (s *session) typed(keys string) {
	s.Helper()
	if _, err := s.keys.WriteString(keys); err != nil {
		s.Fatal(err)
	}
}

// cleared empties the screen, as Ctrl-L does, so that what comes is not taken for
// what was there.
func (s *session) cleared() {
	s.Helper()
	s.typed("\x0c")
	s.until("an empty screen", func() bool { return s.text() == "opaudit>" })
}

// asks types a line at an empty prompt and waits for texts, and the next prompt.
func (s *session) asks(line string, texts ...string) {
	s.Helper()
	s.cleared()
	s.typed(line + "\r")
	s.shows(texts...)
	s.prompted("")
}

// ends waits for the end and returns the exit code.
func (s *session) ends() int {
	s.Helper()
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(patienceOfTests):
		s.Fatalf("it does not end:\n%s", s.text())
	}
	return s.cmd.ProcessState.ExitCode()
}

const (
	up    = "\x1b[A"
	ctrlC = "\x03"
	ctrlD = "\x04"
	tab   = "\t"
)

// loaded is a database with the mixed sample.
func loaded(t *testing.T) string {
	t.Helper()
	database := filepath.Join(t.TempDir(), "audit.duckdb")
	if out, err := exec.Command("opaudit", "--db", database, "-q", "ingest", filepath.Join("samples", "mixed")).CombinedOutput(); err != nil {
		t.Fatalf("ingest: %v\n%s", err, out)
	}
	return database
}

func TestShell(t *testing.T) {
	database := loaded(t)
	t.Run("typing", func(t *testing.T) { shellTyping(t, database) })
	t.Run("stopping", func(t *testing.T) { shellStopping(t, database) })
	t.Run("width", func(t *testing.T) { shellWidth(t, database) })
	t.Run("mistakes", func(t *testing.T) { shellMistakes(t, database) })
	t.Run("commands", func(t *testing.T) { shellCommands(t, database) })
	t.Run("pager", func(t *testing.T) { shellPager(t, database) })
	t.Run("beside loads", func(t *testing.T) { shellBesideLoads(t, database) })
	t.Run("writing", func(t *testing.T) { shellWriting(t, database) })
}

// shellTyping completes names, goes on over lines, and finds in the next run what was
// typed in the one before.
func shellTyping(t *testing.T, database string) {
	state := t.TempDir()
	env := []string{"XDG_STATE_HOME=" + state}
	s := onScreen(t, env, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	for _, c := range []struct{ typed, completed string }{
		{".sch", ".schema"},
		{".rule 3.4-decrypt-ratio-", ".rule 3.4-decrypt-ratio-shop"},
		{"SEL", "SELECT"},
		{"select count(*) fr", "select count(*) from"},
		{"SELECT * FROM decrypt_ratio_m", "SELECT * FROM decrypt_ratio_month"},
		{"SELECT * FROM shops JOIN decrypt_ratio_m", "SELECT * FROM shops JOIN decrypt_ratio_month"},
		{"SELECT decrypted_o", "SELECT decrypted_orders"},
		{"SELECT a.pushe", "SELECT a.pushe"}, // whose columns is not known yet
		{"SELECT * FROM push_success_7d AS a WHERE a.pushe", "SELECT * FROM push_success_7d AS a WHERE a.pushes"},
		{"SELECT * FROM push_success_7d WHERE success_", "SELECT * FROM push_success_7d WHERE success_rate"},
		{"SELECT sum(decrypted_o", "SELECT sum(decrypted_orders"},
		{"SELECT '张', app_k", "SELECT '张', app_key"},
		{"SELECT 'app_k", "SELECT 'app_k"}, // a text is no name
	} {
		s.cleared()
		s.typed(c.typed)
		s.prompted(c.typed)
		s.typed(tab + "!")
		s.until(c.completed+"! of "+c.typed, func() bool { return strings.HasPrefix(s.text(), "opaudit> "+c.completed+"!") })
		s.typed(ctrlC)
		s.prompted("")
	}
	s.cleared()
	s.typed("SELECT * FROM api_success_" + tab) // several: they are listed
	s.shows("api_success_7d", "api_success_daily")
	s.typed(ctrlC)
	s.prompted("")

	s.asks("SELECT '张三;' AS who, -- no end; yet\r'13800138000' AS phone\r;", "     ..> ;", "│ 张三; │ 13800138000 │", "1 row in ", "; data as of 20")
	s.cleared()
	s.typed(ctrlD)
	if code := s.ends(); code != 0 {
		t.Errorf("Ctrl-D ends with %d", code)
	}

	file := filepath.Join(state, "opaudit", "sql_history")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || bytes.Contains(text, []byte("13800138000")) {
		t.Errorf("the history has mode %v (%v):\n%s", info.Mode(), err, text)
	}
	s = onScreen(t, env, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.cleared()
	s.typed(up)
	s.shows("opaudit> SELECT '张三;' AS who, -- no end; yet", "        '138****8000' AS phone", "     ..> ;")
	s.typed("\r")
	s.shows("│ 张三; │ 138****8000 │", "1 row in ")
	s.asks("quit\x7f\x7f\x7f\x7fSELECT 7 AS again;", "│     7 │")
	s.typed(".quit\r")
	if code := s.ends(); code != 0 {
		t.Errorf(".quit ends with %d", code)
	}
}

// shellStopping stops a statement, a line, and the shell.
func shellStopping(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.cleared()
	s.typed("SELECT 1,\r2")
	s.shows("     ..> 2")
	s.typed(ctrlC)
	s.prompted("")
	s.typed("SELECT 'new' AS line;\r")
	s.shows("│ new  │")

	s.cleared()
	s.typed("SELECT sum(a.range * b.range) FROM range(100000000) a, range(100000000) b WHERE a.range % 7 <> b.range % 11;\r")
	s.shows("running; Ctrl-C stops it")
	s.typed(ctrlC)
	s.shows("\nstopped")
	s.prompted("")
	if strings.Contains(s.text(), "running") {
		t.Errorf("what no longer runs is said to:\n%s", s.text())
	}
	s.asks("SELECT 'it goes on' AS then;", "│ it goes on │")

	check(t, s.cmd.Process.Signal(syscall.SIGTERM))
	if code := s.ends(); code != exitWork {
		t.Errorf("asked to terminate, it ends with %d:\n%s", code, s.text())
	}
	modes, err := unix.IoctlGetTermios(int(s.terminal.Fd()), unix.TCGETS)
	if err != nil || modes.Lflag&unix.ECHO == 0 || modes.Lflag&unix.ICANON == 0 {
		t.Errorf("the terminal was left as it is for the line editor: %+v, %v", modes, err)
	}
}

// rules are the cells of the screen in which a table's vertical lines stand, by line.
func (s *session) rules() (all [][]int) {
	s.drawing.Lock()
	defer s.drawing.Unlock()
	width, height := s.screen.Width(), s.screen.Height()
	for y := range height {
		var at []int
		for x := range width {
			if cell := s.screen.CellAt(x, y); cell != nil && strings.Contains("│┌┬┐├┼┤└┴┘", cell.Content) && cell.Content != "" {
				at = append(at, x)
			}
		}
		if len(at) > 0 {
			all = append(all, at)
		}
	}
	return all
}

// shellWidth shows tables in the terminal's width, whatever that is now.
func shellWidth(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	const statement = "SELECT range AS n, rpad('', (range * 12)::INTEGER, '解密率') AS 说明, 'a' || chr(27) || '[31m' || chr(8238) AS e FROM range(5);"
	aligned := func(width int) {
		t.Helper()
		all := s.rules()
		if len(all) != 9 {
			t.Fatalf("%d lines of a table:\n%s", len(all), s.text())
		}
		for _, at := range all {
			if fmt.Sprint(at) != fmt.Sprint(all[0]) || at[len(at)-1] >= width {
				t.Errorf("vertical lines at %v and %v of %d:\n%s", at, all[0], width, s.text())
			}
		}
	}
	s.asks(statement, `│ a\x1b[31m\u202e │`, "…", "5 rows in ")
	aligned(screenWidth)
	for _, width := range []int{60, 140} {
		s.cleared()
		s.drawing.Lock()
		s.screen.Resize(width, screenHeight)
		s.drawing.Unlock()
		if err := pty.Setsize(s.terminal, &pty.Winsize{Rows: screenHeight, Cols: uint16(width)}); err != nil {
			t.Fatal(err)
		}
		s.typed("SELECT 1;\r")
		s.shows("1 row in ")
		s.asks(up+up, "5 rows in ")
		aligned(width)
		if cut := strings.Contains(s.text(), "…"); cut != (width == 60) {
			t.Errorf("at %d: is it cut?\n%s", width, s.text())
		}
	}
}

// shellMistakes shows where a statement is wrong and what may have been meant.
func shellMistakes(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	for _, c := range []struct {
		line  string
		shown []string
	}{
		{"SELECT '张三', apkey FROM api_calls;", []string{"\n  SELECT '张三', apkey FROM api_calls;\n                 ^\n  did you mean app_key?"}},
		{"SELECT 1 AS n,\r  x.appkey\rFROM api_calls x;", []string{"\n    x.appkey\n    ^\n  did you mean app_key?"}},
		{"SELECT * FROM api_cals;", []string{"\n  SELECT * FROM api_cals;\n                ^\n  did you mean api_calls?"}},
		{"SELEC 1;", []string{"\n  SELEC 1;\n  ^\n  did you mean SELECT?"}},
		{"SELECT lenth('a');", []string{"did you mean ", "length"}},
		{"DELETE FROM files;", nil},
		{".tabels", []string{"there is no command .tabels; did you mean .tables?"}},
		{".schema fils", []string{"there is no table or view fils; did you mean files?"}},
		{".rule 3.4-decrypt-ration", []string{"did you mean 3.4-decrypt-ratio?"}},
		{".mode cvs", []string{"not \"cvs\"; did you mean csv?"}},
		{".timer", []string{"say .timer on or .timer off"}},
		{".quit now", []string{".quit takes nothing behind it"}},
	} {
		s.asks(c.line, c.shown...)
	}
}

// shellCommands looks things up, and writes answers in other ways.
func shellCommands(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir(), "PAGER="}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.asks("help", ".help ", ".output FILE", "Ctrl-C stops")
	s.asks(".schema as_of", "view as_of", "  day                          DATE", "SELECT")
	s.asks(".rules", "3.4-repeated-decrypts", "│ 3.4 ")
	s.asks(".rule 2.6-no-authorisation", "-- 2.6-no-authorisation (clause 2.6)", "SELECT")
	s.cleared()
	s.typed(up + "\r") // the rule itself, to begin with
	s.shows(" rows in ")
	s.asks(".views", "unauthorised_accesses")
	s.asks(".tables", "│ sql_statements", "│ shops ")

	s.asks(".mode", "the mode is table; there are table, csv, json, jsonl, markdown, parquet")
	s.asks(".mode csv", "opaudit> .mode csv\n")
	s.asks("SELECT '=1' AS f, chr(27) || chr(10) || 'x' AS c;", "f,c\n'=1,\"\\x1b\nx\"\n1 row in")
	s.asks(".timer off", "opaudit> .timer off\n")
	s.asks("SELECT 1 AS n WHERE false;", "n\n0 rows; data as of 20")
	s.asks(".mode parquet", "opaudit> .mode parquet\n")
	s.asks("SELECT 1;", "parquet is not for a screen; .output FILE names a file")
	s.asks(".output "+database+".key", "is, or may be, a file of the database")
	file := filepath.Join(t.TempDir(), "rows.parquet")
	s.asks(".output "+file, ", as parquet")
	s.asks("SELECT range AS n FROM range(20000);", "20000 rows; data as of", "written into")
	s.asks(".mode table", "opaudit> .mode table\n")
	s.asks("SELECT range AS n FROM range(10001);", "│ 9999 │", "the first 10000 rows; data as of ")
	s.typed(ctrlD)
	if code := s.ends(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	out, err := exec.Command("opaudit", "sql", "--db", filepath.Join(t.TempDir(), "x.duckdb"), "-c", "SELECT 1").CombinedOutput()
	if err == nil {
		t.Errorf("a database that is not there: %s", out)
	}
	written, err := os.ReadFile(file)
	if info, failed := os.Stat(file); err != nil || failed != nil || !bytes.HasSuffix(written, []byte("PAR1")) || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v, %d bytes", file, err, failed, len(written))
	}
}

// shellPager leafs through what is longer than the screen, and only that.
func shellPager(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir(), "PAGER=sed 's/^/page: /' | tail -n 3"}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.asks("SELECT range AS n FROM range(100);", "page: │ 98 │\npage: │ 99 │\npage: └────┘\n100 rows in ")
	s.asks("SELECT range AS n FROM range(10);", "\n│ 9 │\n└───┘\n10 rows in ")
	s = onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir(), "PAGER=no-such-program"}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.asks("SELECT range AS n FROM range(100);", "not found", "100 rows in ")
}

// shellBesideLoads shows that an idle shell is in nobody's way, and asks whoever
// holds the database.
func shellBesideLoads(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "sql", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.asks("SELECT count(*) > 0 AS c FROM files WHERE path LIKE '%throttled%';", "│ false │")
	watch := begin(t, "opaudit", "--db", database, "watch", "--settle", "1ms", filepath.Join("samples", "throttled"))
	watch.until("loaded ", "throttled")
	s.asks("SELECT count(*) > 0 AS c FROM files WHERE path LIKE '%throttled%';", "│ true │", "; data as of 20")
	s.asks("SELECT apkey FROM api_calls;", "\n         ^\n  did you mean app_key?")
	check(t, watch.cmd.Process.Signal(os.Interrupt))
	watch.until("stopped; what was committed stays")
	check(t, watch.cmd.Wait())
	s.asks("SELECT count(*) > 0 AS c FROM files WHERE path LIKE '%throttled%';", "│ true │")
}

// shellWriting changes the database, when nobody else holds it.
func shellWriting(t *testing.T, database string) {
	s := onScreen(t, []string{"XDG_STATE_HOME=" + t.TempDir()}, "sql", "--write", "--db", database)
	s.shows("A statement ends with a semicolon")
	s.asks("CREATE TABLE notes AS SELECT 7 AS number_of_note; SELECT * FROM notes;", "│              7 │")
	s.asks("CREATE VIEW noted AS SELECT * FROM notes;", "done in ")
	s.asks("INSERT INTO notes VALUES (8);", "│     1 │")
	s.cleared()
	s.typed("SELECT number_" + tab + "!")
	s.shows("opaudit> SELECT number_of_note!")
	s.typed(ctrlC)
	s.prompted("")
	s.asks("BEGIN; DELETE FROM notes; ROLLBACK;", "done in ")
	out, err := exec.Command("opaudit", "sql", "--db", database, "--write", "-c", "SELECT 1").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another process has the database open") {
		t.Errorf("two that write: %v\n%s", err, out)
	}
	s.typed(".quit\r")
	if code := s.ends(); code != 0 {
		t.Errorf(".quit ends with %d", code)
	}
	if out, err := exec.Command("opaudit", "sql", "--db", database, "--format", "csv", "-c", "SELECT sum(number_of_note) FROM noted").CombinedOutput(); err != nil || !strings.Contains(string(out), "\n15\n") {
		t.Errorf("what was written: %v\n%s", err, out)
	}
}
