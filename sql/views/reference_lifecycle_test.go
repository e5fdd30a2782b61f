package views_test

// The reference for the clauses about developer, apps and access (1.4, 2.1, 2.3 to
// 2.7), and for the forecasts.

import (
	"fmt"
	"strings"

	"opaudit/config"
)

// lifecycle are the views that the configuration decides together with the logs.
func lifecycle(w world, events []event, asOf day) tables {
	rows := tables{}
	if asOf == 0 {
		return rows
	}
	all := w.apps(events, asOf)
	logged, called := map[string]day{}, map[string]bool{}
	for _, a := range all {
		a = a.whole()
		logged[a.key] = a.days(func(event) bool { return true })[0]
		for _, r := range appActivity(a) {
			called[a.key] = true
			since := r[1].(day)
			if r[2] != nil {
				since = r[2].(day)
			}
			rows.idle(a.key, since, asOf, true)
		}
	}
	for _, c := range w.Config.Apps {
		since := dayOrNone(c.Created)
		if since == 0 {
			since = dayOrNone(c.Launched)
		}
		if c.AppKey != "" && !called[c.AppKey] && since != 0 && since <= asOf {
			rows.idle(c.AppKey, since, asOf, false)
		}
	}
	rows.milestones(w, logged, asOf)
	rows["served_shops"] = servedShops(w.Config, all)
	return rows
}

func dayOrNone(text string) day {
	d, err := dayNamed(text)
	if err != nil {
		return 0
	}
	return d
}

// idle adds the row of an app, and its forecast while there is time.
func (t tables) idle(app string, since, asOf day, called bool) {
	days := int64(asOf - since)
	t["idle_apps"] = append(t["idle_apps"], row{app, since, days, called})
	if days < 90 {
		t["inactivity_forecast"] = append(t["inactivity_forecast"], row{app, days, 90 - days, since + 90, dayCount(90 - days)})
	}
}

func dayCount(n int64) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprint(n, " days")
}

// milestones adds the deadlines of the developer and of each app.
func (t tables) milestones(w world, logged map[string]day, asOf day) {
	earliest := day(0)
	exists := func(d day) {
		if d != 0 && (earliest == 0 || d < earliest) {
			earliest = d
		}
	}
	for _, first := range logged {
		exists(first)
	}
	for _, a := range w.Config.Apps {
		subject := ""
		if a.AppKey == "" {
			subject = a.Name
		}
		created := dayOrNone(a.Created)
		if created == 0 {
			created = logged[a.AppKey]
		}
		exists(created)
		t.milestone(w, textOrNull(a.AppKey), subject, "creation", dayOrNone(a.Qualified), created, asOf, 30)
		t.milestone(w, textOrNull(a.AppKey), subject, "launch", dayOrNone(a.Created), dayOrNone(a.Launched), asOf, 90)
	}
	t.milestone(w, nil, "", "first app", dayOrNone(w.Config.Developer.Onboarded), earliest, asOf, 30)
}

// milestone adds one deadline, unless it has not begun. The last day in time is so
// many days after since; it must be over before anything is overdue.
func (t tables) milestone(w world, app any, subject, step string, since, done, asOf day, allowed int64) {
	asOf = min(asOf, w.Today)
	if since == 0 || since > asOf {
		return
	}
	over := min(asOf, w.Today-1)
	last := since + day(allowed)
	if done > asOf {
		done = 0
	}
	state, days := "open", int64(asOf-since)
	switch {
	case done != 0 && done <= last:
		state, days = "in time", max(0, int64(done-since))
	case done != 0:
		state, days = "late", int64(done-since)
	case over >= last:
		state = "overdue"
	}
	t["app_milestones"] = append(t["app_milestones"], row{app, subject, step, since, dayOrNull(done), days, state})
	if state == "open" {
		view := "creation_forecast"
		if step == "launch" {
			view = "launch_forecast"
		}
		t[view] = append(t[view], row{app, subject, days, allowed - days, last, dayCount(allowed - days)})
	}
}

func servedShops(c config.Config, all []app) []row {
	selfBuilt := map[string]bool{}
	for _, a := range c.Apps {
		selfBuilt[a.AppKey] = selfBuilt[a.AppKey] || a.Kind == "self-built"
	}
	var rows []row
	for _, a := range all {
		count := map[[2]int64]int64{}
		for _, e := range a.events {
			if isAccess(e) || isCall(e) && callSucceeded(e) {
				count[[2]int64{e.seller, int64(e.day)}]++
			}
		}
		for at, n := range count {
			if selfBuilt[a.key] {
				rows = append(rows, row{a.key, orNull(at[0]), day(at[1]), n})
			}
		}
	}
	return rows
}

func apiErrorsDaily(a app) []row {
	type what struct {
		day                   day
		method, code, refusal string
	}
	count := map[what]int64{}
	for _, e := range a.events {
		if !isCall(e) || callSucceeded(e) {
			continue
		}
		at := what{day: e.day, method: e.Method, code: e.Code}
		if at.code == "" {
			at.code = fmt.Sprint(e.Result)
		}
		for _, limit := range []string{"quota", "qps"} {
			if strings.Contains(e.Error, "Exceed "+limit+" limit") {
				at.refusal = limit
			}
		}
		count[at]++
	}
	var rows []row
	for at, n := range count {
		rows = append(rows, row{a.key, at.day, at.method, at.code, textOrNull(at.refusal), n})
	}
	return rows
}

const hour = 3600_000

// account is who logged in, or the shop whose orders were opened.
func (e event) account() string {
	if e.Type == "login" && e.OpenID != "" {
		return e.OpenID
	}
	return fmt.Sprint(e.seller)
}

// used tells whether a record shows an account in use from a known network.
func used(e event) bool {
	counts := e.Type == "login" && loginResults[e.LoginResult] != "failure" || e.Type == "order" && e.seller != 0
	return counts && networks[e.UserIP] != ""
}

func networksAnHour(a app) []row {
	type who struct{ logType, account string }
	type when struct {
		who
		day day
	}
	sellers, most := map[who]int64{}, map[when]int64{}
	for _, last := range a.events {
		if !used(last) {
			continue
		}
		at := who{last.Type, last.account()}
		if last.seller != 0 && (sellers[at] == 0 || last.seller < sellers[at]) {
			sellers[at] = last.seller
		}
		seen := map[string]bool{}
		for _, e := range a.events {
			if used(e) && (who{e.Type, e.account()}) == at && e.Millis <= last.Millis && e.Millis > last.Millis-hour {
				seen[networks[e.UserIP]] = true
			}
		}
		most[when{at, last.day}] = max(most[when{at, last.day}], int64(len(seen)))
	}
	var rows []row
	for at, n := range most {
		if n >= 4 {
			rows = append(rows, row{a.key, at.logType, at.account, orNull(sellers[at.who]), at.day, n})
		}
	}
	return rows
}

func loginTakeovers(a app) []row {
	var rows []row
	for _, s := range a.events {
		if s.Type != "login" || loginResults[s.LoginResult] != "success" || networks[s.UserIP] == "" {
			continue
		}
		if dayOf(s.Millis-hour) < a.logins { // not all of the hour is there
			continue
		}
		failures, known, elsewhere := int64(0), false, false
		for _, e := range a.logged {
			if e.Type != "login" || e.account() != s.account() {
				continue
			}
			switch loginResults[e.LoginResult] {
			case "failure":
				if e.Millis <= s.Millis && e.Millis > s.Millis-hour {
					failures++
				}
			case "success":
				if e.Millis < s.Millis {
					elsewhere = true
					known = known || networks[e.UserIP] == networks[s.UserIP]
				}
			}
		}
		if failures >= 5 && elsewhere && !known {
			rows = append(rows, append(row{a.key, s.account(), orNull(s.seller), instant(s.Millis), s.day, networks[s.UserIP], failures}, s.place()...))
		}
	}
	return rows
}

// throttlingForecast is about streaks that last to the last day that is over.
func throttlingForecast(a app) []row {
	var rows []row
	for _, r := range failureStreaks(a) {
		first, last, days := r[1].(day), r[2].(day), r[3].(int64)
		if last == min(a.asOf, a.today-1) && days < 15 {
			rows = append(rows, row{a.key, first, days, 15 - days, first + 14})
		}
	}
	return rows
}

// decryptRoom counts up, one order after the other, until the limit is met.
func decryptRoom(a app) []row {
	first := a.asOf - 6
	if first < a.since {
		return nil
	}
	decrypted, shipped := distinct(a.operations(decrypt), first, a.asOf), distinct(a.operations(ship), first, a.asOf)
	if decrypted == 0 && shipped == 0 {
		return nil
	}
	within := func(decrypted, shipped int64) bool { return 100*decrypted <= 5*shipped }
	var more, missing int64
	for within(decrypted+more+1, shipped) {
		more++
	}
	for !within(decrypted, shipped+missing) {
		missing++
	}
	en := fmt.Sprint(more, " more decrypts today keep the 7-day ratio at or under 5%")
	zh := fmt.Sprint("今天再解密不超过", more, "单，7天解密率仍不超过5%")
	switch more {
	case 0:
		en = "No decrypt is left today: one more takes the 7-day ratio over 5%"
		zh = "今天不能再解密：再解密1单，7天解密率即超过5%"
	case 1:
		en = "1 more decrypt today keeps the 7-day ratio at or under 5%"
	}
	if missing > 0 {
		en = fmt.Sprint(missing, " more shipped orders without a new decrypt bring the 7-day ratio back to 5%")
		zh = fmt.Sprint("不再新增解密并再发货", missing, "单，7天解密率可恢复至5%")
	}
	if missing == 1 {
		en = "1 more shipped order without a new decrypt brings the 7-day ratio back to 5%"
	}
	return []row{{a.key, decrypted, shipped, more, missing, en, zh}}
}
