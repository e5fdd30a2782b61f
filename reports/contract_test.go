package reports

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"opaudit/analyzer/finding"
)

// hostile is what an attacker may write into a log line.
const hostile = "a|b`c``d\r\n# head\n\n| x | y |\n<script>alert(1)</script>\x1b[2J\x9b31m\x00\u202egnp.\u200b\u2028\U000e0041" +
	"[click](javascript:1) ![i](http://e.example/x) &lt; *b* _u_ ~s~ $x$ \\| \\ www.e.example \xff\xfe end\\"

// formula is what a spreadsheet would run.
const formula = "=HYPERLINK(\"http://e.example\",\"x\")\t@SUM(1)"

// fillStrings puts text into every string of value and one element into every
// list, so that no field escapes the test when the types grow.
func fillStrings(value reflect.Value, text string) {
	switch value.Kind() {
	case reflect.String:
		value.SetString(text)
	case reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		fillStrings(value.Elem(), text)
	case reflect.Slice:
		value.Set(reflect.MakeSlice(value.Type(), 2, 2))
		for i := range value.Len() {
			fillStrings(value.Index(i), text)
		}
	case reflect.Struct:
		for i := range value.NumField() {
			fillStrings(value.Field(i), text)
		}
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Int64:
		value.SetInt(3)
	case reflect.Float64:
		value.SetFloat(0.5)
	}
}

// filledRun has text in every string; only the schema is real.
func filledRun(text string) finding.Run {
	var run finding.Run
	fillStrings(reflect.ValueOf(&run).Elem(), text)
	run.Schema = finding.Schema
	run.Findings[1].Open = false
	return run
}

// days are the members of a run, by their names in JSON, that hold a calendar day.
var days = []string{"as_of", "newest_day", "first_day", "last_day", "day", "expiry", "since", "until"}

// makeKnown puts a real day and a real word wherever the schema of a run takes no
// other text.
func makeKnown(value reflect.Value) {
	switch value.Kind() {
	case reflect.Pointer:
		makeKnown(value.Elem())
	case reflect.Slice:
		for i := range value.Len() {
			makeKnown(value.Index(i))
		}
	case reflect.Struct:
		for i := range value.NumField() {
			if slices.Contains(days, value.Type().Field(i).Tag.Get("json")) {
				reflect.Indirect(value.Field(i)).SetString(asOf)
			}
			makeKnown(value.Field(i))
		}
	case reflect.String:
		switch value.Interface().(type) {
		case finding.Level:
			value.SetString(string(finding.Violation))
		case finding.Status:
			value.SetString(string(finding.Worsened))
		case finding.Verdict:
			value.SetString(string(finding.NotProvable))
		case finding.Bound:
			value.SetString(string(finding.From))
		case finding.Direction:
			value.SetString(string(finding.BecameBetter))
		}
	}
}

// knownRun has text in every string but those that only take certain ones.
func knownRun(text string) finding.Run {
	run := filledRun(text)
	makeKnown(reflect.ValueOf(&run).Elem())
	for i := range run.Findings {
		run.Findings[i].Unit = "ratio"
	}
	run.Clauses[0].AppKey = nil
	return run
}

// contractRuns are the runs that every document must be able to write. Nothing may
// change them.
var contractRuns = sync.OnceValue(makeRuns)

func makeRuns() map[string]finding.Run {
	one := emptyRun()
	one.Findings = []finding.Finding{decryptRatio()}
	return map[string]finding.Run{
		"zero": {}, "empty": emptyRun(), "one": one, "sample": sampleRun(), "changed": changedRun(), "many": manyFindings(100),
		"hostile": filledRun(hostile), "hostile but known": knownRun(hostile), "formulas": knownRun(formula),
		"long": knownRun(strings.Repeat("长<b>|`\u202e", 10_000/len("长<b>|`\u202e"))),
	}
}

func eachDocument(t *testing.T, check func(t *testing.T, document Document, run finding.Run)) {
	t.Helper()
	for _, lang := range []Language{English, Chinese} {
		for _, format := range Formats(lang) {
			for _, document := range format.Documents {
				for name, run := range contractRuns() {
					t.Run(fmt.Sprintf("%s/%s/%s", lang, document.Name, name), func(t *testing.T) { check(t, document, run) })
				}
			}
		}
	}
}

func render(t *testing.T, document Document, run finding.Run) string {
	t.Helper()
	var out bytes.Buffer
	if err := document.Write(&out, run); err != nil {
		t.Fatalf("write %s: %v", document.Name, err)
	}
	return out.String()
}

func TestEveryDocumentIsRepeatableAndLeavesTheRunAlone(t *testing.T) {
	eachDocument(t, func(t *testing.T, document Document, run finding.Run) {
		first := render(t, document, run)
		if first == "" {
			t.Error("the document is empty")
		}
		if second := render(t, document, run); second != first {
			t.Error("two renderings of one run differ")
		}
	})
	if !reflect.DeepEqual(contractRuns(), makeRuns()) {
		t.Error("writing a document changed its run")
	}
}

func TestNoDocumentShowsInvisibleCharacters(t *testing.T) {
	eachDocument(t, func(t *testing.T, document Document, run finding.Run) {
		if document.Type == parquetType {
			return // no text; TestParquetReadsBack looks at its values
		}
		text := render(t, document, run)
		if !utf8.ValidString(text) {
			t.Error("not valid UTF-8")
		}
		for _, r := range text {
			if r != '\n' && !unicode.IsGraphic(r) {
				t.Fatalf("raw character %U", r)
			}
		}
		if !strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\n\n") {
			t.Error("must end in exactly one newline")
		}
	})
}

// TestEveryFormatTellsWhatBecameOfAFinding: who reads one format alone sees the level of a
// finding, that it was set aside, that it is over, and that it was not looked for.
func TestEveryFormatTellsWhatBecameOfAFinding(t *testing.T) {
	changes := map[string]func(*finding.Finding){
		"another level": func(f *finding.Finding) { f.Level = finding.Risk },
		"set aside": func(f *finding.Finding) {
			f.Suppressed = true
			f.Suppression = &finding.Suppression{Owner: "compliance", Reason: "agreed", Expiry: "2024-12-31"}
		},
		"closed":         func(f *finding.Finding) { f.Open, f.Status = false, finding.Resolved },
		"worsened":       func(f *finding.Finding) { f.Status = finding.Worsened },
		"not looked for": func(f *finding.Finding) { f.Unchecked = []string{"api"} },
	}
	run := emptyRun()
	run.Findings = []finding.Finding{decryptRatio()}
	for _, lang := range []Language{English, Chinese} {
		for _, format := range Formats(lang) {
			whole := func(run finding.Run) string {
				var text string
				for _, document := range format.Documents {
					text += render(t, document, run)
				}
				return text
			}
			plain := whole(run)
			for name, change := range changes {
				other := run
				other.Findings = slices.Clone(run.Findings)
				change(&other.Findings[0])
				if whole(other) == plain {
					t.Errorf("%s in %s: a finding with %s looks like any other", format.Name, lang, name)
				}
			}
		}
	}
}

// brokenWriter takes so many bytes and then fails.
type brokenWriter struct {
	room  int
	taken bytes.Buffer
}

var errFull = errors.New("no space left")

func (w *brokenWriter) Write(data []byte) (int, error) {
	n := min(len(data), w.room)
	w.taken.Write(data[:n])
	if w.room -= n; n < len(data) {
		return n, errFull
	}
	return n, nil
}

func TestEveryDocumentReportsAFailingWriter(t *testing.T) {
	eachDocument(t, func(t *testing.T, document Document, run finding.Run) {
		size := len(render(t, document, run))
		rooms := []int{0, size - 1}
		const places = 20
		for at := range places {
			rooms = append(rooms, 1+at*(size-1)/places)
		}
		for _, room := range rooms {
			if err := document.Write(&brokenWriter{room: room}, run); !errors.Is(err, errFull) {
				t.Errorf("writer that fails after %d of %d bytes: error %v", room, size, err)
			}
		}
		if err := document.Write(&brokenWriter{room: size}, run); err != nil {
			t.Errorf("writer with just enough room: %v", err)
		}
	})
}

// TestTenThousandFindings holds each document of a large run to the contract: written
// again, it has the same bytes, and the last one that finds no room is an error.
func TestTenThousandFindings(t *testing.T) {
	run := manyFindings(10_000)
	for _, format := range Formats(English) {
		for _, document := range format.Documents {
			t.Run(document.Name, func(t *testing.T) {
				text := render(t, document, run)
				again := &brokenWriter{room: len(text) - 1}
				if err := document.Write(again, run); !errors.Is(err, errFull) || again.taken.String() != text[:len(text)-1] {
					t.Errorf("the error is %v, and %d of %d bytes were written again", err, again.taken.Len(), len(text))
				}
				switch document.Name {
				case "run.json":
					if err := validate(t, runSchema(), text); err != nil {
						t.Error(err)
					}
				case "report.md":
					if err := tablesParse(text, true); err != nil {
						t.Error(err)
					}
				case "findings.parquet":
					readsBack(t, engine(t), document, run)
				}
			})
		}
	}
}

func TestDocumentNamesAreDistinctFiles(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		seen := map[string]bool{IndexName: true}
		for _, format := range Formats(lang) {
			if len(format.Documents) == 0 {
				t.Errorf("format %s has no document", format.Name)
			}
			for _, document := range format.Documents {
				if document.Type == "" || document.About.En == "" || document.About.Zh == "" {
					t.Errorf("%s does not say what it is", document.Name)
				}
				if seen[document.Name] || filepath.Base(document.Name) != document.Name {
					t.Errorf("format %s: bad document name %q", format.Name, document.Name)
				}
				seen[document.Name] = true
			}
		}
	}
}

func TestSelect(t *testing.T) {
	chosen, err := Select("json, md,json", English)
	if err != nil {
		t.Fatal(err)
	}
	if len(chosen) != 2 || chosen[0].Name != "json" || chosen[1].Name != "md" {
		t.Errorf("Select gave %v", chosen)
	}
	for _, list := range []string{"", "pdf", "md,", "MD"} {
		_, err := Select(list, English)
		if err == nil || !strings.Contains(err.Error(), "choose from md, ") {
			t.Errorf("Select(%q): error %v must name the formats", list, err)
		}
	}
}

func TestParseLanguage(t *testing.T) {
	for name, want := range map[string]Language{"en": English, "zh": Chinese} {
		if got, err := ParseLanguage(name); err != nil || got != want {
			t.Errorf("ParseLanguage(%q) = %q, %v", name, got, err)
		}
	}
	if _, err := ParseLanguage("fr"); err == nil {
		t.Error("ParseLanguage took fr")
	}
}
