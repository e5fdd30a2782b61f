package rules_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opaudit/analyzer/finding"
)

// Random apps that log everything each day, and in which single logs alone tell
// which shop an openId stands for and whose an order is.
const (
	rareApps = 80
	rareDays = 40 // to 2024-10-20
	rareEnd  = int64(1729396800000)
	rareDay  = int64(86400000)
)

// A rare is one app: how each kind of its logs names each of its shops.
type rare struct {
	*rand.Rand
	app   string
	names [4]map[string]string // of each shop, by log type: "seller", "openId" or "both"
	lines map[string][]string
	order int64
}

func newRare(n int) *rare {
	r := &rare{Rand: rand.New(rand.NewPCG(7, uint64(n))), app: fmt.Sprintf("app%03d", n), lines: map[string][]string{}, order: int64(n+1) * 1_000_000}
	for shop := range r.names {
		names := map[string]string{}
		for _, logType := range logTypes {
			names[logType] = []string{"seller", "openId", "openId"}[r.IntN(3)]
			if shop == 0 { // its daily work is nothing to wonder at
				names[logType] = "seller"
			}
		}
		r.names[shop] = names
		if shop > 0 {
			r.introduce(shop, rareEnd-rareDay*r.Int64N(rareDays))
		}
	}
	for day := range int64(rareDays) {
		r.everyDay(rareEnd - day*rareDay)
	}
	for range 1 + r.IntN(3) {
		acts := []func(*rare, int64){(*rare).decryptsOthers, (*rare).showsOthers, (*rare).mixes, (*rare).operates, (*rare).feeds,
			(*rare).bursts, (*rare).roams, (*rare).signsIn, (*rare).decryptsMany, (*rare).serves, (*rare).afterRevocation, (*rare).breaksTheLogRules, (*rare).confuses}
		acts[r.IntN(len(acts))](r, rareEnd-r.Int64N(rareDays-2)*rareDay+r.Int64N(rareDay/4))
	}
	return r
}

// add writes a record of a shop.
func (r *rare) add(logType string, shop int, at int64, format string, args ...any) {
	who := fmt.Sprintf(`"sellerId":%d`, 100+shop)
	switch r.names[shop][logType] {
	case "openId":
		who = fmt.Sprintf(`"openId":"o%d"`, shop)
	case "both":
		who += fmt.Sprintf(`,"openId":"o%d"`, shop)
	}
	r.lines[logType] = append(r.lines[logType],
		fmt.Sprintf(`{"logType":%q,"appKey":%q,"time":%d,%s,%s}`, logType, r.app, at, who, fmt.Sprintf(format, args...)))
}

func (r *rare) newOrder() int64 { r.order++; return r.order }

func (r *rare) api(shop int, at int64, method string, orders string) {
	r.add("api", shop, at, `"method":%q,"result":1,"orderIds":[%s]`, method, orders)
}

func (r *rare) sees(shop int, at int64, ip string, order int64) {
	r.add("order", shop, at, `"userIp":%q,"url":"https://erp.example.com/o","orderIds":[%d],"orderTotal":1`, ip, order)
}

func (r *rare) hands(shop int, at int64, user, host string, order int64) {
	r.add("open", shop, at, `"userId":%q,"sendToUrl":"https://%s/in","orderIds":[%d],"orderTotal":1`, user, host, order)
}

func (r *rare) logsIn(shop int, at int64, ip, result string) {
	r.add("login", shop, at, `"userIp":%q,"loginResult":%q`, ip, result)
}

// introduce lets one kind of log tell which shop an openId stands for.
func (r *rare) introduce(shop int, at int64) {
	logType := []string{"api", "login", "message", "open", "order"}[r.IntN(5)]
	r.names[shop][logType] = "both"
	switch logType {
	case "api":
		r.add("api", shop, at, `"method":"open.item.get","result":1`)
	case "login":
		r.logsIn(shop, at, "203.0.113.7", "success")
	case "message":
		r.pushed(shop, at)
	case "open":
		r.hands(shop, at, "u1", fmt.Sprintf("s%d.example.com", shop), r.newOrder())
	case "order":
		r.sees(shop, at, fmt.Sprintf("203.0.113.%d", 10+shop), r.newOrder())
	}
}

// pushed is a new order of a shop, of which any of the logs may tell.
func (r *rare) pushed(shop int, at int64) int64 {
	order := r.newOrder()
	r.add("message", shop, at, `"eventId":"e%d","event":"kwaishop_order_addOrder","bizId":%d,"httpStatus":200,"result":1,"costMs":9`, order, order)
	return order
}

// owned is an order of a shop that one kind of log tells before anybody uses it.
func (r *rare) owned(shop int, at int64) int64 {
	at -= 1000
	switch r.IntN(5) {
	case 0, 1:
		return r.pushed(shop, at)
	case 2:
		order := r.newOrder()
		r.api(shop, at, "open.order.detail", fmt.Sprint(order))
		return order
	case 3:
		order := r.newOrder()
		r.sees(shop, at, "203.0.113.7", order)
		return order
	}
	order := r.newOrder()
	r.hands(shop, at, "u1", "wms.example.com", order)
	return order
}

// everyDay is the harmless work for the first shop.
func (r *rare) everyDay(at int64) {
	order := r.pushed(0, at)
	for _, method := range []string{"open.order.detail", "open.express.ebill.get", "open.seller.order.goods.deliver"} {
		r.api(0, at+1000, method, fmt.Sprint(order))
	}
	r.sees(0, at, "203.0.113.7", order)
	r.hands(0, at, "u1", "wms.example.com", order)
	r.logsIn(0, at, "203.0.113.7", "success")
	r.lines["sql"] = append(r.lines["sql"],
		fmt.Sprintf(`{"logType":"sql","appKey":%q,"time":%d,"type":"MySQL","sql":"SELECT total FROM orders WHERE seller_id = 100 AND day = 1"}`, r.app, at))
}

func (r *rare) pair() (int, int) {
	shops := r.Perm(4)
	return shops[0], shops[1]
}

func (r *rare) decryptsOthers(at int64) {
	owner, other := r.pair()
	r.api(other, at, "open.order.decrypt.batch", fmt.Sprint(r.owned(owner, at)))
}

func (r *rare) showsOthers(at int64) {
	owner, other := r.pair()
	if order := r.owned(owner, at); r.IntN(2) == 0 {
		r.sees(other, at, "203.0.113.9", order)
	} else {
		r.hands(other, at, "u9", "wms.example.com", order)
	}
}

func (r *rare) mixes(at int64) {
	one, other := r.pair()
	r.api(one, at, "open.order.detail", fmt.Sprintf("%d,%d", r.owned(one, at), r.owned(other, at)))
}

func (r *rare) operates(at int64) {
	for shop := 1; shop < 4; shop++ {
		r.sees(shop, at, "203.0.113.99", r.owned(shop, at))
	}
}

func (r *rare) feeds(at int64) {
	for shop := 2; shop < 4; shop++ {
		r.hands(shop, at, fmt.Sprint("u", shop), "hub.example.com", r.owned(shop, at))
	}
}

// bursts decrypts faster than by hand, not too many for the ratio.
func (r *rare) bursts(at int64) {
	shop := 1 + r.IntN(3)
	for n := range int64(31) {
		r.api(shop, at+n*1000, "open.order.decrypt.batch", fmt.Sprint(r.pushed(shop, at)))
	}
	r.ships(0, at, 700)
}

func (r *rare) ships(shop int, at int64, orders int) {
	for range orders {
		order := r.newOrder()
		r.api(shop, at, "open.express.ebill.get", fmt.Sprint(order))
		r.api(shop, at, "open.seller.order.goods.deliver", fmt.Sprint(order))
	}
}

// decryptsMany decrypts too many orders of one shop, few of the app's.
func (r *rare) decryptsMany(at int64) {
	shop := 1 + r.IntN(3)
	r.ships(shop, at, 30)
	r.ships(0, at, 300)
	for n := range int64(3) {
		r.api(shop, at+n*100_000, "open.order.decrypt.batch", fmt.Sprint(r.pushed(shop, at)))
	}
}

func (r *rare) roams(at int64) {
	shop := 1 + r.IntN(3)
	for n := range int64(8) {
		r.sees(shop, at+n*1000, fmt.Sprintf("%d.1.1.1", 30+n), r.pushed(shop, at))
	}
}

func (r *rare) signsIn(at int64) {
	shop := 1 + r.IntN(3)
	for n := range int64(5) {
		r.logsIn(shop, at+n*1000, fmt.Sprintf("%d.2.1.1", 40+n), "success")
	}
}

// serves lets a self-built app work for a shop of another company.
func (r *rare) serves(at int64) { r.sees(3, at, "203.0.113.7", r.owned(3, at)) }

func (r *rare) afterRevocation(at int64) {
	r.add("api", 2, at, `"method":"open.order.detail","result":0,"errorMsg":"AUTHORIZATION_REVOKED"`)
	r.sees(2, at+1000, "203.0.113.7", r.owned(2, at))
}

// breaksTheLogRules writes a time in seconds, which is noted.
func (r *rare) breaksTheLogRules(int64) {
	logType := logTypes[r.IntN(len(logTypes)-1)] // sql records are of no shop
	lines := r.lines[logType]
	r.lines[logType] = append(lines, strings.Replace(lines[0], "000,", ",", 1))
}

// confuses pairs one openId with two shops in different logs.
func (r *rare) confuses(at int64) {
	r.lines["login"] = append(r.lines["login"], fmt.Sprintf(`{"logType":"login","appKey":%q,"time":%d,"openId":"x","sellerId":100,"userIp":"203.0.113.7","loginResult":"success"}`, r.app, at))
	r.lines["message"] = append(r.lines["message"], fmt.Sprintf(`{"logType":"message","appKey":%q,"time":%d,"openId":"x","sellerId":101,"eventId":"x","event":"kwaishop_item_x","httpStatus":200,"result":1}`, r.app, at))
}

// rareConfig tells all that logs cannot.
func rareConfig() string {
	var text strings.Builder
	text.WriteString("developer: {onboarded: 2024-01-01}\nreceivers: ['*.example.com']\noperations: {export: [7], print: [8], download: [9]}\napps:\n")
	for n := range rareApps {
		fmt.Fprintf(&text, "  - {appKey: app%03d, kind: %s, company: C, qualified: 2024-01-02, created: 2024-01-03, launched: 2024-02-01}\n",
			n, []string{"third-party", "self-built"}[n%2])
	}
	text.WriteString("shops:\n")
	for shop := range 4 {
		fmt.Fprintf(&text, "  - {sellerId: %d, company: %s, authorised: {from: 2024-01-03}}\n", 100+shop, []string{"C", "C", "C", "D"}[shop])
	}
	return text.String()
}

// TestWithoutOneLogTypeAtRandom takes each log type away from apps of which single
// records tell what counts: nothing that is not kept with all logs is kept with fewer.
func TestWithoutOneLogTypeAtRandom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	files := map[string]*strings.Builder{}
	for _, logType := range logTypes {
		files[logType] = &strings.Builder{}
	}
	for n := range rareApps {
		for logType, lines := range newRare(n).lines {
			files[logType].WriteString(strings.Join(lines, "\n") + "\n")
		}
	}
	flags := []string{"--as-of", "2024-10-20", "--config", write("opaudit.yaml", rareConfig())}
	paths := map[string]string{}
	for _, logType := range logTypes {
		paths[logType] = write(logType+".log", files[logType].String())
	}
	verdicts := func(without string) map[string]finding.ClauseResult {
		args := slices.Clone(flags)
		for _, logType := range logTypes {
			if logType != without {
				args = append(args, paths[logType])
			}
		}
		results := map[string]finding.ClauseResult{}
		for _, c := range reported(t, args...).Clauses {
			if c.AppKey != nil {
				results[*c.AppKey+" "+c.Clause] = c
			}
		}
		return results
	}
	whole := verdicts("")
	told := map[string]int{}
	for _, was := range whole {
		told[was.Clause+" "+string(was.Verdict)]++
	}
	for _, clause := range []string{"2.1", "2.3", "3.1", "3.3", "3.4", "log"} {
		if told[clause+" kept"] == 0 || told[clause+" violated"]+told[clause+" at risk"] == 0 {
			t.Errorf("clause %s is not both kept and broken by some: %v", clause, told)
		}
	}
	for _, logType := range logTypes {
		var better []string
		for name, is := range verdicts(logType) {
			if was := whole[name].Verdict; is.Verdict == finding.Kept && was != finding.Kept {
				better = append(better, fmt.Sprintf("%s (was %s)", name, was))
			}
		}
		if slices.Sort(better); len(better) > 0 {
			t.Errorf("without %s logs kept: %s", logType, strings.Join(better, ", "))
		}
	}
	t.Log(told)
}
