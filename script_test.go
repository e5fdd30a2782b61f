package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"opaudit/ingest"
	"opaudit/ingest/mask"
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
			env.Values[remembered{}.key()] = remembered{}
			env.Setenv("TMPDIR", filepath.Join(env.WorkDir, "tmp"))
			return os.Mkdir(filepath.Join(env.WorkDir, "tmp"), 0o700)
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"log": scriptLog, "append": scriptAppend, "repeat": scriptRepeat, "cut": scriptCut,
			"gzip": scriptGzip, "zstd": scriptZstd, "gb18030": scriptGB18030,
			"exits": scriptExits, "fits": scriptFits, "findings": scriptFindings, "verdicts": scriptVerdicts,
			"serve": scriptServe,
			"hold":  scriptHold, "schema": scriptSchema, "mode": scriptMode, "empty": scriptEmpty,
			"remember": scriptRemember, "unchanged": scriptUnchanged,
			"aged": scriptAged, "cut-since": scriptCutSince,
		},
	})
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
//	serve DATABASE [PATH...] [@CONFIGURATION]
func scriptServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: serve DATABASE [PATH...] [@CONFIGURATION]")
	}
	if last := len(args) - 1; strings.HasPrefix(args[last], "@") {
		ts.Check(ts.Exec("opaudit", "--db", args[0], "--config", args[last][1:], "ingest", args[1]))
		args = args[:1]
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

// scriptCutSince prunes all days before one, whatever must be kept: cut-since DAY [FLAG...].
func scriptCutSince(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: cut-since DAY [FLAG...]")
	}
	days := int(instant(ts, "today").Sub(instant(ts, args[0])).Hours()) / 24
	ts.Check(ts.Exec("opaudit", append([]string{"prune", "--force", "--older-than", fmt.Sprintf("%dd", days)}, args[1:]...)...))
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
