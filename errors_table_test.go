package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opaudit/sql/duck"
)

// An errorEntry shows an error of the program: a shell line that ends in it, in a
// folder as errorsFolder makes it.
type errorEntry struct {
	site      string // as sites names it, "" for one more way into an error
	line      string
	code      int
	where     string // what the message says of where it is: a flag, a file, a place in it
	do        string // what it says is to be done
	terminal  bool   // line runs on one
	typed     string // there
	elsewhere string // the file of the test, or the script, that shows its text, instead of line
	never     string // why no user sees it as it is, instead of line
}

// errorsFolder holds what the lines of errorTable are about.
func errorsFolder(t *testing.T) string {
	t.Helper()
	_, logs := place(t)
	folder := filepath.Dir(logs)
	const rule = "-- id: NAME\n-- clause: own\n-- title.en: T\n-- title.zh: T\n-- level: info\n-- figure: app_days\n-- threshold: none\n-- unit: days\n" +
		"-- summary.en: S\n-- summary.zh: S\n-- consequence.en: C\n-- consequence.zh: C\n-- remedy.en: R\n-- remedy.zh: R\n-- needs: none\n"
	good := "SELECT NULL AS app_key, NULL AS seller_id, '' AS subject, DATE '2024-10-20' AS first_day, DATE '2024-10-20' AS last_day,\n" +
		"  1 AS value, NULL AS threshold, 'info' AS level, NULL AS evidence"
	files := map[string]string{
		"good.log":      statements(10),
		"logs/a.log":    statements(20),
		"blank.log":     "\n",
		"cut.gz":        "\x1f\x8b\x08\x00\x00",
		"key.yaml":      "aps: []\n",
		"mistake/m.sql": "SELECT 1\n",
		"writes/w.sql":  strings.ReplaceAll(rule, "NAME", "w") + "DELETE FROM files",
		"unknown/u.sql": strings.ReplaceAll(rule, "NAME", "u") + strings.Replace(good, "1 AS value", "1 AS other", 1),
		"columns/c.sql": strings.ReplaceAll(rule, "NAME", "c") + strings.Replace(good, "'' AS subject", "1 AS subject", 1),
		"fails/f.sql":   strings.ReplaceAll(rule, "NAME", "f") + strings.Replace(good, "1 AS value", "CAST(app_key AS BIGINT) AS value", 1) + "\nFROM app_days",
		"empty/README":  "no rule\n",
		"other.duckdb":  "this is no database\n",
		"rule.sql":      strings.ReplaceAll(rule, "NAME", "r") + good,
	}
	for name, mistake := range rowMistakes {
		files["rows/"+name+".sql"] = strings.NewReplacer("NAME", name, mistake.right, mistake.wrong).Replace(rule + good + "\nFROM app_days")
	}
	for name, text := range files {
		path := filepath.Join(folder, name)
		check(t, os.MkdirAll(filepath.Dir(path), 0o700))
		check(t, os.WriteFile(path, []byte(text), 0o600))
	}
	check(t, os.Mkdir(filepath.Join(folder, "broken"), 0o700))
	check(t, os.Symlink("nowhere", filepath.Join(folder, "broken", "b.sql")))
	for _, name := range []string{"audit", "old", "old2", "keyless"} {
		runs(t, exitDone, "--db", filepath.Join(folder, name+".duckdb"), "ingest", filepath.Join(folder, "good.log"))
	}
	check(t, os.Remove(filepath.Join(folder, "keyless.duckdb.key")))
	ctx := t.Context()
	db, err := duck.Open(ctx, filepath.Join(folder, "old.duckdb"), duck.Options{Now: time.Now()})
	check(t, err)
	_, err = db.ExecContext(ctx, "UPDATE meta SET value = '0' WHERE key = 'schema_version'")
	check(t, err)
	check(t, db.Close())
	return folder
}

// held runs a command beside a watch.
func held(command string) string {
	return `opaudit --db held.duckdb watch --poll 50ms logs 2>watch.log & pid=$!
until [ -S held.duckdb.sock ]; do kill -0 $pid || exit 9; done
` + command + `; code=$?; kill -INT $pid; wait $pid; exit $code`
}

// noSocket has something else stand where the socket of a watch stood.
var noSocket = strings.ReplaceAll(held("rm held.duckdb.sock; touch held.duckdb.sock; opaudit --db held.duckdb status"), "held.duckdb", "plain.duckdb")

// interrupted interrupts a load when it has begun.
const interrupted = `opaudit sample --scenario mixed --lines 200000 --out many >/dev/null
opaudit --db new7.duckdb ingest many & pid=$!
until [ -s new7.duckdb.key ]; do kill -0 $pid || exit 9; done; kill -INT $pid; wait $pid`

// unstoppable interrupts a statement that the engine does not stop, when it has taken a
// while of a processor's time.
const unstoppable = `opaudit --db audit.duckdb sql -c "SELECT contains(repeat('a', 2 * n), repeat('a', n) || 'b') FROM (SELECT 4000000 AS n)" & pid=$!
until [ "$(cut -d" " -f14 /proc/$pid/stat)" -gt 200 ]; do kill -0 $pid || exit 9; done; kill -INT $pid; wait $pid`

var errorTable = []errorEntry{
	{site: "analyzeCommand: --format is text or json, not %q", line: "opaudit analyze --format xml", code: 2, where: `"xml"`, do: "text or json"},
	{site: "analyzeCommand: --baseline: %w", line: "opaudit --db audit.duckdb analyze --baseline good.log", code: 2, where: "good.log", do: "give a file that"},
	{site: "newCommand: %w; see %s --help", line: "opaudit status --nonsense", code: 2, where: "--nonsense", do: "see opaudit status --help"},
	{site: "newCommand: %w; see opaudit %s --help", line: "opaudit forget", code: 2, where: "1 arg", do: "see opaudit forget --help"},
	{site: "prepare: --log-format is text, json or auto, not %q", line: "opaudit status --log-format xml", code: 2, where: `"xml"`, do: "text, json or auto"},
	{site: "prepare: --fail-on is violation, risk, warning or none, not %q", line: "opaudit status --fail-on x", code: 2, where: "--fail-on", do: "violation, risk, warning or none"},
	{site: "prepare: --as-of is a day such as 2024-10-20, or now, not %q", line: "opaudit status --as-of x", code: 2, where: "--as-of", do: "such as 2024-10-20"},
	{site: "configuration: %w", line: "opaudit --config key.yaml analyze", code: 2, where: "key.yaml:1:1", do: `did you mean "apps"?`},
	{site: "completionCommand: completion is for %s, not for %q", line: "opaudit completion tcsh", code: 2, where: `"tcsh"`, do: "bash, zsh, fish"},
	{site: "errors: findings at or above --fail-on are open", never: "the findings were shown; the exit code says it"},
	{site: "errors: mend or remove them and run the same command again: what is loaded stays loaded", line: "opaudit --db new1.duckdb ingest cut.gz", code: 3, where: "cut.gz", do: "mend or remove them"},
	{site: "errors: some files could not be loaded; they are named above, the report is about the rest", line: "opaudit report good.log cut.gz", code: 3, where: "cut.gz", do: "mend or remove them"},
	{site: "reportPaths: see why lines were rejected in a database of its own: opaudit ingest --db NEW.duckdb PATH, then opaudit sql --db NEW.duckdb -c \"SELECT reason, field, count(*) FROM rejects GROUP BY ALL\"; the log format is told by: opaudit spec", line: "opaudit report blank.log", code: 4, where: "event", do: "opaudit spec"},
	{site: "errors: mend them and run the same command again; opaudit rules --rules DIR checks what can be told without logs", line: "opaudit --db audit.duckdb analyze --rules fails", code: 3, where: "f.sql", do: "mend them"},
	{site: "explain: stopped before the work was done", line: interrupted, code: 3, where: "stopped", do: "run the same command again: what was committed stays"},
	{site: "explain: load logs first: opaudit ingest PATH; or name another database with --db", line: "opaudit --db none.duckdb status", code: 3, where: "none.duckdb", do: "opaudit ingest PATH"},
	{site: "explain: name another file with --db, in a folder without one", line: "opaudit --db 'what?.duckdb' ingest good.log", code: 2, where: "what?.duckdb", do: "name another file"},
	{site: "explain: stop that process or wait until it is done, or work on another database with --db", line: held("opaudit --db held.duckdb ingest good.log"), code: 3, where: "held.duckdb", do: "stop that process"},
	{site: "explain: load the logs again into a new database: opaudit ingest --db NEW.duckdb PATH", line: "opaudit --db old.duckdb status", code: 3, where: "old.duckdb", do: "load the logs again"},
	{site: "explain: set the file aside and load the logs again: opaudit ingest PATH", line: "opaudit --db other.duckdb analyze", code: 3, where: "other.duckdb", do: "set the file aside"},
	{site: "explain: see the rejected lines: opaudit sql -c \"SELECT reason, field, count(*) FROM rejects GROUP BY ALL\"; the log format is told by: opaudit spec", line: "opaudit --db new2.duckdb ingest blank.log && opaudit --db new2.duckdb analyze", code: 4, where: "event", do: "opaudit spec"},
	{site: "explain: give a file that \"opaudit analyze --format json\" or \"opaudit report --format json\" wrote", line: "opaudit report --from good.log", code: 2, where: "good.log", do: "give a file that"},
	{site: "explain: ", elsewhere: "errors_test.go"},
	{site: "explain: ", line: "opaudit --db no/such/folder.duckdb ingest good.log", code: 3, where: "open no/such/folder.duckdb: no such file or directory", do: "its folder is there"},
	{site: "explain: see opaudit --help", line: "opaudit nonsense", code: 2, where: `"nonsense"`, do: "opaudit --help"},
	{site: "withoutPersonalData: %s: %s has personal data in it: %q; write the pattern without it, such as with *", line: "printf 'exclude: [13800138000.log]' | opaudit --config /dev/stdin scan good.log", code: 2, where: "/dev/stdin: exclude", do: "write the pattern without it"},
	{site: "configuration: read configuration %s: %w", line: "opaudit --config logs analyze", code: 2, where: "configuration logs: is a directory", do: "name a file"},
	{site: "errors: there is nothing to report on: some files could not be loaded; they are named above", line: "opaudit report blank.log nowhere.log", code: 3, where: "nowhere.log", do: "mend or remove them"},
	{site: "openDatabase: %s was removed, but a watch still holds it and answers at %s; what it loaded since is lost", elsewhere: "samples/e2e/held.txtar"},
	{site: "watch: start watch again", elsewhere: "replaced_test.go"},
	{site: "forget: see what was loaded: opaudit sql -c \"SELECT path, state, events FROM files\"", line: "opaudit --db audit.duckdb forget never.log", code: 3, where: "never.log", do: "see what was loaded"},
	{site: "ingestCommand: give either files and folders, or --again FILE; see opaudit ingest --help", line: "opaudit ingest good.log --again good.log", code: 2, where: "--again", do: "give either"},
	{site: "ownRules: --rules names a folder with rule files: %w", line: "opaudit analyze --rules nowhere", code: 2, where: "nowhere", do: "names a folder with rule files"},
	{site: "ownRules: read rule: %w", line: "opaudit analyze --rules broken", code: 2, where: "broken/b.sql", do: "no such file"},
	{site: "ownRules: --rules names a folder with rule files, but there is no *.sql in %s", line: "opaudit analyze --rules empty", code: 2, where: "empty", do: "*.sql"},
	{site: "ownRules: %w", line: "opaudit analyze --rules mistake", code: 2, where: "mistake/m.sql", do: "the header lacks"},
	{site: "checkRule: %s:%d: %s", line: "opaudit analyze --rules writes", code: 2, where: "writes/w.sql:16", do: "only"},
	{site: "checkRule: %w", line: "opaudit analyze --rules unknown", code: 2, where: "unknown/u.sql:16", do: "value"},
	{site: "checkRule: %s:%d: the column %s is %s, not %s", line: "opaudit analyze --rules columns", code: 2, where: "columns/c.sql:16: the column subject", do: "not VARCHAR"},
	{site: "pruneCommand: ask for more days, or delete them nevertheless with --force", line: "opaudit --db audit.duckdb prune --older-than 30d", code: 2, where: "30", do: "--force"},
	{site: "wholeDays: --older-than is a number of whole days such as 400d, not %q", line: "opaudit prune --older-than 1y", code: 2, where: "--older-than", do: "such as 400d"},
	{site: "rulesCommand: %w", line: "opaudit rules --lang fr", code: 2, where: `"fr"`, do: "en"},
	{site: "rulesCommand: --app and --day go with a rule: opaudit rules ID --app X --day D", line: "opaudit rules --app x", code: 2, where: "--app", do: "opaudit rules ID"},
	{site: "noPath: %s is about what is loaded and takes no %q: opaudit report PATH judges files, opaudit ingest PATH loads them", line: "opaudit analyze logs", code: 2, where: `"logs"`, do: "opaudit report PATH"},
	{site: "rulesCommand: there is no rule %q%s; list them with: opaudit rules", line: "opaudit rules api-errors", code: 2, where: `"api-errors", but 2.7-api-errors`, do: "list them"},
	{site: "explainRule: give both --app and --day, the day as YYYY-MM-DD", line: "opaudit rules 2.6-inactive --app x", code: 2, where: "--day", do: "YYYY-MM-DD"},
	{site: "sampleCommand: --scenario is one of %s, not %q", line: "opaudit sample --scenario x", code: 2, where: "--scenario", do: "one of compliant"},
	{site: "sampleCommand: --lines must be at least %d for the scenario %s", line: "opaudit sample --scenario mixed --lines 1", code: 2, where: "--lines", do: "at least"},
	{site: "scanCommand: --format is text, json or sarif, not %q", line: "opaudit scan --format x good.log", code: 2, where: `"x"`, do: "text, json or sarif"},
	{site: "scanCommand: mend them or leave them out, and run the same command again", line: "opaudit scan cut.gz", code: 3, where: "cut.gz", do: "mend them or leave them out"},
	{site: "specCommand: %w", line: "opaudit spec --lang fr", code: 2, where: `"fr"`, do: "en"},
	{site: "logTypesNamed: there is no log type %q; there are %s", line: "opaudit spec apis", code: 2, where: `"apis"`, do: "there are api"},
	{site: "statementFrom: give either -c QUERY or a file, not both", line: "opaudit sql -c 'SELECT 1' x.sql", code: 2, where: "-c QUERY", do: "not both"},
	{site: "check: %s is a duration such as 2s (--poll at least 10ms), not %v", line: "opaudit watch --poll 1ms logs", code: 2, where: "--poll", do: "such as 2s"},
	{site: "check: --after is keep or move=DIR, not %q", line: "opaudit watch --after burn logs", code: 2, where: "--after", do: "keep or move=DIR"},
	{site: "check: --after move=%s must name a folder: %w", line: "opaudit watch --after move=good.log/x logs", code: 2, where: "good.log", do: "must name a folder"},
	{site: "check: %s is no folder; load a single file with: opaudit ingest %s", line: "opaudit watch good.log", code: 2, where: "good.log", do: "opaudit ingest good.log"},
	{site: "check: make the folder, or name the one that the logs are written to", line: "opaudit watch nowhere", code: 3, where: "nowhere", do: "make the folder"},
	{site: "watch: set it aside and load the folders again: run the same command with --rebuild", line: "opaudit --db other.duckdb watch --once logs", code: 3, where: "other.duckdb", do: "--rebuild"},
	{site: "watch: ", line: "opaudit --db new3.duckdb watch --once logs nowhere", code: 3, where: "nowhere", do: "see that the path is right"},
	{site: "prune: the rows are deleted; make room and run the same command again to give their space back", line: "mkdir -p old2.duckdb.new/x && opaudit --db old2.duckdb prune --force --older-than 30d", code: 3, where: "old2.duckdb", do: "the rows are deleted; make room"},
	{site: "check: %w", line: "opaudit report --lang fr", code: 2, where: `"fr"`, do: "en"},
	{site: "check: %w", line: "opaudit report --format pdf", code: 2, where: `"pdf"`, do: "md"},
	{site: "check: stdout takes one document: choose one of --format %s, or write into a folder with --out DIR", line: "opaudit report --format md,json", code: 2, where: "stdout", do: "choose one"},
	{site: "check: --from takes a saved run as it is: leave out PATH, --as-of, --since, --until, --app and --shop", line: "opaudit report --from run.json good.log", code: 2, where: "--from", do: "leave out PATH"},
	{site: "checkFlags: --%s is empty: is it a variable that is not set? leave the flag out, or give it a value", line: "opaudit report --out ''", code: 2, where: "--out", do: "leave the flag out"},
	{site: "report: --compare: %w", line: "opaudit --db audit.duckdb report --compare nowhere.json", code: 2, where: "nowhere.json", do: "see that the path is right"},
	{site: "report: mend that, or choose another folder, and run the same command again", line: "opaudit --db audit.duckdb report --fail-on none --out good.log", code: 3, where: "good.log", do: "choose another folder"},
	{site: "wholeRun: save the run without --since, --until, --app and --shop; --as-of chooses the day", line: "opaudit --db audit.duckdb report --fail-on none --format json --since 2024-10-01 >part.json && opaudit --db audit.duckdb analyze --baseline part.json", code: 2, where: "part.json", do: "save the run without"},
	{site: "check: %s is a day such as 2024-10-20, not %q", line: "opaudit analyze --since x", code: 2, where: "--since", do: "such as 2024-10-20"},
	{site: "check: --shop is a seller id, a whole number, not %q", line: "opaudit analyze --shop x", code: 2, where: "--shop", do: "a whole number"},
	{site: "check: --since %s is after --until %s: --since is the first day and --until the last one", line: "opaudit analyze --since 2024-10-02 --until 2024-10-01", code: 2, where: "--since 2024-10-02", do: "the first day"},
	{site: "check: --since, --until, --app and --shop go with analyze and report; ask the views with a WHERE of your own: opaudit sql", line: "opaudit status --app x", code: 2, where: "--app", do: "WHERE of your own"},
	{site: "check: watch judges as of now; --as-of and --until go with analyze and report", line: "opaudit watch --as-of 2024-10-20 logs", code: 2, where: "--as-of", do: "analyze and report"},
	{site: "explain: run the same command again: without that process the database is opened directly", elsewhere: "errors_test.go"},
	{site: "prepare: %s is not over: the day to look back from is at most today, %s (Asia/Shanghai)", line: "opaudit analyze --until 2098-10-20", code: 2, where: "2098-10-20", do: "at most today"},
	{site: "knowsShop: --shop: no record and no configuration names shop %d; give the seller id that its records have", line: "opaudit --db audit.duckdb analyze --shop 999", code: 2, where: "shop 999", do: "give the seller id"},
	{site: "knowsApp: --app: there is no app %q in the logs and the configuration; there are %s", line: "opaudit --db audit.duckdb report --app x", code: 2, where: "--app", do: "there are ks1"},
	{site: "knowsApp: --app: there is no app %q, nor any other, in the logs and the configuration", elsewhere: "errors_test.go"},
	{site: "mistaken: see what there is: opaudit sql -c \"SELECT view_name, comment FROM duckdb_views() WHERE NOT internal\"; to change the database there is opaudit sql --write, and for everything else a copy for DuckDB itself: opaudit snapshot FILE", line: "opaudit --db audit.duckdb sql -c 'SELECT x FROM nothing'", code: 3, where: "nothing", do: "see what there is"},
	{site: "prepare: --until is the day that is judged, as --as-of is: leave out one of them", line: "opaudit analyze --until 2024-10-01 --as-of 2024-10-02", code: 2, where: "--until", do: "leave out one of them"},
	{site: "script: %s is not for a terminal; send it into a file: --format %s > rows.%s", line: "opaudit --db audit.duckdb sql --format parquet -c 'SELECT 1'", terminal: true, code: 2, where: "parquet", do: "> rows.parquet"},
	{site: "shell: %s is not for a terminal; in the shell .mode and .output write it into a file", line: "opaudit --db audit.duckdb sql --format parquet", terminal: true, code: 2, where: "parquet", do: ".output"},
	{site: "sqlCommand: --format: %w", line: "opaudit sql --format x -c 'SELECT 1'", code: 2, where: `"x"`, do: "csv"},
	{site: "statementFrom: give a statement with -c QUERY, in a file, or on standard input; the shell needs a terminal to write to as well", line: "opaudit sql >rows.txt", terminal: true, code: 2, where: "-c QUERY", do: "give a statement"},
	{site: "thereAlready: name another file, or remove that one first", line: "opaudit --db audit.duckdb snapshot good.log", code: 3, where: "good.log", do: "name another file"},

	{line: "opaudit --config nowhere.yaml analyze", code: 2, where: "nowhere.yaml", do: "no such file"},
	{site: "statementFrom: name a file that holds SQL, or give the statement itself: -c QUERY", line: "opaudit --db audit.duckdb sql nowhere.sql", code: 3, where: "nowhere.sql", do: "name a file that holds SQL"},
	{site: "openFor: a transaction was still open at the end: what was changed since its BEGIN was rolled back", line: "opaudit --db keyless.duckdb sql --write -c 'BEGIN; CREATE TABLE a (b INTEGER)'", code: 3, where: "BEGIN", do: "end it with COMMIT"},
	{site: "check: --since, --app and --shop go with analyze and report; narrow the statement itself, with WHERE", line: "opaudit --since 2024-10-01 sql -c 'SELECT 1'", code: 2, where: "--since", do: "with WHERE"},
	{site: "checkArguments: an argument of opaudit %s is empty: is it a variable that is not set? see opaudit %s --help", line: "opaudit --db audit.duckdb snapshot ''", code: 2, where: "snapshot", do: "opaudit snapshot --help"},
	{site: "snapshot: name a file in a folder that is there and that you may write to", line: "opaudit --db audit.duckdb snapshot no/such/copy.duckdb", code: 3, where: "no/such", do: "name a file in a folder"},
	{site: "guarding: the statement did not stop when it was told to, within one call of a function: this process ends without it", line: unstoppable, code: 3, where: "the statement", do: "shorter texts"},
	{line: "opaudit report --from nowhere.json", code: 3, where: "nowhere.json", do: "see that the path is right"},
	{line: "opaudit sample --scenario mixed --out good.log/x", code: 3, where: "good.log", do: "see that the path is right"},
	{line: "ulimit -f 200; opaudit --db new6.duckdb ingest good.log", code: 3, where: "new6.duckdb", do: "next: "},
}
