package corpus

import "strings"

// positives are the families with personal data, by their main kind; "record" ones hold several kinds.
var positives = []family{
	{"phone/json-key", 4, func(g *gen) text { return g.holdDoc(g.person("phone")) }},
	{"phone/json-number", 2, func(g *gen) text {
		return g.holdDoc(g.object(g.key("phone"), doc(g.cell("phone/plain")), "shopId", 1000+g.IntN(9000)))
	}},
	{"phone/odd-key", 2, func(g *gen) text {
		k := g.pick(strings.Fields("account loginName userName contact ext1 k3 value keyword searchText to receiver target"))
		return g.holdDoc(g.object(g.mixed(g.pairs("status"), k, g.cell("phone"))...))
	}},
	{"phone/user-id", 2, func(g *gen) text { return g.record("open", "userId", g.cell("phone/plain")) }},
	{"phone/array", 2, func(g *gen) text {
		var list []any
		for range 1 + g.IntN(4) {
			list = append(list, g.value("phone"))
		}
		return g.holdDoc(g.object(g.pick(strings.Fields("phones mobiles phoneList receiver_mobiles 手机号列表 phoneNumbers")), list, "template", "SMS_"+g.digits(9)))
	}},
	{"phone/country-prefix", 2, func(g *gen) text { return g.holdDoc(g.person("phone/prefix")) }},
	{"phone/separated", 2, func(g *gen) text { return g.holdDoc(g.person("phone/split")) }},
	{"phone/full-width", 2, func(g *gen) text { return g.holdDoc(g.person("phone/wide")) }},
	{"phone/digits-unicode-escaped", 1, func(g *gen) text {
		g.esc = escDigits
		d := g.object(g.key("phone"), g.cell("phone/plain"))
		if g.chance(50) {
			return g.record("api", "param", d)
		}
		return g.record("order", "data", g.nest(d))
	}},
	{"phone/url-query", 3, func(g *gen) text { return g.holdURL(g.form(1, g.with("phone")...)) }},
	{"phone/percent-encoded-twice-in-url", 2, func(g *gen) text {
		return g.holdURL(g.form(2, g.with(g.pick(strings.Fields("phone/prefix phone/wide phone/split")))...))
	}},
	{"phone/sql-where", 3, func(g *gen) text { return g.holdSQL(g.where("phone")) }},
	{"phone/sql-update", 2, func(g *gen) text { return g.holdSQL(g.update(g.with("phone")...)) }},
	{"phone/search-dsl", 2, func(g *gen) text {
		op := g.pick(strings.Fields("term match wildcard prefix"))
		return g.holdDoc(g.object("query", g.object("bool", g.object("must", []any{g.object(op, g.object(g.key("phone"), g.cell("phone/plain")))})), "size", 20))
	}},
	{"phone/duplicate-entry", 2, func(g *gen) text {
		return g.holdText(g.fill("Duplicate entry '{phone/plain}' for key 'uk_mobile'", "Error 1062 (23000): Duplicate entry '{n}-{phone/plain}' for key 'crm_member.uniq_shop_phone'", "ERROR: duplicate key value violates unique constraint \"uk_phone\" Detail: Key (phone)=({phone/plain}) already exists.", "Data too long for column 'mobile' at row 1, value '{phone/prefix}'"))
	}},
	{"phone/sms-sent", 2, func(g *gen) text {
		return g.holdText(g.fill("短信发送成功 {phone:}, 模板 SMS_20{n}, 耗时{n}ms", "send sms to {phone} ok, bizType=ship_notice", "短信发送失败,号码{phone/plain},原因:触发天级流控", "sms:code:{phone/plain} expire 300", "isv.BUSINESS_LIMIT_CONTROL phone={phone/plain}"))
	}},
	{"phone/login-message", 3, func(g *gen) text {
		return g.record("login", "loginResult", g.pick([]string{"failure", "失败"}), "loginMessage", g.fill("账号{phone/plain}密码错误,剩余{n}次", "{phone:}未注册", "user {phone/plain} locked after 5 attempts", "验证码已发送至{phone}", "手机号 {phone/plain} 登录失败:短信验证码过期"))
	}},
	{"phone/error-text", 3, func(g *gen) text {
		return g.holdText(g.fill("{phone:}格式不正确, 订单{order}下发失败", "电子面单取号失败:收件人电话 {phone} 疑似空号", "member not found by mobile {phone/plain}", "外呼{phone/plain}未接通,{n}秒后重试", "{phone:}已被其他店铺绑定"))
	}},
	{"phone/courier", 3, func(g *gen) text {
		return g.holdText(g.fill("快件正在派送,派件员:{name},电话:{phone/plain}", "【{express}】派送中 (快递员:{name} {phone/plain}) 单号{waybill}", "揽收员 {name}({phone/plain}) 已取件", "已分配骑手 {name},{phone:}"))
	}},
	{"phone/agent", 1, func(g *gen) text {
		return g.holdDoc(g.object(g.mixed(g.pairs("status", "shop"), g.pick(strings.Fields("agentPhone kefuMobile courierPhone deliveryManPhone senderMobile warehouse_mobile")), g.value("phone"))...))
	}},

	{"name/json-key", 5, func(g *gen) text { return g.holdDoc(g.person("name")) }},
	{"name/compound-surname", 2, func(g *gen) text { return g.holdDoc(g.person("name/compound")) }},
	{"name/dotted", 2, func(g *gen) text { return g.holdDoc(g.person("name/dotted")) }},
	{"name/operator-key", 3, func(g *gen) text {
		k := g.pick(strings.Fields("operatorName sender_name senderName auditorName salesmanName 经办人 业务员姓名 deliveryManName courier_name accountHolder 开户人 createdByName"))
		return g.holdDoc(g.object(g.mixed(g.pairs(g.with("created")...), k, g.cell("name"))...))
	}},
	{"name/unicode-escaped-nested", 2, func(g *gen) text {
		g.esc = escASCII
		d := g.object("code", 0, "data", text(g.person("name")))
		return g.record("message", "message", text(d))
	}},
	{"name/url-query", 2, func(g *gen) text { return g.holdURL(g.form(1, g.with("name")...)) }},
	{"name/percent-encoded-twice-in-url", 2, func(g *gen) text { return g.holdURL(g.form(2, g.with("name")...)) }},
	{"name/sql-where", 2, func(g *gen) text { return g.holdSQL(g.where("name")) }},
	{"name/sql-insert", 2, func(g *gen) text { return g.holdSQL(g.insert(1+g.IntN(2), g.with("name", "order")...)) }},
	{"name/labelled-text", 5, func(g *gen) text {
		return g.holdText(g.fill("{name:},订单{order}发货异常", "打单失败 {name:}; {express}", "签收提醒:{name:}，{waybill:}", "{order:} {name:}, 地址库匹配失败", "校验不通过[{name:}]", "买家改了{name:}，请重新打印面单"))
	}},
	{"name/beside-phone", 3, func(g *gen) text {
		return g.holdText(g.fill("{name} {phone/plain}", "改派给{n}号仓: {name},{phone/plain}", "已通知 {name}({phone/plain})", "{phone/plain} {name} 拒收,原单{waybill}", "联系不上 {name}/{phone/plain}", "收:{name}，{phone}，{order}"))
	}},

	{"address/json-key", 4, func(g *gen) text { return g.holdDoc(g.person("address")) }},
	{"address/full", 3, func(g *gen) text { return g.holdDoc(g.person("address/full")) }},
	{"address/spaced", 2, func(g *gen) text { return g.holdDoc(g.person("address/spaced")) }},
	{"address/unit-only", 2, func(g *gen) text {
		return g.holdDoc(g.object(g.key("province"), g.place.province, g.key("city"), g.place.city, g.key("district"), g.place.district, "town", g.pick(townNames), g.pick(strings.Fields("detailAddress address_detail street_detail 详细地址 xiangxidizhi doorplateAddress")), g.cell("address/unit")))
	}},
	{"address/return-warehouse", 2, func(g *gen) text {
		return g.holdDoc(g.object(g.mixed(g.pairs("refund"), g.pick(strings.Fields("refundAddress return_address 退货地址 warehouseAddress senderAddress sender_detail")), g.cell("address"))...))
	}},
	{"address/percent-encoded-in-url", 2, func(g *gen) text { return g.holdURL(g.form(1+g.IntN(2), g.with("address")...)) }},
	{"address/sql-update", 2, func(g *gen) text { return g.holdSQL(g.update(g.with("address")...)) }},
	{"address/sql-insert", 2, func(g *gen) text { return g.holdSQL(g.insert(1, g.with("address", "order")...)) }},
	{"address/parse-error", 4, func(g *gen) text {
		return g.holdText(g.fill("地址解析失败: {address/full}", "三段码匹配失败，{address:}，请人工处理", "收货地址超出派送范围[{address/full}]", "geocode failed: {address/spaced}", "地址【{address/full}】不在{express}服务区"))
	}},
	{"address/remark", 4, func(g *gen) text {
		return g.holdText(g.fill("改地址:{address/full}", "亲 麻烦地址换成 {address/full} 谢谢", "退回仓库，{address:}", "自提点改到{address/full}，不要放驿站", "发票寄到 {address/full}"))
	}},

	{"id_card/customs-declaration", 4, func(g *gen) text { return g.holdDoc(g.person("name", "id_card", "order")) }},
	{"id_card/json-key", 3, func(g *gen) text { return g.holdDoc(g.person("id_card/plain")) }},
	{"id_card/spaced", 3, func(g *gen) text { return g.holdDoc(g.person("id_card/split")) }},
	{"id_card/full-width", 2, func(g *gen) text { return g.holdDoc(g.person("id_card/wide")) }},
	{"id_card/url-query", 3, func(g *gen) text { return g.holdURL(g.form(1, g.with("id_card")...)) }},
	{"id_card/sql-insert", 3, func(g *gen) text { return g.holdSQL(g.insert(1+g.IntN(2), g.with("name", "id_card")...)) }},
	{"id_card/sql-where", 2, func(g *gen) text { return g.holdSQL(g.where("id_card/plain")) }},
	{"id_card/mybatis", 2, func(g *gen) text { return g.record("sql", "sql", g.myBatis(g.with("id_card", "created")...)) }},
	{"id_card/mismatch-text", 6, func(g *gen) text {
		return g.holdText(g.fill("清关失败:{id_card:}与订购人不一致", "实名校验不通过,{name:},{id_card:}", "{id_card:}已存在", "idcard verify error: {id_card/plain} not match", "保税仓推单失败, 订购人证件 {id_card}", "入境申报退单: {name:} {id_card:}"))
	}},

	{"id_card/mistyped-json-key", 2, func(g *gen) text { return g.holdDoc(g.person("id_card/mistyped")) }},
	{"id_card/mistyped-sql", 2, func(g *gen) text {
		if g.chance(50) {
			return g.holdSQL(g.where("id_card/mistyped"))
		}
		return g.holdSQL(g.insert(1+g.IntN(2), g.with("name", "id_card/mistyped")...))
	}},
	{"id_card/old-json-key", 2, func(g *gen) text { return g.holdDoc(g.person("id_card/old")) }},
	{"id_card/old-sql", 2, func(g *gen) text { return g.holdSQL(g.update(g.with("id_card/old")...)) }},
	{"id_card/unchecked-text", 2, func(g *gen) text {
		return g.holdText(g.fill("身份证号 {id_card/mistyped} 校验位错误", "{id_card/mistyped:}校验不通过", "{id_card/old:} 请升位", "idcard {id_card/mistyped} invalid", "实名失败:{name:} {id_card/old:}"))
	}},
	{"id_card/unchecked-url-query", 2, func(g *gen) text {
		return g.holdURL(g.form(1, g.with(g.pick(strings.Fields("id_card/mistyped id_card/old")))...))
	}},

	{"email/json-key", 4, func(g *gen) text { return g.holdDoc(g.person("email")) }},
	{"email/invoice", 4, func(g *gen) text {
		return g.holdDoc(g.object(g.mixed(g.pairs("amount", "order"), "invoiceTitle", g.pick(shopNames), g.key("email"), g.cell("email"))...))
	}},
	{"email/login-account", 3, func(g *gen) text {
		if g.chance(50) {
			return g.record("open", "userId", g.cell("email"))
		}
		return g.record("login", "loginMessage", g.fill("{email} 密码错误", "user {email} login from {ipv4}", "邮箱{email}未激活"))
	}},
	{"email/percent-encoded-in-url", 3, func(g *gen) text { return g.holdURL(g.form(1+g.IntN(2), g.with("email")...)) }},
	{"email/sql", 4, func(g *gen) text {
		if g.chance(50) {
			return g.holdSQL(g.where("email"))
		}
		return g.holdSQL(g.insert(1+g.IntN(2), g.with("email", "created")...))
	}},
	{"email/smtp", 5, func(g *gen) text {
		return g.holdText(g.fill("550 5.1.1 <{email}>: Recipient address rejected", "To: <{email}> Subject: 对账单", "send mail to {email} failed: connection timed out", "电子发票已发送至{email}", "mail delivered rcpt={email};{email} cost={n}ms"))
	}},
	{"email/text", 4, func(g *gen) text {
		return g.holdText(g.fill("{email:}，请把电子发票发我", "导出任务{n}完成,已通知 {email}", "邮箱 {email} 退订营销邮件", "{order:} {email:}"))
	}},

	{"bank_card/refund-account", 4, func(g *gen) text { return g.holdDoc(g.person("bank_card", "amount")) }},
	{"bank_card/with-holder", 3, func(g *gen) text { return g.holdDoc(g.person("name", "bank_card", "phone")) }},
	{"bank_card/in-fours", 3, func(g *gen) text { return g.holdDoc(g.person("bank_card/fours")) }},
	{"bank_card/sql", 4, func(g *gen) text {
		switch g.IntN(3) {
		case 0:
			return g.holdSQL(g.where("bank_card/plain"))
		case 1:
			return g.holdSQL(g.update(g.with("bank_card")...))
		}
		return g.holdSQL(g.insert(1+g.IntN(2), g.with("bank_card", "amount")...))
	}},
	{"bank_card/mybatis", 3, func(g *gen) text { return g.record("sql", "sql", g.myBatis(g.with("bank_card", "name")...)) }},
	{"bank_card/url-query", 3, func(g *gen) text { return g.holdURL(g.form(1, g.with("bank_card")...)) }},
	{"bank_card/withdraw-text", 7, func(g *gen) text {
		return g.holdText(g.fill("提现失败,{bank_card:}状态异常", "打款到银行卡 {bank_card} 被退回, {amount:}", "{name:} {bank_card:} 鉴权失败", "售后线下退款 {amount}元 {bank_card:}", "卡号{bank_card/plain}与户名不符", "bind card {bank_card/plain} rejected by channel"))
	}},

	{"landline/json-key", 4, func(g *gen) text { return g.holdDoc(g.person("landline")) }},
	{"landline/joined-under-key", 2, func(g *gen) text { return g.holdDoc(g.person("landline/joined")) }},
	{"landline/parentheses", 3, func(g *gen) text { return g.holdDoc(g.person("landline/paren")) }},
	{"landline/extension", 2, func(g *gen) text { return g.holdDoc(g.person("landline/extension")) }},
	{"landline/sender", 3, func(g *gen) text {
		return g.holdDoc(g.object(g.pick(strings.Fields("sender shipper 寄件人 senderInfo return_receiver")), g.person("name", "landline", "address")))
	}},
	{"landline/sql", 3, func(g *gen) text {
		if g.chance(40) {
			return g.holdSQL(g.update(g.with("landline")...))
		}
		return g.holdSQL(g.insert(1+g.IntN(2), g.with("landline", "shop")...))
	}},
	{"landline/text", 7, func(g *gen) text {
		return g.holdText(g.fill("{landline:}无人接听", "仓库座机 {landline}, 周末休息", "{landline:}，{order}", "网点电话({landline/dash})占线", "请拨打 {landline/dash} 联系网点", "tel:{landline/dash} unreachable", "拨打座机{landline/paren}未接"))
	}},
	{"landline/joined-labelled", 4, func(g *gen) text {
		return g.holdText(g.fill("{landline/joined:},客户要求白天送", "外呼失败 {landline/joined:}", "{order:}, {landline/joined:}"))
	}},

	{"record/receiver-object", 5, func(g *gen) text {
		return g.holdDoc(g.object(g.pick(strings.Fields("receiver receiverInfo consignee address_info 收件信息 buyerAddress recipient")), g.person("name", "phone", "address")))
	}},
	{"record/bare-receiver-object", 3, func(g *gen) text {
		d := g.object("name", g.cell("name"), g.pick(strings.Fields("mobile phone tel")), g.value("phone"), "province", g.place.province, "city", g.place.city, "district", g.place.district, g.pick(strings.Fields("detail address addr street")), g.cell("address/detail"))
		return g.holdDoc(g.object(g.pick(strings.Fields("receiver recipient consignee to deliveryAddress")), d))
	}},
	{"record/nested-three-deep", 2, func(g *gen) text {
		inner := text(g.person("name", "phone", "address"))
		return g.record(g.pick([]string{"message", "api"}), "body", g.nest(g.object("msgType", "trade", "payload", inner)))
	}},
	{"record/ebill-request", 3, func(g *gen) text {
		from := g.person("name", g.pick([]string{"landline", "phone"}), "address/full")
		g.newRow()
		return g.holdDoc(g.object("expressCompanyCode", g.pick(strings.Fields("YTO ZTO STO SF JD")), "senderContract", from, "receiverContract", g.person("name", "phone", "address")))
	}},
	{"record/order-list", 2, func(g *gen) text {
		var list []any
		for range 1 + g.IntN(3) {
			g.newRow()
			list = append(list, g.person("order", "name", "phone"))
		}
		return g.holdDoc(g.object("total", len(list), "orderList", list))
	}},
	{"record/sql-insert", 4, func(g *gen) text { return g.holdSQL(g.insert(1, g.with("order", "name", "phone", "address")...)) }},
	{"record/sql-insert-rows", 2, func(g *gen) text { return g.holdSQL(g.insert(2+g.IntN(2), g.with("order", "name", "phone")...)) }},
	{"record/mybatis-preparing", 3, func(g *gen) text {
		return g.record("sql", "sql", g.myBatis(g.with("order", "name", "phone", "address")...))
	}},
	{"record/mybatis-parameters-line", 2, func(g *gen) text {
		return g.plain(cat("==> Parameters: ", g.parameters("order", "name", "phone/plain", "address/full", "created")))
	}},
	{"record/columns-and-rows", 3, func(g *gen) text { return g.grid(1+g.IntN(2), g.with("order", "name", "phone")...) }},
	{"record/columns-and-rows-finance", 2, func(g *gen) text { return g.grid(1+g.IntN(2), g.with("name", "bank_card", "amount")...) }},
	{"record/csv", 3, func(g *gen) text { return g.csv(1+g.IntN(3), g.with("order", "name", "phone", "address")...) }},
	{"record/csv-members", 2, func(g *gen) text { return g.csv(1+g.IntN(2), g.with("name", "email", "id_card", "landline")...) }},
	{"record/form-body", 2, func(g *gen) text {
		return g.record("api", "body", g.form(1, g.with("name", "phone", "address")...))
	}},
	{"record/json-in-url", 2, func(g *gen) text {
		t := text(g.person("name", "phone"))
		for range 1 + g.IntN(2) {
			t = t.percent(false)
		}
		return g.holdURL(cat("param=", t))
	}},
	{"record/xml", 2, func(g *gen) text {
		g.rollNaming(60, 40, 0, 0)
		var out text
		for _, w := range []string{"order", "name", "phone", "address"} {
			k := g.key(w)
			out = cat(out, "<", k, ">", g.cell(w), "</", k, ">")
		}
		return g.holdText(cat("<RequestOrder>", out, "</RequestOrder>"))
	}},
	{"record/upload-envelope", 2, func(g *gen) text {
		logType := g.pick([]string{"order", "open"})
		g.rollNaming(60, 40, 0, 0)
		url := cat("https://", g.pick(hosts), "/q?", g.form(1, "name", "phone"))
		param := g.mixed(g.fields(logType), map[string]string{"order": "url", "open": "sendToUrl"}[logType], url)
		if g.chance(50) {
			return text(g.object("method", "open.security.log."+logType, "appkey", "ks66"+g.digits(16), "param", g.object(param...)))
		}
		data := g.nest(doc(g.json([]any{g.object(param...)})))
		return text(g.object("method", "open.security.log.batch", "appkey", "ks66"+g.digits(16), "param", g.object("method", logType, "data", data)))
	}},
	{"record/ids-of-phone-shape-beside-phone", 3, func(g *gen) text {
		return g.holdDoc(g.object(g.pairs("item/phone", "name", "phone", "code/phone", "trade/card")...))
	}},
	{"record/java-to-string", 3, func(g *gen) text {
		g.rollNaming(100, 0, 0, 0)
		q := g.pick([]string{"", "'"})
		class := g.pick(strings.Fields("ReceiverDTO() OrderAddress{} TradeReceiverVO[]"))
		last := len(class) - 1
		return g.plain(cat("create order ", class[:last], g.joined("=", ", ", q, g.with("name", "phone", "address/full")...), class[last:]))
	}},
	{"record/go-struct", 1, func(g *gen) text {
		g.rollNaming(100, 0, 0, 0)
		return g.plain(cat("bind request: {", g.joined(":", " ", "", "order", "name", "phone/plain", "address/full"), "}"))
	}},
	{"record/python-repr", 2, func(g *gen) text {
		g.rollNaming(20, 80, 0, 0)
		return g.plain(cat("payload {'", g.joined("': ", ", '", "'", g.with("name", "phone", "address/full")...), "}"))
	}},
	{"record/php-print-r", 1, func(g *gen) text {
		return g.failed(cat("Array\n(\n    [", g.joined("] => ", "\n    [", "", "order", "name", "phone", "address/full"), "\n)"))
	}},
	{"record/pasted-address", 6, func(g *gen) text {
		return g.holdText(g.fill("{name}，{phone}，{address/full}", "{address/full} {name} {phone/plain}", "{name} {phone/plain} {address/spaced}", "收货信息 {name},{phone/plain},{address/full}", "{phone/plain} {name} {address/full}"))
	}},
	{"record/labelled-block", 5, func(g *gen) text {
		return g.holdText(g.fill("{name:}\n{phone:}\n所在地区: {province} {city} {district}\n详细地址: {address/detail}", "收件人: {name}; 手机: {phone}; 地址: {address/full}", "{order:} {name:} {phone:} {address:}", "{name:}，{phone:}，{address:}，{title}"))
	}},
	{"record/curl", 1, func(g *gen) text {
		return g.plain(cat("curl -X POST https://", g.pick(hosts), "/api/push -d '", g.person("name", "phone", "address/full"), "'"))
	}},
	{"record/access-log", 2, func(g *gen) text {
		return cat(g.ip(), " - - [", g.when().Format("02/Jan/2006:15:04:05 -0700"), `] "`, g.pick(strings.Fields("GET POST")), " /api/member?", g.form(1, g.with("name", "phone")...), ` HTTP/1.1" 200 `, g.IntN(9000), ` "-" "okhttp/4.9.3"`)
	}},
	{"record/ship-notice", 3, func(g *gen) text {
		return g.holdText(g.fill("【{shop}】{phone:} 内容:您的包裹已由{express}发出,{waybill:}, 收货地址:{address/full}", "通知 {name} {phone/plain} 取件,{address:}"))
	}},
	{"record/chat", 4, func(g *gen) text {
		return g.record("message", "event", "kf_message", "content", g.fill("亲，地址改成{address/full}，电话换成{phone/plain}，收件人：{name}", "你好 我的{phone:}，{order:}什么时候发", "座机{landline/dash}也可以打 {phone/plain}", "退款打我卡上 {bank_card:} {name:}", "发票开好发 {email} 就行"))
	}},
}
