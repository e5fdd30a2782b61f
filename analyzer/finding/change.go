package finding

// Comparison says what is different from an earlier run.
type Comparison struct {
	AsOf     string          `json:"as_of"` // of the earlier run, YYYY-MM-DD
	Counts   ChangeCounts    `json:"counts"`
	Changes  []Change        `json:"changes"`  // new first, then reopened, worsened, better, resolved; each in the order of the run
	Verdicts []VerdictChange `json:"verdicts"` // in the order of the run
}

// ChangeCounts are how many findings changed in which way; Unchanged ones are open
// in both runs and neither worse nor better.
type ChangeCounts struct {
	New       int64 `json:"new"`
	Reopened  int64 `json:"reopened"`
	Worsened  int64 `json:"worsened"`
	Better    int64 `json:"better"`
	Resolved  int64 `json:"resolved"`
	Unchanged int64 `json:"unchanged"`
}

// Direction says in which way a finding changed.
type Direction string

// The directions; the first three and Resolved are those of Status.
const (
	BecameNew      Direction = "new"
	BecameReopened Direction = "reopened"
	BecameWorse    Direction = "worsened"
	BecameBetter   Direction = "better" // open in both runs, at a lower level or a better value
	BecameResolved Direction = "resolved"
)

// Change is a finding that is not as it was in the earlier run.
type Change struct {
	Change      Direction `json:"change"`
	Fingerprint string    `json:"fingerprint"`
	Rule        string    `json:"rule"`
	Clause      string    `json:"clause"`
	AppKey      *string   `json:"app_key"`
	SellerID    *int64    `json:"seller_id"`
	Subject     string    `json:"subject"`
	Title       Text      `json:"title"`
	Threshold   *float64  `json:"threshold"`
	Unit        string    `json:"unit"`
	Before      *State    `json:"before"` // nil: the earlier run did not know the finding
	Now         *State    `json:"now"`    // nil: nothing of it is left in the logs
}

// State is what a finding was at in one run.
type State struct {
	Level    Level   `json:"level"`
	Open     bool    `json:"open"`
	FirstDay string  `json:"first_day"` // YYYY-MM-DD
	LastDay  string  `json:"last_day"`
	Value    float64 `json:"value"`
}

// VerdictChange is a clause whose verdict is not as it was.
type VerdictChange struct {
	AppKey *string `json:"app_key"` // nil: all apps together
	Clause string  `json:"clause"`
	Title  Text    `json:"title"`
	Before Verdict `json:"before"` // "" when the earlier run did not judge it
	Now    Verdict `json:"now"`
}

// Narrowing says that a run shows a part of what was found. Verdicts, values,
// episodes and data quality are those of all that is loaded up to Until, whatever is shown:
// findings are left out that are of another app, do not concern the shop, or none of whose episodes
// reaches into the days; verdicts and series of other apps; and days of series.
type Narrowing struct {
	Since      string  `json:"since"`     // the first day that is shown, YYYY-MM-DD; "" for no such limit
	Until      string  `json:"until"`     // the last one, which is the as-of day too; "" for no such limit
	AppKey     *string `json:"app_key"`   // nil: all apps
	SellerID   *int64  `json:"seller_id"` // nil: all shops, and what is about the app as a whole
	Hidden     int64   `json:"hidden"`    // how many findings were found and are not shown
	HiddenOpen int64   `json:"hidden_open"`
}
