package reports

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"opaudit/analyzer/finding"
)

// RunSchema is the JSON Schema of what the json format writes.
//
//go:embed run.schema.json
var RunSchema []byte

// jsonDocuments is the saved run itself. It holds both languages, so that a
// later report can speak either.
func jsonDocuments(Language) []Document {
	return []Document{{
		Name: "run.json", Type: "application/json",
		About: finding.Text{En: "The whole run for scripts; report --from makes every other document of it.", Zh: "供脚本使用的完整结果；report --from 可由它生成其他各种文件。"},
		Write: writeJSON,
	}}
}

func writeJSON(w io.Writer, run finding.Run) error {
	return encode(w, "run", withoutNils(run))
}

// encode writes value, which is called what, as JSON that shows no invisible
// character. It writes nothing when the value cannot be encoded, as with what is not
// a number.
func encode(w io.Writer, what string, value any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("encode %s: %w", what, err)
	}
	if _, err := w.Write(escapeInvisible(text.Bytes())); err != nil {
		return fmt.Errorf("write %s: %w", what, err)
	}
	return nil
}

// ErrNotARun is what ReadRun refuses a file with: it is something else, of
// another version, or damaged.
var ErrNotARun = errors.New("this is no saved run")

// ReadRun reads a run that the json format wrote, and refuses anything else
// with one sentence for the user that wraps ErrNotARun.
func ReadRun(r io.Reader) (finding.Run, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return finding.Run{}, fmt.Errorf("read saved run: %w", err)
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := checkSchema(text); err != nil {
		return finding.Run{}, err
	}
	var run finding.Run
	var kind *json.UnmarshalTypeError
	err = json.Unmarshal(text, &run)
	switch {
	case errors.As(err, &kind):
		return finding.Run{}, fmt.Errorf("%w: it is damaged: %s is a %s, which it cannot be", ErrNotARun, cmp.Or(kind.Field, "a value"), kind.Value)
	case err != nil:
		return finding.Run{}, fmt.Errorf("%w: %w", ErrNotARun, err)
	case run.AsOf == "" || run.Clauses == nil || run.Findings == nil:
		return finding.Run{}, fmt.Errorf("%w: it is not whole: as_of, clauses and findings are needed", ErrNotARun)
	}
	return withoutNils(run), nil
}

func checkSchema(text []byte) error {
	if len(bytes.TrimSpace(text)) == 0 {
		return fmt.Errorf("%w: the file is empty", ErrNotARun)
	}
	var head struct {
		Schema string `json:"schema"`
	}
	var kind *json.UnmarshalTypeError
	err := json.Unmarshal(text, &head)
	if errors.As(err, &kind) {
		return fmt.Errorf("%w: it names no schema, %q is needed in one object", ErrNotARun, finding.Schema)
	}
	if err != nil {
		return fmt.Errorf("%w: it is not the JSON that opaudit writes (%w)", ErrNotARun, err)
	}
	switch head.Schema {
	case finding.Schema:
		return nil
	case "":
		return fmt.Errorf("%w: it names no schema, %q is needed", ErrNotARun, finding.Schema)
	}
	return fmt.Errorf("%w that this version reads: its schema is %q, only %q is known", ErrNotARun, head.Schema, finding.Schema)
}

// withoutNils returns run with every list present, so that scripts meet [] and
// never null. The caller's lists stay as they are.
func withoutNils(run finding.Run) finding.Run {
	run.Clauses = present(run.Clauses)
	for i := range run.Clauses {
		run.Clauses[i].Missing = present(run.Clauses[i].Missing)
		run.Clauses[i].Unchecked = present(run.Clauses[i].Unchecked)
	}
	run.Findings = present(run.Findings)
	for i := range run.Findings {
		run.Findings[i].Shops = present(run.Findings[i].Shops)
		run.Findings[i].Unchecked = present(run.Findings[i].Unchecked)
		run.Findings[i].Episodes = present(run.Findings[i].Episodes)
		run.Findings[i].Evidence = present(run.Findings[i].Evidence)
	}
	run.Rules = present(run.Rules)
	for i := range run.Rules {
		run.Rules[i].Needs = present(run.Rules[i].Needs)
		run.Rules[i].NeedsAny = present(run.Rules[i].NeedsAny)
	}
	run.Series = present(run.Series)
	for i := range run.Series {
		run.Series[i].Points = present(run.Series[i].Points)
	}
	run.Definitions = present(run.Definitions)
	run.LogTypes = present(run.LogTypes)
	quality := &run.DataQuality
	quality.Files = present(quality.Files)
	quality.Rejects = present(quality.Rejects)
	quality.SpecWarnings = present(quality.SpecWarnings)
	quality.FailedFiles = present(quality.FailedFiles)
	quality.MissingDays = present(quality.MissingDays)
	if run.Comparison != nil {
		comparison := *run.Comparison
		comparison.Changes, comparison.Verdicts = present(comparison.Changes), present(comparison.Verdicts)
		run.Comparison = &comparison
	}
	return run
}

// present is a copy of list that is never nil.
func present[T any](list []T) []T {
	return append(make([]T, 0, len(list)), list...)
}

// escapeInvisible spells the characters that a terminal would act on or hide
// (C1 controls, bidi marks …) as JSON escapes. They occur inside strings only,
// so the value of the text is the same; encoding/json already escapes C0, and
// U+FFFD when it stands for a bad byte, so that one is spelled alike everywhere.
func escapeInvisible(text []byte) []byte {
	hidden := func(r rune) bool { return r >= 0x7f && (r == unicode.ReplacementChar || !unicode.IsGraphic(r)) }
	if bytes.IndexFunc(text, hidden) < 0 {
		return text
	}
	out := make([]byte, 0, len(text)+64)
	for _, r := range string(text) {
		switch {
		case !hidden(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
