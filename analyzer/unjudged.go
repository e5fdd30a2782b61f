package analyzer

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// An unjudged is a row of the view of that name: records that the rules of a clause
// look at and could not judge.
type unjudged struct {
	clause, what string
	lacks        string   // the field or word that would say more, "" where only other records can
	toldBy       []string // log types whose records could
	records      int64
	judged       int64 // of the same kind
}

func unjudgedOf(ctx context.Context, db *duck.DB) (map[string][]unjudged, error) {
	of := map[string][]unjudged{}
	err := db.Rows(ctx, "SELECT app_key, clause, what, lacks, told_by, unjudged, judged FROM unjudged ORDER BY ALL", nil, func(rows *sql.Rows) error {
		var app, toldBy string
		var u unjudged
		if err := rows.Scan(&app, &u.clause, &u.what, &u.lacks, &toldBy, &u.records, &u.judged); err != nil {
			return err
		}
		if toldBy != "" {
			u.toldBy = strings.Split(toldBy, ", ")
		}
		of[app] = append(of[app], u)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what could not be judged: %w", err)
	}
	return of, nil
}

// unjudged says what keeps a clause from being proven, because log types that would
// tell of its records are not there or none of these records could be judged; and of
// which share of them it was not checked.
func (a audience) unjudged(c catalog.Clause, app string) (missing []string, unchecked shares) {
	all := map[string]int64{} // of each kind, judged or not
	for _, u := range a.dark[app] {
		if u.clause == c.ID {
			all[u.what] = max(all[u.what], u.judged) + u.records
		}
	}
	unchecked = shares{}
	for _, u := range a.dark[app] {
		if u.clause != c.ID {
			continue
		}
		absent := slices.DeleteFunc(slices.Clone(u.toldBy), func(logType string) bool {
			return present(a.logged[app][""], a.logged[app][logType], a.asOf, presenceOf(c))
		})
		switch {
		case len(absent) > 0 || u.lacks != "" && u.judged == 0:
			missing = append(missing, absent...)
			if u.lacks != "" {
				missing = append(missing, u.lacks)
			}
		case u.lacks != "":
			unchecked.larger(u.lacks, share{u.records, all[u.what]})
		}
	}
	for _, word := range missing {
		delete(unchecked, word)
	}
	return missing, unchecked
}

// A share is how many records of how many something was not checked of.
type share struct{ part, whole int64 }

// shares are those of each word for what would say more.
type shares map[string]share

// larger keeps the larger of two shares of different kinds of records.
func (s shares) larger(word string, of share) {
	if was, there := s[word]; !there || of.part*was.whole > was.part*of.whole {
		s[word] = of
	}
}

// add adds up the shares of several apps.
func (s shares) add(more shares) {
	for word, of := range more {
		s[word] = share{s[word].part + of.part, s[word].whole + of.whole}
	}
}

// words tells each share behind its word.
func (s shares) words() []string {
	words := []string{}
	for _, word := range slices.Sorted(maps.Keys(s)) {
		words = append(words, fmt.Sprintf("%s %d/%d", word, s[word].part, s[word].whole))
	}
	return words
}
