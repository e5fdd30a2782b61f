package views_test

// What records say of how order data was handled (clauses 3.3 and 3.4), and scenes in which there is something to judge.

// A handling is what an order or open record says of a bulk.
type handling struct {
	Operation  int64  `json:"operation,omitempty"`  // order
	OrderTotal *int64 `json:"orderTotal,omitempty"` // order, open
}

func (s *stage) handlingMembers(d draft) []member {
	var m []member
	if d.Operation != 0 {
		m = append(m, member{"operation", s.number(d.Operation)})
	}
	if d.OrderTotal != nil {
		m = append(m, member{"orderTotal", s.number(*d.OrderTotal)})
	}
	return m
}

var (
	exportPages = []string{
		"/orders/export", "https://erp.example.com/o?do=Download", "https://erp.example.com/#/导出", "/o/%E5%af%bc%e5%87%BA",
		"https://export.example.com/orders", "//download.example.com", "/orders/list", "/exp/ort",
	}
	privateAddresses = []string{"10.0.0.1", "172.20.0.1", "172.32.0.1", "192.168.1.1", "127.0.0.1", "fd00::1", "2001:db8::1"}
)

// exporting works on many orders at once, from inside networks too.
func exporting(s *stage) {
	s.apps, s.sellers, s.days = s.apps[:1], []int64{3000001, 3000002, 3000003}, s.days[:2]
	for range 6 + s.IntN(8) {
		d := s.access(pick(s.randomness, "order", "order", "open"))
		d.Operation = pick[int64](s.randomness, 0, 0, 1, 7, 8, 9)
		if d.Type == "open" {
			d.Operation = 0
		}
		if s.oneIn(2) {
			total := pick[int64](s.randomness, 0, 1, 2, 3, 50, 51)
			d.OrderTotal = &total
		}
		if s.oneIn(2) {
			d.URL = pick(s.randomness, exportPages...)
		}
		if s.oneIn(3) {
			d.UserIP, d.ClientIP = "", pick(s.randomness, privateAddresses...)
			if d.Type == "order" {
				d.UserIP, d.ClientIP = d.ClientIP, ""
			}
		}
		if s.oneIn(6) && d.Type == "open" {
			d.UserID, d.hits = pick(s.randomness, "10.0.0.1", d.ClientIP), nil
			s.shop(&d, true)
		}
		s.add(d)
	}
}

// revoking has a shop withdraw its authorisation and come back, while people go on.
func revoking(s *stage) {
	s.apps, s.sellers, s.days = s.apps[:1], []int64{3000001, 3000002}, s.days[:2]
	for range 6 + s.IntN(14) {
		if s.oneIn(2) {
			s.add(s.access(pick(s.randomness, "order", "open")))
			continue
		}
		d := s.call(s.method())
		s.shop(&d, true)
		if s.oneIn(2) {
			d.Result, d.Code = pick[int64](s.randomness, 0, 0, 24, 1), pick(s.randomness, "AUTHORIZATION_REVOKED", "authorization_revoked", "TOKEN_EXPIRED")
			if s.oneIn(3) {
				d.Code, d.Error = "24", "denied: AUTHORIZATION_REVOKED (shop)"
			}
		}
		s.add(d)
	}
}

// bursting decrypts within minutes, often in vain, and not only a shop's own orders.
func bursting(s *stage) {
	s.apps, s.sellers, s.days = s.apps[:1], []int64{3000001, 3000002, 3000003}, s.days[:2]
	moment := s.time()
	for range 6 + s.IntN(14) {
		d := s.call(pick(s.randomness, decryptMethods...))
		d.Millis = moment + pick[int64](s.randomness, 0, 1, 1000, 30_000, 59_999, 60_000, 60_001, 90_000)
		d.Result = pick[int64](s.randomness, 1, 1, 0, 0, 24)
		s.add(d)
	}
}
