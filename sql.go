package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"opaudit/ingest/mask"
	"opaudit/reports"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/format"
	"opaudit/sql/query"
	"opaudit/sql/shell"
)

// A question is how SQL is asked, and how the answer is written.
type question struct {
	format format.Format
	rawCSV bool
	write  bool // statements may write
}

func (c *command) sqlCommand() *cobra.Command {
	var statement, name string
	var q question
	cmd := &cobra.Command{
		Use:   "sql [-c QUERY | FILE]",
		Short: "Ask the database in SQL: a shell on a terminal, or one statement of a script",
		Long: "Run one statement that reads, given with -c, in a file, or on standard input, and write the rows; without any of these, on a terminal, be a shell.\n" +
			"What there is to ask: opaudit sql -c \"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal\", or .tables and .views in the shell.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if q.format, err = format.ByName(name); err != nil {
				return usage("--format: %w", err)
			}
			given := cmd.Flags().Changed("command")
			if !given && len(args) == 0 && onTerminal(os.Stdin) && onTerminal(c.stdout) {
				return c.shell(cmd.Context(), q)
			}
			text, err := statementFrom(statement, given, args, os.Stdin)
			if err != nil {
				return err
			}
			return c.script(cmd.Context(), q, text)
		},
	}
	cmd.Flags().StringVarP(&statement, "command", "c", "", "the statement")
	cmd.Flags().StringVar(&name, "format", "table", strings.Join(format.Names(), ", "))
	cmd.Flags().BoolVar(&q.rawCSV, "csv-raw", false, "leave cells that begin with = + - @ as they are, though a spreadsheet runs them")
	cmd.Flags().BoolVar(&q.write, "write", false, "run any statements, also such that change the database: when no other process has it open")
	return cmd
}

// statementFrom reads the statement from -c, a file or standard input.
func statementFrom(statement string, given bool, args []string, stdin *os.File) (string, error) {
	switch {
	case given && len(args) > 0:
		return "", usage("give either -c QUERY or a file, not both")
	case given:
		return statement, nil
	case len(args) == 1:
		text, err := os.ReadFile(args[0])
		if err != nil {
			return "", failure{exitWork, fmt.Errorf("read statement from %q: %w", args[0], bareCause(err)), "name a file that holds SQL, or give the statement itself: -c QUERY"}
		}
		return string(text), nil
	case onTerminal(stdin):
		return "", usage("give a statement with -c QUERY, in a file, or on standard input; the shell needs a terminal to write to as well")
	}
	text, err := io.ReadAll(stdin)
	if err != nil {
		return "", fmt.Errorf("read statement: %w", err)
	}
	return string(text), nil
}

// openFor reaches the database for a question.
func (c *command) openFor(ctx context.Context, q question) (query.Asker, func() error, error) {
	if !q.write {
		asker, _, end, err := c.asker(ctx, c.open)
		return asker, end, err
	}
	db, err := openDatabase(ctx, c.database, duck.Options{Existing: true, Now: time.Now(), AsOf: c.asOf})
	if err != nil {
		return nil, nil, err
	}
	c.commits = true
	return query.Writable(db), func() error {
		open, err := db.Abandon()
		if open {
			err = failure{exitWork, errors.New("a transaction was still open at the end: what was changed since its BEGIN was rolled back"), "end it with COMMIT"}
		}
		return errors.Join(err, db.Close())
	}, nil
}

// script runs one statement, with write any statements, and writes the rows, of
// several those of the last, to stdout; nothing else goes there.
func (c *command) script(ctx context.Context, q question, text string) (err error) {
	terminal := onTerminal(c.stdout)
	if terminal && q.format.Binary {
		return usage("%s is not for a terminal; send it into a file: --format %s > rows.%s", q.format.Name, q.format.Name, q.format.Name)
	}
	asker, end, err := c.openFor(ctx, q)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	g := c.guarding(ctx, asker, !q.write)
	defer g.end()
	g.begin()
	result, err := asker.Ask(ctx, text)
	g.rest()
	if err != nil {
		return mistaken(ctx, asker, text, err)
	}
	defer result.Close()
	c.tellStand(result.Stand)
	var broken error
	rows := format.Rows{Columns: result.Columns, Types: result.Types, Next: func() ([]any, bool, error) {
		g.begin()
		values, ok, err := result.Next()
		g.rest()
		broken = err
		return values, ok, err
	}}
	if q.write && slices.Contains([]string{"Count", "Success"}, strings.Join(result.Columns, ",")) { // what the engine says of a statement without rows
		first, ok, err := rows.Next()
		if err == nil && !ok {
			return nil
		}
		rest := rows.Next
		given := false
		rows.Next = func() ([]any, bool, error) {
			if given {
				return rest()
			}
			given = true
			return first, ok, err
		}
	}
	err = c.writeRows(q, rows, terminal)
	if broken != nil {
		result.Close()
		return mistaken(ctx, asker, text, broken)
	}
	return err
}

// writeRows writes rows to stdout; a terminal gets them to its width, harmless.
func (c *command) writeRows(q question, rows format.Rows, terminal bool) error {
	out := bufio.NewWriterSize(c.stdout, 64<<10)
	options := format.Options{RawCSV: q.rawCSV, Visible: reports.Visible}
	if !terminal {
		return cmp.Or(q.format.Write(out, rows, options), out.Flush()) // one that failed fails again
	}
	if f, ok := c.stdout.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			options.Width = width
		}
	}
	lines := format.VisibleLines(out, reports.Visible)
	return cmp.Or(q.format.Write(lines, rows, options), lines.Close(), out.Flush())
}

// mistaken words the error of a statement, with what may have been meant.
func mistaken(ctx context.Context, asker query.Asker, text string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	known, unknown := shell.ReadNames(ctx, asker)
	if unknown != nil {
		known = nil // the statement's own error is the one to tell
	}
	err = shell.Explain(text, err, known)
	var mistake *shell.MistakeError
	if errors.As(err, &mistake) {
		return failure{exitWork, mistake, "see what there is: opaudit sql -c \"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal\"; to change the database there is opaudit sql --write, and for everything else a copy for DuckDB itself: opaudit snapshot FILE"}
	}
	return err
}

// shell is the interactive shell.
func (c *command) shell(ctx context.Context, q question) error {
	terminal, ok := c.stdout.(*os.File)
	if q.format.Binary || !ok {
		return usage("%s is not for a terminal; in the shell .mode and .output write it into a file", q.format.Name)
	}
	cat, err := catalog.Load()
	if err != nil {
		return err
	}
	rules, _, err := c.ownRules()
	if err != nil {
		return err
	}
	open := func(ctx context.Context) (query.Asker, func() error, error) { return c.openFor(ctx, q) }
	if q.write {
		asker, end, err := c.openFor(ctx, q)
		if err != nil {
			return err
		}
		defer func() { _ = end() }() // what was committed is in the file or its log
		open = func(context.Context) (query.Asker, func() error, error) {
			return asker, func() error { return nil }, nil
		}
	}
	return shell.Run(ctx, shell.Options{
		Open: open, Database: c.database, Write: q.write, Catalog: cat, Rules: slices.Concat(cat.Rules, rules), Format: q.format, RawCSV: q.rawCSV,
		History: historyFile(), Pager: pager(), Replace: replaceFile, Visible: reports.Visible, Mask: mask.Text, Terminal: terminal,
		Explain: func(err error) (string, string) {
			f := explain(err)
			return reports.Visible(mask.Text(f.Error())), f.next
		},
	})
}

// historyFile is where what was typed into the shell is kept, "" when the user has no
// folder for it.
func historyFile() string {
	folder := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(folder) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		folder = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(folder, "opaudit", "sql_history")
}

// pager is the program for long answers, "" for none.
func pager() string {
	if command, set := os.LookupEnv("PAGER"); set {
		return command
	}
	if _, err := exec.LookPath("less"); err != nil {
		return ""
	}
	return "less"
}
