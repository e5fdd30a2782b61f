package scripts

// What scripts want of the program: exit codes, findings, verdicts.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"opaudit/analyzer/finding"
)

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
		fmt.Fprintf(out, "%s %s %s %s %s %s..%s %s %s episodes=%d\n", f.Rule, f.Level, Shown(f.AppKey), Shown(f.SellerID), Shown(&f.Subject),
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
			fmt.Fprintf(ts.Stdout(), "%s %s missing=%s", Shown(c.AppKey), c.Verdict, Shown(&missing))
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
		key := fmt.Sprintf("%s %s:", Shown(c.AppKey), c.Verdict)
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

// Shown is a value as a word of a line, - for none.
func Shown[T any](p *T) string {
	if p == nil || fmt.Sprint(*p) == "" {
		return "-"
	}
	return fmt.Sprint(*p)
}
