// Package views_test proves that every view gives the figures that the design
// defines in words: a slow reference computes them from the records that a
// generator made, and the program from the log files that hold those records.
package views_test

import (
	"time"

	"opaudit/config"
)

// A world is all that one database is loaded with, and the days that decide
// what is looked at.
type world struct {
	Today day
	AsOf  day // 0: not given
	Files []file
	Cuts  []cut // prunes, in their order

	Config config.Config // what is known of the developer, the apps and the shops
}

// A file holds lines in the order in which they are written.
type file struct {
	Name   string
	Lines  []line
	Failed bool // it could not be read to its end
}

// A line is one line of a log file and what it holds.
type line struct {
	Text     string   `json:"text"`
	Rejected bool     `json:"rejected,omitempty"`
	Records  []record `json:"records,omitempty"`
	Hits     []hit    `json:"hits,omitempty"`
}

// A record is what one log record says. 0 and "" stand for what it leaves out.
type record struct {
	Element int64  `json:"element,omitempty"` // its number in a line of several
	Type    string `json:"type"`              // the logType word
	App     string `json:"app"`
	Seller  int64  `json:"seller,omitempty"`
	OpenID  string `json:"openId,omitempty"`
	Millis  int64  `json:"millis"`

	OrderIDs []int64 `json:"orderIds,omitempty"` // api, order, open
	Result   int64   `json:"result,omitempty"`   // api, message

	Method string `json:"method,omitempty"` // api
	Code   string `json:"code,omitempty"`
	Error  string `json:"error,omitempty"` // its errorMsg, as far as it matters
	Param  *param `json:"param,omitempty"`

	Event      string `json:"event,omitempty"` // message
	BizID      int64  `json:"bizId,omitempty"`
	HTTPStatus int64  `json:"httpStatus,omitempty"`
	CostMs     *int64 `json:"costMs,omitempty"`
	Heartbeat  bool   `json:"heartbeat,omitempty"`

	LoginResult string `json:"loginResult,omitempty"` // login

	UserIP    string `json:"userIp,omitempty"` // order, login
	URL       string `json:"url,omitempty"`    // order, open
	UserID    string `json:"userId,omitempty"` // open
	ClientIP  string `json:"clientIp,omitempty"`
	SendToURL string `json:"sendToUrl,omitempty"`

	handling
	SQL *statement `json:"sql,omitempty"`
}

// A param holds the order ids that stand in the business parameters of a call.
type param struct {
	OrderID     int64   `json:"orderId,omitempty"`
	MainOrderID int64   `json:"mainOrderId,omitempty"`
	DecryptList []int64 `json:"batchDecryptList,omitempty"` // [].bizId
	EbillList   []int64 `json:"ebillList,omitempty"`        // [].orderId
	OtherList   []int64 `json:"otherList,omitempty"`        // [].orderId of a second list
}

// A hit is a fake piece of personal data that stands in a line. App, Type and
// Millis are those of its record, as far as they can be read.
type hit struct {
	App    string `json:"app,omitempty"`
	Type   string `json:"type,omitempty"`
	Millis int64  `json:"millis,omitempty"`
	Field  string `json:"field"`
	Kind   string `json:"kind"`
	Value  string `json:"value"`
	Stored bool   `json:"stored,omitempty"` // by a statement
}

// A day is a calendar day in Shanghai, counted from 1970-01-01.
type day int64

const dayMillis = 24 * 60 * 60 * 1000

// shanghai is how far the clocks of Shanghai are ahead of UTC, all year.
const shanghai = 8 * 60 * 60 * 1000

func dayOf(millis int64) day { return day((millis + shanghai) / dayMillis) }

// start is the first millisecond of the day.
func (d day) start() int64 { return int64(d)*dayMillis - shanghai }

func (d day) date() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

func (d day) String() string { return d.date().Format(time.DateOnly) }

// dayNamed is the day written as YYYY-MM-DD.
func dayNamed(text string) (day, error) {
	t, err := time.Parse(time.DateOnly, text)
	return day(t.Unix() / (24 * 60 * 60)), err
}
