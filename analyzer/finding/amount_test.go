package finding

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPercent(t *testing.T) {
	five := 0.05
	for _, c := range []struct {
		ratio float64
		limit *float64
		want  string
	}{
		{0.05, &five, "5.00%"},
		{0.050004, &five, "5.0004%"},
		{0.0499999, &five, "4.99999%"},
		{math.Nextafter(0.05, 1), &five, "5.000000000000001%"},
		{0.0512345, &five, "5.12%"},
		{0.79996, nil, "79.996%"},
		{0.999999, nil, "99.9999%"},
		{1, nil, "100.00%"},
		{0, nil, "0.00%"},
		{0.000001, nil, "0.0001%"},
		{2.0 / 3, nil, "66.67%"},
		{37, nil, "3,700.00%"},
		{-0.5, nil, "-50.00%"},
		{math.NaN(), nil, "–"},
		{math.Inf(1), &five, "–"},
	} {
		if got := Percent(c.ratio, c.limit); got != c.want {
			t.Errorf("Percent(%v) = %s, want %s", c.ratio, got, c.want)
		}
	}
}

// TestPercentKeepsItsSide reads the text back: no rounding may move a ratio
// across its limit or onto it.
func TestPercentKeepsItsSide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.SampledFrom([]float64{0.01, 0.05, 0.8, 0.95, 0.98, 0.99, 1}).Draw(t, "limit")
		ratio := limit + rapid.Float64Range(-1e-3, 1e-3).Draw(t, "off")*math.Pow(10, float64(-rapid.IntRange(0, 12).Draw(t, "zeros")))
		text := Percent(ratio, &limit)
		shown, err := strconv.ParseFloat(strings.TrimSuffix(text, "%")+"e-2", 64)
		if err != nil {
			t.Fatal(err)
		}
		if side(shown, limit) != side(ratio, limit) {
			t.Fatalf("%v is shown as %s beside a limit of %v", ratio, text, limit)
		}
	})
}

func TestLimitPercent(t *testing.T) {
	for limit, want := range map[float64]string{0.05: "5%", 0.8: "80%", 0.98: "98%", 0.005: "0.5%", 1: "100%", 0.07: "7%"} {
		if got := LimitPercent(limit); got != want {
			t.Errorf("LimitPercent(%v) = %s, want %s", limit, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for value, want := range map[float64]string{16: "16", 1234567: "1,234,567", 14.9999: "14.9999", -1000: "-1,000", 999: "999", 1e300: "1e+300"} {
		if got := Number(value); got != want {
			t.Errorf("Number(%v) = %s, want %s", value, got, want)
		}
	}
	if got := Whole(math.MinInt64); got != "-9,223,372,036,854,775,808" {
		t.Errorf("Whole(MinInt64) = %s", got)
	}
}
