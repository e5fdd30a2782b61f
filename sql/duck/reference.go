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

// A reference is the configuration as the tables have it; suppressions, which no view
// reads, stand in meta.
type reference struct {
	Developer  config.Developer
	Apps       []config.App
	Shops      []config.Shop
	Receivers  []string
	Operations []config.Operation
	Warnings   []config.Warning

	Suppressions []config.Suppression
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
	encoded, err := json.Marshal(reference{c.Developer, c.Apps, c.Shops, c.Receivers, c.Operations, c.Warnings, placeless(c.Suppressions)})
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

// Suppressions are those of the configuration that the database has.
func (db *DB) Suppressions(ctx context.Context) (list []config.Suppression, err error) {
	var text string
	err = db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'suppressions'").Scan(&text)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, nil
	case err == nil:
		err = json.Unmarshal([]byte(text), &list)
	}
	if err != nil {
		return nil, fmt.Errorf("read configuration: suppressions: %w", err)
	}
	for i := range list {
		list[i].Place = "the configuration that the database has"
	}
	return list, nil
}

// configured reports whether the tables hold what c says.
func (db *DB) configured(ctx context.Context, c config.Config) (bool, error) {
	digest, err := ConfigDigest(c)
	if err != nil {
		return false, err
	}
	there, err := db.ConfigDigest(ctx)
	return there == digest, err
}

// ConfigDigest tells apart what configurations say that the tables hold; nothing said
// has the digest "".
func ConfigDigest(c config.Config) (string, error) {
	_, digest, err := referenceOf(c)
	return digest, err
}

// ConfigDigest is that of what the tables hold.
func (db *DB) ConfigDigest(ctx context.Context) (string, error) {
	var there string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'config'").Scan(&there)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read configuration: %w", err)
	}
	return there, nil
}

// setReference puts what c says into the tables, all or nothing.
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
		suppressions, err := json.Marshal(placeless(c.Suppressions))
		if err != nil {
			return fmt.Errorf("store configuration: suppressions: %w", err)
		}
		_, err = db.ExecContext(ctx, "INSERT OR REPLACE INTO meta VALUES ('config', ?), ('suppressions', ?)", digest, string(suppressions))
		return err
	})
}
