// Package proof holds what shows that the figures are right: a reference that
// computes every view from the definitions in words, in plain loops over records
// in memory; a generator of random logs, which the real loader loads so that
// every row of every view can be compared; and a list of wrong versions of the
// SQL, each of which that comparison must notice. It has no code of its own
// outside of tests, and the reference shares none with the program.
package proof

import (
	"time"
)

// A day is a calendar day in Shanghai, counted from 1970-01-01.
type day int64

const (
	millisADay = 24 * 60 * 60 * 1000
	eastOfUTC  = 8 * 60 * 60 * 1000 // Shanghai has no daylight saving
)

func dayOf(date string) day {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return day(t.Unix() / 86400)
}

func (d day) String() string { return time.Unix(int64(d)*86400, 0).UTC().Format(time.DateOnly) }

// midnight is the first millisecond of the day.
func (d day) midnight() int64 { return int64(d)*millisADay - eastOfUTC }

func (d day) monthStart() day {
	t := time.Unix(int64(d)*86400, 0).UTC()
	return d - day(t.Day()-1)
}

// absent stands for an optional number that a record does not have.
const absent = -1

// A record is one thing that was logged. Texts are absent when empty, ids when 0.
type record struct {
	app, kind string
	seller    int64
	openID    string
	at        int64 // epoch milliseconds

	method  string
	result  int64
	orders  []int64 // what the record carries by the definition, as listed
	written written // where the JSON has the ids of an api call
	message string  // errorMsg, loginMessage or data
	phones  []string

	event      string
	bizID      int64
	httpStatus int64
	costMs     int64
	heartbeat  bool

	url, userIP              string
	userID, clientIP, sendTo string

	spelling spelling
	place
}

// written says how the ids of an api call stand in its JSON.
type written struct {
	orderIDs        []int64
	listed          []int64 // param.batchDecryptList[].bizId
	orderID, mainID int64   // param.orderId, param.mainOrderId
	ebills          [][]int64
	param           bool
}

// spelling is how a record is put into JSON; it changes no meaning.
type spelling struct {
	digits    bool // ids and times as strings of digits
	seconds   bool // the time in seconds, if it is a whole one
	nulls     bool // what is absent stands there as null, "" or []
	paramText bool // param is JSON text, not an object
}

// A place is where the log has a record. The element is 0 for a line that is one
// record.
type place struct {
	file          string
	line, element int64
}

func (r record) day() day {
	shifted := r.at + eastOfUTC
	return day(shifted / millisADay)
}

// operates reports whether somebody saw orders or handed them on.
func (r record) operates() bool { return r.kind == "order" || r.kind == "open" }

// uses reports whether the record says that its orders were worked with.
func (r record) uses() bool { return r.operates() || r.kind == "api" && r.result == 1 }

// meaning is what a call of the method is to the rules.
func meaning(method string) string {
	switch method {
	case "open.order.decrypt.batch", "open.security.instant.decrypt.batch", "open.industry.virtual.order.decrypt":
		return "decrypt"
	case "open.seller.order.goods.deliver", "open.order.goods.split.deliver":
		return "ship"
	case "open.express.ebill.get":
		return "ebill"
	}
	return ""
}

// distinct are the ids of a list without repetitions.
func distinct(ids []int64) []int64 {
	var once []int64
	for _, id := range ids {
		if !holds(once, id) {
			once = append(once, id)
		}
	}
	return once
}

func holds(ids []int64, id int64) bool {
	for _, other := range ids {
		if other == id {
			return true
		}
	}
	return false
}
