// Package finding holds the types that a judged run is made of: findings,
// episodes, verdicts, evidence, figures and data quality. It depends on the
// standard library only, so that analyzers write runs and report formats read
// them without knowing of each other. It computes nothing.
//
// Days are calendar days in Asia/Shanghai. A Run encodes to JSON as the schema
// named by Schema; that encoding is a contract with scripts.
package finding

// Schema names the JSON form of a Run.
const Schema = "opaudit.run/1"

// Text is one sentence or title in the two languages that reports speak.
type Text struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// In returns the text in lang, "zh" or anything else for English.
func (t Text) In(lang string) string {
	if lang == "zh" {
		return t.Zh
	}
	return t.En
}

// Level says how sure and how grave a finding is.
type Level string

// The levels, from grave to harmless (design: rules and findings).
const (
	Violation Level = "violation" // the rule's own number is broken, or the act itself is proven
	Risk      Level = "risk"      // an indicator that a person must look at
	Warning   Level = "warning"   // approaching a limit, or a stricter score target missed
	Info      Level = "info"      // worth knowing, changes no verdict
)

// Rank orders levels: a graver level has the higher rank, an unknown one 0.
func (l Level) Rank() int {
	switch l {
	case Violation:
		return 4
	case Risk:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Status compares a finding with the run before.
type Status string

// The statuses of a finding.
const (
	New      Status = "new"      // open now, unknown before
	Known    Status = "known"    // open now and before, not worse
	Worsened Status = "worsened" // open now and before, at a higher level, a worse value, or broken anew since
	Resolved Status = "resolved" // not open now
	Reopened Status = "reopened" // open now, resolved before
)

// Verdict is what the logs say about one clause.
type Verdict string

// The verdicts, from worst to best; OutsideLogs stands apart.
const (
	Violated    Verdict = "violated"
	AtRisk      Verdict = "at risk"
	NotProvable Verdict = "not provable"
	Kept        Verdict = "kept"
	OutsideLogs Verdict = "outside logs"
)

// Rank orders verdicts: a worse verdict has the higher rank.
func (v Verdict) Rank() int {
	switch v {
	case Violated:
		return 4
	case AtRisk:
		return 3
	case NotProvable:
		return 2
	case Kept:
		return 1
	}
	return 0
}

// Run is one analysis of one database at one as-of day: all that a report needs.
type Run struct {
	Schema          string         `json:"schema"`
	AsOf            string         `json:"as_of"`             // YYYY-MM-DD
	AsOfProvisional bool           `json:"as_of_provisional"` // the as-of day was still running
	AsOfApart       *Apart         `json:"as_of_apart"`       // nil: the as-of day stands among the others, or is today
	NewestDay       string         `json:"newest_day"`        // with a record, up to the as-of day; "" in runs that do not tell
	Clauses         []ClauseResult `json:"clauses"`
	Findings        []Finding      `json:"findings"` // by urgency: open first, then level, then rule, app, shop, subject
	Rules           []Rule         `json:"rules"`    // that were run, by id
	Series          []Series       `json:"series"`
	LogTypes        []LogType      `json:"log_types"` // that there are, logged or not
	DataQuality     DataQuality    `json:"data_quality"`
	Definitions     []Definition   `json:"definitions"`
	Narrowing       *Narrowing     `json:"narrowing"`  // nil: the run shows all that was found
	Comparison      *Comparison    `json:"comparison"` // nil: compared with no chosen run
}

// LogType is a kind of log record.
type LogType struct {
	LogType  string `json:"log_type"` // the word of log lines, such as "api"
	Relation string `json:"relation"` // whose records they are, as a Series calls them
	Title    Text   `json:"title"`    // what people call its records
}

// Apart says that the as-of day has few records and stands apart from the rest, as it
// does when the clock of one machine is wrong. Then figures that look back from it say
// little.
type Apart struct {
	Records int64 `json:"records"`  // on the as-of day
	Gap     int64 `json:"gap_days"` // without any record before it
	Doubted bool  `json:"doubted"`  // the gap is so long that no clause is called kept, and nothing resolved
}

// Rule is one rule that the logs were judged by, whether it found something or not.
type Rule struct {
	Rule         string `json:"rule"` // "2.7-api-success-rate"
	Clause       string `json:"clause"`
	Title        Text   `json:"title"`
	Consequence  Text   `json:"consequence"`
	Remedy       Text   `json:"remedy"`
	LowerIsWorse bool   `json:"lower_is_worse"` // of two values the smaller one is the worse
	Failed       bool   `json:"failed"`         // a rule of the user's own that could not be run
	// Needs are the log types, and words of the configuration, without which the rule
	// does not see all that it is about; of NeedsAny one is enough.
	Needs    []string `json:"needs"`
	NeedsAny []string `json:"needs_any"`
}

// ClauseResult is the verdict on one clause of the operating rules for one app,
// or for all apps together when AppKey is nil.
type ClauseResult struct {
	AppKey    *string  `json:"app_key"`
	Clause    string   `json:"clause"` // "2.7"; "log" for the log access specification, "own" for rules of the user's own
	Title     Text     `json:"title"`
	Check     Text     `json:"check"` // how it is checked, or for OutsideLogs what to look at by hand
	Verdict   Verdict  `json:"verdict"`
	Missing   []string `json:"missing"`   // log types, and words of the configuration, that are not there and would be needed
	Unchecked []string `json:"unchecked"` // words of the configuration without which some rules of the clause could not look
}

// Bound is the side of a threshold on which a value is noted.
type Bound string

// The bounds.
const (
	From    Bound = "from"     // the threshold itself and more
	Over    Bound = "over"     // more than it
	Under   Bound = "under"    // less than it
	NotOver Bound = "not over" // the threshold itself and less
)

// Finding is one rule broken, or nearly, by one subject.
type Finding struct {
	Rule       string `json:"rule"`   // "2.7-api-success-rate"
	Clause     string `json:"clause"` // "2.7"
	Level      Level  `json:"level"`
	Open       bool   `json:"open"` // holds at as-of or ended within the look-back
	Status     Status `json:"status"`
	Suppressed bool   `json:"suppressed"`
	// Unchecked is what was missing to look for the finding this time: it stands as an
	// earlier run left it, and counts as open. Empty: it was looked for.
	Unchecked   []string     `json:"unchecked"`
	AppKey      *string      `json:"app_key"`      // nil: the log lines name no readable app, or the configuration none
	SellerID    *int64       `json:"seller_id"`    // nil: not about one shop
	Shops       []int64      `json:"shops"`        // of a finding about several shops' data: those that its records name, in order
	Subject     string       `json:"subject"`      // "" when the app itself is the subject
	SubjectName Text         `json:"subject_name"` // what people call the subject; Subject itself where there is no better word
	FirstDay    string       `json:"first_day"`    // YYYY-MM-DD
	LastDay     string       `json:"last_day"`
	Figure      string       `json:"figure"` // the view that the value comes from
	Value       float64      `json:"value"`
	Threshold   *float64     `json:"threshold"` // the rule's own number; nil when the act itself is the breach
	Bound       Bound        `json:"bound"`     // on which side of Threshold a value is noted; "" when the rule does not tell
	Unit        string       `json:"unit"`      // "days", "ratio", "orders", "requests", "calls", "shops", "hits", "records", "statements"
	Episodes    []Episode    `json:"episodes"`  // by first day
	Fingerprint string       `json:"fingerprint"`
	Title       Text         `json:"title"`
	Summary     Text         `json:"summary"`
	Consequence Text         `json:"consequence"`
	Remedy      Text         `json:"remedy"`
	Forecast    *Text        `json:"forecast"`
	Suppression *Suppression `json:"suppression"`
	// OfConfiguration: it rests on the configuration alone, no log record can show it.
	OfConfiguration bool       `json:"of_configuration"`
	Evidence        []Evidence `json:"evidence"`       // at most MaxEvidence, earliest first
	EvidenceCount   int64      `json:"evidence_count"` // how many lines there are in all
}

// MaxEvidence bounds the evidence lines that a finding carries.
const MaxEvidence = 20

// Episode is a stretch of days at one level.
type Episode struct {
	Level    Level   `json:"level"`
	FirstDay string  `json:"first_day"`
	LastDay  string  `json:"last_day"`
	Value    float64 `json:"value"` // streak or idle days, the worst rate or ratio, or a count
}

// Evidence is one log record that a finding rests on; personal data in it is masked.
type Evidence struct {
	File    string  `json:"file"`
	Line    int64   `json:"line"`    // 1-based
	Element *int64  `json:"element"` // 1-based over the line; nil when the line is one record
	Day     *string `json:"day"`     // YYYY-MM-DD; nil when the record has no readable time
	Detail  string  `json:"detail"`  // the fields that matter, "order_id=… method=…"
}

// Suppression says who set a finding aside, why, and until when.
type Suppression struct {
	Owner  string `json:"owner"`
	Reason string `json:"reason"`
	Expiry string `json:"expiry"` // YYYY-MM-DD, compared with the as-of day
}

// Series is one figure of one app over days.
type Series struct {
	Figure string  `json:"figure"` // the view, such as "api_success_daily", or the relation whose records are counted
	AppKey string  `json:"app_key"`
	Points []Point `json:"points"` // by day
}

// Point is a figure on a day: Part of Whole, and their ratio; or a count, which has
// no whole.
type Point struct {
	Day   string   `json:"day"`   // of a streak its last day
	Part  int64    `json:"part"`  // successes, decrypted orders, e-waybill orders; days of a streak; records
	Whole int64    `json:"whole"` // calls, pushes, shipped orders; 0 of a count
	Rate  *float64 `json:"rate"`  // unrounded; nil when Whole is 0
}

// DataQuality says what the figures rest on and what was left out of them.
type DataQuality struct {
	Balance        Balance       `json:"balance"` // all files together
	Files          []FileBalance `json:"files"`   // by path
	Rejects        []RejectCount `json:"rejects"` // by count, most first
	SpecWarnings   []CodeCount   `json:"spec_warnings"`
	UnknownShops   int64         `json:"unknown_shops"`    // records whose openId no other record pairs with a seller
	OpenIDConflict int64         `json:"open_id_conflict"` // openIds that records pair with more than one seller
	// UnparsedStatements are sql records whose statement could not be read as SQL.
	UnparsedStatements int64        `json:"unparsed_statements"`
	FailedFiles        []FailedFile `json:"failed_files"`
	ForgottenFiles     int64        `json:"forgotten_files"` // whose records were taken out again
	// MissingDays are the holes in what an app logged daily, by app and first day.
	MissingDays []MissingDays `json:"missing_days"`
}

// MissingDays are days on which an app logged nothing of a type that it logged daily
// before. A view, log_holes, says what counts as a hole.
type MissingDays struct {
	AppKey   string  `json:"app_key"`
	LogType  *string `json:"log_type"`  // nil: nothing of any type
	FirstDay string  `json:"first_day"` // YYYY-MM-DD
	LastDay  string  `json:"last_day"`
	Days     int64   `json:"days"` // without records: all of them, or those with records of other types
}

// Balance is the conservation law: Lines = Blank + Accepted + Rejected + Duplicate.
type Balance struct {
	Lines     int64 `json:"lines"`
	Blank     int64 `json:"blank"`
	Accepted  int64 `json:"accepted"`
	Rejected  int64 `json:"rejected"`
	Duplicate int64 `json:"duplicate"`
	Events    int64 `json:"events"` // rows loaded; a line with an array gives several
	Balanced  bool  `json:"balanced"`
}

// FileBalance is the conservation law of one file.
type FileBalance struct {
	Path string `json:"path"`
	Balance
	PendingBytes int64 `json:"pending_bytes"` // a last line that is not complete yet: not counted
}

// RejectCount counts rejected lines or elements by reason.
type RejectCount struct {
	Reason string `json:"reason"`
	Field  string `json:"field"` // "" when the reason is not about one field
	Count  int64  `json:"count"`
}

// CodeCount counts records by a soft warning of the log specification.
type CodeCount struct {
	Code  string `json:"code"`
	Field string `json:"field"`
	Count int64  `json:"count"`
}

// FailedFile is a file that could not be read to its end.
type FailedFile struct {
	Path  string `json:"path"` // "" when Error names what could not even be found
	Error string `json:"error"`
}

// Definition says in words what a figure is.
type Definition struct {
	Figure string `json:"figure"` // the view
	Clause string `json:"clause"` // source clause, "" when none
	Unit   string `json:"unit"`
	Text   Text   `json:"text"`
}
