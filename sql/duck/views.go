package duck

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	catalog "opaudit/sql"
)

// The views stand in the file, so that any program that opens it has them. They
// hold no data: a program whose views read otherwise puts its own in their place.

// viewStatements make the views. The engine looks at the whole of a view, through
// all that it reads, whenever one that reads it is made: so each is made while
// stand-ins with the same columns are in the place of those that it reads.
func viewStatements(views []catalog.View) (statements []string, digest string) {
	create := func(name, body string) {
		statements = append(statements, fmt.Sprintf("CREATE OR REPLACE VIEW %s AS\n%s", catalog.Quote(name), body))
	}
	for _, v := range views {
		if v.Columns != "" {
			create(v.Name, standIn(v.Columns))
		}
	}
	for _, v := range views {
		if v.Columns == "" {
			create(v.Name, v.Body)
		}
	}
	for _, v := range slices.Backward(views) { // what a view reads stands before it
		if v.Columns != "" {
			create(v.Name, v.Body)
		}
	}
	for _, v := range views {
		statements = append(statements, fmt.Sprintf("COMMENT ON VIEW %s IS %s", catalog.Quote(v.Name), catalog.Literal(v.Comment())))
	}
	return statements, fmt.Sprintf("%x", sha256.Sum256([]byte(strings.Join(statements, ";"))))
}

// standIn is a query without rows that has these columns.
func standIn(columns string) string {
	var nulls []string
	for _, column := range strings.Split(columns, ", ") {
		name, kind, _ := strings.Cut(column, " ")
		nulls = append(nulls, fmt.Sprintf("CAST(NULL AS %s) AS %s", kind, catalog.Quote(name)))
	}
	return "SELECT " + strings.Join(nulls, ", ")
}

// checkViews notes whether the file has this program's views.
func (db *DB) checkViews(ctx context.Context) error {
	_, digest := viewStatements(db.Catalog.Views)
	var there string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'views'").Scan(&there)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("look for views: %w", err)
	}
	db.noViews = there != digest
	return nil
}

// makeViews makes the views unless they are there, all or none. It has a connection
// of its own: it takes as long as loading a few hundred thousand lines, and goes on
// beside it.
func (db *DB) makeViews(ctx context.Context) error {
	db.making.Lock()
	defer db.making.Unlock()
	if !db.noViews {
		return nil
	}
	db.attached.RLock()
	defer db.attached.RUnlock()
	statements, digest := viewStatements(db.Catalog.Views)
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("make views: %w", err)
	}
	defer func() { _ = conn.Close() }() // what was made is committed
	mark := "INSERT OR REPLACE INTO meta VALUES ('views', " + catalog.Literal(digest) + ")"
	for _, s := range append(append([]string{"USE audit", "BEGIN"}, statements...), mark, "COMMIT") {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") // err is the one to report
			return fmt.Errorf("make views: %w", err)
		}
	}
	db.noViews = false
	return nil
}
