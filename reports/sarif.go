package reports

import (
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"opaudit/analyzer/finding"
)

// sarifDocuments is the run as SARIF 2.1.0, for code hosts, editors and CI. A result
// is a finding: an open one fails, a closed one is told as absent.
func sarifDocuments(lang Language) []Document {
	return []Document{{
		Name: "report.sarif", Type: "application/sarif+json",
		About: finding.Text{En: "The findings for CI, code hosts and editors (SARIF 2.1.0).", Zh: "供 CI、代码平台和编辑器使用的检查结果（SARIF 2.1.0）。"},
		Write: func(w io.Writer, run finding.Run) error { return encode(w, "SARIF log", sarifOf(run, lang)) },
	}}
}

// sarifOf is the SARIF log of a run, in lang.
func sarifOf(run finding.Run, lang Language) sarifLog {
	rules, places := sarifRules(run, lang)
	results := make([]sarifResult, 0, len(run.Findings))
	for _, f := range run.Findings {
		results = append(results, resultOf(f, places[f.Rule], lang))
	}
	language := "en-US"
	if lang == Chinese {
		language = "zh-CN"
	}
	return sarifLog{SARIFSchema, "2.1.0", []sarifRun{{
		Tool: sarifTool{sarifDriver{Name: "opaudit", Rules: rules}}, Language: language, ColumnKind: "unicodeCodePoints",
		Invocations: []sarifInvocation{invocationOf(run)}, Results: results,
		Properties: properties{"asOf": run.AsOf, "asOfProvisional": run.AsOfProvisional, "asOfApart": run.AsOfApart, "narrowing": run.Narrowing},
	}}}
}

// sarifRules are the rules of a run with their places in the list; those of a finding
// that the run does not list follow.
func sarifRules(run finding.Run, lang Language) (rules []sarifRule, places map[string]int) {
	rules, places = []sarifRule{}, map[string]int{}
	add := func(r finding.Rule) {
		if _, known := places[r.Rule]; known {
			return
		}
		places[r.Rule] = len(rules)
		in := func(t finding.Text) string { return Visible(t.In(string(lang))) }
		consequence, remedy := in(r.Consequence), in(r.Remedy)
		rules = append(rules, sarifRule{
			ID: r.Rule, Short: message(in(r.Title)), Full: message(consequence),
			Help: message(consequence + "\n\n" + remedy), Properties: properties{"clause": r.Clause, "tags": []string{"clause " + r.Clause}},
		})
	}
	for _, r := range run.Rules {
		add(r)
	}
	for _, f := range run.Findings {
		add(finding.Rule{Rule: f.Rule, Clause: f.Clause, Title: f.Title, Consequence: f.Consequence, Remedy: f.Remedy})
	}
	return rules, places
}

// sarifLevels are the levels of open findings.
var sarifLevels = map[finding.Level]string{finding.Violation: "error", finding.Risk: "warning", finding.Warning: "warning", finding.Info: "note"}

// baselineStates are the statuses in SARIF's words.
var baselineStates = map[finding.Status]string{finding.New: "new", finding.Known: "unchanged", finding.Worsened: "updated", finding.Reopened: "new", finding.Resolved: "absent"}

func resultOf(f finding.Finding, rule int, lang Language) sarifResult {
	text := whoseIn(f, wordsIn(lang)) + f.Summary.In(string(lang))
	if f.Forecast != nil {
		text += " " + f.Forecast.In(string(lang))
	}
	r := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Kind: "fail", Level: sarifLevels[f.Level], Message: message(Visible(text)),
		PartialFingerprints: map[string]string{"opauditFinding/v1": f.Fingerprint, codeScanningHash: f.Fingerprint + ":1"},
		BaselineState:       baselineStates[f.Status], OccurrenceCount: max(1, f.EvidenceCount), Suppressions: []sarifSuppression{},
		Properties: properties{
			"clause": f.Clause, "level": f.Level, "status": f.Status, "open": f.Open, "unchecked": present(f.Unchecked), "appKey": f.AppKey, "sellerId": f.SellerID, "subject": f.Subject,
			"firstDay": f.FirstDay, "lastDay": f.LastDay, "figure": f.Figure, "value": f.Value, "threshold": f.Threshold, "unit": f.Unit,
		},
	}
	if r.Level == "" {
		r.Level = "warning"
	}
	if r.BaselineState == "" {
		r.BaselineState = "new"
	}
	if !f.Open { // history: nothing to do, whatever a viewer makes of "absent"
		r.Kind, r.Level = "informational", "none"
	}
	if s := f.Suppression; s != nil {
		status := "rejected" // it has expired
		if f.Suppressed {
			status = "accepted"
		}
		r.Suppressions = append(r.Suppressions, sarifSuppression{"external", status, Visible(s.Reason), properties{"owner": s.Owner, "expiry": s.Expiry}})
	}
	r.place(f)
	return r
}

// codeScanningHash is the one fingerprint by which GitHub's code scanning knows an
// alert again; without it every growing log file would bring new alerts.
const codeScanningHash = "primaryLocationLineHash"

// configuration is where a finding stands that no log record shows: a code host takes
// no result, and not the rest of the log either, without a place in a file.
const configuration = "opaudit.yaml"

// whoseIn names the app and the shop of a finding before its summary, so that no two
// results read alike; "" when it has neither.
func whoseIn(f finding.Finding, w *words) string {
	var whose []string
	if f.AppKey != nil {
		whose = append(whose, w.Finding.App+" "+*f.AppKey)
	}
	if f.SellerID != nil {
		whose = append(whose, w.Finding.Shop+" "+strconv.FormatInt(*f.SellerID, 10))
	}
	if len(whose) == 0 {
		return ""
	}
	return strings.Join(whose, w.Then) + w.Colon
}

// place says where a result is: its first record in the logs, else the configuration,
// and what it is about; the other records are related places.
func (r *sarifResult) place(f finding.Finding) {
	first := sarifLocation{Physical: &sarifPhysical{Artifact: sarifArtifact{configuration}, Region: &sarifRegion{1}}}
	for i, e := range f.Evidence {
		at := locationOf(e)
		if i == 0 {
			first = at
			continue
		}
		at.ID = i
		r.Related = append(r.Related, at)
	}
	first.Logical = logicalOf(f)
	r.Locations = []sarifLocation{first}
}

func locationOf(e finding.Evidence) sarifLocation {
	at := sarifLocation{Physical: &sarifPhysical{Artifact: sarifArtifact{FileURI(e.File)}}}
	if e.Line > 0 {
		at.Physical.Region = &sarifRegion{e.Line}
	}
	if e.Detail != "" {
		text := message(Visible(e.Detail))
		at.Message = &text
	}
	return at
}

// logicalOf names what a finding is about: its app, shop and subject.
func logicalOf(f finding.Finding) []sarifLogical {
	var parts []string
	if f.AppKey != nil {
		parts = append(parts, *f.AppKey)
	}
	if f.SellerID != nil {
		parts = append(parts, strconv.FormatInt(*f.SellerID, 10))
	}
	if f.Subject != "" && (len(parts) == 0 || f.Subject != parts[len(parts)-1]) {
		parts = append(parts, f.Subject)
	}
	if len(parts) == 0 {
		return nil
	}
	return []sarifLogical{{Visible(parts[len(parts)-1]), Visible(strings.Join(parts, "/"))}}
}

// invocationOf says whether all could be judged, and what could not.
func invocationOf(run finding.Run) sarifInvocation {
	i := sarifInvocation{Successful: true, Notifications: []sarifNotification{}}
	for _, f := range run.DataQuality.FailedFiles {
		i.fail(Visible(strings.TrimPrefix(f.Path+": "+f.Error, ": ")))
	}
	for _, r := range run.Rules {
		if r.Failed {
			i.fail(Visible(r.Rule + ": this rule could not be run"))
		}
	}
	return i
}

func (i *sarifInvocation) fail(text string) {
	i.Successful = false
	i.Notifications = append(i.Notifications, sarifNotification{"error", message(text)})
}

// message is text in which a viewer finds no link: "[a](b)" is one in SARIF even in
// plain text.
func message(text string) sarifMessage {
	return sarifMessage{strings.ReplaceAll(text, "](", "] (")}
}

// FileURI is the URI reference of a file by its path: a file: URI of an absolute one,
// else relative to where the files lie.
func FileURI(file string) string {
	file = strings.ReplaceAll(file, `\`, "/")
	uri := url.URL{Path: file}
	if path.IsAbs(file) {
		uri.Scheme = "file"
	}
	return uri.String()
}
