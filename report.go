package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/reports"
)

// reportFlags are the flags of report.
type reportFlags struct {
	format, lang, out, from, compare string
	schema                           bool

	language reports.Language
	formats  []reports.Format
}

func (c *command) reportCommand() *cobra.Command {
	f := &reportFlags{}
	cmd := &cobra.Command{
		Use:   "report [PATH...]",
		Short: "Write the judged report, of the database or of log files alone",
		Long: "Write the report of what is loaded. With PATH the logs there are loaded into a temporary database instead,\n" +
			"which is removed at the end. With --from the report is made of a run that was saved as JSON, without any database.\n" +
			"One document goes to stdout; --out writes all formats, or those chosen, into a folder.",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if f.schema {
				_, err := c.stdout.Write(reports.RunSchema)
				return err
			}
			if err := f.check(c, paths); err != nil {
				return err
			}
			return c.report(cmd.Context(), f, paths)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "", strings.Join(reports.Names(), ", ")+", several with commas (default md, or all of them with --out)")
	flags.StringVar(&f.lang, "lang", "en", "en or zh")
	flags.StringVar(&f.out, "out", "", "write the documents into this folder, with an index.json")
	flags.StringVar(&f.from, "from", "", "a run saved with --format json")
	flags.StringVar(&f.compare, "compare", "", "a saved run: tell what is new, worsened, better and resolved since")
	flags.BoolVar(&f.schema, "json-schema", false, "write the JSON Schema of --format json, and nothing else")
	return cmd
}

// check checks the flags before any work begins.
func (f *reportFlags) check(c *command, paths []string) (err error) {
	if f.language, err = reports.ParseLanguage(f.lang); err != nil {
		return usage("%w", err)
	}
	switch {
	case f.format == "" && f.out != "":
		f.formats = reports.Formats(f.language)
	case f.format == "":
		f.format = "md"
		fallthrough
	default:
		if f.formats, err = reports.Select(f.format, f.language); err != nil {
			return usage("%w", err)
		}
	}
	if f.out == "" && (len(f.formats) != 1 || len(f.formats[0].Documents) != 1) {
		single := slices.DeleteFunc(reports.Formats(f.language), func(f reports.Format) bool { return len(f.Documents) != 1 })
		var names []string
		for _, format := range single {
			names = append(names, format.Name)
		}
		return usage("stdout takes one document: choose one of --format %s, or write into a folder with --out DIR", strings.Join(names, ", "))
	}
	if f.from != "" && (len(paths) > 0 || c.asOf != "" || c.narrowing.given()) {
		return usage("--from takes a saved run as it is: leave out PATH, --as-of, --since, --until, --app and --shop")
	}
	return nil
}

// report makes the run, writes it, and ends with the findings' exit code.
func (c *command) report(ctx context.Context, f *reportFlags, paths []string) error {
	var before *finding.Run
	if f.compare != "" {
		var err error
		if before, err = wholeRun(f.compare); err != nil {
			return failure{exitUsage, fmt.Errorf("--compare: %w", err), explain(err).next}
		}
	}
	run, incomplete := c.reportRun(ctx, f, paths, before)
	if run == nil {
		return incomplete
	}
	if before != nil {
		c.compareWith(*before, *run)
		*run = analyzer.Compare(*run, *before)
	}
	narrowed, err := c.narrow(*run, true)
	if err != nil {
		return err
	}
	if f.out != "" {
		if err = writeReports(f.out, f.language, f.formats, narrowed); err != nil {
			err = failure{exitWork, err, "mend that, or choose another folder, and run the same command again"}
		}
	} else {
		err = f.formats[0].Documents[0].Write(c.stdout, narrowed)
	}
	if err != nil {
		return err
	}
	if f.out != "" {
		c.log.Info("wrote the reports into " + reports.Visible(mask.Text(f.out)) + "; index.json says what each is for")
	}
	if incomplete != nil {
		return incomplete
	}
	return c.failing(narrowed, true)
}

// reportRun reads a saved run, or judges the database, or the logs at paths in a
// temporary one, and compares with the run before, if any. With a run the error is
// about files that are not in it.
func (c *command) reportRun(ctx context.Context, f *reportFlags, paths []string, before *finding.Run) (run *finding.Run, err error) {
	if f.from != "" {
		if before != nil {
			return wholeRun(f.from)
		}
		return savedRun(f.from)
	}
	if len(paths) > 0 {
		return c.reportPaths(ctx, paths, before)
	}
	judged, err := c.judgeDatabase(ctx, false, before)
	if err != nil {
		return nil, err
	}
	return &judged, nil
}

func savedRun(path string) (*finding.Run, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read saved run %s: %w", path, bareCause(err))
	}
	defer file.Close()
	run, err := reports.ReadRun(file)
	if unread := (&fs.PathError{}); errors.As(err, &unread) {
		return nil, fmt.Errorf("read saved run %s: %w", path, unread.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &run, nil
}

// wholeRun is a saved run to compare with: one that shows a part of what was found
// would make the rest look new, or resolved.
func wholeRun(path string) (*finding.Run, error) {
	run, err := savedRun(path)
	if err == nil && run.Narrowing != nil {
		return nil, failure{exitUsage, fmt.Errorf("%s shows a part of what was found, so it cannot be compared", path),
			"save the run without --since, --until, --app and --shop; --as-of chooses the day"}
	}
	return run, err
}

func (c *command) reportPaths(ctx context.Context, paths []string, before *finding.Run) (run *finding.Run, err error) {
	o, err := c.options(ctx)
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "opaudit-") // mode 0700
	if err != nil {
		return nil, fmt.Errorf("make temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := c.openToLoad(ctx, filepath.Join(folder, "report.duckdb"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	results, err := c.load(ctx, db, func(l *ingest.Loader) ([]ingest.FileResult, error) {
		return l.Load(ctx, paths, ingest.OwnFiles(c.database))
	})
	if err != nil {
		return nil, err
	}
	failed := failedFiles(results)
	if failed != nil {
		failed = errPaths
	}
	judgement, err := c.judge(ctx, db, o)
	switch {
	case errors.Is(err, analyzer.ErrNothing) && failed != nil:
		return nil, errNoReport
	case errors.Is(err, analyzer.ErrNothing):
		return nil, failure{exitNothing, err, "see why lines were rejected in a database of its own: opaudit ingest --db NEW.duckdb PATH, then opaudit sql --db NEW.duckdb -c \"SELECT reason, field, count(*) FROM rejects GROUP BY ALL\"; the log format is told by: opaudit spec"}
	case err != nil:
		return nil, err
	}
	addFailed(&judgement.Run.DataQuality, results)
	judged, err := c.finish(judgement, before)
	if err != nil {
		return nil, err
	}
	return &judged, failed
}

// addFailed adds to what a run says of its files those that the ledger knows nothing
// of, because they could not even be opened.
func addFailed(q *finding.DataQuality, results []ingest.FileResult) {
	for _, r := range results {
		if r.Err == nil {
			continue
		}
		failed := finding.FailedFile{Path: r.Path, Error: mask.Text(r.Err.Error())}
		known := func(f finding.FailedFile) bool {
			return f.Path == failed.Path && (f.Path != "" || f.Error == failed.Error) // without a path, the error names it
		}
		if !slices.ContainsFunc(q.FailedFiles, known) {
			q.FailedFiles = append(q.FailedFiles, failed)
		}
	}
	slices.SortStableFunc(q.FailedFiles, func(a, b finding.FailedFile) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Error, b.Error))
	})
}
