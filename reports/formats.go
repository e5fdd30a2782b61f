// Package reports turns a saved run into documents: Markdown and HTML for people, JSON
// for scripts and for later reports.
//
// Every document is a pure function of a finding.Run and a language. Nothing
// here reads the clock, the environment, a database or a file, and nothing
// judges: order, levels, verdicts and fingerprints come from the analyzer. The
// same run gives the same bytes.
//
// To add a format, write one file that returns its documents and add its line
// to the table in this file. The contract test runs over the table.
//
// All text in a run that came from logs is hostile. Formats that people read
// pass it through Visible (control and invisible characters shown escaped) and
// then through the escaping of their own syntax, at the edge and nowhere else.
package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"opaudit/analyzer/finding"
)

// Document is one file of a format.
type Document struct {
	Name  string       // file name under --out, such as "report.md"
	Type  string       // media type
	About finding.Text // who it is for, and for what
	Write func(io.Writer, finding.Run) error
}

// Format is a way to write a run down, in one or more documents.
type Format struct {
	Name      string // the word for --format
	Documents []Document
}

// Language is the language that a document speaks.
type Language string

// The languages of reports.
const (
	English Language = "en"
	Chinese Language = "zh"
)

// table lists the formats in the order in which they are offered.
var table = []struct {
	name      string
	documents func(Language) []Document
}{
	{"md", markdownDocuments},
	{"html", htmlDocuments},
	{"parquet", parquetDocuments},
	{"json", jsonDocuments},
	{"sarif", sarifDocuments},
}

// ParseLanguage reads the value of --lang.
func ParseLanguage(name string) (Language, error) {
	switch lang := Language(name); lang {
	case English, Chinese:
		return lang, nil
	}
	return "", fmt.Errorf("unknown report language %q: choose en or zh", name)
}

// Formats returns every format, with documents that speak lang.
func Formats(lang Language) []Format {
	formats := make([]Format, 0, len(table))
	for _, line := range table {
		formats = append(formats, Format{Name: line.name, Documents: line.documents(lang)})
	}
	return formats
}

// Select returns the formats named in a comma-separated list such as
// "md,json", in the order of the list and each once.
func Select(list string, lang Language) ([]Format, error) {
	all := Formats(lang)
	var chosen []Format
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		named := func(f Format) bool { return f.Name == name }
		at := slices.IndexFunc(all, named)
		if at < 0 {
			return nil, fmt.Errorf("unknown report format %q: choose from %s", name, strings.Join(Names(), ", "))
		}
		if !slices.ContainsFunc(chosen, named) {
			chosen = append(chosen, all[at])
		}
	}
	return chosen, nil
}

// Names lists the words that Select knows.
func Names() []string {
	names := make([]string, 0, len(table))
	for _, line := range table {
		names = append(names, line.name)
	}
	return names
}
