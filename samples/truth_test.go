package samples

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// TestTruth compares the planned truth with what the oracle reads from the lines.
func TestTruth(t *testing.T) {
	for _, name := range Scenarios() {
		least, err := MinLines(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, lines := range []int{least, least + 1, CommittedLines, 2111, 5000} {
			for seed := range uint64(2) {
				t.Run(fmt.Sprintf("%s/%d/%d", name, lines, seed), func(t *testing.T) {
					t.Parallel()
					checkTruth(t, name, lines, seed+uint64(i)*10)
				})
			}
		}
	}
}

func checkTruth(t *testing.T, name string, lines int, seed uint64) {
	t.Helper()
	files, truth := generated(t, name, lines, seed)
	seen := observe(t, files)
	if seen.lines != lines {
		t.Errorf("wrote %d lines, want %d", seen.lines, lines)
	}
	got := [3]int{seen.rejected, seen.badElements, seen.blank}
	if want := [3]int{truth.RejectedLines, truth.RejectedElements, truth.BlankLines}; got != want {
		t.Errorf("rejected lines, rejected elements, blank lines: read %v, planned %v", got, want)
	}
	if found := judge(seen.events); !slices.Equal(found, truth.Findings) {
		t.Errorf("the oracle finds\n%v\nbut the plan says\n%v", found, truth.Findings)
	}
	if facts := countFacts(seen.events, truth); !reflect.DeepEqual(facts, truth.Apps) {
		t.Errorf("read facts\n%+v\nplanned facts\n%+v", facts, truth.Apps)
	}
	if last := lastDay(seen.events); last != truth.AsOf {
		t.Errorf("newest event is of %s, want %s", last, truth.AsOf)
	}
}

func lastDay(events []event) string {
	last := 0
	for _, e := range events {
		last = max(last, e.day)
	}
	return dayString(last)
}

// countFacts counts the facts of the truth's apps from events.
func countFacts(events []event, truth Truth) []AppFacts {
	var all []AppFacts
	for _, app := range truth.Apps {
		f := AppFacts{App: app.App}
		decrypted, shipped := map[int64]bool{}, map[int64]bool{}
		for _, e := range events {
			if e.app != app.App {
				continue
			}
			countEvent(&f, e)
			if e.logType == "api" && e.succeeded() {
				collect(decrypted, e, decryptMethods)
				collect(shipped, e, shipMethods)
			}
		}
		f.DecryptedOrders, f.ShippedOrders = len(decrypted), len(shipped)
		all = append(all, f)
	}
	return all
}

func collect(orders map[int64]bool, e event, methods []string) {
	if slices.Contains(methods, text(e.fields["method"])) {
		for _, id := range e.orders {
			orders[id] = true
		}
	}
}

func countEvent(f *AppFacts, e event) {
	switch e.logType {
	case "login":
		f.Logins++
	case "order":
		f.OrderAccesses++
	case "open":
		f.OrderTransfers++
	case "sql":
		f.SQLStatements++
	case "api":
		f.APICalls++
		if e.succeeded() {
			f.APISuccesses++
		}
	case "message":
		f.MessagePushes++
		switch {
		case e.heartbeat():
			f.Heartbeats++
		case e.succeeded():
			f.PushSuccesses++
		}
	}
}
