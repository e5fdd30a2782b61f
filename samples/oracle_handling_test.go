package samples

import (
	"fmt"
	"slices"
	"strings"
)

// handling judges how order data is handled, as far as it needs no configuration.
func (o *oracle) handling(app string) {
	o.serverAddresses(app)
	o.exports(app)
	o.revocations(app)
	o.decryptConduct(app)
	o.ebillScore(app)
}

// Clause 3.1: an address with 20 shops a day is a server's.
func (o *oracle) serverAddresses(app string) {
	shops := map[string]map[int64]bool{}
	for _, e := range o.events {
		if account := text(e.fields["userId"]); e.logType == "order" || account == "" || phone.MatchString(account) {
			note(shops, operatorOf(e), e.seller)
		}
	}
	for who, sellers := range shops {
		if len(sellers) >= 20 {
			o.find("3.1-server-address", app, "warning", strings.Split(who, " ")[0])
		}
	}
}

// Clause 3.3: bulks of orders, and pages that say so.
func (o *oracle) exports(app string) {
	for _, e := range o.events {
		if e.logType != "order" && e.logType != "open" {
			continue
		}
		total, told := number(e.fields["orderTotal"])
		switch ids := int64(len(e.orders)); {
		case ids == 0 && (!told || total > 50):
			o.find("3.3-export", app, "risk", "filter")
		case ids > 0 && (ids > 50 || total > min(ids, 50)):
			o.find("3.3-export", app, "risk", "total")
		}
		page := strings.ToLower(text(e.fields["url"]))
		if _, behind, ok := strings.Cut(page, "//"); ok {
			_, page, _ = strings.Cut(behind, "/")
		}
		if strings.Contains(page, "export") || strings.Contains(page, "download") {
			o.find("3.3-export", app, "risk", "url")
		}
	}
}

// Clause 3.3: who withdrew is left alone until a call succeeds again.
func (o *oracle) revocations(app string) {
	byTime := slices.Clone(o.events)
	slices.SortStableFunc(byTime, func(a, b event) int { return int(a.ts - b.ts) })
	revoked := map[int64]bool{}
	for _, e := range byTime {
		switch {
		case e.logType == "api" && e.succeeded():
			revoked[e.seller] = false
		case e.logType == "api" && strings.Contains(text(e.fields["code"])+text(e.fields["errorMsg"]), "AUTHORIZATION_REVOKED"):
			revoked[e.seller] = e.seller != 0
		case (e.logType == "order" || e.logType == "open") && revoked[e.seller]:
			o.find("3.3-access-after-revocation", app, "risk", e.seller)
		}
	}
}

// Clause 3.4: on demand, by hand, and never another shop's order.
func (o *oracle) decryptConduct(app string) {
	owners, failed, succeeded := o.owners(), map[string]int{}, map[string]bool{}
	for _, e := range o.events {
		if e.logType != "api" || !slices.Contains(decryptMethods, text(e.fields["method"])) {
			continue
		}
		for _, id := range e.orders {
			try := fmt.Sprint(id, e.day)
			if !e.succeeded() {
				failed[try]++
				continue
			}
			succeeded[try] = true
			if owner := owners[id]; owner != 0 && e.seller != 0 && owner != e.seller {
				o.find("3.4-decrypt-other-shop", app, "violation", e.seller)
			}
		}
	}
	for try, times := range failed {
		if times >= 3 && !succeeded[try] {
			o.find("3.4-repeated-decrypts", app, "risk")
		}
	}
	o.bursts(app)
}

// bursts counts the orders that a shop's decrypts reach within a minute.
func (o *oracle) bursts(app string) {
	decrypts := slices.DeleteFunc(slices.Clone(o.ratioCalls), func(e event) bool { return !slices.Contains(decryptMethods, text(e.fields["method"])) })
	for _, last := range decrypts {
		orders := map[int64]bool{}
		for _, e := range decrypts {
			if e.seller == last.seller && e.ts <= last.ts && e.ts > last.ts-60_000 {
				for _, id := range e.orders {
					orders[id] = true
				}
			}
		}
		if last.seller != 0 && len(orders) >= 30 {
			o.find("3.4-decrypt-burst", app, "risk", last.seller)
		}
	}
}

// Of the orders shipped in the last week more than 99% have an e-waybill.
func (o *oracle) ebillScore(app string) {
	last, ebills := 0, map[int64]int{}
	for _, e := range o.events {
		if e.logType != "api" || !e.succeeded() {
			continue
		}
		switch method := text(e.fields["method"]); {
		case slices.Contains(shipMethods, method):
			last = max(last, e.day)
		case method == "open.express.ebill.get":
			for _, id := range e.orders {
				if first, known := ebills[id]; !known || e.day < first {
					ebills[id] = e.day
				}
			}
		}
	}
	if last <= o.asOf-7 {
		return
	}
	shipped, covered := map[int64]bool{}, 0
	for _, e := range o.ratioCalls {
		if e.day > last-7 && slices.Contains(shipMethods, text(e.fields["method"])) {
			for _, id := range e.orders {
				shipped[id] = true
			}
		}
	}
	for id := range shipped {
		if on, known := ebills[id]; known && on <= last {
			covered++
		}
	}
	if len(shipped) > 0 && float64(covered)/float64(len(shipped)) <= 0.99 {
		o.find("3.4-ebill-score", app, "warning")
	}
}
