package samples

import "fmt"

// role is an app's part in a scenario.
type role struct {
	app    int // index into appKeys
	shops  int // number of merchants it serves
	mix    mix
	weight func(ago int) int // share of all lines that falls on a day; 0 = no trace that day

	// Nil means: never, none, any number.
	silent       func(ago int) bool      // a day without API calls
	callStep     func(ago int) int       // the day's planned calls are a multiple of it
	failures     func(appDay) int        // failed calls of a day
	pushFailures func(appDay) int        // failed push attempts of a day
	decrypts     func(appDay) decryptDay // decrypts of a day
	plants       []plant

	spare           int  // thousandths of the successful calls kept for decrypts, which otherwise get two
	reships         bool // every shipped group is shipped a second time
	oneShopDecrypts bool // all decrypted orders are the first shop's
}

// mix says how many of an app's thousand lines belong to a log type; the rest
// are API calls. fulfil is the share of those calls that handle order groups.
type mix struct{ login, order, open, sql, push, heartbeat, fulfil int }

// appDay is what a role knows when it decides about one app's day. Sums named
// Before cover the days before it.
type appDay struct {
	ago   int // days before asOf
	index int // days since the scenario's first

	lines                int
	calls, callsBefore   int
	pushes, pushesBefore int
	ships, shipsBefore   int // distinct orders shipped
	shipsOfWeek          int // this day and the six before
	lastDecrypted        int // orders decrypted on the latest day that decrypted any
}

// decryptDay is a day's decrypts, one order a call.
type decryptDay struct {
	orders  int // orders that are decrypted for the first time
	repeats int // further decrypts of orders that were first decrypted lag days ago
	lag     int
	failed  int // failing calls, which carry several orders each
}

// plant is a line written on chosen days, besides the ordinary traffic.
type plant struct {
	from, to int  // days before asOf, from >= to; one line each day
	often    bool // more lines a day in large scenarios
	write    writeLine
}

// onDay plants one line on a single day.
func onDay(ago int, write writeLine) plant { return plant{from: ago, to: ago, write: write} }

func (p plant) count(d appDay) int {
	switch {
	case d.ago > p.from || d.ago < p.to:
		return 0
	case p.often:
		return 1 + d.lines/5000
	}
	return 1
}

// perMille returns how many of now further units belong to a share, given that
// before units were dealt already: over any stretch of days the share is kept
// to within one.
func perMille(before, now, share int) int {
	return (before+now)*share/1000 - before*share/1000
}

// deal puts an app's day into the deck.
func (a *app) deal(deck *deck, d appDay) error {
	a.groups, a.ebills, a.shipCalls, a.reshipped = 0, 0, 0, 0
	a.pushed, a.decrypted, a.redecrypted = 0, 0, 0
	for _, p := range a.role.plants {
		n := p.count(d)
		deck.add(a, n, p.write)
		d.lines -= n
	}
	if d.lines < 0 {
		return a.tooFew(d)
	}
	d.calls = d.lines - a.dealPushes(deck, &d)
	if d.calls < 0 {
		return a.tooFew(d)
	}
	d.calls -= a.dealOthers(deck, d)
	extra := a.extraAccesses(d)
	deck.add(a, extra, (*generator).accessLine)
	d.calls -= extra
	return a.dealCalls(deck, d)
}

const otherLineCount = 5

// otherLines are the lines besides API calls and pushes, with their shares.
var otherLines = [otherLineCount]struct {
	share func(mix) int
	write writeLine
}{
	{func(m mix) int { return m.login }, (*generator).loginLine},
	{func(m mix) int { return m.open }, (*generator).transferLine},
	{func(m mix) int { return m.sql }, (*generator).statementLine},
	{func(m mix) int { return m.heartbeat }, (*generator).heartbeatLine},
	{func(m mix) int { return m.order }, (*generator).accessLine},
}

// dealOthers deals otherLines as far as the day has room for them; what it has
// not is owed to the next days. It returns the number of lines.
func (a *app) dealOthers(deck *deck, d appDay) int {
	room := d.calls
	if a.role.silent == nil || !a.role.silent(d.ago) {
		room = max(0, room-2) // an app that is used makes calls every day
	}
	kept := d.calls - room
	for i, other := range otherLines {
		a.owed[i] += d.lines * other.share(a.role.mix)
		n := min(a.owed[i]/1000, room)
		a.owed[i] -= n * 1000
		room -= n
		deck.add(a, n, other.write)
	}
	return d.calls - kept - room
}

// dealPushes deals the push attempts and returns their number.
func (a *app) dealPushes(deck *deck, d *appDay) int {
	a.owedPushes += d.lines * a.role.mix.push
	d.pushes, d.pushesBefore = min(a.owedPushes/1000, d.lines), a.pushesBefore
	failed := 0
	if a.role.pushFailures != nil {
		failed = a.role.pushFailures(*d)
	}
	d.pushes = max(d.pushes, failed)
	a.owedPushes -= d.pushes * 1000
	a.pushesBefore += d.pushes
	deck.add(a, d.pushes-failed, (*generator).pushLine)
	deck.add(a, failed, (*generator).failedPushLine)
	return d.pushes
}

// extraAccesses returns how many of a day's calls must become order accesses.
func (a *app) extraAccesses(d appDay) int {
	switch {
	case a.role.silent != nil && a.role.silent(d.ago):
		return d.calls
	case a.role.callStep != nil:
		return d.calls % a.role.callStep(d.ago)
	}
	return 0
}

// dealCalls deals the API calls: failures first, then whole order groups,
// decrypts, and reads for the rest.
func (a *app) dealCalls(deck *deck, d appDay) error {
	d.callsBefore, d.shipsBefore = a.callsBefore, a.shipsBefore
	a.callsBefore += d.calls
	failures := 0
	if a.role.failures != nil && d.calls > 0 {
		failures = a.role.failures(d)
	}
	a.groups = a.wholeGroups(d, d.calls-failures)
	d.ships = a.groups * groupSize
	d.shipsOfWeek = a.countShips(d)
	decrypts := a.planDecrypts(d)

	start := deck.left
	deck.add(a, failures, (*generator).failedCallLine)
	deck.add(a, a.groups, (*generator).ebillLine)
	deck.add(a, a.groups*len(shipSteps), (*generator).shipLine)
	if a.role.reships {
		deck.add(a, a.groups, (*generator).reshipLine)
	}
	deck.add(a, decrypts.orders, (*generator).decryptLine)
	deck.add(a, decrypts.repeats, (*generator).redecryptLine)
	deck.add(a, decrypts.failed, (*generator).failedDecryptLine)
	reads := d.calls - (deck.left - start)
	if reads < 0 {
		return a.tooFew(d)
	}
	deck.add(a, reads, (*generator).readLine)
	return nil
}

func (a *app) planDecrypts(d appDay) decryptDay {
	if a.role.decrypts == nil {
		return decryptDay{}
	}
	d.lastDecrypted = a.lastDecrypted
	plan := a.role.decrypts(d)
	a.redecryptLag = plan.lag
	if plan.orders > 0 {
		a.lastDecrypted = plan.orders
	}
	return plan
}

// wholeGroups returns the number of order groups that the share of calls pays
// for, at most what the day's successful calls can hold; the rest is owed. An
// app that decrypts keeps some calls a day for that.
func (a *app) wholeGroups(d appDay, successes int) int {
	linesAGroup := 1 + len(shipSteps)
	if a.role.reships {
		linesAGroup++
	}
	if a.role.decrypts != nil {
		successes -= 2 + successes*a.role.spare/1000
	}
	a.owedFulfil += d.calls * a.role.mix.fulfil
	groups := max(0, min(a.owedFulfil/(1000*linesAGroup), successes/linesAGroup))
	a.owedFulfil -= groups * linesAGroup * 1000
	return groups
}

// countShips notes the day's shipped orders and returns those of seven days.
func (a *app) countShips(d appDay) int {
	a.shipsBefore += d.ships
	a.shipsOfWeek[d.index%7] = d.ships
	sum := 0
	for _, n := range a.shipsOfWeek {
		sum += n
	}
	return sum
}

// tooFew reports a plan that does not fit; minLines is there to prevent it.
func (a *app) tooFew(d appDay) error {
	return fmt.Errorf("%d lines on %s are too few for the plan of app %s", d.lines, dayString(asOf-d.ago), a.key)
}

// everyDay gives all days of a scenario the same weight.
func everyDay(weight int) func(int) int { return func(int) int { return weight } }

// steady lets a share of the calls fail once a full week has passed, but only in
// apps of at least weekly calls a week: fewer, and one failure would miss 98%.
func steady(share, weekly int) func(appDay) int {
	return func(d appDay) int {
		if d.index < 7 || d.calls*7 < weekly {
			return 0
		}
		return perMille(d.callsBefore, d.calls, share)
	}
}

// steadyPushes is the same for push attempts.
func steadyPushes(share, weekly int) func(appDay) int {
	return func(d appDay) int {
		if d.index < 7 || d.pushes*7 < weekly {
			return 0
		}
		return perMille(d.pushesBefore, d.pushes, share)
	}
}

// rareDecrypts decrypts once a week, as many orders as stay clearly under 1% of
// a week's shipped ones: none where fewer than 118 are shipped.
func rareDecrypts(d appDay) decryptDay {
	if d.index < 7 || d.ago%7 != 3 {
		return decryptDay{}
	}
	return decryptDay{orders: d.shipsOfWeek * 85 / 10_000}
}
