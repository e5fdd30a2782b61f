package reports

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
	_ "opaudit/sql/duck" // brings the driver that reads what we wrote
)

// parquetTypes are the columns that analysts meet, as DuckDB describes them.
var parquetTypes = map[string]string{
	"findings.parquet": "rule VARCHAR, clause VARCHAR, level VARCHAR, open BOOLEAN, status VARCHAR, suppressed BOOLEAN, unchecked VARCHAR[], app_key VARCHAR, seller_id BIGINT, shops BIGINT[], " +
		"subject VARCHAR, subject_name_en VARCHAR, subject_name_zh VARCHAR, first_day DATE, last_day DATE, figure VARCHAR, value DOUBLE, threshold DOUBLE, bound VARCHAR, unit VARCHAR, fingerprint VARCHAR, " +
		"title_en VARCHAR, title_zh VARCHAR, summary_en VARCHAR, summary_zh VARCHAR, consequence_en VARCHAR, consequence_zh VARCHAR, remedy_en VARCHAR, remedy_zh VARCHAR, " +
		"forecast_en VARCHAR, forecast_zh VARCHAR, suppression_owner VARCHAR, suppression_reason VARCHAR, suppression_expiry DATE, " +
		`episodes STRUCT("level" VARCHAR, first_day DATE, last_day DATE, "value" DOUBLE)[], ` +
		`evidence STRUCT(file VARCHAR, line BIGINT, element BIGINT, "day" DATE, detail VARCHAR)[], of_configuration BOOLEAN, evidence_count BIGINT`,
	"clauses.parquet": "app_key VARCHAR, clause VARCHAR, title_en VARCHAR, title_zh VARCHAR, check_en VARCHAR, check_zh VARCHAR, verdict VARCHAR, missing VARCHAR[], unchecked VARCHAR[]",
	"series.parquet":  "figure VARCHAR, app_key VARCHAR, day DATE, part BIGINT, whole BIGINT, rate DOUBLE",
}

// TestParquetReadsBack reads every run with DuckDB and compares each value with the
// saved run, which another encoder writes.
func TestParquetReadsBack(t *testing.T) {
	db := engine(t)
	for name, run := range contractRuns() {
		t.Run(name, func(t *testing.T) {
			for _, document := range parquetDocuments(English) {
				readsBack(t, db, document, run)
			}
		})
	}
}

func readsBack(t *testing.T, db *sql.DB, document Document, run finding.Run) {
	t.Helper()
	file := filepath.Join(t.TempDir(), document.Name)
	if err := os.WriteFile(file, []byte(render(t, document, run)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := typesIn(t, db, file); got != parquetTypes[document.Name] {
		t.Errorf("%s has the columns\n%s\nwant\n%s", document.Name, got, parquetTypes[document.Name])
	}
	compareRows(t, document.Name, rowsIn(t, db, file), rowsOf(t, document.Name, run))
}

func engine(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// texts reads the only column of a query's rows.
func texts(t *testing.T, db *sql.DB, query string, args ...any) (found []string) {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		found = append(found, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

func typesIn(t *testing.T, db *sql.DB, file string) string {
	t.Helper()
	return strings.Join(texts(t, db, "SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM read_parquet('"+file+"'))"), ", ")
}

func rowsIn(t *testing.T, db *sql.DB, file string) (rows []any) {
	t.Helper()
	for _, text := range texts(t, db, "SELECT CAST(to_json(r) AS VARCHAR) FROM read_parquet(?) r", file) {
		rows = append(rows, decoded(t, text))
	}
	return rows
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return value
}

// rowsOf are the rows that a document must have, made of the saved run.
func rowsOf(t *testing.T, document string, run finding.Run) (rows []any) {
	t.Helper()
	all := decoded(t, saved(t, run)).(map[string]any)
	list := all[strings.TrimSuffix(document, ".parquet")].([]any)
	if document != "series.parquet" {
		for _, item := range list {
			rows = append(rows, flat(item))
		}
		return rows
	}
	for _, item := range list {
		series := item.(map[string]any)
		for _, point := range series["points"].([]any) {
			row := flat(point).(map[string]any)
			row["figure"], row["app_key"] = series["figure"], series["app_key"]
			rows = append(rows, row)
		}
	}
	return rows
}

// flat writes a text in two languages, and a suppression, as columns, and what should
// be a day and is none as NULL.
func flat(value any) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = flat(value[i])
		}
	case map[string]any:
		row := map[string]any{}
		for name, member := range value {
			inner, nested := member.(map[string]any)
			switch {
			case nested:
				for end, text := range flat(inner).(map[string]any) {
					row[name+"_"+end] = text
				}
			case name == "forecast":
				row["forecast_en"], row["forecast_zh"] = nil, nil
			case name == "suppression":
				row["suppression_owner"], row["suppression_reason"], row["suppression_expiry"] = nil, nil, nil
			case slices.Contains(days, name):
				if row[name] = member; !isDay(member.(string)) {
					row[name] = nil
				}
			default:
				row[name] = flat(member)
			}
		}
		return row
	}
	return value
}

func isDay(text string) bool {
	_, ok := dayOf(text)
	return ok
}

func compareRows(t *testing.T, document string, got, want []any) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d rows, want %d", document, len(got), len(want))
	}
	for i := range got {
		if problem := difference(got[i], want[i]); problem != "" {
			t.Fatalf("%s, row %d: %s", document, i, problem)
		}
	}
}

// difference says in what two decoded JSON values differ: numbers by their value, all
// else exactly.
func difference(got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		if !ok || len(object) != len(want) {
			return fmt.Sprintf("got %.300v, want %.300v", got, want)
		}
		for name := range want {
			if problem := difference(object[name], want[name]); problem != "" {
				return name + ": " + problem
			}
		}
		return ""
	case []any:
		list, ok := got.([]any)
		if !ok || len(list) != len(want) {
			return fmt.Sprintf("got %.300v, want %.300v", got, want)
		}
		for i := range want {
			if problem := difference(list[i], want[i]); problem != "" {
				return problem
			}
		}
		return ""
	case json.Number:
		if number, ok := got.(json.Number); ok && (number == want || float(number) == float(want) && math.Abs(float(want)) < 1<<53) {
			return ""
		}
	default:
		if got == want {
			return ""
		}
	}
	return fmt.Sprintf("got %.300v, want %.300v", got, want)
}

func float(n json.Number) float64 {
	f, err := n.Float64()
	if err != nil {
		return math.NaN()
	}
	return f
}

// TestParquetMetadata: the file says what run its rows are of, and how it is packed.
func TestParquetMetadata(t *testing.T) {
	db := engine(t)
	for _, document := range parquetDocuments(English) {
		file := filepath.Join(t.TempDir(), document.Name)
		if err := os.WriteFile(file, []byte(render(t, document, changedRun())), 0o600); err != nil {
			t.Fatal(err)
		}
		got := texts(t, db, "SELECT decode(key) || '=' || decode(value) FROM parquet_kv_metadata(?) ORDER BY 1", file)
		want := []string{"opaudit.as_of=2024-10-20", "opaudit.as_of_provisional=true",
			`opaudit.narrowing={"since":"2024-09-20","until":"2024-10-20","app_key":"ks669064233797003102","seller_id":2001,"hidden":7,"hidden_open":1}`, "opaudit.schema=opaudit.run/1"}
		if !slices.Equal(got, want) {
			t.Errorf("%s says of itself %q, want %q", document.Name, got, want)
		}
		if packed := texts(t, db, "SELECT DISTINCT compression FROM parquet_metadata(?)", file); !slices.Equal(packed, []string{"ZSTD"}) {
			t.Errorf("%s is packed with %v", document.Name, packed)
		}
	}
}
