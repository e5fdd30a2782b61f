package reports

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

var update = flag.Bool("update", false, "write the golden files of reports/testdata anew")

func TestGolden(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		for name, run := range map[string]finding.Run{"sample": sampleRun(), "empty": emptyRun()} {
			golden(t, fmt.Sprintf("%s.%s.md", name, lang), render(t, markdownDocuments(lang)[0], run))
		}
	}
	golden(t, "sample.json", saved(t, sampleRun()))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from the golden file; if that is meant, run go test ./reports -update and read the change", name)
	}
}

var (
	openPipe   = regexp.MustCompile(`(^|[^\\])\|`)
	tableRule  = regexp.MustCompile(`^\|( -+:? \|)+$`)
	itemNumber = regexp.MustCompile(`^\d+\. `)
)

// TestTablesAreWhole checks every table with nothing but the syntax: each row
// has as many cells as its header, and no row stands alone.
func TestTablesAreWhole(t *testing.T) {
	for name, run := range contractRuns() {
		for _, lang := range []Language{English, Chinese} {
			lines := strings.Split(render(t, markdownDocuments(lang)[0], run), "\n")
			pipes := 0
			for i, line := range lines {
				if !strings.HasPrefix(line, "|") {
					pipes = 0
					continue
				}
				// Neighbouring pipes would share a character in one match.
				n := len(openPipe.FindAllString(strings.ReplaceAll(line, "|", "|  "), -1))
				if pipes == 0 && !tableRule.MatchString(lines[i+1]) {
					t.Fatalf("%s, %s: a table without a rule under its head: %s", name, lang, line)
				}
				if pipes != 0 && n != pipes {
					t.Fatalf("%s, %s: %d pipes under a head of %d: %s", name, lang, n, pipes, line)
				}
				pipes = n
			}
		}
	}
}

// skeleton is the block structure of a page: what each line opens.
func skeleton(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "":
			out.WriteString("blank\n")
		case strings.HasPrefix(line, "#"), strings.HasPrefix(line, "  - "), strings.HasPrefix(line, "- "), strings.HasPrefix(line, "|"):
			mark, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
			out.WriteString(mark + "\n")
		case itemNumber.MatchString(line):
			out.WriteString("number\n")
		default:
			out.WriteString("text\n")
		}
	}
	return out.String()
}

// TestHostileTextOpensNothing compares the blocks of a hostile page with those
// of a tame one of the same shape.
func TestHostileTextOpensNothing(t *testing.T) {
	attacks := []string{
		hostile, "# x", "- x", "1. x", "1) x", "> x", "| x | y |", "```\nx", "    x", "===", "---", "\n\n# x", "<!--", "[x]: http://e.example",
		"|", "\\", "`", "``` `", "+ x", "* * *", "~~~", "\u2028# x", "\r\r# x", strings.Repeat("|`\\", 400),
	}
	for _, lang := range []Language{English, Chinese} {
		document := markdownDocuments(lang)[0]
		want := skeleton(render(t, document, filledRun("tame")))
		for _, attack := range attacks {
			if got := skeleton(render(t, document, filledRun(attack))); got != want {
				t.Errorf("%s: %q changes the blocks of the page", lang, attack)
			}
		}
	}
}

// TestNothingActsOutsideCode takes the code spans away as CommonMark reads
// them and looks for what is left to act.
func TestNothingActsOutsideCode(t *testing.T) {
	acting := regexp.MustCompile("(^|[^\\\\])(\\\\\\\\)*[`<>\\[\\]&~$]|[^\\\\]://")
	for _, lang := range []Language{English, Chinese} {
		for line := range strings.Lines(render(t, markdownDocuments(lang)[0], filledRun(hostile))) {
			if rest := withoutCode(line); acting.MatchString(rest) {
				t.Fatalf("%s: %q acts in: %s", lang, acting.FindString(rest), line)
			}
		}
	}
}

// withoutCode removes code spans: a run of backticks up to the next run of the
// same length. A backtick after a backslash opens none.
func withoutCode(line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			out.WriteString(line[i : i+2])
			i += 2
		case line[i] == '`':
			fence := run(line[i:])
			end := i + fence
			for end < len(line) && (line[end] != '`' || run(line[end:]) != fence) {
				end += max(1, run(line[end:]))
			}
			if end >= len(line) {
				out.WriteString(line[i:])
				return out.String()
			}
			i = end + fence
		default:
			out.WriteByte(line[i])
			i++
		}
	}
	return out.String()
}

func run(text string) int { return len(text) - len(strings.TrimLeft(text, "`")) }

func TestFirstScreen(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		text := render(t, markdownDocuments(lang)[0], manyFindings(1000))
		details := strings.Index(text, "## "+wordsIn(lang).Table.Clauses)
		if n := strings.Count(text[:details], "\n"); n > 30 {
			t.Errorf("%s: %d lines before the details", lang, n)
		}
	}
}

func TestClausesOutsideLogsStandOnce(t *testing.T) {
	run := sampleRun()
	outside := run.Clauses[0]
	outside.AppKey = pointer(firstApp)
	run.Clauses = append(run.Clauses, outside)
	document := markdownDocuments(English)[0]
	if n := strings.Count(render(t, document, run), "outside logs"); n != 1 {
		t.Errorf("a clause that no log can show stands %d times", n)
	}
	run.Clauses = []finding.ClauseResult{outside}
	if n := strings.Count(render(t, document, run), "outside logs"); n != 1 {
		t.Errorf("without verdicts for all apps it stands %d times", n)
	}
}

func TestMarkdownSays(t *testing.T) {
	cases := []struct {
		name string
		run  finding.Run
		want []string
		not  []string
	}{
		{"sample", sampleRun(), []string{
			"**VIOLATED**: clauses 2.7, 3.3, 3.4.",
			"5.0004% (allowed: at most 5%)", "97.9996% (wanted: at least 98%)", "16 days (noted from 15 days on)",
			"– (no shipped orders)", "2024-10-20 (still running)", "2024-10-04 to 2024-10-19 (16 days)",
			"and 1,202 more", "`logs/api-2024-10-04.log:13` (element 2)", "79.996%",
			"1 hit (the act itself is the breach)", "**Set aside**: by `compliance` until 2024-12-31",
			"It was set aside by `compliance@example.com` until 2024-09-30", "## History", "its last line is not complete (120 bytes)", "(closed)", "(findings 2, 5)",
		}, []string{" 5.00% (limit", "98.00%", "| 80.00% | 79,996"}},
		{"empty", emptyRun(), []string{
			"**NOTHING FOUND**", "There is no open finding.", "Nothing is urgent today.",
			"Cannot be proven either way: clause 2.7. Missing logs or configuration keys: `api`, `message`.", "Cannot be judged from logs at all: clause 2.2.",
		}, []string{"VIOLATED", "Caution"}},
		{"zero", finding.Run{}, []string{"**NOT JUDGED**", "Caution"}, []string{"NOTHING FOUND"}},
	}
	for _, c := range cases {
		text := render(t, markdownDocuments(English)[0], c.run)
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the report lacks %q", c.name, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(text, not) {
				t.Errorf("%s: the report has %q", c.name, not)
			}
		}
	}
}

// TestFigureBeforeItsNumber warns of a streak: what is noted from 15 days on is not noted yet.
func TestFigureBeforeItsNumber(t *testing.T) {
	run := sampleRun()
	f := streak()
	f.Level, f.Value = finding.Warning, 14
	run.Findings = []finding.Finding{f}
	text := render(t, markdownDocuments(English)[0], run)
	if want := "**Figure**: 14 days (limit: 15 days), from"; !strings.Contains(text, want) {
		t.Errorf("the report does not say %q", want)
	}
}

func TestCode(t *testing.T) {
	for value, want := range map[string]string{
		"":            nothing,
		"  ":          nothing,
		"a":           "`a`",
		"a`b":         "``a`b``",
		"`":           "`` ` ``",
		" a":          "`  a `",
		"a\x1b\n\xff": "`a\\x1b\\n\ufffd`",
		"\u202eabc":   "`\\u202eabc`",
		`C:\logs\a`:   "`C:\\logs\\a`",
		"张三":          "`张三`",
	} {
		if got := inline(code(value)); got != want {
			t.Errorf("code(%q) = %s, want %s", value, got, want)
		}
	}
	long := inline(code(strings.Repeat("x", 10_000) + ".log:12"))
	if len(long) > 300 || !strings.HasSuffix(long, ".log:12`") {
		t.Errorf("a long path is shown as %s", long)
	}
}

func TestProse(t *testing.T) {
	for value, want := range map[string]string{
		"Fix it, see decrypt_ratio_7d (5%).": "Fix it, see decrypt_ratio_7d (5%).",
		"_a_ *b* [c](d) <e> &f;":             `\_a\_ \*b\* \[c\](d) \<e\> \&f;`,
		"1. x":                               `1\. x`,
		"# x\ny":                             `\# x\\ny`,
		"see http://e.example www.e.example": `see http\://e.example www\.e.example`,
		"":                                   nothing,
	} {
		if got := inline(prose(value)); got != want {
			t.Errorf("prose(%q) = %s, want %s", value, got, want)
		}
	}
}

// TestWhoseAFindingIs: a finding without an app says why it has none, and one that no
// log record can show where it is from.
func TestWhoseAFindingIs(t *testing.T) {
	noApp := func(change func(*finding.Finding)) finding.Finding {
		f := successScore()
		f.AppKey = nil
		change(&f)
		return f
	}
	for want, f := range map[string]finding.Finding{
		"**App**: none: it concerns the developer's account": noApp(func(f *finding.Finding) { f.OfConfiguration = true }),
		"**App**: `Stock desk`, which has no appKey in the configuration yet": noApp(func(f *finding.Finding) {
			f.OfConfiguration, f.Subject = true, "Stock desk"
		}),
		"**App**: none: it concerns a whole file":           noApp(func(f *finding.Finding) { f.Figure, f.Subject = "refused_shares", "logs/a.log" }),
		"**App**: none: the log lines name no readable app": noApp(func(*finding.Finding) {}),
	} {
		run := sampleRun()
		run.Findings = []finding.Finding{f}
		text := render(t, markdownDocuments(English)[0], run)
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said", want)
		}
		if shown := strings.Contains(text, "**Evidence**: the configuration (opaudit.yaml); no log record can show it"); shown != f.OfConfiguration {
			t.Errorf("%s: the configuration as evidence: %v", want, shown)
		}
	}
}

// TestOnlyShownFiguresAreDefined: a report defines the figures that it shows, and no view
// behind them; the log duty is no clause with a number.
func TestOnlyShownFiguresAreDefined(t *testing.T) {
	run := sampleRun()
	f := successScore()
	f.Clause, f.Figure = "log", "log_holes"
	run.Findings = append(run.Findings, f)
	run.Definitions = []finding.Definition{
		{Figure: "log_holes", Clause: "log", Unit: "days", Text: finding.Text{En: "Days that are missing."}},
		{Figure: "contested_orders", Clause: "3.1", Unit: "orders", Text: finding.Text{En: "Orders that are contested."}},
	}
	text := render(t, markdownDocuments(English)[0], run)
	if !strings.Contains(text, "`log_holes` (the log access specification, unit: days): Days that are missing.") {
		t.Error("a figure of a finding is not defined")
	}
	if strings.Contains(text, "contested_orders") || strings.Contains(text, "clause log") {
		t.Error("a figure that nothing shows is defined, or the log duty is a clause")
	}
}

// TestLogDutyHasNoNumber: the log access specification stands among the clauses under
// its name, alone and beside others.
func TestLogDutyHasNoNumber(t *testing.T) {
	judged := func(clauses ...string) finding.Run {
		run := finding.Run{Schema: finding.Schema, AsOf: "2024-10-20"}
		for _, clause := range clauses {
			run.Clauses = append(run.Clauses, finding.ClauseResult{Clause: clause, Verdict: finding.Violated})
		}
		return run
	}
	for _, c := range []struct {
		lang    Language
		clauses []string
		want    string
	}{
		{English, []string{"log"}, "**VIOLATED**: the log access specification."},
		{English, []string{"3.1", "log"}, "**VIOLATED**: clause 3.1 and the log access specification."},
		{English, []string{"2.7", "3.1", "log"}, "**VIOLATED**: clauses 2.7, 3.1 and the log access specification."},
		{English, []string{"log", "own"}, "**VIOLATED**: the log access specification and your own rules."},
		{Chinese, []string{"log"}, "**违规**：已违反日志接入规范。"},
		{Chinese, []string{"2.7", "3.1", "log"}, "**违规**：已违反第 2.7、3.1 条和日志接入规范。"},
	} {
		if text := render(t, markdownDocuments(c.lang)[0], judged(c.clauses...)); !strings.Contains(text, c.want) {
			t.Errorf("%s: the report lacks %q", c.lang, c.want)
		}
	}
}
