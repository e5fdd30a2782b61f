package corpus

import (
	"fmt"
	"strings"
)

// lookalikeCells are sorts of value that resemble personal data and are none.
var lookalikeCells = map[string]func(g *gen) any{
	"phone/masked": func(g *gen) any {
		p := g.phone()
		return g.pick([]string{p[:3] + "****" + p[7:], p[:3] + "****" + p[7:], p[:3] + "-****-" + p[7:], "+86 " + p[:3] + "****" + p[7:], p[:3] + "********", p[:3] + "xxxx" + p[7:], p[:3] + "＊＊＊＊" + p[7:], "*******" + p[7:]})
	},
	"phone/last4":  func(g *gen) any { return g.digits(4) },
	"phone/dead":   func(g *gen) any { return g.pick(strings.Fields("100 101 110 120 122 128")) + g.digits(8) },
	"phone/short":  func(g *gen) any { return g.pick(segments) + g.digits(7) },
	"phone/cipher": func(g *gen) any { return g.cipher() },
	"phone/hash":   func(g *gen) any { return g.hex(32) },
	"name/masked": func(g *gen) any {
		s := g.pick(surnames)
		return g.pick([]string{s + "*", s + "**", "*" + g.pick(givenOne), s + "*" + g.pick(givenOne), s + "＊＊", s + "某某"})
	},
	"name/honorific": func(g *gen) any {
		return g.pick(surnames) + g.pick(strings.Fields("先生 女士 小姐 总 经理 老师 师傅"))
	},
	"name/role": func(g *gen) any {
		return g.pick(strings.Fields("管理员 系统自动 仓库主管 客服01 admin 财务专员 打单员 运营小二 system 售后客服"))
	},
	"name/placeholder": func(g *gen) any {
		return g.pick(strings.Fields("收货人姓名 姓名 string null 未填写 匿名 N/A - xxx ${receiverName} 收件人 test"))
	},
	"name/company": func(g *gen) any {
		return strings.TrimSuffix(g.place.city, "市") + g.pick(strings.Fields("鑫源 聚美达 云仓 百川 优品汇")) + g.pick(strings.Fields("贸易有限公司 电子商务有限公司 食品厂 供应链管理有限公司"))
	},
	"name/cipher":    func(g *gen) any { return g.cipher() },
	"address/cipher": func(g *gen) any { return g.cipher() },
	"address/masked": func(g *gen) any {
		return g.region("") + g.pick([]string{"****", g.pick(roads) + "****", "***", g.pick(roads) + "***号", "＊＊＊＊＊＊"})
	},
	"address/town": func(g *gen) any {
		return g.region(g.pick([]string{"", " ", "/", "-"})) + g.pick([]string{"", g.pick(townNames)})
	},
	"address/placeholder": func(g *gen) any {
		return g.pick(strings.Fields("详细地址 string null 未填写 请填写街道门牌号 ${address} -"))
	},
	"id_card/masked": func(g *gen) any {
		v := g.idCard()
		return g.pick([]string{v[:6] + "********" + v[14:], v[:4] + "**********" + v[14:], v[:3] + "***********" + v[14:], v[:1] + "****************" + v[17:]})
	},
	"id_card/date": func(g *gen) any {
		body := g.pick(counties) + fmt.Sprint(1950+g.IntN(60)) + g.pick(strings.Fields("1301 1532 0230 0431 0631 1900 0012 1145 0532")) + g.digits(3)
		return body + string(checkDigit(body))
	},
	"id_card/province": func(g *gen) any {
		body := g.pick(strings.Fields("16 17 26 28 39 48 56 57 69 77 88 00")) + "0102" + g.birthday() + g.digits(3)
		return body + string(checkDigit(body))
	},
	"email/masked": func(g *gen) any {
		host := g.pick(mailHosts)
		return g.pick([]string{"z***@" + host, g.pick(pinyins)[:2] + "****" + g.digits(2) + "@" + host, "***@" + host, g.digits(3) + "*****@" + host})
	},
	"bank_card/masked": func(g *gen) any {
		v := g.bankCard()
		return g.pick([]string{v[:4] + " **** **** " + v[len(v)-4:], v[:6] + "******" + v[len(v)-4:], "************" + v[len(v)-4:]})
	},
	"bank_card/luhn": func(g *gen) any {
		v := g.bankCard()
		return v[:len(v)-1] + string('0'+(v[len(v)-1]-'0'+1+byte(g.IntN(8)))%10)
	},
	"bank_card/tail": func(g *gen) any { return "尾号" + g.digits(4) },
	"service": func(g *gen) any {
		return g.pick([]string{"400-" + g.digits(3) + "-" + g.digits(4), "400" + g.digits(7), "800-" + g.digits(3) + "-" + g.digits(4), "95" + g.digits(3), "400-8" + g.digits(2) + "-" + g.digits(4) + "转1", "4006-" + g.digits(3) + "-" + g.digits(3)})
	},
	"trace/long": func(g *gen) any {
		return g.pick([]string{"20" + g.digits(4), "9", "88", "SEQ0"}) + g.phone() + g.digits(2+g.IntN(6))
	},
	"trace/uuid": func(g *gen) any { return g.uuid() },
	"trace/hash": func(g *gen) any { return g.hex(9) + "a" + g.phone() + "f" + g.hex(10) },
	"imei":       func(g *gen) any { return "86" + g.digits(13) },
	"device": func(g *gen) any {
		return g.pick([]string{g.hex(16), "A" + g.phone() + "X", g.uuid(), "SN" + g.phone() + g.digits(3)})
	},
	"credit": func(g *gen) any { return "91" + g.pick(counties) + "MA" + g.from("0123456789ABCDEFGHJKLMNPQRTUWXY", 8) },
	"batch": func(g *gen) any {
		return g.pick([]string{g.place.area + "-" + g.when().Format("20060102"), g.place.area + "-" + g.digits(7), g.place.area + g.when().Format("20060102")})
	},
	"barcode":     func(g *gen) any { return "69" + g.digits(11) },
	"invoice":     func(g *gen) any { return g.place.area + g.digits(8) },
	"stamp":       func(g *gen) any { return fmt.Sprint(g.when().UnixMilli()) },
	"stamp/micro": func(g *gen) any { return fmt.Sprint(g.when().UnixMicro()) },
	"stamp/nano":  func(g *gen) any { return fmt.Sprint(g.when().UnixNano()) },
	"lat":         func(g *gen) any { return g.coordinate(20, 45) },
	"lng":         func(g *gen) any { return g.coordinate(85, 130) },
	"rate": func(g *gen) any {
		return g.pick([]string{"0." + g.phone(), g.phone() + "." + g.digits(2), "-0." + g.phone()})
	},
	"ip": func(g *gen) any {
		return g.pick([]string{g.ip(), g.ip() + ":3306", "10." + g.pick([]string{"1", "20"}) + ".3." + g.pick([]string{"8", "15"}) + ":8080"})
	},
	"mac": func(g *gen) any {
		return strings.Join([]string{g.hex(2), g.hex(2), g.hex(2), g.hex(2), g.hex(2), g.hex(2)}, g.pick([]string{":", "-"}))
	},
	"asset": func(g *gen) any {
		return g.pick([]string{"logo@2x.png", "icon_" + g.digits(2) + "@3x.webp", "banner@2x.jpg", "vue@3.4." + g.digits(1), "@babel/core@7.24.0", "axios@1.6." + g.digits(1), "element-plus@2.7.3", "left-pad@1.3.0", "tab-home@2x.png"})
	},
	"login": func(g *gen) any {
		return g.pick([]string{"root@10.0.0.1:3306", "deploy@192.168.3.15", "'erp'@'10.0.0.3'", "git@172.16.8.2:erp/oms", "root@" + g.ip() + ":3306"})
	},
	"site": func(g *gen) any {
		c := strings.TrimSuffix(g.place.city, "市")
		return g.pick([]string{c + "转运中心", c + strings.TrimRight(g.place.district, "区") + "分拨中心", c + g.place.district + "营业部", c + "集散中心", c + "中转场", c + "航空枢纽", c + "市内部处理中心"})
	},
}

// plainDocs makes a family of objects with the values.
func plainDocs(name string, weight int, whats ...string) family {
	return family{"look-alike/" + name, weight, func(g *gen) text { return g.holdDoc(g.person(whats...)) }}
}

// plainTexts makes a family of free texts.
func plainTexts(name string, weight int, templates ...string) family {
	return family{"look-alike/" + name, weight, func(g *gen) text { return g.holdText(g.fill(templates...)) }}
}

var shapedIDs = strings.Fields("item/phone sku/phone refund/phone trade/phone code/phone")

// lookalikes are the families without personal data.
var lookalikes = []family{
	plainDocs("item-id-of-phone-shape", 3, "item/phone"),
	plainDocs("sku-id-of-phone-shape", 2, "sku/phone"),
	plainDocs("refund-id-of-phone-shape", 2, "refund/phone"),
	plainDocs("trade-id-of-phone-shape", 2, "trade/phone"),
	plainDocs("merchant-code-of-phone-shape", 3, "code/phone"),
	{"look-alike/seller-id-of-phone-shape", 2, func(g *gen) text {
		return g.record(g.pick(strings.Fields("login order open sql api message")), "sellerId", doc(cat(g.phone())), "sql", g.fill("SELECT id, status FROM t_order WHERE id = {n}"))
	}},
	{"look-alike/declared-ids-of-phone-shape", 2, func(g *gen) text {
		return g.record("message", "bizId", doc(cat(g.phone())), "eventId", g.phone(), "openId", g.phone())
	}},
	{"look-alike/order-ids-of-card-shape", 2, func(g *gen) text {
		return g.record("order", "orderIds", []any{doc(cat(g.bankCard())), doc(cat(g.phone()))}, "requestId", g.bankCard())
	}},
	{"look-alike/ids-in-param", 2, func(g *gen) text {
		d := g.object(g.pick(strings.Fields("orderId mainOrderId refundId itemId")), doc(cat(g.phone())), "pageSize", 50)
		if g.chance(50) {
			return g.record("api", "param", d)
		}
		return g.record("api", "param", g.nest(d))
	}},
	plainTexts("phone-shaped-id-in-text", 3, "{item/phone:} 已下架", "{refund/phone:} 已关闭，{amount:}", "同步库存失败 {sku/phone:}", "{code/phone:} 未匹配到商品 {title}", "{trade/phone:} 重复推送", "sync skip {item/phone:}, {sku/phone:}"),
	{"look-alike/phone-shaped-id-in-sql-where", 3, func(g *gen) text { return g.holdSQL(g.where(g.pick(shapedIDs))) }},
	{"look-alike/phone-shaped-id-in-sql-insert", 2, func(g *gen) text {
		return g.holdSQL(g.insert(1+g.IntN(2), g.with(g.pick(shapedIDs), "title", "qty")...))
	}},
	{"look-alike/phone-shaped-id-in-table", 2, func(g *gen) text { return g.grid(1+g.IntN(3), g.with(g.pick(shapedIDs), "title", "qty")...) }},
	{"look-alike/phone-shaped-id-in-csv", 2, func(g *gen) text { return g.csv(1+g.IntN(3), g.with(g.pick(shapedIDs), "title", "amount")...) }},
	{"look-alike/phone-shaped-id-in-url", 2, func(g *gen) text { return g.holdURL(g.form(1, g.with(g.pick(shapedIDs))...)) }},
	{"look-alike/phone-shaped-id-in-mybatis", 2, func(g *gen) text { return g.record("sql", "sql", g.myBatis(g.with(g.pick(shapedIDs), "qty")...)) }},
	plainDocs("trade-number-of-card-shape", 2, "trade/card"),
	plainDocs("payment-number-of-card-shape", 2, "pay/card"),
	plainDocs("trace-number-of-card-shape", 2, "trace/card"),
	plainDocs("message-number-of-card-shape", 2, "msg/card"),
	plainTexts("card-shaped-number-in-text", 2, "{pay/card:} 支付成功 {amount:}", "{trade/card:} 回调验签失败", "消费失败 {msg/card:}", "{trace/card:} 超时"),
	{"look-alike/card-shaped-number-in-sql", 2, func(g *gen) text { return g.holdSQL(g.where(g.pick(strings.Fields("trade/card pay/card msg/card")))) }},
	plainDocs("waybill", 3, "waybill", "express"),
	plainTexts("waybill-in-text", 2, "{express} {waybill:} 已揽收", "物流轨迹推送 {waybill:}, 到达{site}", "面单回收成功 {waybill:}"),
	plainDocs("masked-phone", 3, "phone/masked"),
	plainDocs("masked-name", 2, "name/masked"),
	plainDocs("masked-address", 2, "address/masked"),
	plainDocs("masked-id-card", 2, "id_card/masked"),
	plainDocs("masked-email", 2, "email/masked"),
	plainDocs("masked-bank-card", 2, "bank_card/masked"),
	plainDocs("masked-receiver", 3, "name/masked", "phone/masked", "address/masked"),
	{"look-alike/masked-sql-insert", 2, func(g *gen) text {
		return g.holdSQL(g.insert(1, g.with("order", "name/masked", "phone/masked", "address/masked")...))
	}},
	{"look-alike/masked-csv", 2, func(g *gen) text { return g.csv(1+g.IntN(3), g.with("order", "name/masked", "phone/masked")...) }},
	{"look-alike/masked-mybatis", 1, func(g *gen) text { return g.record("sql", "sql", g.myBatis("order", "name/masked", "phone/masked")) }},
	plainTexts("masked-in-text", 2, "{name/masked:} {phone/masked:}, {address/masked:}", "短信已发送 {phone/masked}", "银行卡{bank_card/tail}提现成功", "手机{bank_card/tail}的用户投诉", "{name/masked}({phone/masked}) 已签收"),
	plainDocs("last-four-digits", 2, "phone/last4", "express"),
	plainDocs("card-tail", 1, "bank_card/tail", "amount"),
	plainDocs("trade-number-of-id-card-shape", 2, "trade/mistyped"),
	plainDocs("payment-number-of-old-id-card-shape", 2, "pay/old"),
	{"look-alike/number-of-id-card-shape-in-sql", 2, func(g *gen) text {
		return g.holdSQL(g.where(g.pick(strings.Fields("trade/mistyped pay/old msg/mistyped trace/old"))))
	}},
	plainTexts("number-of-id-card-shape-in-text", 2, "{pay/old:} 支付成功 {amount:}", "{trade/mistyped:} 回调验签失败", "消费失败 {msg/old:}", "dup key '{trace/mistyped}'"),
	plainDocs("id-card-impossible-date", 2, "id_card/date"),
	plainDocs("id-card-unknown-province", 2, "id_card/province"),
	plainTexts("id-card-invalid-in-text", 2, "{id_card/date:} 出生日期非法", "idcard {id_card/province} invalid area code"),
	plainDocs("bank-card-wrong-luhn", 2, "bank_card/luhn"),
	plainDocs("phone-dead-segment", 1, "phone/dead"),
	plainDocs("phone-too-short", 1, "phone/short"),
	plainDocs("company-credit-code", 2, "credit", "name/company"),
	plainDocs("uuid", 2, "trace/uuid"),
	plainDocs("hash-with-phone-digits", 2, "trace/hash"),
	plainDocs("hashed-phone", 2, "phone/hash"),
	plainDocs("encrypted-receiver", 3, "name/cipher", "phone/cipher", "address/cipher"),
	{"look-alike/encrypted-in-sql", 2, func(g *gen) text { return g.holdSQL(g.insert(1, g.with("order", "name/cipher", "phone/cipher")...)) }},
	plainDocs("decimal", 2, "rate"),
	plainDocs("coordinates", 2, "lat", "lng"),
	plainTexts("coordinates-in-text", 1, "骑手定位 {lng:},{lat:}", "geo hit: lng={lng} lat={lat}"),
	plainDocs("imei", 2, "imei"),
	plainDocs("device-id", 1, "device"),
	plainDocs("long-number-with-phone-digits", 2, "trace/long"),
	plainDocs("timestamp", 2, "stamp"),
	plainDocs("timestamp-finer", 1, "stamp/micro"),
	plainTexts("timestamps-in-text", 1, "cost={n}ms start={stamp} end={stamp/micro}", "token expire at {stamp}, now {stamp}", "offset {n} lag, ts={stamp/nano}"),
	plainDocs("batch-number", 2, "batch"),
	plainTexts("batch-number-in-text", 1, "{batch:} 入库完成 {title}", "质检抽样 {batch:}，{qty}件"),
	plainDocs("barcode", 1, "barcode"),
	plainDocs("invoice-number", 1, "invoice", "credit"),
	plainDocs("service-line", 2, "service"),
	plainTexts("service-line-in-text", 2, "如有疑问请致电 {service}", "{service:}（9:00-18:00）", "【{express}】官方客服{service}", "转人工请拨{service}"),
	plainDocs("region-only", 3, "province", "city", "district"),
	plainDocs("address-to-town", 2, "address/town"),
	plainTexts("address-to-town-in-text", 2, "{express}暂不配送 {address/town}", "预售限售地区:{address/town}", "{province}{city}{district} 运费模板缺失", "收货地区: {address/town}, {amount:}"),
	plainDocs("logistics-site", 2, "site", "waybill"),
	plainTexts("logistics-track", 2, "快件已到达【{site}】", "【{site}】已发出 下一站 【{site}】", "{waybill:} 在{site}分拣中"),
	plainDocs("product-title", 3, "title", "sku"),
	plainTexts("product-title-in-text", 2, "商品「{title}」审核不通过", "库存不足: {title} x{qty}", "{title:}，{amount:}"),
	plainDocs("shop-name", 2, "shop"),
	plainDocs("company-under-name-key", 2, "name/company"),
	plainDocs("role-under-name-key", 2, "name/role"),
	plainDocs("nickname", 2, "nick"),
	plainTexts("honorific", 2, "{name/honorific:}, 您的订单{order}已发货", "亲爱的{name/honorific}您好", "{name/honorific}要求改派, {waybill:}"),
	plainDocs("honorific-under-key", 2, "name/honorific"),
	plainDocs("placeholder", 2, "name/placeholder", "address/placeholder"),
	plainTexts("label-alone", 2, "收货人姓名不能为空", "参数缺失: 手机号、详细地址", "receiverName is required", "请填写身份证号码", "字段【收件人】【联系电话】长度超限 {n}", "{order:} 缺少收件人手机号", "邮箱格式错误", "银行卡号不能为空"),
	{"look-alike/sql-placeholders", 2, func(g *gen) text {
		return g.holdSQL(g.fill("SELECT receiver_name, receiver_mobile FROM t_order WHERE order_id = {order}", "INSERT INTO tb_receiver (receiver_name, mobile, address) VALUES (?, ?, ?)", "UPDATE crm_member SET mobile = #{n}, email = :email WHERE id = {n}", "ALTER TABLE t_order ADD COLUMN receiver_mobile varchar(64) COMMENT '收件人手机号'", "select count(*) from erp_trade where phone is null and status = {status}"))
	}},
	plainDocs("ip-address", 2, "ip", "mac"),
	plainTexts("ip-address-in-text", 1, "{ip:} connect refused", "dial tcp {ipv4}:6379: i/o timeout", "{mac:} 打印机离线", "Bind address {ipv4} already in use"),
	plainDocs("asset-with-at-sign", 2, "asset"),
	plainTexts("at-sign-in-text", 2, "GET /static/{asset} 404", "npm WARN deprecated {asset}", "connect to {login} failed", "OrderDTO@5f{n}c8e1 not serializable", "access denied for user {login}"),
	plainTexts("quota-error", 2, "Exceed quota limit, KEY [appkey:ks{stamp}66903]", "Exceed qps limit, KEY [apiId:{n};appkey:ks{stamp}07102], MAX_QPS [300.0]", "AUTHORIZATION_REVOKED", "access_token已过期"),
	{"look-alike/clean-record", 3, func(g *gen) text { return g.record(g.pick(strings.Fields("login order open api message"))) }},
	{"look-alike/clean-sql", 2, func(g *gen) text {
		return g.record("sql", "sql", g.fill("UPDATE t_order SET status = {status} WHERE order_id = {order}", "SELECT id, express_no FROM wms_delivery WHERE express_no = '{waybill}'", "DELETE FROM t_lock WHERE id < {n}", "INSERT INTO t_stock (title, qty) VALUES ('{title}', {qty})"))
	}},
	{"look-alike/bulk-filter", 1, func(g *gen) text {
		return g.record("order", "data", g.form(1, g.with("status", "created", "shop")...))
	}},
}
