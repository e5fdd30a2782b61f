package mask

import "slices"

// IsDeclared tells the keys whose values the log specification declares to be ids
// or times: they are never altered.
func IsDeclared(key string) bool {
	switch key {
	case "orderIds", "orderId", "mainOrderId", "sellerId", "bizId", "openId",
		"requestId", "eventId", "time", "timestamp", "appKey", "appkey":
		return true
	}
	return false
}

// Declare says where lines hold such ids and times under other keys, until the
// next call: by the keys that lead there from the outermost object, with arrays on
// the way left out. A key that announces personal data goes on doing so.
func (s *Scanner) Declare(paths [][]string) { s.declared = paths }

// isDeclaredHere tells whether the value at the tracker is one that Declare named.
func (s *Scanner) isDeclaredHere(means meaning) bool {
	switch means {
	case phoneNumber, idCardField, maybeIDCard, cardNumber, personName, addressField, maybeAddress:
		return false
	}
	return s.tracker.deeper == 0 && slices.ContainsFunc(s.declared, s.leadsHere)
}

// leadsHere tells whether the keys of the objects around the tracker are path.
func (s *Scanner) leadsHere(path []string) bool {
	for i := range s.tracker.frames {
		f := &s.tracker.frames[i]
		if f.array {
			continue
		}
		if len(path) == 0 || string(s.line[f.key.start:f.key.end]) != path[0] {
			return false
		}
		path = path[1:]
	}
	return len(path) == 0
}
