package reports

import (
	"slices"
	"strings"
	"testing"

	catalog "opaudit/sql"
)

// TestDrawnLimits compares the lines in the charts with the numbers of the rules about
// what is drawn.
func TestDrawnLimits(t *testing.T) {
	cat, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	streaks, _ := cat.View("api_failure_streaks")
	if !strings.Contains(streaks.Body, "success_rate < 0.8e0") {
		t.Error("not 80% makes a day a failing one")
	}
	for _, d := range drawn {
		var want []float64
		if d.figure == "api_success_daily" {
			want = append(want, 0.8) // 2.7-api-success-rate counts the failing days
		}
		for _, rule := range cat.Rules {
			if rule.Figure != d.figure && rule.Figure != d.week {
				continue
			}
			if limit, ok := rule.Limit(); ok && limit != 0 { // the axis is there anyway
				want = append(want, limit)
			}
			if rule.Warn != nil {
				want = append(want, *rule.Warn)
			}
		}
		if got := slices.Concat(d.limits, d.targets); !slices.Equal(got, want) {
			t.Errorf("the chart of %s draws %v, the rules say %v", d.figure, got, want)
		}
	}
}
