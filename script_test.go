package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/samples/scripts"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// TestMain puts the real program on PATH, and what the benchmarks compare it with.
func TestMain(m *testing.M) {
	testscript.Main(scripts.Program{Tests: m}, map[string]func(){"rawload": rawLoad})
}

// TestScripts runs the scripts of the subcommands and their exit codes.
func TestScripts(t *testing.T) {
	scripts.Run(t, "samples/e2e", scripts.Commands{
		"hold": scriptHold, "serve": scriptServe, "schema": scriptSchema, "aged": scriptAged,
		"mode": scriptMode, "empty": scriptEmpty,
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
