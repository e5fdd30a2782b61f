package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/config"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// A database that another process holds for loading can't be opened. If that
// process is one of ours that answers on a socket, it is asked instead.

// An analysis is what that process answers when it is asked to judge.
type analysis struct {
	Stand     query.Stand
	Judgement analyzer.Judgement
	Before    *finding.Run // the run stored last
	Config    string       // digest of the configuration that it rests on

	Suppressions []config.Suppression // of that
}

// answerAnalysis judges what db holds at this moment, beside a load that goes on,
// and stores nothing. It is what a process that holds db answers to analyze and
// report. own are the rules of its user; those of the request come to them.
func answerAnalysis(ctx context.Context, db *duck.DB, own []catalog.Rule, request query.AnalyzeRequest) (document []byte, err error) {
	rules, err := parseRules(request.Rules)
	if err != nil {
		return nil, &query.AnswerError{Text: err.Error(), Kind: query.KindRequest}
	}
	for _, rule := range own {
		if !slices.ContainsFunc(rules, func(r catalog.Rule) bool { return r.ID == rule.ID }) {
			rules = append(rules, rule)
		}
	}
	reader, err := db.Reader(ctx, duck.Options{Now: time.Now(), AsOf: request.AsOf})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	var a analysis
	if a.Stand, err = query.StandOf(ctx, reader); err != nil {
		return nil, err
	}
	if a.Before, err = analyzer.LastRun(ctx, reader); err != nil {
		return nil, err
	}
	if a.Config, err = reader.ConfigDigest(ctx); err != nil {
		return nil, err
	}
	kept, err := reader.Configuration(ctx)
	if err != nil {
		return nil, err
	}
	a.Suppressions = kept.Suppressions
	a.Judgement, err = analyzer.Analyze(ctx, reader, optionsFor(rules))
	if errors.Is(err, analyzer.ErrNothing) {
		return nil, &query.AnswerError{Text: err.Error(), Kind: query.KindNothing}
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(a)
}

// dial reaches the process that holds the database; without one that answers it
// returns busy, the error of opening the database.
func (c *command) dial(ctx context.Context, busy error) (*query.Client, error) {
	client, err := query.Dial(ctx, c.database)
	if errors.Is(err, query.ErrNoServer) {
		return nil, busy
	}
	if err != nil {
		return nil, err
	}
	client.AsOf = c.asOf
	return client, nil
}

// openDatabase opens a database that no process answers for. One that does holds it, also
// while it lets go of the file for a moment, to attach it again; and it may hold one that
// is removed: it would go on without knowing of another one of that name.
func openDatabase(ctx context.Context, path string, o duck.Options) (*duck.DB, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && query.Answers(ctx, path) {
		return nil, failure{exitWork, fmt.Errorf("%s was removed, but a watch still holds it and answers at %s; what it loaded since is lost", path, query.SocketPath(path)),
			"wait until the watch has noticed and ended, or stop it; then start it again"}
	}
	if pid, ok := query.Holder(ctx, path); ok {
		program, _ := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid)) // "" is not known
		return nil, &duck.BusyError{Path: path, PID: pid, Program: program}
	}
	return duck.Open(ctx, path, o)
}

// asker opens the database for questions with open or, where figures are to rest on the
// configuration, openToJudge; or it reaches the process that holds it: then client is
// not nil.
func (c *command) asker(ctx context.Context, open func(ctx context.Context, path string, readOnly bool) (*duck.DB, error)) (asker query.Asker, client *query.Client, end func() error, err error) {
	db, err := open(ctx, c.database, true)
	if err == nil {
		return query.Local(db), nil, db.Close, nil
	}
	if !errors.Is(err, duck.ErrBusy) {
		return nil, nil, nil, err
	}
	if client, err = c.dial(ctx, err); err != nil {
		return nil, nil, nil, err
	}
	return client, client, func() error { client.Close(); return nil }, nil
}

// asking asks row by row, and says once how old the data is that the answers rest on.
func (c *command) asking(asker query.Asker) analyzer.Ask {
	told := false
	return func(ctx context.Context, statement string, row func([]any) error) error {
		result, err := asker.Ask(ctx, statement)
		if err != nil {
			return err
		}
		if !told {
			told = true
			c.tellStand(result.Stand)
		}
		return errors.Join(query.Each(result, row), result.Close())
	}
}

// judgeDatabase judges the database and compares with baseline, or without one with
// the last stored run. Asked to store it, it stores the run as compared with the
// latter: what resolved or came back since must not depend on what somebody compared
// with meanwhile. A process that holds the database judges it itself; then nothing is
// stored.
func (c *command) judgeDatabase(ctx context.Context, store bool, baseline *finding.Run) (run finding.Run, err error) {
	o, err := c.options(ctx)
	if err != nil {
		return run, err
	}
	db, err := c.openToJudge(ctx, c.database, !store)
	if errors.Is(err, duck.ErrBusy) {
		return c.letJudge(ctx, err, baseline)
	}
	if err != nil {
		return run, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	before, err := analyzer.LastRun(ctx, db)
	if err != nil {
		return run, err
	}
	judgement, err := c.judge(ctx, db, o)
	if err != nil {
		return run, err
	}
	if run, err = c.finish(judgement, before); err != nil {
		return run, err
	}
	if store {
		c.commits = true
		if err := analyzer.Store(ctx, db, run); err != nil {
			return run, err
		}
	}
	if baseline != nil {
		return c.finish(judgement, baseline)
	}
	return run, nil
}

// letJudge has the process that holds the database judge it. What the findings are
// compared with, and which are set aside, is decided here: that is the configuration
// of the one who asks, if there is one.
func (c *command) letJudge(ctx context.Context, busy error, baseline *finding.Run) (finding.Run, error) {
	client, err := c.dial(ctx, busy)
	if err != nil {
		return finding.Run{}, err
	}
	defer client.Close()
	_, files, err := c.ownRules()
	if err != nil {
		return finding.Run{}, err
	}
	document, err := client.Analyze(ctx, files)
	if err != nil {
		return finding.Run{}, err
	}
	var a analysis
	if err := json.Unmarshal(document, &a); err != nil {
		return finding.Run{}, fmt.Errorf("read the analysis of the process that holds %s: %w", c.database, err)
	}
	c.tellStand(&a.Stand)
	c.tellFresh(a.Judgement.Fresh)
	if err := c.tellOtherConfig(a); err != nil {
		return finding.Run{}, err
	}
	err = c.narrowing.lookForShop(func(statement string, named *bool) error {
		return query.EachRow(ctx, client, statement, func(row []any) error { *named = row[0] == true; return nil })
	})
	if err != nil {
		return finding.Run{}, err
	}
	if baseline != nil {
		a.Before = baseline
	}
	return c.finish(a.Judgement, a.Before)
}

// tellOtherConfig says so when the process that judged was started with another
// configuration than ours: what it says of apps and shops counts. Where we have none,
// all that it says counts.
func (c *command) tellOtherConfig(a analysis) error {
	settings, err := c.configuration()
	if err != nil {
		return err
	}
	if settings.Path == "" {
		settings.Suppressions = a.Suppressions
		c.tellKeptConfig(a.Config)
		return nil
	}
	ours, err := duck.ConfigDigest(*settings)
	if err == nil && ours != a.Config {
		c.log.Warn("the process that holds the database was started with another configuration: what that says of the developer, apps, shops, receivers, operations and warnings counts here, not yours (which findings are set aside is decided by yours); restart it to change that")
	}
	return err
}

// tellStand says on stderr how old the data is that an answer of another process
// rests on; nil is for an answer of our own.
func (c *command) tellStand(stand *query.Stand) {
	switch {
	case stand == nil:
	case stand.DataAsOf == nil:
		c.log.Info("data as of now: no file was loaded yet")
	default:
		c.log.Info("data as of " + stand.DataAsOf.Format(time.RFC3339))
	}
}
