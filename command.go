package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/lmittmann/tint"
	"github.com/spf13/cobra"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/config"
	"opaudit/ingest/mask"
	"opaudit/reports"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// A command is the command line: the flags that all subcommands share, and where
// output goes.
type command struct {
	root           *cobra.Command
	stdout, stderr io.Writer
	log            *slog.Logger

	database       string
	asOf           string
	narrowing      narrowing
	failOn         string
	logFormat      string
	config         string
	settings       *config.Config // once it was read
	rules          string         // the folder of the user's own rules, "" for none
	own            []catalog.Rule // once they were read
	ruleFiles      []query.RuleFile
	told           map[string]bool // what was said once and is not said again
	commits        bool            // something may be stored by now, and stays whatever happens
	help           checkedWriter   // where cobra writes, who does not look whether it could
	verbose, quiet bool
}

func newCommand(stdout, stderr io.Writer) *command {
	c := &command{stdout: stdout, stderr: stderr, told: map[string]bool{}, help: checkedWriter{Writer: stdout}}
	c.root = &cobra.Command{
		Use:           "opaudit",
		Short:         "Does your app keep the operating rules of the Kuaishou e-commerce open platform?",
		Long:          "opaudit loads an app's access logs into DuckDB, computes the figures of the platform's operating rules,\nand reports what breaks them, or soon will.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.root.CompletionOptions.DisableDefaultCmd = true
	c.root.SetOut(&c.help)
	c.root.SetErr(stderr)
	c.root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usage("%w; see %s --help", err, cmd.CommandPath()) })
	flags := c.root.PersistentFlags()
	database := os.Getenv("OPAUDIT_DB")
	if database == "" {
		database = "opaudit.duckdb"
	}
	flags.StringVar(&c.database, "db", database, "the database file (env OPAUDIT_DB)")
	flags.StringVar(&c.config, "config", "", "the configuration file (default opaudit.yaml if it is there)")
	flags.StringVar(&c.rules, "rules", "", "a folder with rule files of your own")
	flags.StringVar(&c.asOf, "as-of", "", "the day to look back from: YYYY-MM-DD or now (default: the newest day with an event; watch: now)")
	c.narrowing.flags(flags)
	flags.StringVar(&c.failOn, "fail-on", "violation", "exit with 1 from this level on: violation, risk, warning or none")
	flags.StringVar(&c.logFormat, "log-format", "auto", "how messages are written to stderr: text, json, or auto (text on a terminal)")
	flags.BoolVarP(&c.verbose, "verbose", "v", false, "say more on stderr")
	flags.BoolVarP(&c.quiet, "quiet", "q", false, "say nothing but errors on stderr")
	c.root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if err := checkFlags(cmd); err != nil {
			return err
		}
		return c.prepare(cmd.Name())
	}
	c.root.AddCommand(c.ingestCommand(), c.watchCommand(), c.forgetCommand(), c.analyzeCommand(), c.reportCommand(), c.sqlCommand(), c.statusCommand(), c.pruneCommand(), c.snapshotCommand(), c.rulesCommand(), c.specCommand(), c.scanCommand(), c.sampleCommand(), c.versionCommand(), c.completionCommand())
	c.completeFlags()
	for _, sub := range c.root.Commands() {
		args := sub.Args
		sub.Args = func(cmd *cobra.Command, given []string) error {
			if err := args(cmd, given); err != nil {
				return usage("%w; see opaudit %s --help", err, cmd.Name())
			}
			return checkArguments(cmd, given)
		}
	}
	return c
}

// prepare checks the shared flags of a subcommand before any work begins.
func (c *command) prepare(subcommand string) error {
	level := slog.LevelInfo
	if c.verbose {
		level = slog.LevelDebug
	}
	if c.quiet {
		level = slog.LevelError
	}
	terminal := onTerminal(c.stderr)
	switch {
	case c.logFormat == "text" || c.logFormat == "auto" && terminal:
		c.log = slog.New(tint.NewHandler(c.stderr, &tint.Options{Level: level, TimeFormat: time.TimeOnly, NoColor: !terminal}))
	case c.logFormat == "json" || c.logFormat == "auto":
		c.log = slog.New(slog.NewJSONHandler(c.stderr, &slog.HandlerOptions{Level: level}))
	default:
		return usage("--log-format is text, json or auto, not %q", c.logFormat)
	}
	if !slices.Contains([]string{"violation", "risk", "warning", "none"}, c.failOn) {
		return usage("--fail-on is violation, risk, warning or none, not %q", c.failOn)
	}
	today := time.Now().In(duck.Shanghai).Format(time.DateOnly)
	if c.asOf == "now" {
		c.asOf = today
	}
	if c.asOf != "" {
		if _, err := time.Parse(time.DateOnly, c.asOf); err != nil {
			return usage("--as-of is a day such as 2024-10-20, or now, not %q", c.asOf)
		}
	}
	if err := c.narrowing.check(subcommand); err != nil {
		return err
	}
	if until := c.narrowing.to.Until; until != "" {
		if c.asOf != "" && c.asOf != until {
			return usage("--until is the day that is judged, as --as-of is: leave out one of them")
		}
		c.asOf = until
	}
	if c.asOf > today {
		return usage("%s is not over: the day to look back from is at most today, %s (Asia/Shanghai)", c.asOf, today)
	}
	return nil
}

// configuration is what opaudit.yaml says; a mistake in it is wrong usage.
func (c *command) configuration() (*config.Config, error) {
	if c.settings != nil {
		return c.settings, nil
	}
	known, err := c.knownNames()
	if err != nil {
		return nil, err
	}
	settings, err := config.Read(c.config, known)
	var file *fs.PathError
	if errors.As(err, &file) {
		return nil, failure{exitUsage, fmt.Errorf("read configuration %s: %w", file.Path, file.Err), remedy(err)}
	}
	if err != nil {
		return nil, usage("%w", err)
	}
	settings.Texts(mask.Text) // the tables and reports that they go to hold no personal data
	if err := withoutPersonalData(&settings); err != nil {
		return nil, err
	}
	c.settings = &settings
	return c.settings, nil
}

// withoutPersonalData refuses what could not be masked without losing its meaning, and is
// kept in the database.
func withoutPersonalData(settings *config.Config) (err error) {
	settings.Patterns(func(key, text string) {
		if masked := mask.Text(text); masked != text && err == nil {
			err = usage("%s: %s has personal data in it: %q; write the pattern without it, such as with *", settings.Path, key, masked)
		}
	})
	return err
}

// knownNames are the names of other parts of the program that a configuration may use.
func (c *command) knownNames() (config.Known, error) {
	cat, err := catalog.Load()
	if err != nil {
		return config.Known{}, err
	}
	own, _, err := c.ownRules()
	if err != nil {
		return config.Known{}, err
	}
	known := config.Known{Lists: mask.DefaultVocabulary().Lists(), Fields: map[string][]string{}, Rules: map[string]config.Rule{},
		Today: time.Now().In(duck.Shanghai).Format(time.DateOnly)}
	for _, t := range cat.LogTypes {
		for _, f := range t.Fields {
			known.Fields[t.Name] = append(known.Fields[t.Name], f.Name)
		}
	}
	for _, r := range slices.Concat(cat.Rules, own) {
		rule := config.Rule{Warn: r.Warn, Down: r.Merge == "min"}
		if limit, ok := r.Limit(); ok {
			rule.Limit = &limit
		}
		known.Rules[r.ID] = rule
	}
	return known, nil
}

// open opens the database at path under the shared flags, with the configuration
// that it has.
func (c *command) open(ctx context.Context, path string, readOnly bool) (*duck.DB, error) {
	return openDatabase(ctx, path, duck.Options{ReadOnly: readOnly, Now: time.Now(), AsOf: c.asOf})
}

// openToJudge opens the database at path and gives it the configuration, if there is one.
func (c *command) openToJudge(ctx context.Context, path string, readOnly bool) (*duck.DB, error) {
	return c.openConfigured(ctx, path, duck.Options{ReadOnly: readOnly})
}

// openToLoad opens a database into which files are loaded first of all, and gives
// it the configuration, if there is one.
func (c *command) openToLoad(ctx context.Context, path string) (*duck.DB, error) {
	return c.openConfigured(ctx, path, duck.Options{Load: true})
}

// openConfigured gives a database the configuration. Where no file says any, that of the
// database counts, and stays in it: it was said elsewhere, such as in another folder.
func (c *command) openConfigured(ctx context.Context, path string, o duck.Options) (*duck.DB, error) {
	settings, err := c.configuration()
	if err != nil {
		return nil, err
	}
	o.Now, o.AsOf = time.Now(), c.asOf
	if settings.Path != "" {
		o.Config = settings
		return openDatabase(ctx, path, o)
	}
	db, err := openDatabase(ctx, path, o)
	if err != nil {
		return nil, err
	}
	if err := c.useKeptConfig(ctx, db, settings); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// useKeptConfig lets what the database has of the configuration count.
func (c *command) useKeptConfig(ctx context.Context, db *duck.DB, settings *config.Config) error {
	digest, err := db.ConfigDigest(ctx)
	if err == nil {
		*settings, err = db.Configuration(ctx)
	}
	if err != nil {
		return err
	}
	c.tellKeptConfig(digest)
	return nil
}

// tellKeptConfig says that the configuration of the database counts, if it has one.
func (c *command) tellKeptConfig(digest string) {
	if digest != "" {
		c.once(func(text string) { c.log.Info(text) }, "there is no "+config.DefaultFile+" here, and --config names none: the configuration that the database has is used")
	}
}

// options are what is judged beside the rules of the catalog.
func (c *command) options(ctx context.Context) (analyzer.Options, error) {
	rules, _, err := c.ownRules()
	if err == nil {
		err = checkRules(ctx, rules)
	}
	return optionsFor(rules), err
}

// optionsFor judges by rules of the user's own too.
func optionsFor(own []catalog.Rule) analyzer.Options {
	return analyzer.Options{Own: own, Vet: query.Vet}
}

// judge analyzes a database and says on stderr how fresh its as-of day is.
func (c *command) judge(ctx context.Context, db *duck.DB, o analyzer.Options) (analyzer.Judgement, error) {
	j, err := analyzer.Analyze(ctx, db, o)
	if err != nil {
		return j, err
	}
	c.tellFresh(j.Fresh)
	return j, c.narrowing.lookForShop(func(statement string, named *bool) error { return db.QueryRowContext(ctx, statement).Scan(named) })
}

// finish gives each finding of a judgement its status against the run before, and
// marks those that the configuration sets aside. It says once what could not be done.
func (c *command) finish(j analyzer.Judgement, before *finding.Run) (finding.Run, error) {
	settings, err := c.configuration()
	if err != nil {
		return finding.Run{}, err
	}
	run := analyzer.Against(j.Run, before)
	for _, s := range analyzer.Suppress(&run, settings.Suppressions) {
		c.once(func(text string) { c.log.Warn(text) }, s.Place+": this suppression matches no finding; take it out, or mend it")
	}
	for _, err := range j.Failures() {
		c.once(func(text string) { c.log.Error(text) }, "could not run a rule; all others were judged: "+reports.Visible(mask.Text(err.Error())))
	}
	return run, nil
}

// compareWith says so when a run is compared with a later one.
func (c *command) compareWith(before, run finding.Run) {
	if before.AsOf > run.AsOf {
		c.log.Warn("the run to compare with is the later one", "as_of", run.AsOf, "compared_with", before.AsOf)
	}
}

// once says something the first time.
func (c *command) once(say func(string), text string) {
	if !c.told[text] {
		c.told[text] = true
		say(text)
	}
}

// tellFresh says on stderr how fresh the as-of day is.
func (c *command) tellFresh(fresh analyzer.Freshness) {
	day := fresh.Day.Format(time.DateOnly)
	c.log.Info("judged as of "+day, "days_ago", fresh.Age)
	if fresh.Outlier {
		c.log.Warn("the as-of day has few events and stands apart from the rest: a wrong clock? choose another with --as-of",
			"as_of", day, "events", fresh.Events, "days_without_events_before", fresh.Gap)
	}
}

// failing returns errFindings when the run has what --fail-on asks for; known tells
// whether what was known before counts.
func (c *command) failing(run finding.Run, known bool) error {
	if slices.ContainsFunc(run.Rules, func(r finding.Rule) bool { return r.Failed }) {
		return errRules
	}
	limit := map[string]finding.Level{"violation": finding.Violation, "risk": finding.Risk, "warning": finding.Warning}[c.failOn]
	for _, f := range run.Findings {
		if f.Open && !f.Suppressed && (known || f.Status != finding.Known) && limit != "" && f.Level.Rank() >= limit.Rank() {
			return errFindings
		}
	}
	return nil
}

// plural writes a count and its noun.
func plural(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", finding.Whole(n), many)
}
