package samples

// throttled has one app whose calls fail on more than a fifth of each of the
// last 16 days (the day before is at exactly 80%, which is not under it), and
// one whose bad days are two runs of six that a day without calls keeps apart.
func throttled() scenario {
	return scenario{
		name: "throttled", minLines: 900, days: sixWeeks,
		roles: []role{failingApp(), interruptedApp(), companion(1, 7)},
		gaps:  []gap{{app: 2, ago: 6}},
		findings: []ExpectedFinding{
			{"2.7-api-success-rate", appKeys[0], "violation"},
			{"2.7-api-success-score", appKeys[0], "warning"},
			{"2.7-api-success-score", appKeys[2], "warning"},
		},
	}
}

func failingApp() role {
	r := companion(0, 12)
	r.mix.fulfil = 300
	r.callStep = func(ago int) int {
		if ago == 16 {
			return 5
		}
		return 1
	}
	r.failures = func(d appDay) int {
		switch {
		case d.ago > 16:
			return steady(9, 70)(d)
		case d.ago == 16:
			return d.calls / 5
		case d.ago%2 == 0:
			return d.calls * 2 / 5
		}
		return d.calls/5 + 1
	}
	return r
}

func interruptedApp() role {
	r := companion(2, 9)
	r.mix.fulfil = 300
	r.silent = func(ago int) bool { return ago == 6 }
	r.failures = func(d appDay) int {
		if d.ago > 12 {
			return steady(9, 70)(d)
		}
		return d.calls/5 + 1
	}
	return r
}
