package duck

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"opaudit/config"
)

// The configuration is kept in tables, so that views can read it, and those who
// query the file. It is written anew whenever it is another one.

// A reference is the configuration as the database has it.
type reference struct {
	Developer  config.Developer
	Apps       []config.App
	Shops      []config.Shop
	Receivers  []string
	Operations []config.Operation
	Warnings   []config.Warning
	unread
}

// What no view reads stands in meta: what is set aside, and how files are loaded.
type unread struct {
	Suppressions []config.Suppression
	Vocabulary   map[string][]string
	Sources      []config.Source
	Exclude      []string
}

func unreadOf(c config.Config) unread {
	return unread{placeless(c.Suppressions), c.Vocabulary, c.Sources, c.Exclude}
}

// referenceStatements fill the tables from one JSON text.
var referenceStatements = []struct{ table, rows string }{
	{"developer", `SELECT CAST(j->>'$.Developer.Onboarded' AS DATE) FROM given WHERE j->>'$.Developer.Onboarded' <> ''`},
	{"apps", rowsOf("Apps", "nullif(v->>'AppKey', ''), nullif(v->>'Name', ''), nullif(v->>'Kind', ''), nullif(v->>'Company', ''), CAST(nullif(v->>'Qualified', '') AS DATE), CAST(nullif(v->>'Created', '') AS DATE), CAST(nullif(v->>'Launched', '') AS DATE)")},
	{"shops", rowsOf("Shops", "CAST(v->>'SellerID' AS BIGINT), nullif(v->>'OpenID', ''), nullif(v->>'Company', ''), CAST(nullif(v->>'From', '') AS DATE), CAST(nullif(v->>'Until', '') AS DATE)")},
	{"receivers", rowsOf("Receivers", "v->>'$'")},
	{"operations", rowsOf("Operations", "CAST(v->>'Code' AS BIGINT), v->>'Meaning'")},
	{"earlier_warnings", rowsOf("Warnings", "v->>'Rule', CAST(v->>'Value' AS DOUBLE)")},
}

func rowsOf(list, columns string) string {
	return fmt.Sprintf("SELECT %s FROM (SELECT unnest(json_extract(j, '$.%s[*]')) AS v FROM given)", columns, list)
}

// referenceOf is the JSON text of what c says, and its digest; nothing said has
// the digest "".
func referenceOf(c config.Config) (text, digest string, err error) {
	encoded, err := json.Marshal(reference{c.Developer, c.Apps, c.Shops, c.Receivers, c.Operations, c.Warnings, unreadOf(c)})
	if err != nil {
		return "", "", fmt.Errorf("write configuration: %w", err)
	}
	nothing, err := json.Marshal(reference{})
	if err != nil {
		return "", "", fmt.Errorf("write configuration: %w", err)
	}
	if string(encoded) == string(nothing) {
		return string(encoded), "", nil
	}
	return string(encoded), fmt.Sprintf("%x", sha256.Sum256(encoded)), nil
}

// placeless are suppressions without their places in a file, which say nothing of what
// they mean.
func placeless(list []config.Suppression) []config.Suppression {
	list = slices.Clone(list)
	for i := range list {
		list[i].Place = ""
	}
	return list
}

// Configuration is what the database has of the configuration beside the tables that
// views read: suppressions, vocabulary, sources and excludes.
func (db *DB) Configuration(ctx context.Context) (c config.Config, err error) {
	var text string
	var kept unread
	err = db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'config_unread'").Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c, nil
	case err == nil:
		err = json.Unmarshal([]byte(text), &kept)
	}
	if err != nil {
		return c, fmt.Errorf("read configuration: %w", err)
	}
	for i := range kept.Suppressions {
		kept.Suppressions[i].Place = "the configuration that the database has"
	}
	c.Suppressions, c.Vocabulary, c.Sources, c.Exclude = kept.Suppressions, kept.Vocabulary, kept.Sources, kept.Exclude
	return c, nil
}

// configured reports whether the database holds what c says.
func (db *DB) configured(ctx context.Context, c config.Config) (bool, error) {
	digest, err := ConfigDigest(c)
	if err != nil {
		return false, err
	}
	there, err := db.ConfigDigest(ctx)
	return there == digest, err
}

// ConfigDigest tells apart what configurations say; nothing said
// has the digest "".
func ConfigDigest(c config.Config) (string, error) {
	_, digest, err := referenceOf(c)
	return digest, err
}

// ConfigDigest is that of what the database holds.
func (db *DB) ConfigDigest(ctx context.Context) (string, error) {
	var there string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'config'").Scan(&there)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	return there, nil
}

// setReference puts what c says into the database, all or nothing.
func (db *DB) setReference(ctx context.Context, c config.Config) error {
	text, digest, err := referenceOf(c)
	if err != nil {
		return err
	}
	return db.InTransaction(ctx, func() error {
		for _, s := range referenceStatements {
			if _, err := db.ExecContext(ctx, "DELETE FROM "+s.table); err != nil {
				return fmt.Errorf("store configuration: %w", err)
			}
			_, err := db.ExecContext(ctx, "INSERT INTO "+s.table+" WITH given AS (SELECT CAST(? AS JSON) AS j) "+s.rows, text)
			if err != nil {
				return fmt.Errorf("store configuration: %s: %w", s.table, err)
			}
		}
		rest, err := json.Marshal(unreadOf(c))
		if err != nil {
			return fmt.Errorf("store configuration: %w", err)
		}
		_, err = db.ExecContext(ctx, "INSERT OR REPLACE INTO meta VALUES ('config', ?), ('config_unread', ?)", digest, string(rest))
		return err
	})
}
