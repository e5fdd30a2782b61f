package reports

import (
	"fmt"
	"time"

	"opaudit/analyzer/finding"
)

const (
	firstApp  = "ks669064233797003102"
	secondApp = "ks000000000000000002"
	asOf      = "2024-10-20"
)

func pointer[T any](value T) *T { return &value }

// day is the as-of day of the sample, so many days before.
func day(before int) string {
	last, _ := dayOf(asOf)
	return last.AddDate(0, 0, -before).Format(time.DateOnly)
}

// sampleRun is a realistic run of two apps, in the order the analyzer gives.
func sampleRun() finding.Run {
	return finding.Run{
		Schema: finding.Schema, AsOf: asOf, AsOfProvisional: true, NewestDay: asOf,
		Clauses: sampleClauses(),
		Findings: []finding.Finding{
			decryptRatio(), streak(), plaintextPhone(),
			withoutShipments(), successScore(), oldTransport(),
		},
		Series: sampleSeries(),
		LogTypes: []finding.LogType{
			{LogType: "api", Relation: "api_calls", Title: finding.Text{En: "API calls", Zh: "API 调用"}},
			{LogType: "login", Relation: "logins", Title: finding.Text{En: "Logins", Zh: "登录"}},
			{LogType: "message", Relation: "message_pushes", Title: finding.Text{En: "Pushes", Zh: "消息推送"}},
		},
		DataQuality: sampleQuality(),
		Definitions: []finding.Definition{
			{Figure: "api_success_daily", Clause: "2.7", Unit: "ratio", Text: finding.Text{En: "Calls with result = 1, divided by all calls of the day.", Zh: "当天 result = 1 的调用数除以全部调用数。"}},
			{Figure: "api_failure_streaks", Clause: "2.7", Unit: "days", Text: finding.Text{En: "Consecutive calendar days with a success rate under 80%.", Zh: "成功率低于 80% 的连续自然日天数。"}},
			{Figure: "decrypt_ratio_7d", Clause: "3.4", Unit: "ratio", Text: finding.Text{En: "Distinct decrypted orders divided by distinct shipped orders, over that day and the 6 before.", Zh: "当天及之前 6 天内，去重解密订单数除以去重发货订单数。"}},
		},
	}
}

func sampleClauses() []finding.ClauseResult {
	titles := map[string]finding.Text{
		"2.6": {En: "Inactive app", Zh: "应用长期无调用"},
		"2.7": {En: "Success rate", Zh: "成功率"},
		"3.3": {En: "Plaintext personal data", Zh: "明文个人信息"},
		"3.4": {En: "Decrypt ratio", Zh: "订单解密率"},
		"2.2": {En: "Private development for merchants", Zh: "私下为商家开发自研应用"},
	}
	checks := map[string]finding.Text{
		"2.2": {En: "Read the contracts with shops.", Zh: "查看与商家的合同。"},
		"3.3": {En: "Look for plaintext in every log.", Zh: "在全部日志中查找明文。"},
	}
	row := func(app *string, clause string, verdict finding.Verdict, missing ...string) finding.ClauseResult {
		r := finding.ClauseResult{AppKey: app, Clause: clause, Title: titles[clause], Check: checks[clause], Verdict: verdict, Missing: missing}
		if clause == "3.3" {
			r.Unchecked = []string{"receivers"}
		}
		return r
	}
	first, second := pointer(firstApp), pointer(secondApp)
	return []finding.ClauseResult{
		row(nil, "2.2", finding.OutsideLogs),
		row(nil, "2.6", finding.NotProvable, "api"),
		row(nil, "2.7", finding.Violated, "message"),
		row(nil, "3.3", finding.Violated),
		row(nil, "3.4", finding.Violated),
		row(first, "2.6", finding.Kept),
		row(first, "2.7", finding.Violated, "message"),
		row(first, "3.3", finding.Violated),
		row(first, "3.4", finding.Violated),
		row(second, "2.6", finding.NotProvable, "api"),
		row(second, "2.7", finding.NotProvable, "api", "message"),
		row(second, "3.3", finding.Kept),
		row(second, "3.4", finding.AtRisk),
	}
}

func streak() finding.Finding {
	return finding.Finding{
		Rule: "2.7-api-success-rate", Clause: "2.7", Level: finding.Violation, Open: true, Status: finding.Worsened,
		AppKey: pointer(firstApp), FirstDay: day(16), LastDay: day(1), Figure: "api_failure_streaks", Value: 16,
		Threshold: pointer(15.0), Bound: finding.From, Unit: "days", Fingerprint: "27aa00c4d1e0b3f2",
		Episodes: []finding.Episode{
			{Level: finding.Warning, FirstDay: day(48), LastDay: day(40), Value: 9},
			{Level: finding.Violation, FirstDay: day(16), LastDay: day(1), Value: 16},
		},
		Title:       finding.Text{En: "Success rate under 80% for 15 days", Zh: "成功率连续 15 天低于 80%"},
		Summary:     finding.Text{En: "On 16 days in a row fewer than 80% of the calls succeeded.", Zh: "连续 16 天日调用成功率低于 80%。"},
		Consequence: finding.Text{En: "The platform throttles the app.", Zh: "平台将对应用进行限流。"},
		Remedy:      finding.Text{En: "Find the most frequent error and stop calls that must fail.", Zh: "找出最常见的错误，停止必然失败的调用。"},
		Forecast:    &finding.Text{En: "Throttled since day 15. One day at 80% or more ends the streak.", Zh: "自第 15 天起限流。任意一天达到 80% 即可中断。"},
		Evidence: []finding.Evidence{
			{File: "logs/api-2024-10-04.log", Line: 12, Day: pointer(day(16)), Detail: "method=open.order.detail result=0 code=AUTHORIZATION_REVOKED"},
			{File: "logs/api-2024-10-04.log", Line: 13, Element: pointer(int64(2)), Day: pointer(day(16)), Detail: "method=open.order.detail result=0"},
		},
		EvidenceCount: 1204,
	}
}

func decryptRatio() finding.Finding {
	return finding.Finding{
		Rule: "3.4-decrypt-ratio", Clause: "3.4", Level: finding.Violation, Open: true, Status: finding.New,
		AppKey: pointer(firstApp), FirstDay: day(3), LastDay: day(0), Figure: "decrypt_ratio_7d",
		Value: 0.050004, Threshold: pointer(0.05), Bound: finding.Over, Unit: "ratio", Fingerprint: "34bb11d5e2f1c403",
		Episodes:    []finding.Episode{{Level: finding.Violation, FirstDay: day(3), LastDay: day(0), Value: 0.050004}},
		Title:       finding.Text{En: "Decrypt ratio over 5%", Zh: "订单解密率高于 5%"},
		Summary:     finding.Text{En: "12,501 of 250,000 shipped orders were decrypted in 7 days.", Zh: "7 天内发货 250,000 个订单，解密 12,501 个。"},
		Consequence: finding.Text{En: "The platform limits decryption, blocks the app or takes it offline.", Zh: "平台将限制解密、封禁应用和下架应用。"},
		Remedy:      finding.Text{En: "Decrypt only when a person asks for one order; stop automatic decrypts.", Zh: "只在人工需要时逐单解密，停止自动解密。"},
		Forecast:    &finding.Text{En: "20 more shipped orders bring the ratio to 5%.", Zh: "再发货 20 个订单，解密率即回到 5%。"},
		Evidence: []finding.Evidence{
			{File: "logs/api-2024-10-17.log.gz", Line: 88, Day: pointer(day(3)), Detail: "order_id=2429000000000001 method=open.order.decrypt.batch"},
		},
		EvidenceCount: 1,
	}
}

func plaintextPhone() finding.Finding {
	return finding.Finding{
		Rule: "3.3-plaintext-pii", Clause: "3.3", Level: finding.Violation, Open: true, Status: finding.Known, Suppressed: true,
		AppKey: pointer(firstApp), Subject: "open / data.receiver|phone / phone", FirstDay: day(9), LastDay: day(9),
		Figure: "plaintext_pii", Value: 1, Unit: "hits", Fingerprint: "33cc22e6f302d514",
		Episodes:    []finding.Episode{{Level: finding.Violation, FirstDay: day(9), LastDay: day(9), Value: 1}},
		Title:       finding.Text{En: "Phone number in plain text", Zh: "明文手机号"},
		Summary:     finding.Text{En: "A phone number stands unmasked in the log.", Zh: "日志中有未脱敏的手机号。"},
		Consequence: finding.Text{En: "The platform limits decryption, blocks the app or takes it offline.", Zh: "平台将限制解密、封禁应用和下架应用。"},
		Remedy:      finding.Text{En: "Mask the field before it is written.", Zh: "写入前先对该字段脱敏。"},
		Suppression: &finding.Suppression{Owner: "compliance", Reason: "Old import, deleted on 2024-10-12", Expiry: "2024-12-31"},
		Evidence: []finding.Evidence{
			{File: "logs/open.log", Line: 7, Day: pointer(day(9)), Detail: "data.receiver|phone=138****8000"},
		},
		EvidenceCount: 1,
	}
}

func withoutShipments() finding.Finding {
	return finding.Finding{
		Rule: "3.4-decrypts-without-shipments", Clause: "3.4", Level: finding.Risk, Open: true, Status: finding.Reopened,
		AppKey: pointer(secondApp), SellerID: pointer(int64(2001)), FirstDay: day(6), LastDay: day(2),
		Figure: "decrypt_ratio_7d", Value: 37, Unit: "orders", Fingerprint: "34dd33f70413e625",
		Episodes: []finding.Episode{
			{Level: finding.Risk, FirstDay: day(60), LastDay: day(60), Value: 1},
			{Level: finding.Risk, FirstDay: day(6), LastDay: day(2), Value: 37},
		},
		Title:       finding.Text{En: "Orders decrypted, none shipped", Zh: "有解密订单，无发货订单"},
		Summary:     finding.Text{En: "37 orders were decrypted in 7 days, and none was shipped. There is no ratio to judge.", Zh: "7 天内解密 37 个订单，没有发货订单，无法计算比率。"},
		Consequence: finding.Text{En: "A person at the platform may ask why.", Zh: "平台可能要求说明原因。"},
		Remedy:      finding.Text{En: "Check that shipments are logged with their order ids.", Zh: "检查发货调用是否带订单号记入日志。"},
		Suppression: &finding.Suppression{Owner: "compliance@example.com", Reason: "New shop", Expiry: "2024-09-30"},
	}
}

func successScore() finding.Finding {
	return finding.Finding{
		Rule: "2.7-api-success-score", Clause: "2.7", Level: finding.Warning, Open: true, Status: finding.Known,
		AppKey: pointer(firstApp), FirstDay: day(0), LastDay: day(0), Figure: "api_success_7d",
		Value: 0.979996, Threshold: pointer(0.98), Bound: finding.Under, Unit: "ratio", Fingerprint: "27ee440815240736",
		Title:       finding.Text{En: "Success rate under the score target", Zh: "成功率低于评分目标"},
		Summary:     finding.Text{En: "The 7-day success rate is under 98%.", Zh: "7 天调用成功率低于 98%。"},
		Consequence: finding.Text{En: "The app loses score.", Zh: "应用评分降低。"},
		Remedy:      finding.Text{En: "Find the most frequent error and stop calls that must fail.", Zh: "找出最常见的错误，停止必然失败的调用。"},
	}
}

func oldTransport() finding.Finding {
	return finding.Finding{
		Rule: "3.3-plaintext-transport", Clause: "3.3", Level: finding.Violation, Status: finding.Resolved,
		AppKey: pointer(firstApp), Subject: "open / erp.example.com:8080", FirstDay: day(140), LastDay: day(131),
		Figure: "plaintext_transport", Value: 4210, Unit: "records", Fingerprint: "33ff551926351847",
		Title:       finding.Text{En: "Orders sent without encryption", Zh: "订单未加密传输"},
		Summary:     finding.Text{En: "Order data went to http://erp.example.com:8080.", Zh: "订单数据发往 http://erp.example.com:8080。"},
		Consequence: finding.Text{En: "The platform limits decryption, blocks the app or takes it offline.", Zh: "平台将限制解密、封禁应用和下架应用。"},
		Remedy:      finding.Text{En: "Use https for this receiver.", Zh: "改用 https 发送。"},
	}
}

func sampleSeries() []finding.Series {
	daily := finding.Series{Figure: "api_success_daily", AppKey: firstApp}
	weekly := finding.Series{Figure: "api_success_7d", AppKey: firstApp}
	decrypts := finding.Series{Figure: "decrypt_ratio_7d", AppKey: firstApp}
	calls := finding.Series{Figure: "api_calls", AppKey: firstApp}
	logins := finding.Series{Figure: "logins", AppKey: firstApp}
	for before := 60; before >= 0; before-- {
		if before == 30 || before == 31 { // nothing was logged
			continue
		}
		good := int64(97_500 + before%7*300)
		if before >= 1 && before <= 16 || before >= 40 && before <= 48 {
			good = int64(79_996 - before%5*900)
		}
		daily.Points = append(daily.Points, point(before, good, 100_000))
		sum, days := int64(0), int64(0)
		for _, p := range daily.Points[max(0, len(daily.Points)-7):] {
			sum, days = sum+p.Part, days+1
		}
		weekly.Points = append(weekly.Points, point(before, sum, days*100_000))
		calls.Points = append(calls.Points, point(before, 100_000, 0))
		if before < 12 || before > 15 {
			logins.Points = append(logins.Points, point(before, int64(40+before%6), 0))
		}
		if before < 20 {
			decrypts.Points = append(decrypts.Points, point(before, 12_501-int64(before)*320, 250_000))
		}
	}
	return []finding.Series{
		daily,
		weekly,
		{Figure: "api_failure_streaks", AppKey: firstApp, Points: []finding.Point{point(40, 9, 0), point(1, 16, 0)}},
		decrypts,
		calls,
		logins,
		{Figure: "decrypt_ratio_7d", AppKey: secondApp, Points: []finding.Point{point(6, 12, 0), point(2, 37, 0)}},
		{Figure: "push_success_daily", AppKey: secondApp, Points: []finding.Point{point(80, 99, 100)}},
		{Figure: "message_pushes", AppKey: secondApp, Points: []finding.Point{point(80, 100, 0)}},
	}
}

func point(before int, part, of int64) finding.Point {
	p := finding.Point{Day: day(before), Part: part, Whole: of}
	if of != 0 {
		p.Rate = pointer(float64(part) / float64(of))
	}
	return p
}

func sampleQuality() finding.DataQuality {
	return finding.DataQuality{
		Balance: finding.Balance{Lines: 1_204_377, Blank: 12, Accepted: 1_204_300, Rejected: 15, Duplicate: 50, Events: 1_204_512, Balanced: true},
		Files: []finding.FileBalance{
			{Path: "logs/api-2024-10-04.log", Balance: finding.Balance{Lines: 1_204_327, Blank: 12, Accepted: 1_204_300, Rejected: 15, Events: 1_204_512, Balanced: true}},
			{Path: "logs/拷贝.log", Balance: finding.Balance{Lines: 50, Duplicate: 50, Balanced: true}, PendingBytes: 120},
		},
		Rejects:        []finding.RejectCount{{Reason: "bad_json", Count: 12}, {Reason: "missing_field", Field: "appKey", Count: 3}},
		SpecWarnings:   []finding.CodeCount{{Code: "seconds", Field: "time", Count: 40}},
		UnknownShops:   1,
		OpenIDConflict: 2, UnparsedStatements: 3,
		MissingDays: []finding.MissingDays{
			{AppKey: firstApp, FirstDay: day(31), LastDay: day(30), Days: 2},
			{AppKey: firstApp, LogType: pointer("login"), FirstDay: day(15), LastDay: day(12), Days: 4},
		},
		FailedFiles: []finding.FailedFile{{Path: "logs/cut.gz", Error: "the file is cut off after 1 MiB"}},
	}
}

// manyFindings is a run with n findings of different subjects.
func manyFindings(n int) finding.Run {
	run := sampleRun()
	run.Findings = nil
	for i := range n {
		f := plaintextPhone()
		f.Subject, f.Fingerprint = fmt.Sprintf("open / field%d / phone", i), fmt.Sprintf("%016x", i)
		f.Suppressed, f.Open = i%10 == 0, i < n-n/10
		run.Findings = append(run.Findings, f)
	}
	return run
}

// changedRun is the sample, narrowed and compared with an earlier run.
func changedRun() finding.Run {
	run := sampleRun()
	run.Rules = []finding.Rule{
		{Rule: "2.7-api-success-rate", Clause: "2.7", Title: streak().Title, Consequence: streak().Consequence, Remedy: streak().Remedy},
		{Rule: "own-night", Clause: "own", Title: finding.Text{En: "Calls at night", Zh: "夜间调用"}, LowerIsWorse: true, Failed: true},
	}
	run.Narrowing = &finding.Narrowing{Since: day(30), Until: day(0), AppKey: pointer(firstApp), SellerID: pointer(int64(2001)), Hidden: 7, HiddenOpen: 1}
	change := func(direction finding.Direction, f finding.Finding, before, now *finding.State) finding.Change {
		return finding.Change{Change: direction, Fingerprint: f.Fingerprint, Rule: f.Rule, Clause: f.Clause, AppKey: f.AppKey, SellerID: f.SellerID,
			Subject: f.Subject, Title: f.Title, Threshold: f.Threshold, Unit: f.Unit, Before: before, Now: now}
	}
	state := func(level finding.Level, value float64) *finding.State {
		return &finding.State{Level: level, Open: true, FirstDay: day(16), LastDay: day(1), Value: value}
	}
	run.Comparison = &finding.Comparison{
		AsOf:   day(7),
		Counts: finding.ChangeCounts{New: 1, Worsened: 1, Better: 1, Resolved: 1, Unchanged: 2},
		Changes: []finding.Change{
			change(finding.BecameNew, decryptRatio(), nil, state(finding.Violation, 0.050004)),
			change(finding.BecameWorse, streak(), state(finding.Warning, 9), state(finding.Violation, 16)),
			change(finding.BecameBetter, successScore(), state(finding.Warning, 0.91), state(finding.Warning, 0.979996)),
			change(finding.BecameResolved, oldTransport(), state(finding.Violation, 4210), nil),
		},
		Verdicts: []finding.VerdictChange{{Clause: "3.4", Title: finding.Text{En: "Decrypt ratio", Zh: "订单解密率"}, Before: finding.AtRisk, Now: finding.Violated}},
	}
	return run
}

// emptyRun judged two clauses and found nothing.
func emptyRun() finding.Run {
	return finding.Run{
		Schema: finding.Schema, AsOf: asOf,
		Clauses: []finding.ClauseResult{
			{Clause: "2.2", Title: finding.Text{En: "Private development", Zh: "私下开发"}, Verdict: finding.OutsideLogs},
			{Clause: "2.7", Title: finding.Text{En: "Success rate", Zh: "成功率"}, Verdict: finding.NotProvable, Missing: []string{"api", "message"}},
		},
		DataQuality: finding.DataQuality{Balance: finding.Balance{Balanced: true}},
	}
}
