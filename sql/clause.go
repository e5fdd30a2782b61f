package catalog

import "slices"

// A Clause is one clause of the operating rules, in our own short wording.
type Clause struct {
	ID      string // "2.7"; LogDuty for the log access specification, OwnRules for rules of the user's own
	Title   Words
	Check   Words // how it is checked; where no log can show it, what to look at by hand
	Outside bool  // no log can show whether it is kept
}

// Names of the rows of the register that are no numbered clause.
const (
	LogDuty  = "log" // the log access specification, which the preamble of the rules names
	OwnRules = "own" // what rules of the user's own are about that belong to no clause
)

// Clauses are the register of clauses, in their order.
func Clauses() []Clause { return slices.Clone(clauses) }

var clauses = []Clause{
	{ID: "1.1", Outside: true, Title: Words{"Admission: verified account with a bound phone", "准入条件：账号实名认证并绑定手机号"}, Check: Words{
		"Log in to the open platform with the developer account and look at the account's page: the Kuaishou account must be verified by real name, with a mobile phone bound.",
		"用开发者账号登录开放平台，在账号页面确认快手账号已完成实名认证并绑定手机号。"}},
	{ID: "1.2", Outside: true, Title: Words{"True and valid registration documents", "注册信息与材料真实有效"}, Check: Words{
		"Compare what is filed on the platform (licence, qualifications of each category) with the originals; note when each expires, and renew it before.",
		"将平台上登记的营业执照、类目资质等与原件核对，记录各项有效期，并在到期前更新。"}},
	{ID: "1.3", Outside: true, Title: Words{"No unlawful or improper conduct", "不得有违法或不当行为"}, Check: Words{
		"Ask those who answer for law and security whether there are complaints, reports of fraud or viruses, or privacy incidents about your apps; read the platform's notices.",
		"向法务和安全负责人确认应用是否涉及投诉、诈骗、病毒或隐私事件，并查看平台通知。"}},
	{ID: "1.4", Title: Words{"An app within 30 days of joining", "入驻后30天内创建应用"}, Check: Words{
		"From opaudit.yaml: the day of joining and the days on which apps were created; the platform allows 30 days without an app.",
		"根据opaudit.yaml中的入驻日与应用创建日判断：平台允许的期限为30天。"}},
	{ID: "1.5", Outside: true, Title: Words{"Reachable administrator contacts", "管理员联系方式有效"}, Check: Words{
		"Send a test message to the administrator's phone number and e-mail address that the platform has; see that somebody reads the notices and messages there.",
		"向平台上登记的管理员手机号和邮箱发送测试消息，并确认有人查看平台公告和站内信。"}},
	{ID: "2.1", Title: Words{"Account and appKey are not shared", "账号与appKey不得转让、出借或泄露"}, Check: Words{
		"From the logs: one app key or shop account used from many unrelated networks at once; failed logins, then a success from a new network. By hand: who knows the account's password and the app's secret, and where they are stored.",
		"日志：同一appKey或店铺账号同时来自多个无关网络；多次登录失败后从新网络登录成功。人工：核对账号密码与应用密钥由谁掌握、保存在何处。"}},
	{ID: "2.2", Outside: true, Title: Words{"No self-built apps made privately for shops", "不得私下为商家开发自研应用"}, Check: Words{
		"Go through contracts, invoices and code repositories: you must not develop or maintain a shop's self-built app.",
		"核查合同、发票与代码库：不得为商家开发或维护其自研应用。"}},
	{ID: "2.3", Title: Words{"Self-built apps serve their own company's shops", "自研应用仅供本公司主体店铺使用"}, Check: Words{
		"From opaudit.yaml (kind and company of each app, company of each shop) and the logs: a self-built app that works for a shop of another company.",
		"根据opaudit.yaml（应用类型与公司、店铺公司）和日志判断：自研应用是否服务于其他公司主体的店铺。"}},
	{ID: "2.4", Title: Words{"An app within 30 days of category approval", "类目资质通过后30天内创建应用"}, Check: Words{
		"From opaudit.yaml: the day on which the category was approved and the day on which the app was created; the platform allows 30 days.",
		"根据opaudit.yaml中的类目资质通过日与应用创建日判断：平台允许的期限为30天。"}},
	{ID: "2.5", Title: Words{"The app is online within 90 days", "应用创建后90天内上线"}, Check: Words{
		"From opaudit.yaml: the days on which the app was created and went online; the platform allows 90 days.",
		"根据opaudit.yaml中的应用创建日与上线日判断：平台允许的期限为90天。"}},
	{ID: "2.6", Title: Words{"A successful API call at least every 90 days", "90天内须有有效API调用"}, Check: Words{
		"From the api logs: days since the last successful call; at 90 days the app is taken offline.",
		"根据api日志判断：距最近一次成功调用的天数，达到90天应用将被下线。"}},
	{ID: "2.7", Title: Words{"API call and push success rates", "API调用与消息推送成功率"}, Check: Words{
		"From the api logs: days in a row on which fewer than 80% of the calls succeed; at 15 days the app is throttled. From the message logs: the share of pushes that were received.",
		"根据api日志判断：日调用成功率低于80%的连续天数，达到15天应用将被限流；根据message日志判断：消息推送的接收成功率。"}},
	{ID: "2.8", Outside: true, Title: Words{"Required integrations in time", "按时完成平台对接"}, Check: Words{
		"Look in the platform's notices and on the app's page for integrations with a deadline; try each function that shops use.",
		"在平台公告和应用页面查看有期限的对接要求，并逐项试用商家使用的功能。"}},
	{ID: "3.1", Title: Words{"Shop data stays with its shop", "商家数据仅用于来源商家，不得跨店聚合或共享"}, Check: Words{
		"From the logs: orders of one shop used under another, one request or SQL statement over several shops, one operator or receiver with the data of several shops. By hand: whether pages show the data of several shops together.",
		"日志：订单在其他店铺下被使用；一次请求或一条SQL涉及多个店铺；同一操作人或接收方取得多个店铺的数据。人工：查看页面是否汇总展示多个店铺的数据。"}},
	{ID: "3.2", Outside: true, Title: Words{"API permissions are not abused", "不得滥用API权限包"}, Check: Words{
		"List the methods that the app calls (relation api_calls) and compare them with the purpose for which each permission package was granted.",
		"列出应用调用的接口（表api_calls），与各权限包申请时的用途逐项核对。"}},
	{ID: "3.3", Title: Words{"No plaintext personal data", "个人敏感数据禁止明文存储和传输"}, Check: Words{
		"From the logs: personal data in plaintext, order data over http, exports, access without an authorisation, receivers that are not listed. By hand: how your own databases and backups store phone numbers, resident id numbers, names and addresses.",
		"日志：明文个人信息、以http传输订单数据、导出、未授权访问、未列出的接收方。人工：核对自有数据库与备份如何存储手机号、身份证号、姓名和地址。"}},
	{ID: "3.4", Title: Words{"Decrypt ratio of at most 5%", "订单解密率不高于5%"}, Check: Words{
		"From the api logs: distinct decrypted orders divided by distinct shipped orders of 7 days; at most 5%.",
		"根据api日志判断：7天内去重解密订单数除以去重发货订单数，不得高于5%。"}},
	{ID: "4.1", Outside: true, Title: Words{"The rules are in force", "规则的发布与生效"}, Check: Words{
		"Nothing is to be kept here: the rules are in force since 2023-09-12. Look at the platform's rule page now and then: it may have changed.",
		"本条无须遵守的事项：规则自2023年9月12日起生效。请定期查看规则页面是否有更新。"}},
	{ID: "4.2", Outside: true, Title: Words{"The platform checks and handles breaches", "平台检查与违规处理"}, Check: Words{
		"Nothing is to be kept here. Look at the platform's notices for checks and breaches, and answer them within the time given.",
		"本条无须遵守的事项。请查看平台的检查与违规通知，并在期限内处理。"}},
	{ID: "4.3", Outside: true, Title: Words{"Who the platform may act against", "平台处理范围"}, Check: Words{
		"Nothing is to be kept here. Keep a list of all apps, accounts and administrators of your company and its affiliates: the platform may act against each of them.",
		"本条无须遵守的事项。请列出本公司及关联主体的全部应用、账号和管理员：平台可对其一并处理。"}},
	{ID: LogDuty, Title: Words{"Log access specification (named in the preamble)", "日志接入规范（见规则前言）"}, Check: Words{
		"From all logs: days and log types that an active app lacks, wrong clocks, fields that the specification does not allow, openIds that contradict each other, records loaded twice, too many rejected lines.",
		"根据全部日志判断：活跃应用缺失的日期与日志类型、时钟偏差、不符合规范的字段、相互矛盾的openId、重复加载的记录、过多的被拒绝行。"}},
	{ID: OwnRules, Title: Words{"Rules of your own", "自有规则"}, Check: Words{
		"By the rules in the folder that --rules names.",
		"按--rules所指文件夹中的规则判断。"}},
}

// Needs are what must be there to say that a clause is kept.
type Needs struct {
	All       []string   // log types, and "shipment"
	Any       [][]string // log types of which one is enough
	Reference []string   // what the configuration must tell, as in the view reference_gaps
	// OnlyReference: no rule of the clause can do without Reference. Otherwise the
	// others decide, and what was not told is named beside the verdict.
	OnlyReference bool
	Rules         int // of the program's own: without any the clause cannot be judged
}

// NeedsOf gathers what the rules of a clause need.
func NeedsOf(rules []Rule, clause string) Needs {
	n := Needs{OnlyReference: true}
	for _, r := range rules {
		if r.Clause != clause {
			continue
		}
		n.All = together(n.All, r.Needs)
		n.Reference = together(n.Reference, r.Reference)
		if same := func(any []string) bool { return slices.Equal(any, r.NeedsAny) }; len(r.NeedsAny) > 0 && !slices.ContainsFunc(n.Any, same) {
			n.Any = append(n.Any, r.NeedsAny)
		}
		if r.File != "" && clause != OwnRules {
			continue // a rule of the user's own cannot make a clause judgeable
		}
		n.Rules++
		if len(r.Reference) == 0 {
			n.OnlyReference = false
		}
	}
	return n
}

// together is list and what of more it lacks.
func together(list, more []string) []string {
	for _, m := range more {
		if !slices.Contains(list, m) {
			list = append(list, m)
		}
	}
	return list
}
