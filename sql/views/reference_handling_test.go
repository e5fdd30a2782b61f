package views_test

// The reference for how order data is handled: exports, access without
// authorisation, unknown receivers (clause 3.3) and decrypt conduct (clause 3.4).

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"opaudit/config"
)

// carrierGrade are the addresses that carriers share among their customers (RFC 6598).
var carrierGrade = netip.MustParsePrefix("100.64.0.0/10")

// address is where an access came from: the first of a list that can be told from
// others; "" when none can, as of a private network, or of what is no address.
func (e event) address() string {
	text := ""
	switch e.Type {
	case "order":
		text = e.UserIP
	case "open":
		text = e.ClientIP
	}
	for part := range strings.SplitSeq(text, ",") {
		if address := publicAddress(strings.TrimSpace(part)); address != "" {
			return address
		}
	}
	return ""
}

// publicAddress is that of a text without its port or prefix; "" for none.
func publicAddress(text string) string {
	octets := strings.Split(strings.TrimSuffix(strings.TrimSuffix(text, "/32"), "/128"), ".")
	for i, o := range octets {
		if octets[i] = strings.TrimLeft(o, "0"); octets[i] == "" || !strings.Contains("123456789", octets[i][:1]) {
			octets[i] = o
		}
	}
	text = strings.ToLower(strings.Join(octets, "."))
	if _, err := netip.ParseAddrPort(text); err == nil {
		text = strings.Trim(text[:strings.LastIndex(text, ":")], "[]")
	}
	if ip, err := netip.ParseAddr(text); err != nil || (ip.IsUnspecified() || ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || carrierGrade.Contains(ip.Unmap())) {
		return ""
	}
	return text
}

// users are the texts that stand for one user where no address does, written down by hand.
var users = []string{"user-7f3a", "203.0.113", "203.0.113.256", "12:34:56"}

func addressShops(a app) []row {
	type where struct {
		address string
		day     day
	}
	shops := map[where]map[int64]bool{}
	for _, e := range a.events {
		if account := e.operator() != e.address() || e.UserID == e.operator(); isAccess(e) && !account && e.address() != "" && e.seller != 0 {
			note(shops, where{e.address(), e.day}, e.seller)
		}
	}
	var rows []row
	for at, sellers := range shops {
		rows = append(rows, row{a.key, at.address, at.day, int64(len(sellers))})
	}
	return rows
}

// signs are what makes an order or open record look like an export.
func (e event) signs(c config.Config) []string {
	var signs []string
	for _, o := range c.Operations {
		if o.Code == e.Operation && o.Meaning != "print" {
			signs = append(signs, "operation")
		}
	}
	ids, total := int64(len(e.OrderIDs)), e.OrderTotal
	switch {
	case ids == 0 && (total == nil || *total > 50):
		signs = append(signs, "filter")
	case ids > 0 && (ids > 50 || total != nil && (*total > 50 || *total > ids)):
		signs = append(signs, "total")
	}
	if u, err := url.Parse(e.URL); err == nil {
		u.Scheme, u.Host, u.User = "", "", nil
		behind, err := url.PathUnescape(strings.ToLower(u.String()))
		for _, word := range []string{"export", "download", "导出"} {
			if err == nil && strings.Contains(behind, word) {
				return append(signs, "url")
			}
		}
	}
	return signs
}

// handled is how many orders a record touched, if it says so.
func (e event) handled() any {
	switch ids := int64(len(e.OrderIDs)); {
	case e.OrderTotal != nil:
		return max(*e.OrderTotal, ids)
	case ids > 0:
		return ids
	}
	return nil
}

func orderExports(a app) []row {
	var rows []row
	for _, e := range a.events {
		if !isAccess(e) {
			continue
		}
		for _, sign := range e.signs(a.config) {
			r := row{a.key, orNull(e.seller), sign, e.Type, instant(e.Millis), e.day}
			rows = append(rows, append(append(r, e.place()...), e.handled()))
		}
	}
	return rows
}

func unauthorisedAccesses(a app) []row {
	var rows []row
	for _, e := range a.events {
		i := slices.IndexFunc(a.config.Shops, func(s config.Shop) bool { return s.SellerID == e.seller })
		if !isUse(e) || i < 0 {
			continue
		}
		s, on := a.config.Shops[i], e.day.String()
		if s.From != "" && on < s.From || s.Until != "" && on > s.Until {
			rows = append(rows, append(row{a.key, e.seller, e.Type, instant(e.Millis), e.day}, e.place()...))
		}
	}
	return rows
}

// isRevoked tells of a call that failed because the shop had withdrawn.
func isRevoked(e event, since day) bool {
	return isCall(e) && !callSucceeded(e) && e.seller != 0 && e.day >= since &&
		(strings.EqualFold(e.Code, "AUTHORIZATION_REVOKED") || strings.Contains(e.Error, "AUTHORIZATION_REVOKED"))
}

func accessesAfterRevocation(a app) []row {
	var rows []row
	for _, e := range a.events {
		if !isAccess(e) {
			continue
		}
		revoked := int64(-1)
		for _, c := range a.events {
			if c.seller == e.seller && c.Millis < e.Millis && isRevoked(c, a.since) {
				revoked = max(revoked, c.Millis)
			}
		}
		restored := slices.ContainsFunc(a.events, func(c event) bool {
			return isCall(c) && callSucceeded(c) && c.seller == e.seller && c.Millis >= revoked && c.Millis <= e.Millis
		})
		if revoked >= 0 && !restored {
			rows = append(rows, append(row{a.key, e.seller, instant(revoked), e.Type, instant(e.Millis), e.day}, e.place()...))
		}
	}
	return rows
}

// mayReceive tells whether the configuration names the host that data was sent to, with
// its port or without one.
func mayReceive(sendTo string, receivers []string) bool {
	host := receiver(sendTo)
	if _, written := schemeAndHost(sendTo); strings.Contains(sendTo, "//") {
		host = written
	}
	name, plain := host, true
	if h, _, err := net.SplitHostPort(host); err == nil {
		name, plain = h, false
	}
	return slices.ContainsFunc(receivers, func(r string) bool {
		domain, wild := strings.CutPrefix(r, "*")
		return r == host || r == name || plain && (r == host+":443" || r == host+":80") || wild && strings.HasSuffix(name, domain)
	})
}

func unknownReceivers(a app) []row {
	if len(a.config.Receivers) == 0 { // nothing is known, so nothing is unusual
		return nil
	}
	type where struct {
		host string
		day  day
	}
	count := map[where]int64{}
	for _, e := range a.events {
		if host := receiver(e.SendToURL); e.Type == "open" && host != "" && !mayReceive(e.SendToURL, a.config.Receivers) {
			count[where{host, e.day}]++
		}
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{a.key, at.host, at.day, n})
	}
	return rows
}

// decryptBursts looks back a minute from each decrypt.
func decryptBursts(a app) []row {
	type where struct {
		seller int64
		day    day
	}
	most := map[where]int64{}
	decrypts := a.operations(decrypt)
	for _, last := range decrypts {
		orders := map[int64]bool{}
		for _, o := range decrypts {
			if o.seller == last.seller && o.Millis <= last.Millis && o.Millis > last.Millis-60_000 {
				orders[o.order] = true
			}
		}
		if at := (where{last.seller, last.day}); last.seller != 0 {
			most[at] = max(most[at], int64(len(orders)))
		}
	}
	var rows []row
	for at, n := range most {
		rows = append(rows, row{a.key, at.seller, at.day, n})
	}
	return rows
}

func repeatedDecrypts(a app) []row {
	type where struct {
		order int64
		day   day
	}
	failures, succeeded := map[where][]event{}, map[where]bool{}
	for _, e := range a.events {
		if !isCall(e) || meanings[e.Method] != decrypt {
			continue
		}
		for _, order := range e.orders() {
			at := where{order, e.day}
			if callSucceeded(e) {
				succeeded[at] = true
			}
			failures[at] = append(failures[at], e)
		}
	}
	var rows []row
	for at, calls := range failures {
		if len(calls) < 2 || succeeded[at] {
			continue
		}
		for _, e := range calls {
			r := row{a.key, orNull(e.seller), at.order, int64(len(calls)), instant(e.Millis), e.day, e.Method}
			rows = append(rows, append(r, e.place()...))
		}
	}
	return rows
}

func crossShopDecrypts(a app) []row {
	var rows []row
	owners := a.owners()
	for _, o := range a.operations(decrypt) {
		if owner := owners[o.order]; owner != 0 && o.seller != 0 && owner != o.seller {
			r := row{a.key, o.order, owner, o.seller, instant(o.Millis), o.day, o.Method}
			rows = append(rows, append(r, o.place()...))
		}
	}
	return rows
}

// crossShopLevels are told of each pair of shops in crossShopOrders.
func crossShopLevels(a app) []row {
	companies, level := map[int64]string{}, "risk"
	for _, s := range a.config.Shops {
		companies[s.SellerID] = s.Company
	}
	for _, known := range a.config.Apps {
		if known.AppKey == a.key && known.Kind == "self-built" {
			level = "info"
		}
	}
	pairs := map[[2]int64]bool{}
	for _, r := range crossShopOrders(a) {
		pairs[[2]int64{r[2].(int64), r[3].(int64)}] = true
	}
	var rows []row
	for pair := range pairs {
		if companies[pair[0]] != "" && companies[pair[0]] == companies[pair[1]] {
			rows = append(rows, row{a.key, pair[0], pair[1], level})
			continue
		}
		rows = append(rows, row{a.key, pair[0], pair[1], "violation"})
	}
	return rows
}
