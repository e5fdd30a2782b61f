package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"opaudit/analyzer"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
	"opaudit/sql/query"
)

// Rules of the user's own stand in the folder that --rules names. Whoever wrote them,
// they read the database's relations and nothing else.

// ownRules are those rules and their files, with what their headers say; a mistake in
// one is wrong usage.
func (c *command) ownRules() ([]catalog.Rule, []query.RuleFile, error) {
	if c.rules == "" || c.own != nil {
		return c.own, c.ruleFiles, nil
	}
	entries, err := os.ReadDir(c.rules)
	if err != nil {
		return nil, nil, usage("--rules names a folder with rule files: %w", err)
	}
	var files []query.RuleFile
	for _, e := range entries {
		if e.IsDir() || !strings.HasSuffix(e.Name(), ".sql") || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		file := filepath.Join(c.rules, e.Name())
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, usage("read rule: %w", err)
		}
		files = append(files, query.RuleFile{File: file, Text: string(text)})
	}
	if len(files) == 0 {
		return nil, nil, usage("--rules names a folder with rule files, but there is no *.sql in %s", c.rules)
	}
	rules, err := parseRules(files)
	if err != nil {
		return nil, nil, usage("%w", err)
	}
	c.own, c.ruleFiles = rules, files
	return rules, files, nil
}

// parseRules reads the headers of rules.
func parseRules(files []query.RuleFile) ([]catalog.Rule, error) {
	cat, err := catalog.Load()
	if err != nil {
		return nil, err
	}
	var rules []catalog.Rule
	for _, f := range files {
		rule, err := cat.ReadRule(f.File, f.Text)
		if err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// checkRules tries rules on an empty database, before any other work is done.
func checkRules(ctx context.Context, rules []catalog.Rule) (err error) {
	if len(rules) == 0 {
		return nil
	}
	folder, err := os.MkdirTemp("", "opaudit-") // mode 0700
	if err != nil {
		return fmt.Errorf("make temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	db, err := duck.Open(ctx, filepath.Join(folder, "rules.duckdb"), duck.Options{Now: time.Now()})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, rule := range rules {
		if err := checkRule(ctx, db, rule); err != nil {
			return err
		}
	}
	return nil
}

// checkRule refuses a rule whose SQL does more than read, cannot be understood, or
// gives other columns than a rule has.
func checkRule(ctx context.Context, db *duck.DB, rule catalog.Rule) error {
	for _, text := range []string{rule.Body, analyzer.RowsOf(rule)} { // the first for the places of its errors
		var refusal *query.RefusedError
		err := query.Vet(ctx, db, text)
		if errors.As(err, &refusal) {
			line := rule.Line
			if text == rule.Body {
				line += strings.Count(text[:min(len(text), max(0, refusal.Offset))], "\n")
			}
			return usage("%s:%d: %s", rule.File, line, refusal.Text)
		}
		if err != nil {
			return err
		}
	}
	types := map[string]string{}
	err := db.Rows(ctx, "SELECT column_name, column_type FROM (DESCRIBE "+analyzer.RowsOf(rule)+")", nil, func(rows *sql.Rows) error {
		var name, of string
		err := rows.Scan(&name, &of)
		types[name] = of
		return err
	})
	if err != nil {
		return usage("%w", analyzer.PlainError(rule, err))
	}
	for _, column := range catalog.RuleColumns {
		if want := columnTypes[column]; !slices.Contains(want, types[column]) {
			return usage("%s:%d: the column %s is %s, not %s", rule.File, rule.Line, column, types[column], want[0])
		}
	}
	return nil
}

// columnTypes are the types that a rule's columns may have; what is NULL alone is an
// INTEGER or a "NULL".
var columnTypes = map[string][]string{
	"app_key":   {"VARCHAR", "INTEGER", `"NULL"`},
	"seller_id": {"BIGINT", "INTEGER", `"NULL"`},
	"subject":   {"VARCHAR"},
	"first_day": {"DATE"},
	"last_day":  {"DATE"},
	"value":     {"DOUBLE"},
	"threshold": {"DOUBLE"},
	"level":     {"VARCHAR"},
	"evidence":  {"VARCHAR", "INTEGER", `"NULL"`},
}
