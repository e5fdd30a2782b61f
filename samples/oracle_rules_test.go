package samples

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// oracle judges events by the rules' wording.
type oracle struct {
	events   []event
	asOf     int
	findings map[string]ExpectedFinding // by rule, app and subject

	ratioCalls []event // successful decrypts and shipments
}

var ranks = map[string]int{"info": 1, "warning": 2, "risk": 3, "violation": 4}

// judge returns the findings of all rules, ordered like a truth's.
func judge(events []event) []ExpectedFinding {
	o := &oracle{findings: map[string]ExpectedFinding{}}
	byApp := map[string][]event{}
	for _, e := range events {
		o.asOf = max(o.asOf, e.day)
		byApp[e.app] = append(byApp[e.app], e)
	}
	for app, mine := range byApp {
		o.events = mine
		o.inactivity(app)
		o.networks(app)
		o.callRates(app)
		o.failingCalls(app)
		o.pushScore(app)
		o.crossShop(app)
		o.plaintext(app)
		o.transport(app)
		o.statements(app)
		o.decryptRatios(app)
		o.handling(app)
		o.missingTypes(app)
	}
	t := Truth{Findings: []ExpectedFinding{}}
	for _, f := range o.findings {
		t.Findings = append(t.Findings, f)
	}
	t.sort()
	return t.Findings
}

// find keeps the gravest level of a rule's subject.
func (o *oracle) find(rule, app, level string, subject ...any) {
	key := fmt.Sprint(rule, app, subject)
	if ranks[o.findings[key].Level] < ranks[level] {
		o.findings[key] = ExpectedFinding{Rule: rule, App: app, Level: level}
	}
}

// Clause 2.6: 90 days without a successful call, a warning from 60.
func (o *oracle) inactivity(app string) {
	first, lastSuccess := 0, 0
	for _, e := range o.events {
		if e.logType != "api" {
			continue
		}
		if first == 0 || e.day < first {
			first = e.day
		}
		if e.succeeded() {
			lastSuccess = max(lastSuccess, e.day)
		}
	}
	if first == 0 {
		return
	}
	since := lastSuccess
	if since == 0 {
		since = first
	}
	switch idle := o.asOf - since; {
	case idle >= 90:
		o.find("2.6-inactive", app, "violation")
	case idle >= 60:
		o.find("2.6-inactive", app, "warning")
	}
}

// counted is a day's or window's attempts.
type counted struct{ all, good int }

func (c counted) rate() float64 { return float64(c.good) / float64(c.all) }

func (o *oracle) daily(logType string) map[int]counted {
	days := map[int]counted{}
	for _, e := range o.events {
		if e.logType != logType || e.heartbeat() {
			continue
		}
		c := days[e.day]
		c.all++
		if e.succeeded() {
			c.good++
		}
		days[e.day] = c
	}
	return days
}

// lastWeek sums the seven days up to the latest day with any, if that is recent.
func (o *oracle) lastWeek(days map[int]counted) (counted, bool) {
	for day := o.asOf; day > o.asOf-7; day-- {
		if days[day].all == 0 {
			continue
		}
		var sum counted
		for d := day - 6; d <= day; d++ {
			sum.all += days[d].all
			sum.good += days[d].good
		}
		return sum, true
	}
	return counted{}, false
}

// Clause 2.7: 15 consecutive days under 80%; a warning from the 7th on.
func (o *oracle) callRates(app string) {
	days := o.daily("api")
	streak := 0
	for day := o.asOf - 200; day <= o.asOf; day++ {
		c := days[day]
		if c.all == 0 || c.rate() >= 0.80 {
			streak = 0
			continue
		}
		streak++
		switch {
		case streak >= 15:
			o.find("2.7-api-success-rate", app, "violation")
		case streak >= 7 && day == o.asOf:
			o.find("2.7-api-success-rate", app, "warning")
		}
	}
	if week, ok := o.lastWeek(days); ok && week.rate() < 0.98 {
		o.find("2.7-api-success-score", app, "warning")
	}
}

func (o *oracle) pushScore(app string) {
	if week, ok := o.lastWeek(o.daily("message")); ok && week.rate() < 0.99 {
		o.find("2.7-push-success-score", app, "warning")
	}
}

// owners names each order's shop: by pushes, else calls, else accesses and transfers.
func (o *oracle) owners() map[int64]int64 {
	type claim struct {
		source int
		ts     int64
		seller int64
	}
	best := map[int64]claim{}
	for _, e := range o.events {
		source := map[string]int{"message": 1, "api": 2, "order": 3, "open": 3}[e.logType]
		if source == 0 || e.seller == 0 || e.heartbeat() || e.logType == "api" && !e.succeeded() {
			continue
		}
		for _, id := range e.orders {
			old, known := best[id]
			mine := claim{source, e.ts, e.seller}
			if !known || mine.source < old.source || mine.source == old.source &&
				(mine.ts < old.ts || mine.ts == old.ts && mine.seller < old.seller) {
				best[id] = mine
			}
		}
	}
	owners := map[int64]int64{}
	for id, c := range best {
		owners[id] = c.seller
	}
	return owners
}

// Clause 3.1: a shop's data is for that shop only.
func (o *oracle) crossShop(app string) {
	owners := o.owners()
	operators := map[string]map[int64]bool{}
	hosts := map[string]map[int64]bool{}
	for _, e := range o.events {
		if e.logType != "order" && e.logType != "open" && (e.logType != "api" || !e.succeeded()) {
			continue
		}
		seen := map[int64]bool{}
		for _, id := range e.orders {
			owner, known := owners[id]
			if !known {
				continue
			}
			seen[owner] = true
			if e.seller != 0 && e.seller != owner {
				o.find("3.1-cross-shop-order", app, "violation", e.seller)
			}
		}
		if len(seen) >= 2 {
			o.find("3.1-cross-shop-request", app, "violation")
		}
		note(operators, operatorOf(e), e.seller)
		note(hosts, hostOf(text(e.fields["sendToUrl"])), e.seller)
	}
	for who, sellers := range operators {
		if len(sellers) >= 3 {
			o.find("3.1-cross-shop-operator", app, "risk", strings.Split(who, " ")[0])
		}
	}
	for host, sellers := range hosts {
		if len(sellers) >= 2 {
			o.find("3.1-cross-shop-transfer", app, "risk", host)
		}
	}
}

func note(sets map[string]map[int64]bool, key string, seller int64) {
	if key == "" || seller == 0 {
		return
	}
	if sets[key] == nil {
		sets[key] = map[int64]bool{}
	}
	sets[key][seller] = true
}

// operatorOf names who worked with orders on a day; a phone number is masked
// and names nobody.
func operatorOf(e event) string {
	who := ""
	switch e.logType {
	case "order":
		who = text(e.fields["userIp"])
	case "open":
		who = text(e.fields["userId"])
		if who == "" || phone.MatchString(who) {
			who = text(e.fields["clientIp"])
		}
	}
	if who == "" {
		return ""
	}
	return fmt.Sprint(who, " ", e.day)
}

func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// Clause 3.3: order data over http.
func (o *oracle) transport(app string) {
	for _, e := range o.events {
		if e.logType != "order" && e.logType != "open" {
			continue
		}
		for _, field := range []string{"url", "sendToUrl"} {
			if raw := text(e.fields[field]); strings.HasPrefix(raw, "http://") {
				o.find("3.3-plaintext-transport", app, "violation", e.logType, hostOf(raw))
			}
		}
	}
}

var (
	phone  = regexp.MustCompile(`(^|\D)1[3-9]\d[- ]?\d{4}[- ]?\d{4}($|\D)`)
	idCard = regexp.MustCompile(`(?:^|\D)(\d{17}[\dXx])(?:$|\D)`)
	ids    = []string{
		"orderIds", "sellerId", "bizId", "openId", "requestId", "eventId", "time", "appKey", "appkey",
		"orderId", "mainOrderId",
	}
)

// Clause 3.3: phone and id numbers in the clear.
func (o *oracle) plaintext(app string) {
	for _, e := range o.events {
		for field, v := range e.fields {
			o.scan(app, e.logType, field, field, v)
		}
	}
}

func (o *oracle) scan(app, logType, path, key string, v any) {
	if slices.Contains(ids, key) {
		return
	}
	switch v := nested(v).(type) {
	case map[string]any:
		for k, inner := range v {
			o.scan(app, logType, path+"."+k, k, inner)
		}
	case []any:
		for _, inner := range v {
			o.scan(app, logType, path+"[]", "", inner)
		}
	default:
		s := fmt.Sprint(v)
		if phone.MatchString(s) {
			o.findPII(app, logType, path, "phone")
		}
		for _, m := range idCard.FindAllStringSubmatch(s, -1) {
			if validIDCard(m[1]) {
				o.findPII(app, logType, path, "id_card")
			}
		}
	}
}

// findPII finds personal data, and once more where it stands in a URL.
func (o *oracle) findPII(app, logType, path, kind string) {
	o.find("3.3-plaintext-pii", app, "violation", logType, path, kind)
	if strings.HasSuffix(strings.ToLower(strings.TrimSuffix(path, "[]")), "url") {
		o.find("3.3-pii-in-url", app, "violation", logType, path, kind)
	}
}

// validIDCard checks the birth date and the check digit of GB 11643-1999.
func validIDCard(s string) bool {
	if born, err := time.Parse("20060102", s[6:14]); err != nil || born.Year() < 1850 || born.Year() > 2024 {
		return false
	}
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * weight
	}
	return "10X98765432"[sum%11] == strings.ToUpper(s)[17]
}

var (
	decryptMethods = []string{
		"open.order.decrypt.batch", "open.security.instant.decrypt.batch", "open.industry.virtual.order.decrypt",
	}
	shipMethods = []string{"open.seller.order.goods.deliver", "open.order.goods.split.deliver"}
)

// Clause 3.4: decrypted over shipped orders, distinct in seven days.
func (o *oracle) decryptRatios(app string) {
	first := o.asOf
	active, called := map[int]bool{}, map[int]bool{}
	sellers := map[int64]bool{}
	o.ratioCalls = nil
	for _, e := range o.events {
		if method := text(e.fields["method"]); e.logType == "api" && e.succeeded() &&
			(slices.Contains(decryptMethods, method) || slices.Contains(shipMethods, method)) {
			o.ratioCalls = append(o.ratioCalls, e)
			sellers[e.seller] = true
		}
		first = min(first, e.day)
		active[e.day] = true
		called[e.day] = called[e.day] || e.logType == "api"
	}
	for day := first; day <= o.asOf; day++ {
		complete := day-6 >= first
		for d := day - 6; d <= day; d++ {
			complete = complete && (!active[d] || called[d])
		}
		o.decryptWindow(app, day, complete)
		for seller := range sellers {
			decrypted, shipped := o.distinct(decryptMethods, day, seller), o.distinct(shipMethods, day, seller)
			if seller != 0 && shipped >= 20 && float64(decrypted)/float64(shipped) > 0.05 {
				o.find("3.4-decrypt-ratio-shop", app, "risk", seller)
			}
		}
	}
}

func (o *oracle) decryptWindow(app string, day int, complete bool) {
	decrypted, shipped := o.distinct(decryptMethods, day, 0), o.distinct(shipMethods, day, 0)
	if shipped == 0 {
		if decrypted > 0 && complete {
			o.find("3.4-decrypts-without-shipments", app, "risk")
		}
		return
	}
	switch ratio := float64(decrypted) / float64(shipped); {
	case ratio > 0.05 && complete:
		o.find("3.4-decrypt-ratio", app, "violation")
	case ratio > 0.05:
		o.find("3.4-decrypt-ratio", app, "risk")
	case ratio >= 0.01:
		o.find("3.4-decrypt-ratio", app, "warning")
	}
}

// distinct counts the orders of successful calls in the week up to day; seller
// 0 stands for all shops.
func (o *oracle) distinct(methods []string, day int, seller int64) int {
	orders := map[int64]bool{}
	for _, e := range o.ratioCalls {
		if e.day > day || e.day <= day-7 || seller != 0 && e.seller != seller ||
			!slices.Contains(methods, text(e.fields["method"])) {
			continue
		}
		for _, id := range e.orders {
			orders[id] = true
		}
	}
	return len(orders)
}
