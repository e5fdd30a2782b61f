package views_test

// The reference: every view computed from plain records, as the design defines
// it in words, slowly and without SQL. This file finds out which records count.

import (
	"maps"
	"slices"
	"strings"

	"opaudit/config"
)

// A row holds the values of a view's columns: text, int64, float64, bool, day,
// instant, or nil for NULL.
type row []any

// An instant is epoch milliseconds.
type instant int64

// tables are the rows of each view.
type tables map[string][]row

// An event is a stored record and its place.
type event struct {
	record
	file   string
	line   int64
	day    day
	seller int64   // its own, else the one paired with its openId; 0: unknown
	gone   bool    // it was pruned
	kept   []int64 // orders of which it is remembered, though it was pruned
}

// place gives the columns file_id, line and element.
func (e event) place() row {
	if e.Element == 0 {
		return row{e.file, e.line, nil}
	}
	return row{e.file, e.line, e.Element}
}

// An app is all that one app did up to the as-of day, but for what was pruned.
type app struct {
	key    string
	asOf   day
	today  day                       // it is not over, nor is any day after it
	pairs  map[string]map[int64]bool // the sellers that records name beside an openId
	events []event
	logged []event // pruned ones, too
	since  day     // before it calls were pruned
	logins day     // before it logins were pruned
	config config.Config
}

// whole is the app as if nothing had been pruned.
func (a app) whole() app {
	a.events = a.logged
	return a
}

// perApp are the views whose rows concern one app.
var perApp = map[string]func(app) []row{
	"order_decrypts":          func(a app) []row { return operationRows(a, decrypt) },
	"order_shipments":         func(a app) []row { return operationRows(a, ship) },
	"order_ebills":            func(a app) []row { return operationRows(a, ebill) },
	"api_success_daily":       func(a app) []row { return successRows(a.whole(), isCall, callSucceeded, 1) },
	"api_success_7d":          func(a app) []row { return successRows(a.whole(), isCall, callSucceeded, 7) },
	"push_success_daily":      func(a app) []row { return successRows(a.whole(), isPush, pushSucceeded, 1) },
	"push_success_7d":         func(a app) []row { return successRows(a.whole(), isPush, pushSucceeded, 7) },
	"api_failure_streaks":     func(a app) []row { return failureStreaks(a.whole()) },
	"app_activity":            func(a app) []row { return appActivity(a.whole()) },
	"decrypt_ratio_daily":     func(a app) []row { return decryptRatio(a, 1) },
	"decrypt_ratio_7d":        func(a app) []row { return decryptRatio(a, 7) },
	"decrypt_ratio_30d":       func(a app) []row { return decryptRatio(a, 30) },
	"decrypt_ratio_month":     decryptRatioMonth,
	"decrypt_ratio_shop_7d":   decryptRatioShop,
	"ebill_coverage_7d":       ebillCoverage,
	"shipments_without_ebill": shipmentsWithoutEbill,
	"decrypt_windows":         func(a app) []row { return decryptWindows(a.whole()) },
	"log_holes":               func(a app) []row { return logHoles(a.whole()) },
	"open_id_sellers":         openIDSellers,
	"order_owners":            orderOwners,
	"cross_shop_orders":       crossShopOrders,
	"cross_shop_requests":     crossShopRequests,
	"cross_shop_operators":    crossShopOperators,
	"cross_shop_transfers":    crossShopTransfers,
	"plaintext_transport":     plaintextTransport,
	"api_errors_daily":        apiErrorsDaily,
	"networks_an_hour":        networksAnHour,
	"login_takeovers":         loginTakeovers,
	"throttling_forecast":     func(a app) []row { return throttlingForecast(a.whole()) },
	"decrypt_room":            decryptRoom,

	"address_shops":             addressShops,
	"order_exports":             orderExports,
	"unauthorised_accesses":     unauthorisedAccesses,
	"accesses_after_revocation": accessesAfterRevocation,
	"unknown_receivers":         unknownReceivers,
	"decrypt_bursts":            decryptBursts,
	"repeated_decrypts":         repeatedDecrypts,
	"cross_shop_decrypts":       crossShopDecrypts,
	"cross_shop_levels":         crossShopLevels,
	"cross_shop_sql":            crossShopSQL,
	"unparsed_sql":              unparsedSQL,

	"app_days":          appDays,
	"open_id_conflicts": openIDConflicts,

	"worked_shops":   workedShops,
	"unknown_owners": unknownOwners,
	"contested_refs": contestedRefs,
	"decrypt_calls":  decryptCalls,
	"unjudged":       unjudged,

	"unknown_decrypts": unknownDecrypts,
}

// reference computes every view.
func reference(w world) tables {
	events := w.stored()
	asOf := w.asOfDay(events)
	rows := tables{
		"as_of":           {{dayOrNull(asOf)}},
		"plaintext_pii":   plaintextPII(w, asOf),
		"ingest_balance":  ingestBalance(w),
		"stored_pii":      storedPII(w, asOf),
		"incomplete_days": incompleteDays(w, events, asOf),
		"reference_gaps":  referenceGaps(w.Config, w.apps(events, asOf)),
	}
	for view, found := range lifecycle(w, events, asOf) {
		rows[view] = found
	}
	for _, a := range w.apps(events, asOf) {
		a.since, a.logins = wholeSince(events, isCall), wholeSince(events, isLogin)
		for view, compute := range perApp {
			rows[view] = append(rows[view], compute(a)...)
		}
	}
	return rows
}

// asOfDay is the day that was given, else that of the newest event not after
// today; 0 when there is none.
func (w world) asOfDay(events []event) day {
	if w.AsOf != 0 {
		return w.AsOf
	}
	newest := day(0)
	for _, e := range events {
		if e.day <= w.Today && !e.gone {
			newest = max(newest, e.day)
		}
	}
	return newest
}

// stored are the records of all lines but those whose content was already loaded.
func (w world) stored() []event {
	var events []event
	for i, f := range w.Files {
		known := w.known(i)
		for n, l := range f.Lines {
			if n < known {
				continue
			}
			for _, r := range l.Records {
				e := event{record: r, file: f.Name, line: int64(n + 1), day: dayOf(r.Millis), seller: r.Seller}
				e.gone = w.prunes(i, e)
				events = append(events, e)
			}
		}
	}
	w.remember(events)
	return events
}

// known is how many lines file i begins with that one file loaded before begins
// with, too.
func (w world) known(i int) int {
	longest := 0
	for _, earlier := range w.Files[:i] {
		same := 0
		for same < min(len(earlier.Lines), len(w.Files[i].Lines)) && earlier.Lines[same].Text == w.Files[i].Lines[same].Text {
			same++
		}
		longest = max(longest, same)
	}
	return longest
}

// apps sorts the events up to the as-of day by app and finds the sellers of
// those records that name none.
func (w world) apps(events []event, asOf day) []app {
	byKey := map[string][]event{}
	for _, e := range events {
		if e.day <= asOf {
			byKey[e.App] = append(byKey[e.App], e)
		}
	}
	var all []app
	for key, events := range byKey {
		pairs := w.pairs(events)
		for i, e := range events {
			if e.Seller == 0 && len(pairs[e.OpenID]) > 0 {
				events[i].seller = smallest(pairs[e.OpenID])
			}
		}
		left := slices.DeleteFunc(slices.Clone(events), func(e event) bool { return e.gone })
		all = append(all, app{key: key, asOf: asOf, today: w.Today, pairs: pairs, events: left, logged: events, config: w.Config})
	}
	return all
}

// pairs are the sellers that records of an app name beside their openIds; of an openId
// beside which none names one, the shop of which the configuration says that it has it.
func (w world) pairs(events []event) map[string]map[int64]bool {
	pairs := map[string]map[int64]bool{}
	for _, e := range events {
		if e.OpenID != "" && e.Seller != 0 {
			note(pairs, e.OpenID, e.Seller)
		}
	}
	for _, e := range events {
		for _, s := range w.Config.Shops {
			if e.OpenID != "" && e.OpenID == s.OpenID && pairs[e.OpenID] == nil {
				note(pairs, e.OpenID, s.SellerID)
			}
		}
	}
	return pairs
}

// note adds a seller to the set under that key.
func note[K comparable](into map[K]map[int64]bool, key K, seller int64) {
	if into[key] == nil {
		into[key] = map[int64]bool{}
	}
	into[key][seller] = true
}

func smallest(sellers map[int64]bool) int64 { return slices.Min(slices.Collect(maps.Keys(sellers))) }

// meaning is what a call does to orders.
type meaning string

const (
	decrypt meaning = "decrypt"
	ship    meaning = "ship"
	ebill   meaning = "e-waybill"
)

var meanings = map[string]meaning{
	"open.order.decrypt.batch":            decrypt,
	"open.security.instant.decrypt.batch": decrypt,
	"open.industry.virtual.order.decrypt": decrypt,
	"open.seller.order.goods.deliver":     ship,
	"open.order.goods.split.deliver":      ship,
	"open.express.ebill.get":              ebill,
}

func isCall(e event) bool        { return e.Type == "api" }
func isLogin(e event) bool       { return e.Type == "login" }
func callSucceeded(e event) bool { return e.Result == 1 }
func isPush(e event) bool        { return e.Type == "message" && !e.Heartbeat }
func isAccess(e event) bool      { return e.Type == "order" || e.Type == "open" }

func pushSucceeded(e event) bool {
	return e.HTTPStatus == 200 && e.Result == 1 && (e.CostMs == nil || *e.CostMs <= 3000)
}

// orders are the distinct order ids that a record carries.
func (e event) orders() []int64 {
	var ids []int64
	switch {
	case e.Type == "message":
		if isPush(e) && strings.HasPrefix(e.Event, "kwaishop_order_") {
			ids = []int64{e.BizID}
		}
	case len(e.OrderIDs) > 0:
		ids = slices.Clone(e.OrderIDs)
	case e.Type == "api" && e.Param != nil:
		ids = e.Param.orders(meanings[e.Method])
	}
	ids = slices.DeleteFunc(ids, func(id int64) bool { return id == 0 })
	slices.Sort(ids)
	return slices.Compact(ids)
}

// orders are all order ids in the parameters of a call of that meaning; 0 among
// them stands for none.
func (p param) orders(m meaning) []int64 {
	switch m {
	case decrypt:
		return append([]int64{p.OrderID}, p.DecryptList...)
	case ship:
		return []int64{p.OrderID, p.MainOrderID}
	case ebill:
		return append(slices.Clone(p.EbillList), p.OtherList...)
	}
	return nil
}

// days are the days of the events that count, each once, in order.
func (a app) days(counts func(event) bool) []day {
	var days []day
	for _, e := range a.events {
		if counts(e) {
			days = append(days, e.day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// dayOrNull is NULL for no day.
func dayOrNull(d day) any {
	if d == 0 {
		return nil
	}
	return d
}

// orNull is NULL for an unknown seller.
func orNull(seller int64) any {
	if seller == 0 {
		return nil
	}
	return seller
}

// quotient is NULL when there is nothing to divide by.
func quotient(part, whole int64) any {
	if whole == 0 {
		return nil
	}
	return float64(part) / float64(whole)
}
