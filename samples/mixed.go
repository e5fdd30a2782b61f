package samples

// mixed looks like a gateway's day: one file, six apps, hundreds of shops, about
// 75% API calls, and a trace of everything that the other scenarios are about,
// broken lines included. It grows from ten days to forty with its lines.
func mixed() scenario {
	return scenario{
		name: "mixed", minLines: 1000, oneFile: true,
		days:  func(lines int) int { return 10 + min(30, lines/100_000) },
		roles: []role{mixedClean(), mixedFailing(), mixedPlaintext(), mixedCrossShop(), mixedDecrypting(), mixedPushes()},
		findings: []ExpectedFinding{
			{"2.7-api-success-score", appKeys[1], "warning"},
			{"2.7-push-success-score", appKeys[5], "warning"},
			{"3.1-cross-shop-operator", appKeys[3], "risk"},
			{"3.1-cross-shop-order", appKeys[3], "violation"},
			{"3.1-cross-shop-request", appKeys[3], "violation"},
			{"3.3-pii-stored", appKeys[2], "violation"},    // id_card
			{"3.3-pii-stored", appKeys[2], "violation"},    // phone
			{"3.3-plaintext-pii", appKeys[2], "violation"}, // login loginMessage phone
			{"3.3-plaintext-pii", appKeys[2], "violation"}, // sql sql id_card
			{"3.3-plaintext-pii", appKeys[2], "violation"}, // sql sql phone
			{"3.3-plaintext-transport", appKeys[2], "violation"},
			{"3.4-decrypt-ratio", appKeys[4], "warning"},
		},
	}
}

// gatewayApp has the gateway's mix; weekends are quieter.
func gatewayApp(app, shops, weight int) role {
	return role{
		app: app, shops: shops,
		mix: mix{login: 20, order: 130, open: 30, sql: 20, push: 46, heartbeat: 4, fulfil: 300},
		weight: func(ago int) int {
			if ago%7 < 2 {
				return weight * 8
			}
			return weight * 10
		},
		failures: steady(15, 300), pushFailures: steadyPushes(4, 250),
		plants: []plant{
			{from: 39, to: 1, often: true, write: envelope(sqlUpload, false)},
			{from: 5, to: 5, often: true, write: batch(accessUpload, 3, false)},
			{from: 6, to: 6, often: true, write: readArray(2)},
			{from: 4, to: 4, often: true, write: envelope(transferUpload, true)},
		},
	}
}

func mixedClean() role {
	r := gatewayApp(0, 120, 30)
	r.decrypts = rareDecrypts
	for i := range brokenLines {
		r.plants = append(r.plants, plant{from: 6 - i%5, to: 6 - i%5, often: true, write: brokenLine(i)})
	}
	r.plants = append(r.plants, onDay(3, halfGoodArray))
	return r
}

// mixedFailing misses the 98% of successful calls.
func mixedFailing() role {
	r := gatewayApp(1, 90, 22)
	r.failures = func(d appDay) int { return perMille(d.callsBefore, d.calls, 35) }
	return r
}

func mixedPlaintext() role {
	r := gatewayApp(2, 70, 16)
	r.plants = append(r.plants,
		plant{from: 8, to: 7, often: true, write: phoneInLogin("login refused for " + fakePhone)},
		plant{from: 6, to: 6, often: true, write: personalStatement},
		plant{from: 3, to: 2, often: true, write: httpPage},
	)
	return r
}

// mixedCrossShop shows orders of shop 0 and 1 under shop 1 and lets one address
// look into three shops.
func mixedCrossShop() role {
	r := gatewayApp(3, 50, 12)
	r.plants = append(r.plants,
		onDay(9, ownOrder(0, 0)), onDay(9, ownOrder(2, 1)),
		plant{from: 8, to: 7, often: true, write: foreignAccess}, onDay(6, mixedAccess),
		onDay(4, operatorAt(0, "203.0.113.251")), onDay(4, operatorAt(1, "203.0.113.251")), onDay(4, operatorAt(2, "203.0.113.251")),
	)
	return r
}

// mixedDecrypting serves one shop only and decrypts 2% to 4% of its orders.
func mixedDecrypting() role {
	r := gatewayApp(4, 1, 11)
	r.mix.fulfil, r.spare, r.decrypts = 600, 200, weeklyDecrypts
	return r
}

// mixedPushes misses the 99% of accepted pushes, also where they are few.
func mixedPushes() role {
	r := gatewayApp(5, 30, 9)
	r.pushFailures = func(d appDay) int {
		n := perMille(d.pushesBefore, d.pushes, 30)
		if d.ago == 2 {
			return max(n, 1)
		}
		return n
	}
	return r
}

// brokenLines are lines no record can be made of, one for each reason.
var brokenLines = [...]string{
	`{"logType":"api","appKey":"ks669064233797003102","method":"open.item.list","ti`,
	`"gateway restarted"`,
	`{"logType":"trace","appKey":"ks669064233797003102","time":1728835200000}`,
	`{"logType":"api","appKey":"ks669064233797003102","method":"open.item.list","time":1728835200000}`,
	`{"logType":"api","appKey":"ks669064233797003102","method":"open.item.list","result":"yes","time":1728835200000}`,
	`{"logType":"login","appKey":"ks669064233797003102","userIp":"203.0.113.1","time":1728835200000}`,
	`{"logType":"order","appKey":"ks669064233797003102","sellerId":2104000000,"url":"https://erp.example.com/orders/list","userIp":"203.0.113.1","time":1728835200000}`,
	`{"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"SELECT 1","time":0}`,
	``,
}

func brokenLine(i int) writeLine {
	return func(g *generator, _ *app) {
		text := brokenLines[i]
		if text == "" {
			g.tally.blankLines++
		} else {
			g.tally.rejectedLines++
		}
		f := g.files.byType[apiLog]
		g.files.end(f, append(append(f.buf, text...), '\n'))
	}
}

// halfGoodArray holds a call and something that is no object.
func halfGoodArray(g *generator, a *app) {
	g.tally.rejectedElements++
	f := g.files.byType[apiLog]
	b := appendHead(append(f.buf, '['), apiLog, a)
	b = g.appendCall(b, a, g.cleanRead(a))
	g.files.end(f, append(b, "},17]\n"...))
}
