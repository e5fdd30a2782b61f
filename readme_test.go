package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"opaudit/reports"
	catalog "opaudit/sql"
)

// readmes are the same text in two languages.
var readmes = []string{"README.md", "README.zh-CN.md"}

// handWritten are the documents that no test writes.
func handWritten(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("docs/*.md")
	check(t, err)
	all := append(slices.Clone(readmes), "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "deploy/README.md")
	for _, file := range files {
		if !slices.Contains([]string{"docs/rules.md", "docs/views.md", "docs/logs.md"}, file) {
			all = append(all, file)
		}
	}
	if len(all) < 12 {
		t.Fatalf("only %v were found", all)
	}
	return all
}

var (
	codeBlock = regexp.MustCompile("(?ms)^```.*?\n(.*?)^```$")
	heading   = regexp.MustCompile(`(?m)^(#+) (.*)$`)
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	codeSpan  = regexp.MustCompile("`([^`\n]+)`")
)

// documentOf is a document's text without its code blocks, and those.
func documentOf(t *testing.T, file string) (prose string, blocks []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	check(t, err)
	for _, block := range codeBlock.FindAllStringSubmatch(string(text), -1) {
		blocks = append(blocks, block[1])
	}
	return codeBlock.ReplaceAllString(string(text), ""), blocks
}

// firsts are what an expression's first group matches.
func firsts(of *regexp.Regexp, text string) []string {
	var all []string
	for _, match := range of.FindAllStringSubmatch(text, -1) {
		all = append(all, match[1])
	}
	return all
}

// TestReadmesSayTheSame: both have the same headings, links, code, and quotes of code.
func TestReadmesSayTheSame(t *testing.T) {
	english, blocks := documentOf(t, readmes[0])
	chinese, others := documentOf(t, readmes[1])
	same := func(what string, en, zh []string) {
		t.Helper()
		if len(en) == 0 || len(en) != len(zh) {
			t.Errorf("there are %d %s in English and %d in Chinese", len(en), what, len(zh))
		}
		for i := range min(len(en), len(zh)) {
			if en[i] != zh[i] {
				t.Errorf("the %s differ: %q in English, %q in Chinese", what, en[i], zh[i])
				return
			}
		}
	}
	same("code blocks", blocks, others)
	same("levels of headings", firsts(heading, english), firsts(heading, chinese))
	links := func(text string) []string {
		var all []string
		for _, to := range firsts(link, text) {
			if !slices.Contains(readmes, to) {
				all = append(all, strings.Replace(to, "-zh.png", "-en.png", 1))
			}
		}
		slices.Sort(all)
		return all
	}
	same("links", links(english), links(chinese))
	quotes := func(text string) []string {
		all := firsts(codeSpan, text)
		slices.Sort(all)
		return slices.Compact(all)
	}
	same("quotes of code", quotes(english), quotes(chinese))
}

// TestReadmeClauses writes the table of clauses from the catalog.
func TestReadmeClauses(t *testing.T) {
	cat, err := catalog.Load()
	check(t, err)
	words := map[string][]string{
		readmes[0]: {"clause", "about", "rules", "No log can show these, and the report says what to check by hand: ", ", "},
		readmes[1]: {"条款", "内容", "规则", "下列条款日志无法体现，报告会说明如何人工检查：", "、"},
	}
	for file, w := range words {
		table := fmt.Sprintf("| %s | %s | %s |\n| --- | --- | --- |\n", w[0], w[1], w[2])
		var outside []string
		for _, clause := range catalog.Clauses() {
			var rules []string
			for _, r := range cat.Rules {
				if r.Clause == clause.ID {
					rules = append(rules, "`"+strings.TrimPrefix(r.ID, clause.ID+"-")+"`")
				}
			}
			title := clause.Title.En
			if file == readmes[1] {
				title = clause.Title.Zh
			}
			switch {
			case len(rules) > 0:
				table += fmt.Sprintf("| %s | %s | %s |\n", clause.ID, title, strings.Join(rules, ", "))
			case clause.Outside:
				outside = append(outside, clause.ID)
			}
		}
		between(t, file, "\n"+table+"\n"+w[3]+strings.Join(outside, w[4])+map[bool]string{true: "。", false: "."}[file == readmes[1]]+"\n\n")
	}
}

// between wants a document to hold a text between its two marks.
func between(t *testing.T, file, text string) {
	t.Helper()
	const begin, end = "<!-- clauses: go test . -run Readme -update -->\n", "<!-- /clauses -->"
	is, err := os.ReadFile(file)
	check(t, err)
	head, rest, ok := strings.Cut(string(is), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the clauses", file)
	}
	want := head + begin + text + end + tail
	if *update {
		check(t, os.WriteFile(file, []byte(want), 0o644))
	} else if string(is) != want {
		t.Errorf("the table of clauses in %s is stale: go test . -run Readme -update", file)
	}
}

// TestReadmeQuotesMessages: what stands as a message over an answer is one that the
// program has.
func TestReadmeQuotesMessages(t *testing.T) {
	literals := strings.Join(programTexts(t), "\n")
	prose, _ := documentOf(t, readmes[0])
	messages := regexp.MustCompile("(?m)^#### `(.*)`$").FindAllStringSubmatch(prose, -1)
	if len(messages) < 8 {
		t.Fatalf("only %d messages are quoted", len(messages))
	}
	quoted := firsts(regexp.MustCompile("`([a-z][^`]*(?:file is|records are|may not)[^`]*)`"), prose)
	for _, message := range messages {
		quoted = append(quoted, message[1])
	}
	for _, message := range quoted {
		if !strings.Contains(literals, message) {
			t.Errorf("the program never says %q", message)
		}
	}
}

// TestDocumentsNameEveryKind: no log type and no report format is left out.
func TestDocumentsNameEveryKind(t *testing.T) {
	names := func(document string, kinds []string) {
		t.Helper()
		prose, _ := documentOf(t, document)
		for _, kind := range kinds {
			if !slices.Contains(firsts(codeSpan, prose), kind) {
				t.Errorf("%s does not tell of `%s`", document, kind)
			}
		}
	}
	for _, readme := range readmes {
		names(readme, logTypeNames())
	}
	names("docs/reports.md", reports.Names())
}

// eachGoFile parses the Go files of the program, or its tests.
func eachGoFile(t *testing.T, tests bool, visit func(*ast.File)) {
	t.Helper()
	check(t, filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") != tests {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err == nil {
			visit(parsed)
		}
		return err
	}))
}

// programTexts are the string literals of the program.
func programTexts(t *testing.T) []string {
	t.Helper()
	var all []string
	eachGoFile(t, false, func(file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				check(t, err)
				all = append(all, text)
			}
			return true
		})
	})
	return all
}

// TestDocumentsNameWhatIsThere: links lead to files, and the files, tests and tasks
// that the documents name exist.
func TestDocumentsNameWhatIsThere(t *testing.T) {
	tests := map[string]bool{}
	eachGoFile(t, true, func(file *ast.File) {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				tests[f.Name.Name] = true
			}
		}
	})
	tasks, err := os.ReadFile("Taskfile.yml")
	check(t, err)
	named := regexp.MustCompile(`^(Test|Fuzz|Benchmark)[A-Z]\w*$`)
	task := regexp.MustCompile(`^task ([a-z:]+)$`)
	tracked := regexp.MustCompile(`^(?:[\w.-]+/)*[\w.-]+\.(?:go|sql|md|txtar|yaml|yml)$|^(?:analyzer|config|deploy|docs|ingest|reports|samples|sql)/[\w./-]*$`)
	made := []string{"opaudit.yaml", "report.md"}         // by whoever uses the program
	stands := regexp.MustCompile(`/(?:ID|TYPE|FORMAT)\.`) // for a name of your choice
	checked := 0
	for _, document := range handWritten(t) {
		prose, _ := documentOf(t, document)
		for _, to := range firsts(link, prose) {
			checked++
			if to, _, _ = strings.Cut(to, "#"); to != "" && !strings.Contains(to, "://") && !exists(path.Join(path.Dir(document), to)) {
				t.Errorf("%s links to %s, which is not there", document, to)
			}
		}
		for _, span := range firsts(codeSpan, prose) {
			switch {
			case named.MatchString(span):
				checked++
				if !tests[span] {
					t.Errorf("%s names the test %s, which is not there", document, span)
				}
			case task.MatchString(span):
				checked++
				if !strings.Contains(string(tasks), "\n  "+task.FindStringSubmatch(span)[1]+":\n") {
					t.Errorf("%s names %q, which is not in Taskfile.yml", document, span)
				}
			case tracked.MatchString(span) && !slices.Contains(made, span) && !stands.MatchString(span):
				checked++
				if !exists(span) {
					t.Errorf("%s names %s, which is not there", document, span)
				}
			}
		}
	}
	if checked < 150 {
		t.Errorf("only %d names were checked", checked)
	}
}

func exists(file string) bool {
	_, err := os.Stat(filepath.FromSlash(file))
	return err == nil
}

// TestDocumentsUseTheCommandLine: each command line of opaudit in a code block has a
// subcommand and flags that there are, and as many arguments as it takes.
func TestDocumentsUseTheCommandLine(t *testing.T) {
	word := regexp.MustCompile(`(?:"[^"]*"|'[^']*'|\$\([^)]*\)|[^\s"'])+`)
	call := regexp.MustCompile(`^(?:sudo .* )?(?:\./opaudit|go run \.|opaudit) (.*)$`)
	used := map[string]bool{}
	for _, document := range handWritten(t) {
		_, blocks := documentOf(t, document)
		for line := range strings.SplitSeq(strings.Join(blocks, "\n"), "\n") {
			called := call.FindStringSubmatch(line)
			if called == nil {
				continue
			}
			line, _, _ = strings.Cut(called[1], "  #")
			words := word.FindAllString(line, -1)
			if end := slices.IndexFunc(words, func(w string) bool { return slices.Contains([]string{">", "|", "<", "&&", "#"}, w) }); end >= 0 {
				words = words[:end]
			}
			c := newCommand(os.Stdout, os.Stderr)
			command, args, err := c.root.Find(words)
			if err == nil {
				err = command.ParseFlags(args)
			}
			if err == nil && command.Args != nil {
				err = command.Args(command, command.Flags().Args())
			}
			if err != nil || command == c.root {
				t.Errorf("%s: %s: %v", document, line, err)
			}
			used[command.Name()] = true
		}
	}
	for _, command := range newCommand(os.Stdout, os.Stderr).root.Commands() {
		if !used[command.Name()] && !command.Hidden && !slices.Contains([]string{"version", "completion"}, command.Name()) {
			t.Errorf("no document shows how %s is called", command.Name())
		}
	}
}
