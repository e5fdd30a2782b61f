package reports

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"opaudit/analyzer/finding"
)

// publishedSARIF is the schema as OASIS publishes it.
var publishedSARIF = sync.OnceValue(func() *jsonschema.Schema {
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		panic(err)
	}
	return compiled(SARIFSchema, text)
})

func TestSARIFFitsThePublishedSchema(t *testing.T) {
	for _, lang := range []Language{English, Chinese} {
		for name, run := range contractRuns() {
			text := render(t, sarifDocuments(lang)[0], run)
			if err := validate(t, publishedSARIF(), text); err != nil {
				t.Errorf("%s, %s: %v", name, lang, err)
			}
		}
	}
	bad := strings.Replace(render(t, sarifDocuments(English)[0], sampleRun()), `"level": "error"`, `"level": "violation"`, 1)
	if validate(t, publishedSARIF(), bad) == nil {
		t.Error("the schema takes what is wrong")
	}
}

func sarifIn(t *testing.T, run finding.Run, lang Language) sarifRun {
	t.Helper()
	var log sarifLog
	if err := json.Unmarshal([]byte(render(t, sarifDocuments(lang)[0], run)), &log); err != nil {
		t.Fatal(err)
	}
	return log.Runs[0]
}

func TestSARIFResults(t *testing.T) {
	run := changedRun()
	results := sarifIn(t, run, English).Results
	if len(results) != len(run.Findings) {
		t.Fatalf("%d results of %d findings", len(results), len(run.Findings))
	}
	type row struct{ rule, kind, level, state, suppression string }
	want := []row{
		{"3.4-decrypt-ratio", "fail", "error", "new", ""},
		{"2.7-api-success-rate", "fail", "error", "updated", ""},
		{"3.3-plaintext-pii", "fail", "error", "unchanged", "accepted"},
		{"3.4-decrypts-without-shipments", "fail", "warning", "new", "rejected"}, // it has expired
		{"2.7-api-success-score", "fail", "warning", "unchanged", ""},
		{"3.3-plaintext-transport", "informational", "none", "absent", ""},
	}
	for i, r := range results {
		got := row{rule: r.RuleID, kind: r.Kind, level: r.Level, state: r.BaselineState}
		if len(r.Suppressions) > 0 {
			got.suppression = r.Suppressions[0].Status
		}
		if got != want[i] {
			t.Errorf("result %d is %v, want %v", i, got, want[i])
		}
		if r.PartialFingerprints["opauditFinding/v1"] != run.Findings[i].Fingerprint {
			t.Errorf("result %d has the fingerprint %v", i, r.PartialFingerprints)
		}
		if rules := sarifIn(t, run, English).Tool.Driver.Rules; rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("result %d points to rule %s", i, rules[r.RuleIndex].ID)
		}
	}
	info := successScore()
	info.Level = finding.Info
	if got := resultOf(info, 0, English).Level; got != "note" {
		t.Errorf("info is the level %s", got)
	}
}

func TestSARIFPlaces(t *testing.T) {
	result := sarifIn(t, sampleRun(), English).Results[1]
	first := result.Locations[0]
	if len(result.Locations) != 1 || first.Physical.Artifact.URI != "logs/api-2024-10-04.log" || first.Physical.Region.StartLine != 12 || first.Logical[0].Name != firstApp {
		t.Errorf("the place is %+v", result.Locations)
	}
	if len(result.Related) != 1 || result.Related[0].Physical.Region.StartLine != 13 || result.OccurrenceCount != 1204 {
		t.Errorf("related places are %+v, of %d", result.Related, result.OccurrenceCount)
	}
	for path, want := range map[string]string{
		"logs/a.log": "logs/a.log", "/var/log/a b.log": "file:///var/log/a%20b.log", "a:b.log": "./a:b.log",
		"日志.log": "%E6%97%A5%E5%BF%97.log", "x\n\xff?#%": "x%0A%FF%3F%23%25", `logs\a.log`: "logs/a.log",
	} {
		if got := FileURI(path); got != want {
			t.Errorf("%q is %s, want %s", path, got, want)
		}
	}
}

// TestSARIFIsTakenByCodeScanning: GitHub refuses a whole log for one result without a
// place in a file, knows alerts by one fingerprint, and shows little but the message.
func TestSARIFIsTakenByCodeScanning(t *testing.T) {
	run := changedRun()
	other := successScore() // the run has it of the first app, without evidence
	other.AppKey, other.SellerID, other.Fingerprint = pointer(secondApp), pointer(int64(22000017)), "another"
	run.Findings = append(run.Findings, other)
	texts, hashes := map[string]bool{}, map[string]bool{}
	for _, r := range sarifIn(t, run, English).Results {
		at := r.Locations[0].Physical
		if len(r.Locations) != 1 || at == nil || at.Artifact.URI == "" || at.Region == nil || at.Region.StartLine < 1 {
			t.Errorf("%s has the places %+v", r.RuleID, r.Locations)
		}
		if hash := r.PartialFingerprints["primaryLocationLineHash"]; hash == "" || hashes[hash] {
			t.Errorf("%s has the hash %q, as another has", r.RuleID, hash)
		}
		if texts[r.Message.Text] {
			t.Errorf("two results say %q", r.Message.Text)
		}
		texts[r.Message.Text], hashes[r.PartialFingerprints["primaryLocationLineHash"]] = true, true
	}
	for lang, start := range map[Language]string{English: "App " + secondApp + ", Shop 22000017: ", Chinese: "应用 " + secondApp + "，店铺 22000017："} {
		results := sarifIn(t, run, lang).Results
		last := results[len(results)-1]
		if !strings.HasPrefix(last.Message.Text, start) || last.Locations[0].Physical.Artifact.URI != "opaudit.yaml" {
			t.Errorf("%s: %q at %+v", lang, last.Message.Text, last.Locations)
		}
	}
}

// TestSARIFRules: help in the language of the report, and a rule for what the run
// does not list.
func TestSARIFRules(t *testing.T) {
	run := changedRun()
	for lang, words := range map[Language][2]string{
		English: {"Success rate under 80% for 15 days", "The platform throttles the app.\n\nFind the most frequent error and stop calls that must fail."},
		Chinese: {"成功率连续 15 天低于 80%", "平台将对应用进行限流。\n\n找出最常见的错误，停止必然失败的调用。"},
	} {
		rules := sarifIn(t, run, lang).Tool.Driver.Rules
		if rules[0].Short.Text != words[0] || rules[0].Help.Text != words[1] {
			t.Errorf("%s: the rule is %+v", lang, rules[0])
		}
		if !slices.ContainsFunc(rules, func(r sarifRule) bool { return r.ID == "3.4-decrypt-ratio" }) {
			t.Errorf("%s: a rule with a finding is missing", lang)
		}
	}
	invocation := sarifIn(t, run, English).Invocations[0]
	if invocation.Successful || len(invocation.Notifications) != 2 { // a file, a rule
		t.Errorf("what could not be done is told as %+v", invocation)
	}
	if !sarifIn(t, emptyRun(), English).Invocations[0].Successful {
		t.Error("an empty run is told as failed")
	}
}

func TestSARIFTextHoldsNoLink(t *testing.T) {
	for _, result := range sarifIn(t, filledRun(hostile), English).Results {
		if text := result.Message.Text + result.Locations[0].Message.Text; strings.Contains(text, "](") || strings.ContainsRune(text, '\x1b') {
			t.Errorf("a link or an escape stands in %q", text)
		}
	}
}
