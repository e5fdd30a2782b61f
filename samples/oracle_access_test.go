package samples

import (
	"fmt"
	"strings"
)

// Clause 2.7: what fails most while the score target is missed, and refusals for
// an exceeded limit.
func (o *oracle) failingCalls(app string) {
	days := o.daily("api")
	latest := o.asOf
	for latest > o.asOf-7 && days[latest].all == 0 {
		latest--
	}
	week, _ := o.lastWeek(days)
	failing, refused := map[string]int{}, map[string]int{}
	for _, e := range o.events {
		if e.logType != "api" || e.succeeded() {
			continue
		}
		if e.day <= latest && e.day > latest-7 {
			failing[text(e.fields["method"])+" "+text(e.fields["code"])]++
		}
		for _, limit := range []string{"quota", "qps"} {
			if strings.Contains(text(e.fields["errorMsg"]), "Exceed "+limit+" limit") {
				refused[fmt.Sprint(limit, " ", e.day)]++
				if n := refused[fmt.Sprint(limit, " ", e.day)]; n >= 10 && n*100 >= days[e.day].all {
					o.find("2.7-quota", app, "warning", limit)
				}
			}
		}
	}
	for what, n := range failing {
		if week.rate() < 0.98 && n >= 3 && float64(n) >= 0.05*float64(week.all-week.good) {
			o.find("2.7-api-errors", app, "info", what)
		}
	}
}

// Clause 2.1: an account used from many networks at once, or taken over.
func (o *oracle) networks(app string) {
	for _, e := range o.events {
		account := text(e.fields["openId"])
		if account == "" {
			account = fmt.Sprint(e.seller)
		}
		if e.logType == "login" && text(e.fields["loginResult"]) != "failure" && len(o.networksWithinAnHour(e, account)) >= 4 {
			o.find("2.1-account-networks", app, "risk", account)
		}
		if e.logType == "order" && len(o.networksWithinAnHour(e, "")) >= 8 {
			o.find("2.1-appkey-networks", app, "risk", e.seller)
		}
		if e.logType == "login" && text(e.fields["loginResult"]) == "success" && o.takenOver(e, account) {
			o.find("2.1-login-takeover", app, "risk", account)
		}
	}
}

// networksWithinAnHour are those of the hour up to an event, by the same account
// (logins) or for the same shop (order records).
func (o *oracle) networksWithinAnHour(last event, account string) map[string]bool {
	networks := map[string]bool{}
	for _, e := range o.events {
		same := e.logType == last.logType && e.ts <= last.ts && e.ts > last.ts-millisAnHour
		if account == "" {
			same = same && e.seller == last.seller && e.seller != 0
		} else {
			same = same && isAccount(e, account) && text(e.fields["loginResult"]) != "failure"
		}
		if same {
			networks[networkOf(e)] = true
		}
	}
	return networks
}

func isAccount(e event, account string) bool {
	openID := text(e.fields["openId"])
	return openID == account || openID == "" && fmt.Sprint(e.seller) == account
}

// networkOf is the first half of an IPv4 address; the generator writes no other.
func networkOf(e event) string {
	parts := strings.Split(text(e.fields["userIp"]), ".")
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// takenOver looks back from a successful login.
func (o *oracle) takenOver(success event, account string) bool {
	failures, elsewhere := 0, false
	for _, e := range o.events {
		if e.logType != "login" || !isAccount(e, account) || e.ts > success.ts {
			continue
		}
		failed := text(e.fields["loginResult"]) == "failure"
		if failed && e.ts > success.ts-millisAnHour {
			failures++
		}
		if !failed && e.ts < success.ts {
			if networkOf(e) == networkOf(success) {
				return false
			}
			elsewhere = true
		}
	}
	return failures >= 5 && elsewhere
}
