package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"opaudit/reports"
	catalog "opaudit/sql"
	"opaudit/sql/spec"
)

func (c *command) specCommand() *cobra.Command {
	var schema bool
	lang := "en"
	cmd := &cobra.Command{
		Use:   "spec [LOGTYPE]",
		Short: "Tell what a line of log looks like, and why one is rejected",
		Long:  "Tell the fields of each log type, or of one, the reasons for which a line is rejected, and examples of lines that are\naccepted and rejected; with --json-schema write a JSON Schema (2020-12) of a line that is accepted.",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			language, err := reports.ParseLanguage(lang)
			if err != nil {
				return usage("%w", err)
			}
			types, methods, err := logTypesNamed(args)
			if err != nil {
				return err
			}
			if schema {
				return writeSchema(c.stdout, types)
			}
			return writeSpec(c.stdout, types, methods, language)
		},
		ValidArgsFunction: firstOf(logTypeNames),
	}
	cmd.Flags().BoolVar(&schema, "json-schema", false, "write a JSON Schema instead")
	cmd.Flags().StringVar(&lang, "lang", lang, "en or zh: what a log type holds; its fields and the reasons are told in English")
	return cmd
}

// logTypesNamed are the log type that was named, or all, and the methods that calls of
// the platform may be of.
func logTypesNamed(names []string) ([]catalog.LogType, []catalog.Method, error) {
	cat, err := catalog.Load()
	if err != nil {
		return nil, nil, err
	}
	if len(names) == 0 {
		return cat.LogTypes, cat.Methods(), nil
	}
	at := slices.IndexFunc(cat.LogTypes, func(t catalog.LogType) bool { return t.Name == names[0] })
	if at < 0 {
		return nil, nil, usage("there is no log type %q; there are %s", names[0], strings.Join(logTypeNames(), ", "))
	}
	return cat.LogTypes[at : at+1], cat.Methods(), nil
}

// logTypeNames are the words that logType may have.
func logTypeNames() []string {
	cat, err := catalog.Load()
	if err != nil {
		return nil // whoever works with the catalog says so
	}
	var names []string
	for _, t := range cat.LogTypes {
		names = append(names, t.Name)
	}
	return names
}

func writeSchema(w io.Writer, types []catalog.LogType) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(spec.Schema(types)); err != nil {
		return fmt.Errorf("write JSON Schema: %w", err)
	}
	return nil
}

// specIntroduction holds for every log type; * marks what a record must have.
const specIntroduction = `A log holds one JSON object a line: plain, gzip or zstd; UTF-8 or GB18030. Besides the fields of its type a record
has logType* and appKey* (or appkey); other members are allowed and not stored. null and "" count as absent.

  text   a text; a number or boolean is taken as one
  int    a 64-bit integer, or its digits as a text
  bool   true, false, 1 or 0, also as a text
  ids    an array of int; [] counts as absent
  json   JSON, or its text
`

// What the methods of calls mean for the figures.
var (
	knownMethods = catalog.Words{En: "methods that decrypt, ship or print e-waybills (the table api_methods):", Zh: "表示解密、发货或获取电子面单的接口（表api_methods）："}
	otherMethods = catalog.Words{
		En: "A successful call of another method whose name says that it decrypts is not judged, and told as such (the view unknown_decrypts).",
		Zh: "名称含decrypt的其他接口的成功调用无法判断，报告会注明（视图unknown_decrypts）。",
	}
)

// writeSpec writes what there is to know of log types, for a terminal.
func writeSpec(w io.Writer, types []catalog.LogType, methods []catalog.Method, lang reports.Language) error {
	in := func(words catalog.Words) string {
		if lang == reports.Chinese {
			return words.Zh
		}
		return words.En
	}
	var out strings.Builder
	out.WriteString(specIntroduction)
	for _, t := range types {
		fmt.Fprintf(&out, "\n%s: %s\n", t.Name, in(catalog.Words{En: t.En, Zh: t.Zh}))
		fmt.Fprintf(&out, "  relation: %s\n", t.Relation)
		if t.Upload != "" {
			fmt.Fprintf(&out, "  upload call: %s\n", t.Upload)
		}
		for _, f := range t.Fields {
			mark := ""
			if f.Required {
				mark = "*"
			}
			fmt.Fprintf(&out, "  %-14s %-5s %s\n", f.Name+mark, f.Type, f.Meaning)
		}
		for _, need := range needsOf(t) {
			fmt.Fprintf(&out, "  %s\n", need)
		}
		if t.Name == "api" {
			fmt.Fprintf(&out, "  %s\n", in(knownMethods))
			for _, m := range methods {
				fmt.Fprintf(&out, "    %-8s %s\n", m.Meaning, m.Name)
			}
			fmt.Fprintf(&out, "  %s\n", in(otherMethods))
		}
		if err := writeExamples(&out, t); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		title   string
		reasons []catalog.Reason
	}{
		{"A record is rejected for the first of these that holds, and listed in the relation rejects:", catalog.Reasons()},
		{"A record that breaks one of these is stored, and listed in the relation spec_warnings:", catalog.Warnings()},
	} {
		fmt.Fprintf(&out, "\n%s\n", list.title)
		for _, r := range list.reasons {
			fmt.Fprintf(&out, "  %-14s %s\n%17s-> %s\n", r.Word, in(r.Meaning), "", in(r.Mend))
		}
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// needsOf says what a record must have besides single fields.
func needsOf(t catalog.LogType) []string {
	var needs []string
	switch {
	case t.ShopElse() != "":
		needs = append(needs, "at least one of openId, sellerId, "+t.ShopElse())
	case t.ShopNeeded():
		needs = append(needs, "at least one of openId, sellerId")
	}
	if t.Orders == "required" {
		needs = append(needs, "at least one of orderIds, data")
	}
	return needs
}

func writeExamples(out *strings.Builder, t catalog.LogType) error {
	for _, kind := range []struct {
		title string
		of    func(catalog.LogType) ([]spec.Example, error)
	}{
		{"accepted", spec.Accepted}, {"accepted and noted", spec.Noted}, {"rejected", spec.Rejected},
	} {
		examples, err := kind.of(t)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s:\n", kind.title)
		for _, e := range examples {
			label := e.What + e.Code
			if e.Field != "" {
				label += " (" + e.Field + ")"
			}
			fmt.Fprintf(out, "    %s\n      %s\n", label, e.Shown)
		}
	}
	return nil
}
