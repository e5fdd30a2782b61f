package samples

// sixWeeks is the span of the scenarios that need healthy weeks before trouble.
func sixWeeks(int) int { return 42 }

// tradingMix is a busy order tool: most calls handle orders to be shipped.
var tradingMix = mix{login: 50, order: 110, open: 45, sql: 45, push: 90, heartbeat: 15, fulfil: 660}

// companion is a small healthy app beside a scenario's subject. It shares the
// span and must never be found.
func companion(app, weight int) role {
	m := tradingMix
	m.fulfil = 500
	return role{
		app: app, shops: 2, mix: m, weight: everyDay(weight), plants: shapes(),
		failures: steady(9, 70), pushFailures: steadyPushes(4, 250),
	}
}

// compliant keeps every rule, close to the limits where volume allows: single
// failed calls, decrypts just under 1%, failing heartbeats, masked look-alikes.
func compliant() scenario {
	main := companion(0, 22)
	main.shops, main.mix, main.decrypts = 3, tradingMix, rareDecrypts
	return scenario{
		name: "compliant", minLines: 1100, days: sixWeeks,
		roles: []role{main, companion(1, 7)},
	}
}
