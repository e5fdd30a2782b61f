package views_test

// A case: the few records of one to three apps, made up scene by scene.

import (
	"slices"
	"strings"
)

// A draft is a record before it is written into a line.
type draft struct {
	record
	text string // put into a field for text
	hits []hit  // without app, type and time
}

// A stage holds what a case can choose from: so little that records meet.
type stage struct {
	randomness
	around  day
	apps    []string
	sellers []int64
	orders  []int64
	days    []day
	drafts  []draft
}

// newCase makes the lines of a case.
func newCase(seed uint64, number int, around, hole day) []line {
	g := newRandomness(seed, ofCase, number)
	s := &stage{randomness: g, around: around, sellers: []int64{3000001, 3000002, 3000003}[:1+g.IntN(3)]}
	for i := range pick(g, 1, 1, 1, 2, 3) {
		s.apps = append(s.apps, caseKey(number)+string('a'+rune(i)))
	}
	for i := range 1 + g.IntN(5) {
		s.orders = append(s.orders, 2406400000000001+int64(i))
	}
	s.chooseDays()
	scenes := []func(*stage){anything, operating, streaking, owning, owning, accessing, pushing, idling, leaking, exporting, revoking, bursting}
	scenes[g.IntN(len(scenes))](s)
	if g.oneIn(2) {
		scenes[g.IntN(len(scenes))](s)
	}
	if s.oneIn(2) {
		pick(s.randomness, signingIn, signingIn, returning, refused)(s)
	}
	if g.oneIn(3) {
		querying(s)
	}
	s.repeat()
	s.drafts = slices.DeleteFunc(s.drafts, func(d draft) bool { return dayOf(d.Millis) == hole })
	g.Shuffle(len(s.drafts), func(i, j int) { s.drafts[i], s.drafts[j] = s.drafts[j], s.drafts[i] })
	return s.lines()
}

// chooseDays takes days at the distances that windows are made of.
func (s *stage) chooseDays() {
	last := s.around + day(pick(s.randomness, 2, 1, 1, 0, 0, 0, -1, -2, -3, -8))
	for range 2 + s.IntN(4) {
		s.days = append(s.days, last-day(pick(s.randomness, 0, 0, 1, 1, 2, 3, 5, 6, 7, 8, 13, 28, 29, 30, 31, 60)))
	}
}

// repeat sends some records again, most of them word by word.
func (s *stage) repeat() {
	for _, d := range s.drafts {
		if s.oneIn(12) {
			if s.oneIn(3) {
				d.Millis += int64(s.IntN(3)) * 60_000
			}
			s.drafts = append(s.drafts, d)
		}
	}
}

// The times of day at which days begin and end in Shanghai and in UTC.
var clockTimes = []int64{0, 1, 8*3600_000 - 1, 8 * 3600_000, 12 * 3600_000, 12 * 3600_000, dayMillis - 1}

func (s *stage) time() int64 {
	return pick(s.randomness, s.days...).start() + pick(s.randomness, clockTimes...)
}

func (s *stage) draft(logType string) draft {
	return draft{record: record{Type: logType, App: pick(s.randomness, s.apps...), Millis: s.time()}}
}

func (s *stage) add(d draft) { s.drafts = append(s.drafts, d) }

// shop names the shop: by seller, by openId, by both, which may contradict
// other records, or by an openId that the configuration or nothing explains.
func (s *stage) shop(d *draft, required bool) {
	n := s.IntN(len(s.sellers))
	id := "shop-" + string('A'+rune(n))
	switch s.IntN(20) {
	case 0, 1, 2, 3, 4, 5:
		d.Seller, d.OpenID = s.sellers[n], id
	case 6, 7, 8, 9, 10:
		d.Seller = s.sellers[n]
	case 11, 12, 13, 14, 15:
		d.OpenID = id
	case 16:
		d.Seller, d.OpenID = pick(s.randomness, s.sellers...), id
	case 17:
		d.OpenID = pick(s.randomness, "shop-nobody", "shop-nobody", "shop-told")
	default:
		if required {
			d.Seller = s.sellers[n]
		}
	}
}

func (s *stage) someOrders() []int64 {
	var ids []int64
	for range 1 + s.IntN(3) {
		ids = append(ids, pick(s.randomness, s.orders...))
	}
	return ids
}

var (
	decryptMethods = []string{"open.order.decrypt.batch", "open.security.instant.decrypt.batch", "open.industry.virtual.order.decrypt"}
	shipMethods    = []string{"open.seller.order.goods.deliver", "open.order.goods.split.deliver"}
	otherMethods   = []string{"open.order.desensitise.batch", "open.order.get", "open.order.decrypt", "open.refund.DecryptList", "open.order.decrypt.desensitise"}
)

func (s *stage) method() string {
	switch s.IntN(6) {
	case 0, 1:
		return pick(s.randomness, decryptMethods...)
	case 2, 3:
		return pick(s.randomness, shipMethods...)
	case 4:
		return "open.express.ebill.get"
	}
	return pick(s.randomness, otherMethods...)
}

// call is a call of the platform that carries orders in one place, in another,
// in both or in none.
func (s *stage) call(method string) draft {
	d := s.draft("api")
	d.Method, d.Result = method, pick[int64](s.randomness, 1, 1, 1, 1, 1, 1, 0, 2, 10)
	s.shop(&d, false)
	n := s.IntN(10)
	if n < 6 {
		d.OrderIDs = s.someOrders()
	}
	if n >= 4 && n < 9 {
		d.Param = s.param()
	}
	if s.oneIn(6) {
		d.text = "超时"
	}
	return d
}

// param holds ids where the method looks for them and where it does not.
func (s *stage) param() *param {
	var p param
	for p.OrderID == 0 && p.MainOrderID == 0 && p.DecryptList == nil && p.EbillList == nil {
		if s.oneIn(2) {
			p.OrderID = pick(s.randomness, s.orders...)
		}
		if s.oneIn(3) {
			p.MainOrderID = pick(s.randomness, s.orders...)
		}
		if s.oneIn(2) {
			p.DecryptList = s.someOrders()
		}
		if s.oneIn(2) {
			p.EbillList = append(s.someOrders(), 0)
		}
		if s.oneIn(4) {
			p.OtherList = s.someOrders()
		}
	}
	return &p
}

func (s *stage) push() draft {
	d := s.draft("message")
	d.Event = pick(s.randomness, "kwaishop_order_addOrder", "kwaishop_order_addOrder", "kwaishop_order_deliver", "kwaishop_refund_add", "kwaishop-order-add", "kwaishop_ordering")
	d.HTTPStatus, d.Result = pick[int64](s.randomness, 200, 200, 200, 200, 500, 201), pick[int64](s.randomness, 1, 1, 1, 1, 0)
	if !s.oneIn(3) {
		cost := pick[int64](s.randomness, 0, 20, 2999, 3000, 3000, 3001, 3001, 60000)
		d.CostMs = &cost
	}
	if !s.oneIn(6) {
		d.BizID = pick(s.randomness, s.orders...)
	}
	d.Heartbeat = s.oneIn(6)
	s.shop(&d, false)
	return d
}

var (
	addresses = []string{
		"203.0.113.5", "203.0.113.5", "203.0.113.6", "203.0.113.6", "198.51.100.7", "198.51.100.7",
		"203.0.113.5:40011", "203.0.113.5:40012", "[2001:DB8::5]:443", "2001:db8::5", "unknown", "0.0.0.0", "::", "203.0.113",
		"203.0.113.5, 198.51.100.7", "10.0.0.1,203.0.113.6", "203.0.113.005", "203.0.113.6/32", "user-7f3a", "user-7f3a", "12:34:56", "-1", "localhost:8080",
	}
	operators = []string{"ming", "hua", "203.0.113.5", "13800138000", "138****8000", ""}
	hosts     = []string{"erp.example.com", "ERP.Example.com", "erp.example.com:8080", "wms.example.net", "user:word@erp.example.com", "user@wms.example.net:80", "203.0.113.9:9000", "erp.example.com:443", "user@erp.example.com:80"}
	schemes   = []string{"http://", "http://", "https://", "https://", "HTTP://", "Https://"}
	paths     = []string{"", "/", "/orders", "/Orders?next=http://other.example.org/a", "?day=1", "#top", "/a@b:80/c"}
)

// address is a page or a receiver; some pages are written without a host.
func (s *stage) address() string {
	if s.oneIn(8) {
		return pick(s.randomness, "/orders/list", "orders", "//erp.example.com/orders", "erp.example.com:8080/in", "WMS.example.net", "203.0.113.9:9000/in?x=1", "wms:80/in", "Orders.xlsx", "file-2024.csv", "out/orders.csv", "export.zip/orders", "orders.zip:8080/in")
	}
	return pick(s.randomness, schemes...) + pick(s.randomness, hosts...) + pick(s.randomness, paths...)
}

// access is an order or open record.
func (s *stage) access(logType string) draft {
	d := s.draft(logType)
	if logType == "order" {
		d.UserIP, d.URL = pick(s.randomness, addresses...), s.address()
		s.shop(&d, true)
	} else {
		d.UserID = pick(s.randomness, operators...)
		if kinds[d.UserID] != "" {
			d.hits = []hit{{Field: "userId", Kind: kinds[d.UserID], Value: d.UserID}}
		}
		s.shop(&d, d.UserID == "")
		s.receiver(&d)
	}
	if s.oneIn(5) {
		d.text = pick(s.randomness, "all of today", "全部订单")
	}
	if d.text == "" || s.oneIn(2) {
		d.OrderIDs = s.someOrders()
	}
	return d
}

func (s *stage) receiver(d *draft) {
	if !s.oneIn(4) {
		d.ClientIP = pick(s.randomness, addresses...)
	}
	if !s.oneIn(4) {
		d.SendToURL = s.address()
	}
	if s.oneIn(3) {
		d.URL = s.address()
	}
	if s.oneIn(6) {
		d.URL = strings.ToLower(d.SendToURL)
	}
}

func (s *stage) login() draft {
	d := s.draft("login")
	s.shop(&d, true)
	return d
}

func (s *stage) statement() draft {
	d := s.draft("sql")
	d.text = "select total from orders where shop = 1"
	d.SQL = &statement{Shown: "select total from orders where shop = ?"}
	return d
}
