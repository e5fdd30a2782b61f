package proof

import (
	"math/rand/v2"
	"time"

	"opaudit/sql/duck"
)

// A clock is what a database is opened with: the moment, and the as-of day that
// was asked for, if any.
type clock struct {
	now      time.Time
	explicit bool
	anchor   day // the as-of day, or where the newest events are meant to be
	quiet    day // no event after the anchor and up to this day, so that as-of is the anchor
}

// newClock makes one of five kinds in turn: the as-of day found in the logs while
// it is running and when it is over, asked for while it is running, on the day
// after, and later.
func newClock(seed uint64) clock {
	r := rand.New(rand.NewPCG(seed, 1))
	today := dayOf("2024-01-01") + day(r.IntN(420))
	c := clock{anchor: today, quiet: today}
	switch seed % 5 {
	case 1:
		c.anchor -= day(1 + r.IntN(40))
	case 2:
		c.explicit = true
	case 3:
		c.anchor--
		c.explicit, c.quiet = true, c.anchor
	case 4:
		c.anchor -= day(1 + r.IntN(40))
		c.explicit, c.quiet = true, c.anchor
	}
	of := []int64{0, millisADay - 1, r.Int64N(millisADay)}
	c.now = time.UnixMilli(today.midnight() + of[r.IntN(len(of))])
	return c
}

func (c clock) today() day { return record{at: c.now.UnixMilli()}.day() }

func (c clock) options() duck.Options {
	o := duck.Options{Threads: 1, Now: c.now}
	if c.explicit {
		o.AsOf = c.anchor.String()
	}
	return o
}

// asOf is the day that figures look back from: the one asked for, else the newest
// event's that is not after today; ok is false when there is none.
func (c clock) asOf(records []record) (newest day, ok bool) {
	if c.explicit {
		return c.anchor, true
	}
	for _, r := range records {
		if d := r.day(); d <= c.today() && (!ok || d > newest) {
			newest, ok = d, true
		}
	}
	return newest, ok
}
