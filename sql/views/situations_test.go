package views_test

// What random worlds must hold often enough, so that a view that gets it wrong
// is noticed.

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// situations are counted over 3,000 cases.
var situations = map[string]int{
	"an operation of an unknown shop":                 300,
	"an operation in a line of several":               300,
	"a streak of 15 or more days":                     50,
	"a streak of 14 days":                             10,
	"a streak that ends the day before as-of":         20,
	"a day of exactly 80%":                            30,
	"a window with more days than one":                500,
	"an app that never succeeded":                     50,
	"an app idle for 90 days or more":                 20,
	"no shipped order":                                300,
	"a ratio over 1":                                  100,
	"a coverage between 0 and 1":                      100,
	"a request with 3 owners":                         50,
	"a request with more orders than owners":          20,
	"an order accessed by another shop several times": 100,
	"an operator with 3 shops":                        50,
	"a host with 3 shops":                             50,
	"a host with a port":                              100,
	"several hits in one place":                       50,
	"several values in one place":                     5,
	"hits without a day":                              20,
	"hits without an app":                             6,
	"a file that begins like another":                 3,
	"a provisional as-of day":                         2,
	"an as-of day after today":                        1,
	"a settled as-of day":                             2,
	"today is not the newest event's day":             1,
	"a complete window":                               50,
	"a hole in a log type":                            100,
	"a hole of several days":                          100,
	"days without anything":                           100,
	"a log type that stopped":                         100,
	"an incomplete day: running":                      100,
	"an incomplete day: refused lines":                100,
	"an incomplete day: failed file":                  50,
	"an incomplete day: no calls":                     6,
	"no event to judge":                               1,
	"records after as-of":                             500,
	"an openId with several shops":                    100,
	"an openId without a shop":                        100,
	"a heartbeat":                                     300,
	"orderIds that contradict param":                  300,
	"order ids in param alone":                        300,
	"an order of several claimants at one moment":     100,
	"unjudged 2.1 login results: loginResult":         100,
	"unjudged 2.1 login networks: userIp":             100,
	"unjudged 2.1 order networks: userIp":             50,
	"unjudged 2.1 order shops: shops.openId":          100,
	"unjudged 3.1 operators: userIp":                  20,
	"unjudged 3.1 operators: userId":                  100,
	"unjudged 3.1 operators' shops: shops.openId":     100,
	"unjudged 3.1 operators' shops: sellerId":         100,
	"unjudged 3.1 orders: shops.openId":               100,
	"unjudged 3.1 orders: sellerId":                   100,
	"unjudged 3.1 statements: unparsed_sql":           100,
	"unjudged 3.1 receivers: sendToUrl":               100,
	"unjudged 3.3 receivers: sendToUrl":               100,
	"unjudged 3.3 shops: shops.openId":                100,
	"unjudged 3.3 shops: sellerId":                    100,
	"unjudged 3.4 shops: shops.openId":                100,
	"unjudged 3.4 shops: sellerId":                    100,
	"unjudged 3.4 decrypts: orderIds":                 100,
	"unjudged 3.4 decrypts: unknown_decrypts":         100,
	"unjudged 3.4 decrypted orders: shops.openId":     100,
	"unjudged 3.4 decrypted orders: sellerId":         100,
	"unjudged 3.4 owners of decrypted orders: ":       100,
	"a kind of which nothing could be judged":         100,
	"a kind of which some could be judged":            100,
	"an unknown owner of an order of old":             6,
	"a gap: developer.onboarded":                      100,
	"a gap: apps.kind":                                100,
	"a gap: apps.company":                             100,
	"a gap: apps.created":                             100,
	"a gap: apps.qualified":                           100,
	"a gap: shops.authorised":                         100,
	"a gap: receivers":                                100,
	"a gap: operations":                               100,
	"a gap: shops.company":                            100,
	"an openId that the configuration alone explains": 50,
}

// TestSituations makes sure that the random worlds hold what views can get wrong.
func TestSituations(t *testing.T) {
	seen := map[string]int{}
	for first := 0; first < 3000; first += batchSize {
		w := newWorld(1, first, batchSize)
		for view, rows := range reference(w) {
			seen["a row of "+view] += len(rows)
			for _, r := range rows {
				situation(view, r, seen)
				unjudgedSituation(view, r, seen)
			}
		}
		worldSituations(w, seen)
	}
	for name, least := range situations {
		if seen[name] < least {
			t.Errorf("%s: %d times, want %d", name, seen[name], least)
		}
	}
	for _, view := range viewNames() {
		if seen["a row of "+view] < 6 {
			t.Errorf("%s has only %d rows", view, seen["a row of "+view])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		t.Logf("%7d %s", seen[name], name)
	}
}

// situation notes what a row of a view shows.
func situation(view string, r row, seen map[string]int) {
	see := func(name string, holds bool) {
		if holds {
			seen[name]++
		}
	}
	switch view {
	case "order_decrypts":
		see("an operation of an unknown shop", r[1] == nil)
		see("an operation in a line of several", r[8] != nil)
	case "api_failure_streaks":
		see("a streak of 15 or more days", r[3].(int64) >= 15)
		see("a streak of 14 days", r[3] == int64(14))
	case "api_success_daily":
		see("a day of exactly 80%", r[4] == 0.8)
	case "app_activity":
		see("an app that never succeeded", r[2] == nil)
		see("an app idle for 90 days or more", r[2] != nil && r[3].(int64) >= 90)
	case "decrypt_ratio_7d":
		see("no shipped order", r[4] == nil)
		see("a ratio over 1", r[4] != nil && r[4].(float64) > 1)
	case "ebill_coverage_7d":
		see("a coverage between 0 and 1", r[4].(float64) > 0 && r[4].(float64) < 1)
	case "cross_shop_requests":
		see("a request with 3 owners", r[6] == int64(3))
		see("a request with more orders than owners", r[7].(int64) > r[6].(int64))
	case "cross_shop_orders":
		see("an order accessed by another shop several times", r[7].(int64) > 1)
	case "cross_shop_operators":
		see("an operator with 3 shops", r[3] == int64(3))
	case "cross_shop_transfers":
		see("a host with 3 shops", r[2] == int64(3))
	case "plaintext_transport":
		see("a host with a port", r[2] == "erp.example.com:8080")
	case "plaintext_pii":
		see("several hits in one place", r[5].(int64) > 1)
		see("several values in one place", r[6].(int64) > 1)
		see("hits without a day", r[4] == nil)
		see("hits without an app", r[0] == nil)
	case "decrypt_windows":
		see("a complete window", r[2] == false)
	case "log_holes":
		see("a hole in a log type", r[1] != nil && r[5] == true)
		see("a hole of several days", r[4].(int64) > 1)
		see("days without anything", r[1] == nil)
		see("a log type that stopped", r[5] == false)
	case "incomplete_days":
		see("an incomplete day: "+r[3].(string), true)
	case "as_of":
		see("no event to judge", r[0] == nil)
	case "ingest_balance":
		see("a file that begins like another", r[6].(int64) > 0)
	}
}

// unjudgedSituation notes what a row shows of what cannot be judged.
func unjudgedSituation(view string, r row, seen map[string]int) {
	switch view {
	case "unjudged":
		seen[fmt.Sprintf("unjudged %s %s: %s", r[1], r[2], r[3])]++
		if r[6] == int64(0) {
			seen["a kind of which nothing could be judged"]++
		} else {
			seen["a kind of which some could be judged"]++
		}
	case "reference_gaps":
		seen["a gap: "+r[1].(string)]++
	}
}

// worldSituations notes what the records of a world show.
func worldSituations(w world, seen map[string]int) {
	events := w.stored()
	asOf := w.asOfDay(events)
	if asOf >= w.Today {
		seen["a provisional as-of day"]++
	} else {
		seen["a settled as-of day"]++
	}
	if asOf > w.Today {
		seen["an as-of day after today"]++
	}
	if w.AsOf == 0 && asOf == w.Today-1 {
		seen["today is not the newest event's day"]++
	}
	for _, e := range events {
		if e.day > asOf {
			seen["records after as-of"]++
		}
		if e.Heartbeat {
			seen["a heartbeat"]++
		}
		if e.Param != nil && len(e.Param.orders(meanings[e.Method])) > 0 {
			if len(e.OrderIDs) > 0 {
				seen["orderIds that contradict param"]++
			} else {
				seen["order ids in param alone"]++
			}
		}
	}
	for _, a := range w.apps(events, asOf) {
		a.situations(seen)
	}
}

// situations notes what the records of an app show together.
func (a app) situations(seen map[string]int) {
	shops, claims := map[string]map[int64]bool{}, map[[2]int64]map[int64]bool{}
	for _, e := range a.events {
		if e.OpenID != "" && e.seller == 0 {
			seen["an openId without a shop"]++
		}
		if e.OpenID != "" && e.Seller != 0 {
			note(shops, e.OpenID, e.Seller)
		}
		for _, order := range e.orders() {
			if e.seller != 0 {
				note(claims, [2]int64{order, e.Millis}, e.seller)
			}
		}
	}
	for _, r := range unknownOwners(a) {
		if !a.isLately(r[3].(day)) {
			seen["an unknown owner of an order of old"]++
		}
	}
	for id := range a.pairs {
		if shops[id] == nil {
			seen["an openId that the configuration alone explains"]++
		}
	}
	for _, sellers := range shops {
		if len(sellers) > 1 {
			seen["an openId with several shops"]++
		}
	}
	for _, sellers := range claims {
		if len(sellers) > 1 {
			seen["an order of several claimants at one moment"]++
		}
	}
	for _, r := range failureStreaks(a) {
		if r[2] == a.asOf-1 {
			seen["a streak that ends the day before as-of"]++
		}
	}
	for _, d := range a.days(isCall) {
		today, _ := a.tally(isCall, callSucceeded, d, d)
		if week, _ := a.tally(isCall, callSucceeded, d-6, d); week > today {
			seen["a window with more days than one"]++
		}
	}
}
