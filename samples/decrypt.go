package samples

// decrypt has an app above 5%, one above 1%, and one that decrypts without
// shipping anything. None decrypts in its first week, when windows are
// incomplete. Orders are decrypted and shipped more than once, and decrypts
// fail: who counts calls instead of distinct orders gets other verdicts.
func decrypt() scenario {
	return scenario{
		name: "decrypt", minLines: 1100, days: func(int) int { return 32 },
		roles: []role{bulkDecryptingApp(), singleShopApp(), idleDecryptingApp()},
		findings: []ExpectedFinding{
			{"3.4-decrypt-ratio", appKeys[0], "violation"},
			{"3.4-decrypt-ratio", appKeys[1], "warning"},
			{"3.4-decrypt-ratio-shop", appKeys[0], "risk"},
			{"3.4-decrypts-without-shipments", appKeys[2], "risk"},
		},
	}
}

// bulkDecryptingApp decrypts 8% of what it ships, all in one of its two shops.
// Every order is shipped twice, which would halve the ratio of calls; the first
// ones are also decrypted twice.
func bulkDecryptingApp() role {
	r := companion(0, 17)
	r.mix.fulfil, r.failures = 750, nil
	r.reships, r.oneShopDecrypts, r.spare = true, true, 200
	r.decrypts = func(d appDay) decryptDay {
		if d.index < 10 {
			return decryptDay{}
		}
		n := perMille(d.shipsBefore, d.ships, 80)
		if d.index < 14 {
			return decryptDay{orders: n, repeats: n}
		}
		return decryptDay{orders: n}
	}
	return r
}

// singleShopApp decrypts 2% of a week's shipped orders on one day and the same
// orders again on the three days after: at most 4% in any seven days, though
// adding up days or calls gives more than 5%.
func singleShopApp() role {
	r := companion(1, 16)
	r.shops, r.failures = 1, nil
	r.mix.fulfil, r.spare = 550, 200
	r.decrypts = weeklyDecrypts
	return r
}

func weeklyDecrypts(d appDay) decryptDay {
	if d.index < 7 {
		return decryptDay{}
	}
	switch d.index % 7 {
	case 0:
		return decryptDay{orders: max(1, d.shipsOfWeek*2/100)}
	case 1, 2, 3:
		return decryptDay{repeats: d.lastDecrypted, lag: d.index % 7}
	case 4:
		return decryptDay{failed: 1}
	}
	return decryptDay{}
}

// idleDecryptingApp ships nothing but decrypts an order a week.
func idleDecryptingApp() role {
	r := companion(2, 5)
	r.mix.fulfil, r.failures = 0, nil
	r.decrypts = func(d appDay) decryptDay {
		if d.index < 8 || d.ago%7 != 2 {
			return decryptDay{}
		}
		return decryptDay{orders: 1}
	}
	return r
}
