package samples

import (
	"cmp"
	"slices"
)

// Truth says what a generated scenario contains. The command writes it beside
// the logs, never among them.
type Truth struct {
	Scenario string            `json:"scenario"`
	Lines    int               `json:"lines"`
	Seed     uint64            `json:"seed"`
	FirstDay string            `json:"first_day"` // Asia/Shanghai
	AsOf     string            `json:"as_of"`     // the newest event's day
	Findings []ExpectedFinding `json:"findings"`  // all of them, open as of AsOf, ordered by rule, app, level
	Apps     []AppFacts        `json:"apps"`
	Planted  []PlantedValue    `json:"planted,omitempty"`

	RejectedLines    int `json:"rejected_lines"`    // lines without a good record
	RejectedElements int `json:"rejected_elements"` // bad elements of otherwise good lines
	BlankLines       int `json:"blank_lines"`
}

// ExpectedFinding names one finding. A rule finds an app several times when its
// subjects differ (say two foreign shops): then equal entries stand here, too.
type ExpectedFinding struct {
	Rule  string `json:"rule"`
	App   string `json:"app_key"`
	Level string `json:"level"`
}

// AppFacts counts an app's good records and what the ratios are made of.
type AppFacts struct {
	App             string `json:"app_key"`
	Logins          int    `json:"logins"`
	OrderAccesses   int    `json:"order_accesses"`
	OrderTransfers  int    `json:"order_transfers"`
	SQLStatements   int    `json:"sql_statements"`
	APICalls        int    `json:"api_calls"`
	APISuccesses    int    `json:"api_successes"`
	MessagePushes   int    `json:"message_pushes"` // every attempt, heartbeats included
	Heartbeats      int    `json:"heartbeats"`
	PushSuccesses   int    `json:"push_successes"`   // without heartbeats
	DecryptedOrders int    `json:"decrypted_orders"` // distinct over the whole span
	ShippedOrders   int    `json:"shipped_orders"`   // distinct over the whole span
}

// PlantedValue counts records that hold one kind of plaintext personal data in
// one field. Sample is masked: the truth holds no plaintext.
type PlantedValue struct {
	App     string `json:"app_key"`
	LogType string `json:"log_type"`
	Field   string `json:"field"` // key path, dots into nested objects
	Kind    string `json:"kind"`  // phone or id_card
	Records int    `json:"records"`
	Sample  string `json:"sample"`
}

// tally counts what belongs to no app's facts.
type tally struct {
	rejectedLines, rejectedElements, blankLines int
	planted                                     []PlantedValue
}

// plantedValue notes one record with plaintext personal data.
func (t *tally) plantedValue(v PlantedValue) {
	for i := range t.planted {
		p := &t.planted[i]
		if p.App == v.App && p.LogType == v.LogType && p.Field == v.Field && p.Kind == v.Kind {
			p.Records++
			return
		}
	}
	v.Records = 1
	t.planted = append(t.planted, v)
}

func (t *Truth) sort() {
	slices.SortFunc(t.Findings, func(a, b ExpectedFinding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.App, b.App), cmp.Compare(a.Level, b.Level))
	})
	slices.SortFunc(t.Planted, func(a, b PlantedValue) int {
		return cmp.Or(cmp.Compare(a.App, b.App), cmp.Compare(a.LogType, b.LogType),
			cmp.Compare(a.Field, b.Field), cmp.Compare(a.Kind, b.Kind))
	})
}
