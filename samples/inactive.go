package samples

// inactive has four apps whose last successful call is 90, 89 and 59 days ago
// or never was, at the limits of violation and warning. They leave other traces
// to the end, failing calls among them, which are no effective calls.
func inactive() scenario {
	return scenario{
		name: "inactive", minLines: 1050, days: func(int) int { return 101 },
		roles: []role{
			abandonedApp(0, 100, 90),
			abandonedApp(2, 100, 89),
			abandonedApp(3, 70, 59),
			neverWorkingApp(4),
			recentCompanion(1),
		},
		findings: []ExpectedFinding{
			{"2.6-inactive", appKeys[0], "violation"},
			{"2.6-inactive", appKeys[2], "warning"},
			{"2.6-inactive", appKeys[4], "violation"},
		},
	}
}

// abandonedApp calls successfully from first to last days ago and is only
// looked at afterwards, apart from failing calls on single days.
func abandonedApp(app, first, last int) role {
	r := companion(app, 0)
	r.failures, r.pushFailures = nil, nil
	r.weight = func(ago int) int {
		switch {
		case ago > first:
			return 0
		case ago >= last:
			return 8
		}
		return 1
	}
	r.silent = func(ago int) bool { return ago < last }
	r.plants = []plant{onDay(50, failCall), onDay(30, failCall), onDay(last, (*generator).readLine)}
	return r
}

// neverWorkingApp has called for 95 days, always in vain.
func neverWorkingApp(app int) role {
	r := abandonedApp(app, 95, 101)
	r.plants = []plant{onDay(95, failCall), onDay(94, failCall), onDay(60, failCall), onDay(31, failCall)}
	return r
}

func failCall(g *generator, a *app) {
	c := g.cleanRead(a)
	c.failure = &failures[2]
	g.callLine(a, c)
}

// recentCompanion is healthy over the last 45 days, which set the as-of day.
func recentCompanion(app int) role {
	r := companion(app, 0)
	r.weight = func(ago int) int {
		if ago < 45 {
			return 8
		}
		return 0
	}
	return r
}
