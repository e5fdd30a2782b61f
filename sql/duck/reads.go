package duck

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/duckdb/duckdb-go/v2"
	"github.com/duckdb/duckdb-go/v2/mapping"
)

// ErrWrites says that a statement does more than read.
var ErrWrites = errors.New("only one statement that reads is answered, such as SELECT")

// stranger marks the context in which somebody else's statement is planned.
type stranger struct{}

// OnlyReads returns nil when the engine's parser finds exactly one statement in
// text that reads: SELECT and what is made of it, or EXPLAIN. One that reads a Feed,
// the rows of a load on their way, is refused.
func (db *DB) OnlyReads(ctx context.Context, text string) error {
	ctx = context.WithValue(ctx, stranger{}, true)
	return db.Raw(func(driver any) error {
		conn, ok := driver.(*duckdb.Conn)
		if !ok {
			return fmt.Errorf("unexpected driver %T", driver)
		}
		// Of several statements PrepareContext would run the first ones, and to plan an
		// EXPORT is to make its folder. What the engine cannot read it complains of itself.
		if n := statements(conn, text); n > 1 || n == 1 && !beginsReading(text) {
			return ErrWrites
		}
		prepared, err := conn.PrepareContext(ctx, text)
		if err != nil {
			return err
		}
		defer prepared.Close()
		stmt, ok := prepared.(*duckdb.Stmt)
		if !ok {
			return fmt.Errorf("unexpected statement %T", prepared)
		}
		typ, err := stmt.StatementType()
		if err != nil {
			return err
		}
		if typ != duckdb.STATEMENT_TYPE_SELECT && typ != duckdb.STATEMENT_TYPE_EXPLAIN {
			return ErrWrites
		}
		return nil
	})
}

// statements counts the statements in text, 0 when the engine cannot read it.
func statements(conn *duckdb.Conn, text string) int {
	// The driver keeps the engine's own connection to itself.
	native := mapping.Connection{Ptr: reflect.ValueOf(conn).Elem().FieldByName("conn").FieldByName("Ptr").UnsafePointer()}
	var extracted mapping.ExtractedStatements
	defer mapping.DestroyExtracted(&extracted)
	return int(mapping.ExtractStatements(native, text, &extracted))
}

// readingWords are what a statement that reads begins with.
var readingWords = []string{"SELECT", "WITH", "FROM", "VALUES", "TABLE", "DESCRIBE", "DESC", "SHOW", "SUMMARIZE", "PIVOT", "UNPIVOT"}

// beginsReading looks at the first word of a statement, or at the one that EXPLAIN
// explains. It is not the judgement: what it lets pass is planned and looked at.
func beginsReading(text string) bool {
	for {
		word, rest := firstWord(text)
		switch {
		case slices.Contains(readingWords, word):
			return true
		case word == "EXPLAIN", word == "ANALYZE":
			text = rest
		case word == "FORMAT": // EXPLAIN (FORMAT json) SELECT
			_, text, _ = strings.Cut(rest, ")")
		default:
			return false
		}
	}
}

// firstWord is the first word of a statement in capitals, and what follows it.
// There is none behind a comment within a comment.
func firstWord(text string) (word, rest string) {
	for {
		text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '(' || r == ';' })
		comment, after := "", ""
		switch {
		case strings.HasPrefix(text, "--"):
			_, after, _ = strings.Cut(text, "\n")
		case strings.HasPrefix(text, "/*"):
			comment, after, _ = strings.Cut(text[2:], "*/")
		default:
			end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && r != '_' })
			if end < 0 {
				end = len(text)
			}
			return strings.ToUpper(text[:end]), text[end:]
		}
		if strings.Contains(comment, "/*") {
			return "", ""
		}
		text = after
	}
}
