package reports

import "testing"

func TestDaysBetween(t *testing.T) {
	for _, c := range []struct {
		first, last string
		want        int64
	}{
		{"2024-10-04", "2024-10-19", 16}, {"2024-02-28", "2024-03-01", 3}, {"2024-10-20", "2024-10-20", 1},
		{"2024-10-21", "2024-10-20", 0}, {"", "2024-10-20", 0}, {"2024-13-01", "2024-10-20", 0}, {"0001-01-01", "9999-12-31", 3652059},
	} {
		if got := daysBetween(c.first, c.last); got != c.want {
			t.Errorf("daysBetween(%s, %s) = %d, want %d", c.first, c.last, got, c.want)
		}
	}
}
