package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opaudit/analyzer"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/sql/duck"
)

// endless is a rule that never ends.
const endless = `-- id: endless
-- clause: own
-- title.en: Endless
-- title.zh: 无穷
-- level: info
-- figure: app_days
-- threshold: none
-- unit: days
-- summary.en: Endless.
-- summary.zh: 无穷。
-- consequence.en: None.
-- consequence.zh: 无。
-- remedy.en: None.
-- remedy.zh: 无。
-- needs: none
WITH RECURSIVE n AS (
  SELECT 1 AS i
  UNION ALL
  SELECT i % 10 + 1 FROM n
)
SELECT NULL AS app_key, NULL AS seller_id, '' AS subject, DATE '2024-10-20' AS first_day, DATE '2024-10-20' AS last_day,
  sum(i) AS value, NULL AS threshold, 'info' AS level, NULL AS evidence
FROM n`

// TestEndlessRule stops a rule of the user's own that never ends, and judges by all
// others, those after it among them: on a database of one's own and beside a load.
func TestEndlessRule(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, err := duck.Open(ctx, filepath.Join(t.TempDir(), "x.duckdb"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	loader, err := ingest.NewLoader(ctx, db, mask.DefaultVocabulary())
	if err == nil {
		_, err = loader.Load(ctx, []string{"samples/throttled/api.log"}, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	whole, err := analyzer.Analyze(ctx, db, analyzer.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := optionsFor(nil)
	o.OwnTime = time.Second
	for _, text := range []string{endless, strings.NewReplacer("endless", "later", "SELECT i % 10 + 1 FROM n", "SELECT i + 1 FROM n WHERE i < 9").Replace(endless)} {
		id := strings.Fields(text)[2]
		rule, err := db.Catalog.ReadRule("own/"+id+".sql", text)
		if err != nil {
			t.Fatal(err)
		}
		o.Own = append(o.Own, rule)
	}
	reader, err := db.Reader(ctx, duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	for name, on := range map[string]*duck.DB{"alone": db, "beside a load": reader} {
		j, err := analyzer.Analyze(ctx, on, o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if said := j.Errors["endless"]; said != "own/endless.sql:16: the rule was stopped after 1s; let its SELECT read fewer rows, or end" {
			t.Errorf("%s: of the endless rule it says %q", name, said)
		}
		if said := j.Errors["later"]; said != "" || len(j.Run.Findings) != len(whole.Run.Findings)+1 {
			t.Errorf("%s: %d findings, without own rules %d; of the rule after it %q", name, len(j.Run.Findings), len(whole.Run.Findings), said)
		}
	}
}
