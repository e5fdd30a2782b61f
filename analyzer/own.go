package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// ownTime is for how long a rule of the user's own may run.
const ownTime = time.Minute

// judgeOwn runs a rule of the user's own. What goes wrong with it is told in failure,
// and spoils nothing else; err is for what goes wrong besides.
func judgeOwn(ctx context.Context, db *duck.DB, rule catalog.Rule, o Options, asOf time.Time) (found []finding.Finding, failure string, err error) {
	limit := cmp.Or(o.OwnTime, ownTime)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	found, err = judge(limited, readerOf(db, rule, o), rule, asOf)
	switch {
	case err == nil:
		return found, "", nil
	case ctx.Err() != nil:
		return nil, "", err
	case limited.Err() != nil:
		err = fmt.Errorf("%s:%d: the rule was stopped after %v; let its SELECT read fewer rows, or end", rule.File, rule.Line, limit)
	}
	return nil, err.Error(), db.BeginAgain(ctx)
}

// failed says that a step of a rule did not work: for one of the user's own at the
// place in its file and in plain words.
func failed(rule catalog.Rule, step string, err error) error {
	if rule.File == "" {
		return fmt.Errorf("%s rule %s: %w", step, rule.ID, err)
	}
	return PlainError(rule, err)
}

var (
	lineOf   = regexp.MustCompile(`(?m)^LINE (\d+):`)
	kindOf   = regexp.MustCompile(`^(?:[A-Z]\w+ )+Error: `)
	bodyLine = 2 // of RowsOf on which the rule's own text begins
)

// PlainError says in one line, and at the line of the rule's file, what the engine has
// against a statement of RowsOf, or what else is wrong with the rule.
func PlainError(rule catalog.Rule, err error) error {
	line := bodyLine
	if found := lineOf.FindStringSubmatch(err.Error()); found != nil {
		if n, notANumber := strconv.Atoi(found[1]); notANumber == nil {
			line = min(max(line, n), bodyLine+strings.Count(rule.Body, "\n"))
		}
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s:%d: %s", rule.File, rule.Line+line-bodyLine, kindOf.ReplaceAllString(text, ""))
}
