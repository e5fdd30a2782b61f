package views_test

// Scenes and configurations for what rules ask besides figures of orders: who logs
// in from where, which calls are refused, and the days of apps and shops.

import (
	"fmt"
	"slices"

	"opaudit/config"
)

// networks are the networks of user addresses, written down by hand; "" for none.
var networks = map[string]string{
	"203.0.113.5": "203.0.0.0/16", "203.0.113.200": "203.0.0.0/16", "::ffff:203.0.113.7": "203.0.0.0/16",
	"203.0.113.6": "203.0.0.0/16", "198.51.100.7": "198.51.0.0/16", "192.0.2.9": "192.0.0.0/16",
	"2001:db8::1": "2001:db8::/32", "2001:0DB8:7::1": "2001:db8::/32",
	"3fff:1::1": "3fff:1::/32", "3fff::2": "3fff:0::/32", "3FFF:0A:0::3": "3fff:a::/32",
	"172.32.0.1": "172.32.0.0/16", "10.0.0.1": "", "172.31.3.4": "", "233.252.0.1": "", "192.168.1.1": "", "127.0.0.1": "", "169.254.1.1": "", "100.64.0.9": "",
	"fd00:1::1": "", "fe80::1": "", "::1": "", "203.0.113.256": "", "0.0.0.0": "", "::": "", "203.0.113": "",
	"203.0.113.5:40011": "203.0.0.0/16", "203.0.113.5:40012": "203.0.0.0/16", "[2001:DB8::5]:443": "2001:db8::/32", "2001:db8::5": "2001:db8::/32", "unknown": "", "": "",
	"203.0.113.5, 198.51.100.7": "203.0.0.0/16", "10.0.0.1, 198.51.100.7, 203.0.113.5": "198.51.0.0/16", "10.0.0.1,203.0.113.6": "203.0.0.0/16", "10.0.0.1, 192.168.1.1": "", "unknown, 203.0.113.6": "203.0.0.0/16",
	"203.0.113.005": "203.0.0.0/16", "203.0.113.6/32": "203.0.0.0/16", "2001:db8::5/128": "2001:db8::/32", "000.000.000.000": "", "0.0.0.0:80": "", "user-7f3a": "",
}

// loginResults are texts and what they say.
var loginResults = map[string]string{
	"success": "success", "登录成功": "success", "OK": "success", "true": "success", "Succeeded": "success",
	"failure": "failure", "FAILED": "failure", "密码错误": "failure", "登录不成功": "failure", "unsuccessful": "failure", "false": "failure",
	"success:false": "failure", `{"success":false}`: "failure", "success=0": "failure", "isSuccess=false": "failure", "SUCCESS_FALSE": "failure",
	"登录没有成功": "failure", "没成功": "failure", "成功：否": "failure", "no success": "failure", "success: false (locked)": "failure", "fail=1": "failure",
	"no error": "success", "success=1, failed=0": "success", `{"error":null}`: "success", "success: 0 failed before": "success", "没有错误": "success",
	"登录成功，此前失败2次": "success", "failed twice, succeeded before": "failure",
	`{"error":null,"message":"login failed"}`: "failure", "error_code: 0, result: fail": "failure", "failed=0;denied": "failure", "failed=0": "success", "successful:no-2fa": "success",
	"no error, but locked": "failure", "没有错误，但登录失败": "failure", "error: null pointer": "failure", "errors=0 failed=0 result=ok": "success", "login failed: null": "failure", "失败：0，成功": "success", `{"error":"","success":true}`: "success", "success: no (locked)": "failure", `{"error":"null","success":false}`: "failure",
	"pending": "", "": "",
}

// anyKey picks a key of a map, the same one for the same randomness.
func anyKey[V any](g randomness, from map[string]V) string {
	var keys []string
	for key := range from {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return pick(g, keys...)
}

// signingIn has a few accounts used from many places within little more than an hour.
func signingIn(s *stage) {
	s.apps = s.apps[:1]
	begin := s.time()
	for range 8 + s.IntN(24) {
		d := s.login()
		if s.oneIn(3) {
			d = s.access("order")
		} else {
			d.LoginResult = pick(s.randomness, "success", "", "failure", "failure", anyKey(s.randomness, loginResults))
		}
		d.OpenID, d.Seller = pick(s.randomness, "shop-A", "shop-A", ""), s.sellers[0]
		d.UserIP = anyKey(s.randomness, networks)
		if d.Type == "order" && d.UserIP == "" {
			d.UserIP = "203.0.113.5"
		}
		d.Millis = begin + pick[int64](s.randomness, 0, 0, 600_000, 1_200_000, 1_800_000, 3_599_999, 3_600_000, 3_600_001, 5_400_000)
		s.add(d)
	}
}

// returning has an account fail again and again and then come in from where it may
// have been long ago.
func returning(s *stage) {
	s.apps = s.apps[:1]
	begin := s.time() - pick[int64](s.randomness, 0, 0, 0, 50)*dayMillis
	login := func(result string, millis int64) {
		d := s.login()
		d.OpenID, d.Seller, d.LoginResult, d.Millis = "shop-A", s.sellers[0], result, millis
		d.UserIP = pick(s.randomness, "203.0.113.5", "198.51.100.7", "192.0.2.9", "10.0.0.1")
		s.add(d)
	}
	login("success", begin-dayMillis)
	for range 1 + s.IntN(2) {
		login("success", begin-pick[int64](s.randomness, 35, 40, 60)*dayMillis)
	}
	for range 5 + s.IntN(3) {
		login("failure", begin+int64(s.IntN(3_000_000)))
	}
	login("success", begin+3_000_000)
}

// refused has calls fail in ways that the platform explains.
func refused(s *stage) {
	s.apps = s.apps[:1]
	for range 6 + s.IntN(10) {
		d := s.call(pick(s.randomness, "open.order.get", "open.item.list"))
		d.Result, d.text = pick[int64](s.randomness, 1, 0, 24, 802000), ""
		d.Code = pick(s.randomness, "", "", "802000", "24")
		d.Error = pick(s.randomness, "", "Exceed quota limit, KEY [appkey:a]", "802001 Exceed qps limit, KEY [apiId:1;appkey:a], MAX_QPS [300.0]", "Exceed limit")
		s.add(d)
	}
}

// newConfig knows of some apps of the cases, of some that have no records, and of
// the shops.
func newConfig(g randomness, first, size int, around day) config.Config {
	var c config.Config
	on := func(d day) string { return d.String() }
	if !g.oneIn(4) {
		c.Developer.Onboarded = on(around - day(pick(g, 0, 10, 29, 30, 31, 60)))
	}
	for number := first; number < first+size; number++ {
		a := config.App{AppKey: caseKey(number) + pick(g, "a", "a", "x"), Name: "app", Kind: pick(g, "self-built", "third-party", ""), Company: pick(g, "A", "B", "")}
		near := func(days ...int) string {
			if g.oneIn(4) {
				return ""
			}
			return on(around - day(pick(g, days...)))
		}
		a.Qualified, a.Created = near(0, 28, 29, 30, 31, 32, 70, -1), near(0, 1, 59, 60, 88, 89, 90, 91, 120, -1)
		a.Launched = near(0, 1, 2, 30, 31, 60, -1)
		if a.Created > a.Launched {
			a.Launched = ""
		}
		if g.oneIn(6) {
			a.AppKey, a.Created, a.Launched, a.Name = "", "", "", fmt.Sprintf("app %d", number)
		}
		if !g.oneIn(3) {
			c.Apps = append(c.Apps, a)
		}
	}
	// One shop is authorised for a few days around the leap day, one from then on; some
	// belong to one company.
	c.Shops = []config.Shop{
		{SellerID: 3000001, Company: "A", From: on(leapDay - 3), Until: on(leapDay + 3)},
		{SellerID: 3000002, OpenID: "shop-told", Company: pick(g, "A", "B"), From: on(leapDay + 2)},
		{SellerID: 3000003, OpenID: "shop-B", Company: pick(g, "A", "")},
	}
	if first/batchSize%2 == 0 {
		c.Shops[2].Until = on(leapDay + 8)
	}
	c.Operations = []config.Operation{{Code: 8, Meaning: "print"}}
	if first/batchSize%4 == 3 { // it is silent about receivers and exports
		return c
	}
	c.Receivers = []string{"erp.example.com:80", "*.example.net", "203.0.113.9"}
	if first/batchSize%4 == 1 { // one is known by another port
		c.Receivers = []string{"erp.example.com:443", "203.0.113.9"}
	}
	c.Operations = append(c.Operations, config.Operation{Code: 7, Meaning: "export"}, config.Operation{Code: 9, Meaning: "download"})
	return c
}
