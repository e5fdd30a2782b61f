package analyzer

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"opaudit/analyzer/finding"
	catalog "opaudit/sql"
	"opaudit/sql/duck"
)

// clauseTitles is the register of the operating rules' clauses, in our own short
// wording and their order.
var clauseTitles = []struct {
	id    string
	title finding.Text
}{
	{"1.1", finding.Text{En: "Admission: verified account with a bound phone", Zh: "准入条件：账号实名认证并绑定手机号"}},
	{"1.2", finding.Text{En: "True and valid registration documents", Zh: "注册信息与材料真实有效"}},
	{"1.3", finding.Text{En: "No unlawful or improper conduct", Zh: "不得有违法或不当行为"}},
	{"1.4", finding.Text{En: "An app within 30 days of joining", Zh: "入驻后30天内创建应用"}},
	{"1.5", finding.Text{En: "Reachable administrator contacts", Zh: "管理员联系方式有效"}},
	{"2.1", finding.Text{En: "Account and appKey are not shared", Zh: "账号与appKey不得转让、出借或泄露"}},
	{"2.2", finding.Text{En: "No self-built apps made privately for shops", Zh: "不得私下为商家开发自研应用"}},
	{"2.3", finding.Text{En: "Self-built apps serve their own company's shops", Zh: "自研应用仅供本公司主体店铺使用"}},
	{"2.4", finding.Text{En: "An app within 30 days of category approval", Zh: "类目资质通过后30天内创建应用"}},
	{"2.5", finding.Text{En: "The app is online within 90 days", Zh: "应用创建后90天内上线"}},
	{"2.6", finding.Text{En: "A successful API call at least every 90 days", Zh: "90天内须有有效API调用"}},
	{"2.7", finding.Text{En: "API call and push success rates", Zh: "API调用与消息推送成功率"}},
	{"2.8", finding.Text{En: "Required integrations in time", Zh: "按时完成平台对接"}},
	{"3.1", finding.Text{En: "Shop data stays with its shop", Zh: "商家数据仅用于来源商家，不得跨店聚合或共享"}},
	{"3.2", finding.Text{En: "API permissions are not abused", Zh: "不得滥用API权限包"}},
	{"3.3", finding.Text{En: "No plaintext personal data", Zh: "个人敏感数据禁止明文存储和传输"}},
	{"3.4", finding.Text{En: "Decrypt ratio of at most 5%", Zh: "订单解密率不高于5%"}},
	{"4.1", finding.Text{En: "The rules are in force", Zh: "规则的发布与生效"}},
	{"4.2", finding.Text{En: "The platform checks and handles breaches", Zh: "平台检查与违规处理"}},
	{"4.3", finding.Text{En: "Who the platform may act against", Zh: "平台处理范围"}},
}

// Days to as-of in which a needed log type must accompany every active day.
const (
	presenceDays     = 30
	presenceDaysLong = 90 // for clause 2.6
	presenceReach    = 7
)

// clauseNeeds is what must be there to say that a clause is kept.
type clauseNeeds struct {
	all []string
	any [][]string
}

func needsOf(rules []catalog.Rule) map[string]clauseNeeds {
	needs := map[string]clauseNeeds{}
	for _, r := range rules {
		n := needs[r.Clause]
		for _, need := range r.Needs {
			if !slices.Contains(n.all, need) {
				n.all = append(n.all, need)
			}
		}
		if len(r.NeedsAny) > 0 {
			n.any = append(n.any, r.NeedsAny)
		}
		needs[r.Clause] = n
	}
	return needs
}

// verdicts says for each clause what the findings and the logs that are there
// allow to say: for all apps together, then for each app.
func verdicts(ctx context.Context, db *duck.DB, asOf time.Time, findings []finding.Finding) ([]finding.ClauseResult, error) {
	logged, err := loggedDays(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, f := range findings {
		if f.AppKey != nil && logged[*f.AppKey] == nil {
			logged[*f.AppKey] = map[string][]time.Time{}
		}
	}
	apps := make([]string, 0, len(logged))
	for app := range logged {
		apps = append(apps, app)
	}
	slices.Sort(apps)
	needs := needsOf(db.Catalog.Rules)
	var together, each []finding.ClauseResult
	for _, c := range clauseTitles {
		need, covered := needs[c.id]
		results := []finding.ClauseResult{}
		for _, app := range apps {
			r := finding.ClauseResult{AppKey: &app, Clause: c.id, Title: c.title, Verdict: finding.OutsideLogs, Missing: []string{}}
			if covered {
				r.Missing = missing(need, logged[app], asOf, reachOf(c.id))
				r.Verdict = verdict(findings, c.id, &app, len(r.Missing) > 0)
			}
			results = append(results, r)
		}
		each = append(each, results...)
		together = append(together, allTogether(c.id, c.title, covered, need, results, findings))
	}
	slices.SortStableFunc(each, func(a, b finding.ClauseResult) int { return cmp.Compare(*a.AppKey, *b.AppKey) })
	return append(together, each...), nil
}

func reachOf(clause string) int {
	if clause == "2.6" {
		return presenceDaysLong
	}
	return presenceDays
}

// allTogether is the worst verdict of any app, and of findings without an app.
func allTogether(clause string, title finding.Text, covered bool, need clauseNeeds, results []finding.ClauseResult, findings []finding.Finding) finding.ClauseResult {
	r := finding.ClauseResult{Clause: clause, Title: title, Verdict: finding.OutsideLogs, Missing: []string{}}
	if !covered {
		return r
	}
	if len(results) == 0 {
		r.Missing = slices.Sorted(slices.Values(need.all))
	}
	r.Verdict = verdict(findings, clause, nil, len(results) == 0)
	for _, app := range results {
		if app.Verdict.Rank() > r.Verdict.Rank() {
			r.Verdict = app.Verdict
		}
		for _, m := range app.Missing {
			if !slices.Contains(r.Missing, m) {
				r.Missing = append(r.Missing, m)
			}
		}
	}
	slices.Sort(r.Missing)
	return r
}

// verdict judges one clause by the open findings of one app, or of none.
func verdict(findings []finding.Finding, clause string, app *string, incomplete bool) finding.Verdict {
	worst := 0
	for _, f := range findings {
		same := app == nil && f.AppKey == nil || app != nil && f.AppKey != nil && *app == *f.AppKey
		if f.Open && f.Clause == clause && same {
			worst = max(worst, f.Level.Rank())
		}
	}
	switch {
	case worst == finding.Violation.Rank():
		return finding.Violated
	case worst >= finding.Warning.Rank():
		return finding.AtRisk
	case incomplete:
		return finding.NotProvable
	}
	return finding.Kept
}

// loggedDays reads on which days an app has records of each log type, and
// shipments. Days of any type stand under "".
func loggedDays(ctx context.Context, db *duck.DB) (map[string]map[string][]time.Time, error) {
	logged := map[string]map[string][]time.Time{}
	err := db.Rows(ctx, `SELECT app_key, log_type, day FROM app_days
UNION ALL SELECT app_key, '', day FROM app_days GROUP BY ALL
UNION ALL SELECT app_key, 'shipment', day FROM order_days WHERE decrypted = 0 GROUP BY ALL ORDER BY ALL`, nil, func(rows *sql.Rows) error {
		var app, logType string
		var day time.Time
		if err := rows.Scan(&app, &logType, &day); err != nil {
			return err
		}
		if logged[app] == nil {
			logged[app] = map[string][]time.Time{}
		}
		logged[app][logType] = append(logged[app][logType], day)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read logged days: %w", err)
	}
	return logged, nil
}

// missing names the needed log types that do not occur within presenceReach days
// of every active day among the last days to as-of.
func missing(need clauseNeeds, logged map[string][]time.Time, asOf time.Time, days int) []string {
	absent := []string{}
	for _, logType := range need.all {
		if !present(logged[""], logged[logType], asOf, days) {
			absent = append(absent, logType)
		}
	}
	for _, any := range need.any {
		if !slices.ContainsFunc(any, func(logType string) bool { return present(logged[""], logged[logType], asOf, days) }) {
			absent = append(absent, any...)
		}
	}
	slices.Sort(absent)
	return slices.Compact(absent)
}

// present reports whether a log type accompanies every active day among the last
// days to as-of; without any active day nothing is there to go by.
func present(active, of []time.Time, asOf time.Time, days int) bool {
	seen := false
	for _, day := range active {
		if daysBetween(day, asOf) >= days {
			continue
		}
		seen = true
		if !slices.ContainsFunc(of, func(d time.Time) bool {
			return daysBetween(d, day) <= presenceReach && daysBetween(day, d) <= presenceReach
		}) {
			return false
		}
	}
	return seen
}
