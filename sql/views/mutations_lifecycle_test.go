package views_test

// Mistakes in the views about developer, apps and access, and in the forecasts.

func init() { mutations = append(mutations, lifecycleMutations...) }

var lifecycleMutations = []mutation{
	{view: "failed_calls", old: " AND " + asOfFilter, new: "", breaks: dropsAsOf},
	{view: "failed_calls", old: "result <> 1", new: "result = 0", breaks: "codes above 1 are no failures"},
	{view: "failed_calls", old: "'%Exceed qps limit%'", new: "'Exceed qps limit%'", breaks: "a message with a code before it is no refusal"},

	{view: "address_networks", old: " AND octets[1] < 224", new: "", breaks: "multicast addresses have a network"},
	{view: "address_networks", old: "'^::ffff:([0-9.]+)$'", new: "'^$'", breaks: "an IPv4 address in IPv6 dress has no network"},
	{view: "address_networks", old: "coalesce(nullif(ltrim(g, '0'), ''), '0')", new: "g", breaks: "leading zeros make another network"},
	{view: "login_attempts", old: "WHERE " + asOfFilter, new: "", breaks: dropsAsOf},
	{view: "login_attempts", old: "|不成功|未成功", new: "", breaks: "登录不成功 is a success"},
	{view: "login_attempts", old: "WHEN rest <> text THEN 'success' END", new: "END", breaks: "no error says nothing"},
	{view: "login_attempts", old: "without_denied_errors(without_denied_errors(text))", new: "text", breaks: "an error denied is one"},
	{view: "login_attempts", old: "without_denied_errors(without_denied_errors(text))", new: "without_denied_errors(text)", breaks: "the second of two errors denied is one"},
	{view: "login_attempts", old: "[^a-z0-9\\s_-]", new: "[^a-z0-9\\s]", breaks: "a success without a second factor is none"},
	{view: "login_attempts", old: "coalesce(open_id, CAST(seller_id AS VARCHAR))", new: "CAST(seller_id AS VARCHAR)", breaks: "all accounts of a shop are one"},
	{view: "networks_an_hour", old: "WHERE coalesce(l.result, 'success') = 'success'\n  UNION", new: "UNION", breaks: "failed logins are uses"},
	{view: "networks_an_hour", old: "WHERE coalesce(l.result, 'success') = 'success'\n  UNION", new: "WHERE l.result = 'success'\n  UNION", breaks: "a login without a result is none"},
	{view: "networks_an_hour", old: "least(ts + INTERVAL '1' HOUR, ", new: "least(ts + INTERVAL '61' MINUTE, ", breaks: "an hour is longer"},
	{view: "networks_an_hour", old: "seen = 1 AND networks >= 4", new: "networks >= 3", breaks: "3 networks are shown"},
	{view: "login_takeovers", old: "r.failures >= 5", new: "r.failures > 5", breaks: "5 failures are too few"},
	{view: "login_takeovers", old: "s.ts > s.first_ts AND", new: "", breaks: "the first success of an account is one from a new network"},
	{view: "login_takeovers", old: "s.ts = s.first_ts_there AND", new: "", breaks: "a known network is new"},
	{view: "login_takeovers", old: "s.network IS NOT NULL AND", new: "", breaks: "a private address is a new network"},

	{view: "shop_uses", old: "result = 1 AND ", new: "", breaks: "a failed call serves a shop"},
	{view: "shop_uses", old: "WHERE result = 1 AND " + asOfFilter, new: "WHERE result = 1", breaks: dropsAsOf},
	{view: "served_shops", old: "WHERE kind = 'self-built'", new: "", breaks: "third-party apps are shown"},
	{view: "app_milestones", old: "days > allowed THEN 'late'", new: "days >= allowed THEN 'late'", breaks: "the last day is too late"},
	{view: "app_milestones", old: "whole_days >= allowed", new: "whole_days > allowed", breaks: "a deadline is a day longer"},
	{view: "app_milestones", old: "t.day - INTERVAL '1' DAY", new: "t.day", breaks: "the running day is over"},
	{view: "app_milestones", old: "least(a.day, t.day)", new: "a.day", breaks: "days that have not begun are over"},
	{view: "app_milestones", old: "coalesce(a.created, l.day)", new: "a.created", breaks: "logs do not show that an app is there"},
	{view: "app_milestones", old: "CASE WHEN s.done <= a.day THEN s.done END", new: "s.done", breaks: "what comes later is done"},
	{view: "app_milestones", old: "WHERE s.since <= a.day", new: "", breaks: "deadlines that have not begun are shown"},
	{view: "idle_apps", old: "coalesce(last_success_day, first_day)", new: "last_success_day", breaks: "an app that never succeeded is not idle"},
	{view: "idle_apps", old: "coalesce(created, launched)", new: "coalesce(launched, created)", breaks: "an app is idle since its launch"},
	{view: "idle_apps", old: " AND app_key NOT IN (SELECT app_key FROM app_activity)", new: "", breaks: "an app of the configuration stands there twice"},
	{view: "creation_forecast", old: "INTERVAL '30' DAY", new: "INTERVAL '29' DAY", breaks: "the last day is a day early"},
	{view: "creation_forecast", old: "state = 'open'", new: "state <> 'late'", breaks: "what is over has a forecast"},
	{view: "launch_forecast", old: "days_left = 1 THEN ' day'", new: "days_left = 0 THEN ' day'", breaks: "one days"},
	{view: "launch_forecast", old: "step = 'launch'", new: "step = 'creation'", breaks: "the wrong deadline is told"},
	{view: "inactivity_forecast", old: "idle_days < 90", new: "idle_days <= 90", breaks: "there is a forecast of what has happened"},
	{view: "throttling_forecast", old: "s.days < 15", new: "s.days <= 15", breaks: "there is a forecast of what has happened"},
	{view: "throttling_forecast", old: "INTERVAL '14' DAY", new: "INTERVAL '15' DAY", breaks: "the day is the 16th"},
	{view: "throttling_forecast", old: " OR EXISTS (SELECT 1 FROM provisional_day p WHERE date_diff('day', s.last_day, p.day) = 1)", new: "", breaks: "a streak is over because today is running"},
	{view: "decrypt_room", old: "INTERVAL '7' DAY", new: "INTERVAL '6' DAY", breaks: "the window has 6 days"},
	{view: "decrypt_room", old: "next_day = DATE '9999-12-31' AND ", new: "", breaks: "an order decrypted on two days counts twice"},
}
