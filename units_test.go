package main

import (
	"bytes"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
	"opaudit/reports"
	catalog "opaudit/sql"
)

// TestEveryUnitHasWords: the reports call every unit of the catalog by a word of their
// language, never by the catalog's own.
func TestEveryUnitHasWords(t *testing.T) {
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	run := finding.Run{Schema: finding.Schema, AsOf: "2024-10-20"}
	for _, r := range c.Rules {
		run.Definitions = append(run.Definitions, finding.Definition{Figure: r.ID, Unit: r.Unit})
		run.Findings = append(run.Findings, finding.Finding{Rule: r.ID, Open: true, Figure: r.ID, Unit: r.Unit})
	}
	for _, v := range c.Views {
		run.Definitions = append(run.Definitions, finding.Definition{Figure: v.Name, Unit: v.Unit})
		run.Findings = append(run.Findings, finding.Finding{Rule: v.Name, Open: true, Figure: v.Name, Unit: v.Unit})
	}
	for _, lang := range []reports.Language{reports.English, reports.Chinese} {
		formats, err := reports.Select("md", lang)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := formats[0].Documents[0].Write(&out, run); err != nil {
			t.Fatal(err)
		}
		for _, f := range run.Findings {
			for _, before := range []string{"unit: ", "单位：", "0 "} { // of a definition, and of a value
				if strings.Contains(out.String(), before+"`"+f.Unit+"`") {
					t.Errorf("%s: the unit %s of %s has no words", lang, f.Unit, f.Figure)
				}
			}
		}
	}
}

// TestEverySofterRuleIsExplained: a report says what each code of a spec warning means.
func TestEverySofterRuleIsExplained(t *testing.T) {
	for _, lang := range []reports.Language{reports.English, reports.Chinese} {
		formats, err := reports.Select("md", lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range catalog.Warnings() {
			run := finding.Run{Schema: finding.Schema, AsOf: "2024-10-20"}
			run.DataQuality.SpecWarnings = []finding.CodeCount{{Code: w.Word, Field: "x", Count: 1}}
			var out bytes.Buffer
			if err := formats[0].Documents[0].Write(&out, run); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), "`"+w.Word+"` | –") {
				t.Errorf("%s: %s has no meaning", lang, w.Word)
			}
		}
	}
}
