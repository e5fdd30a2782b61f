package views_test

// Scenes: what can happen in a case, each made so that one group of views has
// something to get wrong.

// anything mixes all log types.
func anything(s *stage) {
	for range 5 + s.IntN(15) {
		switch s.IntN(20) {
		case 0:
			s.add(s.login())
		case 1:
			s.add(s.statement())
		case 2, 3, 4:
			s.add(s.push())
		case 5, 6, 7:
			s.add(s.access("order"))
		case 8, 9, 10:
			s.add(s.access("open"))
		default:
			s.add(s.call(s.method()))
		}
	}
}

// operating decrypts and ships the same orders again and again, and fetches
// e-waybills for them before and after.
func operating(s *stage) {
	for range 4 + s.IntN(16) {
		d := s.call(s.method())
		if d.Method == "open.express.ebill.get" {
			d.Millis -= pick[int64](s.randomness, 0, 0, 1, 7, 8, 30, 60, -1, -2) * dayMillis
		}
		s.add(d)
	}
}

// streaking fails day after day, with exactly 80% on some days, and gaps.
func streaking(s *stage) {
	s.apps = s.apps[:1]
	last := s.around + day(pick(s.randomness, 1, 0, 0, 0, 0, -1, -1, -2, -20))
	for d := last - day(12+s.IntN(8)); d <= last; d++ {
		total, good := 1+s.IntN(2), 0
		switch s.IntN(60) {
		case 0:
			continue
		case 1:
			total, good = 5, 4
		case 2:
			good = total
		case 3:
			total, good = 9, 7
		case 4, 5, 6:
			total, good = 4, 3
		}
		for i := range total {
			c := s.call("open.order.get")
			c.Millis = d.start() + pick(s.randomness, clockTimes...)
			if c.Result = 1; i >= good {
				c.Result = pick[int64](s.randomness, 0, 2, 500)
			}
			s.add(c)
		}
	}
}

// owning has several shops claim the same few orders, often at the same moment.
func owning(s *stage) {
	s.sellers = []int64{3000001, 3000002, 3000003}
	s.orders = s.orders[:min(len(s.orders), 3)]
	moments := []int64{s.time(), s.time(), s.time()}
	withoutPushes, withoutCalls := s.oneIn(2), s.oneIn(3)
	for range 4 + s.IntN(9) {
		n, d := s.IntN(8), draft{}
		switch {
		case n < 2 && !withoutPushes:
			d = s.push()
		case n < 4 && !withoutCalls:
			d = s.call(s.method())
		default:
			d = s.access(pick(s.randomness, "order", "open"))
		}
		d.Millis = pick(s.randomness, moments...)
		s.add(d)
	}
}

// accessing has people and hosts see the orders of several shops, in some cases
// without naming them.
func accessing(s *stage) {
	s.sellers = []int64{3000001, 3000002, 3000003}
	s.apps, s.days = s.apps[:1], s.days[:2]
	bulk := s.oneIn(4)
	for range 6 + s.IntN(14) {
		d := s.access(pick(s.randomness, "order", "open", "open"))
		if bulk {
			d.OrderIDs, d.text = nil, "all of today"
		}
		s.add(d)
	}
}

// pushing is what the platform tells the app.
func pushing(s *stage) {
	for range 4 + s.IntN(12) {
		s.add(s.push())
	}
}

// idling calls long ago or in vain, and is active otherwise.
func idling(s *stage) {
	for range 1 + s.IntN(4) {
		d := s.call(s.method())
		d.Millis -= int64(s.IntN(120)) * dayMillis
		if s.oneIn(2) {
			d.Result = 0
		}
		s.add(d)
	}
	if s.oneIn(2) {
		s.add(pick(s.randomness, s.login(), s.statement(), s.push()))
	}
}

// leaking writes fake personal data into texts.
func leaking(s *stage) {
	for range 2 + s.IntN(5) {
		switch s.IntN(5) {
		case 0:
			d := s.call("open.order.get")
			d.text = "no user 13800138000"
			d.hits = []hit{{Field: "errorMsg", Kind: "phone", Value: "13800138000"}}
			if s.oneIn(2) {
				d.text = "bad id 11010519491231002X, again 11010519491231002X"
				d.hits = []hit{{Field: "errorMsg", Kind: "id_card", Value: "11010519491231002X"}, {Field: "errorMsg", Kind: "id_card", Value: "11010519491231002X"}}
			}
			s.add(d)
		case 1:
			d := s.access("order")
			d.URL = "https://erp.example.com/orders?phone=13800138000"
			d.hits = []hit{{Field: "url", Kind: "phone", Value: "13800138000"}}
			s.add(d)
		case 2:
			d := s.statement()
			value := pick(s.randomness, "13800100500", "13800210500")
			d.text = "select total from orders where phone = '" + value + "'"
			d.hits = []hit{{Field: "sql", Kind: "phone", Value: value}}
			d.SQL = &statement{Shown: "select total from orders where phone = ?", Reason: "no shop predicate"}
			s.add(d)
		case 3:
			d := s.login()
			d.text = "no user 13800138000"
			d.hits = []hit{{Field: "loginMessage", Kind: "phone", Value: "13800138000"}}
			s.add(d)
		case 4:
			d := s.saving()
			s.add(d)
			s.add(d) // the same value again
		}
	}
}
