package views_test

// The reference for what cannot be judged, because logs or the configuration do not
// tell enough: of single records and orders, and of apps.

import (
	"slices"

	"opaudit/config"
)

// isLately tells what a finding can still be open about.
func (a app) isLately(d day) bool { return d >= a.asOf-90 }

// judged is what is lacking of what can be judged.
const judged = "nothing"

// lacksShop is what would tell whose a record is.
func (e event) lacksShop() string {
	switch {
	case e.seller != 0:
		return judged
	case e.OpenID != "":
		return "shops.openId"
	}
	return "sellerId"
}

// lackOrNull is NULL for nothing.
func lackOrNull(lacks string) any {
	if lacks == judged {
		return nil
	}
	return lacks
}

func workedShops(a app) []row {
	words := map[meaning]any{decrypt: "decrypt", ship: "ship", ebill: "ebill"}
	type work struct {
		seller         int64
		logType, lacks string
		meaning        any
	}
	count := map[work]int64{}
	for _, e := range a.events {
		if isUse(e) && a.isLately(e.day) {
			count[work{e.seller, e.Type, e.lacksShop(), words[meanings[e.Method]]}]++
		}
	}
	var rows []row
	for w, n := range count {
		rows = append(rows, row{a.key, orNull(w.seller), w.logType, w.meaning, lackOrNull(w.lacks), n})
	}
	return rows
}

// mentions are the records, also pruned ones that are remembered, that say something
// of each order.
func (a app) mentions() map[int64][]event {
	mentions := map[int64][]event{}
	for _, e := range a.logged {
		if !isUse(e) && !isPush(e) {
			continue
		}
		orders := e.orders()
		if e.gone {
			orders = e.kept
		}
		for _, order := range orders {
			mentions[order] = append(mentions[order], e)
		}
	}
	return mentions
}

// lacksOwner is what would tell whose an order is, and whether its records are of the
// same shop: the first that is lacking of any of them.
func lacksOwner(mentions []event) string {
	for _, lacks := range []string{"shops.openId", "sellerId"} {
		if slices.ContainsFunc(mentions, func(e event) bool { return e.lacksShop() == lacks }) {
			return lacks
		}
	}
	return judged
}

func lastDay(mentions []event) day {
	last := day(0)
	for _, e := range mentions {
		last = max(last, e.day)
	}
	return last
}

func unknownOwners(a app) []row {
	var rows []row
	for order, mentions := range a.mentions() {
		if lacks := lacksOwner(mentions); lacks != judged {
			rows = append(rows, row{a.key, order, lacks, lastDay(mentions)})
		}
	}
	return rows
}

// contestedRefs are the records of each order that not all say is of one shop.
func contestedRefs(a app) []row {
	var rows []row
	for order, mentions := range a.mentions() {
		differs := func(e event) bool { return e.seller == 0 || e.seller != mentions[0].seller }
		if !slices.ContainsFunc(mentions, differs) {
			continue
		}
		for _, e := range mentions {
			logType, method, place := e.Type, textOrNull(e.Method+e.Event), e.place()
			if e.gone {
				method, place = nil, row{nil, nil, nil}
				if e.Seller != 0 {
					e.OpenID = "" // there is no need of it
				}
				if logType == "open" {
					logType = "order"
				}
			}
			r := row{logType, a.key, orNull(e.seller), textOrNull(e.OpenID), instant(e.Millis), e.day}
			rows = append(rows, append(append(r, place...), method, order))
		}
	}
	return rows
}

func isDecrypt(e event) bool { return isCall(e) && meanings[e.Method] == decrypt }

func decryptCalls(a app) []row {
	var rows []row
	for _, e := range a.events {
		if isDecrypt(e) {
			rows = append(rows, row{a.key, e.day, len(e.orders()) > 0})
		}
	}
	return rows
}

// unknownMethods are methods that decrypt, as their names say, though nobody told of
// them; written down by hand.
var unknownMethods = []string{"open.order.decrypt", "open.refund.DecryptList"}

func isUnknownDecrypt(e event) bool {
	return isCall(e) && callSucceeded(e) && slices.Contains(unknownMethods, e.Method)
}

func unknownDecrypts(a app) []row {
	type what struct {
		method string
		day    day
	}
	count := map[what]int64{}
	for _, e := range a.events {
		if isUnknownDecrypt(e) {
			count[what{e.Method, e.day}]++
		}
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{a.key, at.method, at.day, n})
	}
	return rows
}

// A looked is how many of a kind of records lack what.
type looked map[string]map[string]int64

// at counts one, which lacks what is told of it unless it does not hold.
func (l looked) at(kind, lacks string, holds bool) {
	if l[kind] == nil {
		l[kind] = map[string]int64{}
	}
	if !holds {
		lacks = judged
	}
	l[kind][lacks]++
}

// record counts one record in every kind that it is of.
func (l looked) record(e event, decrypts bool) {
	lacks := e.lacksShop()
	switch e.Type {
	case "login":
		l.at("2.1 login results", "loginResult", loginResults[e.LoginResult] == "")
		l.at("2.1 login networks", "userIp", networks[e.UserIP] == "")
	case "order":
		l.at("2.1 order networks", "userIp", networks[e.UserIP] == "")
		l.at("2.1 order shops", lacks, true)
		l.at("3.1 operators", "userIp", e.address() == "")
	case "open":
		l.at("3.1 operators", "userId", e.operator() == "")
		if e.SendToURL != "" {
			l.at("3.1 receivers", "sendToUrl", receiver(e.SendToURL) == "")
			l.at("3.3 receivers", "sendToUrl", receiver(e.SendToURL) == "")
		}
	case "sql":
		l.at("3.1 statements", "unparsed_sql", e.SQL != nil && e.SQL.Reason == "unparsable")
	}
	if isAccess(e) {
		l.at("3.1 operators' shops", lacks, true)
	}
	if isUse(e) {
		l.at("3.3 shops", lacks, true)
	}
	if isDecrypt(e) {
		l.at("3.4 decrypts", "orderIds", len(e.orders()) == 0)
	}
	if isUnknownDecrypt(e) {
		l.at("3.4 decrypts", "unknown_decrypts", true)
	}
	if does := meanings[e.Method]; decrypts && isUse(e) && (does == decrypt || does == ship) {
		l.at("3.4 shops", lacks, true)
	}
}

// unjudged looks at all that an app did lately.
func unjudged(a app) []row {
	decrypted := map[int64]bool{}
	for _, o := range a.operations(decrypt) {
		if a.isLately(o.day) {
			decrypted[o.order] = true
		}
	}
	seen := looked{}
	for _, e := range a.events {
		if a.isLately(e.day) {
			seen.record(e, len(decrypted) > 0)
		}
	}
	for order, mentions := range a.mentions() {
		if a.isLately(lastDay(mentions)) {
			seen.at("3.1 orders", lacksOwner(mentions), true)
		}
		if decrypted[order] {
			seen.at("3.4 decrypted orders", lacksOwner(mentions), true)
			seen.at("3.4 owners of decrypted orders", "", !slices.ContainsFunc(mentions, isPush))
		}
	}
	toldBy := map[string]string{"shops.openId": "api, login, message, open, order", "": "message"}
	var rows []row
	for kind, counts := range seen {
		for lacks, n := range counts {
			if lacks != judged {
				rows = append(rows, row{a.key, kind[:3], kind[4:], lacks, toldBy[lacks], n, counts[judged]})
			}
		}
	}
	return rows
}

// referenceGaps asks of each app all that rules ask the configuration.
func referenceGaps(c config.Config, all []app) []row {
	logged, told := map[string]app{}, map[string]config.App{}
	for _, a := range all {
		logged[a.key], told[a.key] = a, config.App{}
	}
	for _, known := range c.Apps {
		if known.AppKey != "" {
			told[known.AppKey] = known
		}
	}
	exports := slices.ContainsFunc(c.Operations, func(o config.Operation) bool { return o.Meaning != "print" })
	var rows []row
	for key, known := range told {
		authorised, company := logged[key].shopGaps(known.Kind == "self-built")
		for reference, missing := range map[string]bool{
			"developer.onboarded": c.Developer.Onboarded == "",
			"apps.kind":           known.Kind == "",
			"apps.company":        known.Company == "" && known.Kind != "third-party",
			"apps.created":        known.Created == "",
			"apps.qualified":      known.Qualified == "",
			"receivers":           len(c.Receivers) == 0,
			"operations":          !exports,
			"shops.authorised":    authorised,
			"shops.company":       company,
		} {
			if missing {
				rows = append(rows, row{key, reference})
			}
		}
	}
	return rows
}

// shopGaps tells whether the app lately worked for a shop of which the configuration
// does not say when it is authorised; and, if it is self-built, of which company it is.
func (a app) shopGaps(selfBuilt bool) (authorised, company bool) {
	shops := map[int64]config.Shop{}
	for _, s := range a.config.Shops {
		shops[s.SellerID] = s
	}
	for _, e := range a.events {
		if isUse(e) && a.isLately(e.day) {
			s := shops[e.seller]
			authorised = authorised || e.seller != 0 && s.From == "" && s.Until == ""
			company = company || selfBuilt && s.Company == ""
		}
	}
	return authorised, company
}
