package rules_test

import (
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"opaudit/analyzer"
	"opaudit/analyzer/finding"
	"opaudit/config"
	"opaudit/ingest"
	"opaudit/ingest/mask"
	"opaudit/samples/scripts"
	"opaudit/sql/duck"
)

var update = flag.Bool("update", false, "write the golden files of samples/expected anew")

// logTypes are the kinds of log, one file of a sample scenario each.
var logTypes = []string{"api", "login", "message", "open", "order", "sql"}

// reported judges files with the real program.
func reported(t *testing.T, paths ...string) finding.Run {
	t.Helper()
	var run finding.Run
	if err := json.Unmarshal(scripts.Output(t, nil, append([]string{"report", "--format", "json", "--fail-on", "none"}, paths...)...), &run); err != nil {
		t.Fatal(err)
	}
	return run
}

// TestTheLastDayIsRunning: while the 30th day since the approval of clause 2.4 runs, the
// app may still be created in time; when it is over, it was not.
func TestTheLastDayIsRunning(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "x.duckdb")
	for now, want := range map[string]finding.Level{"2024-10-20": finding.Warning, "2024-10-21": finding.Violation} {
		noon, err := time.ParseInLocation(time.DateTime, now+" 12:00:00", duck.Shanghai)
		scripts.Check(t, err)
		db, err := duck.Open(t.Context(), path, duck.Options{Now: noon, AsOf: "2024-10-20", Config: &config.Config{Apps: []config.App{{Name: "Running", Qualified: "2024-09-20"}}}})
		scripts.Check(t, err)
		loader, err := ingest.NewLoader(t.Context(), db, mask.DefaultVocabulary())
		scripts.Check(t, err)
		_, err = loader.Load(t.Context(), []string{"samples/throttled/api.log"}, nil)
		scripts.Check(t, err)
		j, err := analyzer.Analyze(t.Context(), db, analyzer.Options{})
		scripts.Check(t, errors.Join(err, db.Close()))
		var got []finding.Level
		for _, f := range j.Run.Findings {
			if f.Rule == "2.4-no-app-after-qualification" {
				got = append(got, f.Level)
			}
		}
		if !slices.Equal(got, []finding.Level{want}) {
			t.Errorf("judged at noon of %s it is a %v, want %s", now, got, want)
		}
	}
}

// TestClauseTable compares the clauses of the mixed scenario with the golden files,
// and their verdicts with the findings that were written down by hand.
func TestClauseTable(t *testing.T) {
	for _, lang := range []string{"en", "zh"} {
		text := string(scripts.Output(t, nil, "report", "--fail-on", "none", "--lang", lang, "samples/mixed"))
		sections := strings.SplitAfter(text, "\n## ")
		at := slices.IndexFunc(sections, func(s string) bool {
			return strings.HasPrefix(s, "Clauses\n") || strings.HasPrefix(s, "条款结论\n")
		})
		if at < 0 {
			t.Fatalf("%s: the report has no clauses", lang)
		}
		got := strings.TrimSuffix(sections[at], "\n## ")
		path := filepath.Join("samples", "expected", "mixed.clauses."+lang+".md")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		scripts.SameBytes(t, path, []byte(got), want)
		checkVerdicts(t, got, lang)
	}
}

// tableVerdicts are the words of the two languages, from the design.
var tableVerdicts = map[string]map[string]finding.Verdict{
	"en": {"VIOLATED": finding.Violated, "at risk": finding.AtRisk, "not provable": finding.NotProvable, "kept": finding.Kept, "outside logs": finding.OutsideLogs},
	"zh": {"违规": finding.Violated, "有风险": finding.AtRisk, "无法证明": finding.NotProvable, "遵守": finding.Kept, "日志无法判断": finding.OutsideLogs},
}

var (
	tableRow = regexp.MustCompile(`(?m)^\| (\S+) +\| ([^|]+?) +\| ([^|]+?) +\| ([^|]+?) +\|$`)
	appTitle = regexp.MustCompile("^### `([^`]+)`")
)

// checkVerdicts reads the tables back: every clause stands in the first one, in
// order, and what the expected findings say decides which are violated or at risk.
func checkVerdicts(t *testing.T, section, lang string) {
	t.Helper()
	worst := worstExpected(t)
	all := []string{}
	for _, part := range strings.Split(section, "\n### ") {
		app := ""
		if title := appTitle.FindStringSubmatch("### " + part); title != nil {
			app = title[1]
		}
		for _, row := range tableRow.FindAllStringSubmatch(part, -1) {
			clause, verdict := row[1], tableVerdicts[lang][row[3]]
			if strings.HasPrefix(clause, "-") || verdict == "" && len(row[3]) > 0 && clause != "log" && !strings.Contains(clause, ".") {
				continue // the head and the rule under it
			}
			if app == "" {
				all = append(all, clause)
			}
			want := map[finding.Level]finding.Verdict{finding.Violation: finding.Violated, finding.Risk: finding.AtRisk, finding.Warning: finding.AtRisk}[worst[app+" "+clause]]
			if bad := verdict == finding.Violated || verdict == finding.AtRisk; verdict != finding.OutsideLogs && (bad || want != "") && verdict != want {
				t.Errorf("%s: clause %s of app %q is %q, the expected findings say %q", lang, clause, app, verdict, want)
			}
		}
	}
	var want []string
	text, err := os.ReadFile("samples/expected/clauses.txt")
	if err != nil {
		t.Fatal(err)
	}
	if want = strings.Fields(string(text)); !slices.Equal(all, want) {
		t.Errorf("%s: the clauses are %v, want %v", lang, all, want)
	}
}

// worstExpected is the gravest level that the mixed scenario must give, by app (and
// for none) and clause: "APP CLAUSE".
func worstExpected(t *testing.T) map[string]finding.Level {
	t.Helper()
	text, err := os.ReadFile("samples/expected/mixed.json")
	if err != nil {
		t.Fatal(err)
	}
	var expected []struct {
		Rule   string        `json:"rule"`
		AppKey string        `json:"app_key"`
		Level  finding.Level `json:"level"`
	}
	if err := json.Unmarshal(text, &expected); err != nil {
		t.Fatal(err)
	}
	worst := map[string]finding.Level{}
	for _, e := range expected {
		clause, _, _ := strings.Cut(e.Rule, "-")
		for _, key := range []string{e.AppKey + " " + clause, " " + clause} {
			if e.Level.Rank() > worst[key].Rank() {
				worst[key] = e.Level
			}
		}
	}
	return worst
}

// shownBy says which kinds of log a clause can be seen in, by its own words: without
// any one of them nobody can say that it is kept.
var shownBy = map[string][]string{
	"2.1": {"login", "order"},
	"2.3": {"api", "open", "order"},
	"2.6": {"api"},
	"2.7": {"api", "message"},
	"3.1": {"api", "message", "open", "order", "sql"}, // pushes tell best whose an order is
	"3.3": logTypes,
	"3.4": {"api"},
}

// scenarioFiles are the files of a scenario, but for one log type.
func scenarioFiles(scenario, without string) []string {
	var files []string
	for _, logType := range logTypes {
		if logType != without {
			files = append(files, filepath.Join("samples", scenario, logType+".log"))
		}
	}
	return files
}

// TestWithoutOneLogType takes each log type away from each scenario: what only that
// type could show is not provable, and never kept; what other logs prove stays.
func TestWithoutOneLogType(t *testing.T) {
	for _, scenario := range []string{"compliant", "throttled", "decrypt", "cross-shop", "plaintext", "inactive"} {
		t.Run(scenario, func(t *testing.T) {
			t.Parallel()
			whole := reported(t, scenarioFiles(scenario, "")...)
			for _, logType := range logTypes {
				part := reported(t, append(scenarioFiles(scenario, logType), "--as-of", whole.AsOf)...)
				noneBetter(t, whole, part, logType)
				provenStays(t, whole, part, logType)
			}
		})
	}
}

// noneBetter compares the verdicts with and without a log type.
func noneBetter(t *testing.T, whole, part finding.Run, without string) {
	t.Helper()
	now := map[string]finding.ClauseResult{}
	for _, c := range part.Clauses {
		now[scripts.Shown(c.AppKey)+" "+c.Clause] = c
	}
	for _, was := range whole.Clauses {
		name := scripts.Shown(was.AppKey) + " " + was.Clause
		is, there := now[name]
		needed := slices.Contains(shownBy[was.Clause], without)
		switch {
		case !there:
			if was.AppKey == nil {
				t.Errorf("without %s: clause %s has no verdict", without, name)
			}
		case needed && is.Verdict == finding.Kept:
			t.Errorf("without %s: clause %s is kept", without, name)
		case needed && !slices.Contains(is.Missing, without):
			t.Errorf("without %s: clause %s misses %v", without, name, is.Missing)
		case needed && was.Verdict == finding.Kept && is.Verdict != finding.NotProvable:
			t.Errorf("without %s: clause %s was kept and is %s", without, name, is.Verdict)
		case is.Verdict == finding.Kept && was.Verdict != finding.Kept:
			t.Errorf("without %s: clause %s was %s and is kept", without, name, was.Verdict)
		case was.Clause == "3.4" && is.Verdict == finding.NotProvable && slices.Equal(is.Missing, []string{"message"}) && without == "message":
			// Orders were decrypted, and pushes tell whose they are.
		case shownBy[was.Clause] != nil && !needed && is.Verdict != was.Verdict:
			t.Errorf("without %s: clause %s was %s and is %s, though that log shows nothing of it", without, name, was.Verdict, is.Verdict)
		}
	}
}

// provenStays wants each open violation whose records all stand in other logs.
func provenStays(t *testing.T, whole, part finding.Run, without string) {
	t.Helper()
	for _, f := range whole.Findings {
		restsOn := func(e finding.Evidence) bool {
			owner := without == "message" && strings.HasPrefix(f.Rule, "3.1-cross-shop-") // pushes tell whose the order is
			return owner || filepath.Base(e.File) == without+".log"
		}
		if !f.Open || f.Level != finding.Violation || len(f.Evidence) == 0 || f.EvidenceCount > finding.MaxEvidence || slices.ContainsFunc(f.Evidence, restsOn) {
			continue
		}
		at := slices.IndexFunc(part.Findings, func(p finding.Finding) bool { return p.Fingerprint == f.Fingerprint })
		if at < 0 || !part.Findings[at].Open || part.Findings[at].Level != finding.Violation {
			t.Errorf("without %s: the violation of %s by %s is gone, though other logs prove it", without, f.Rule, scripts.Shown(f.AppKey))
		}
	}
}

// TestOneShipment: a ratio needs shipments beside every active day; one record of a
// shipment, however the rest looks, does not prove that clause 3.4 is kept.
func TestOneShipment(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("samples/compliant/api.log")
	if err != nil {
		t.Fatal(err)
	}
	shipment := regexp.MustCompile(`open\.(seller\.order\.goods|order\.goods\.split)\.deliver`)
	decrypt := regexp.MustCompile(`open\.[a-z.]*decrypt`) // without shipments each would be a risk
	for keep, want := range map[int]finding.Verdict{0: finding.NotProvable, 1: finding.NotProvable, len(text): finding.Kept} {
		var kept strings.Builder
		shipments := 0
		for line := range strings.Lines(string(text)) {
			if decrypt.MatchString(line) {
				continue
			}
			if shipment.MatchString(line) {
				if shipments++; shipments > keep {
					continue
				}
			}
			kept.WriteString(line)
		}
		path := filepath.Join(t.TempDir(), "api.log")
		if err := os.WriteFile(path, []byte(kept.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		if shipments < 20 {
			t.Fatalf("only %d shipments were found", shipments)
		}
		for _, c := range reported(t, append(scenarioFiles("compliant", "api"), path)...).Clauses {
			if c.Clause == "3.4" && (c.Verdict != want || (want == finding.NotProvable) != slices.Contains(c.Missing, "shipment")) {
				t.Errorf("with %d shipments clause 3.4 of %s is %s, missing %v; want %s", keep, scripts.Shown(c.AppKey), c.Verdict, c.Missing, want)
			}
		}
	}
}
