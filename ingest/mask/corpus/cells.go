package corpus

import (
	"fmt"
	"math"
	"regexp"
	"strings"
)

// A naming is the habit by which keys, columns and labels are called.
type naming int

const (
	camel naming = iota
	snake
	pinyin
	chinese
)

func (g *gen) rollNaming(weights ...int) { g.naming = naming(g.weighted(weights...)) }

// keys holds for every sort of value what its key, column or label is called.
var keys = map[string][4]string{
	"phone":     {"receiverPhone mobile receiverMobile phone buyerPhone contactPhone consigneeMobile phoneNumber mobilePhone userPhone memberMobile", "receiver_phone mobile receiver_mobile phone buyer_phone contact_mobile consignee_tel phone_no member_phone", "shoujihao shouji sjh lianxidianhua dianhua shoujianrendianhua", "手机号 手机 手机号码 联系电话 收件人电话 收货人手机 电话 买家手机"},
	"id_card":   {"idCard idCardNo idNo identityNo buyerIdCard idNumber certNo idCardNumber", "id_card id_card_no id_no identity_no buyer_id_card cert_no", "shenfenzheng sfz sfzh shenfenzhenghao", "身份证号 身份证 身份证号码 证件号码 订购人身份证"},
	"name":      {"receiverName consignee consigneeName buyerName realName contactName linkMan recipientName customerName", "receiver_name consignee consignee_name buyer_name real_name contact_name linkman customer_name", "xingming shoujianren shouhuoren lianxiren sjrxm", "收件人 收货人 姓名 收货人姓名 收件人姓名 联系人 买家姓名 真实姓名"},
	"address":   {"receiverAddress address detailAddress addressDetail addr consigneeAddress receiverAddr streetAddress", "receiver_address address detail_address addr consignee_address receiver_addr", "xiangxidizhi dizhi shouhuodizhi sjdz", "详细地址 收货地址 收件地址 地址 收件人地址"},
	"email":     {"email buyerEmail contactEmail mail userEmail receiveEmail", "email buyer_email contact_email mail e_mail", "youxiang dianziyouxiang", "邮箱 电子邮箱 邮箱地址 联系邮箱"},
	"bank_card": {"bankCardNo bankCard bankAccount cardNo bankCardNumber payeeCardNo", "bank_card_no bank_card bank_account card_no payee_card", "yinhangkahao yinhangka kahao", "银行卡号 银行卡 收款卡号 银行账号 提现卡号"},
	"landline":  {"telephone tel landline fixedPhone receiverTel contactTel officeTel", "telephone tel landline fixed_phone receiver_tel contact_tel", "zuoji guhua gudingdianhua", "固定电话 座机 联系电话 电话 固话 办公电话"},
	"province":  {"province receiverProvince provinceName", "province receiver_province province_name", "sheng shengfen", "省 省份"},
	"city":      {"city receiverCity cityName", "city receiver_city city_name", "shi chengshi", "市 城市"},
	"district":  {"district receiverDistrict county", "district receiver_district area", "qu quxian", "区 区县"},
	"order":     {"orderId oid orderNo", "order_id oid order_no", "dingdanhao ddh", "订单号 订单编号"},
	"item":      {"itemId goodsId productId relItemId", "item_id goods_id product_id num_iid", "shangpinid spid", "商品ID 商品编号 宝贝ID"},
	"sku":       {"skuId relSkuId skuNo", "sku_id sku_no platform_sku_id", "guigebianma", "SKU编号 规格ID skuID"},
	"refund":    {"refundId refundNo afterSaleId", "refund_id refund_no after_sale_id", "tuikuandanhao", "退款单号 售后单号 退款编号"},
	"trade":     {"tradeNo tid tradeId outTradeNo", "trade_no tid out_trade_no", "jiaoyihao jydh", "交易号 交易单号 商户订单号"},
	"code":      {"merchantCode outerId outerSkuId goodsCode", "merchant_code outer_id outer_sku_id goods_code", "shangjiabianma huohao", "商家编码 货号 商户编码"},
	"pay":       {"payNo payId transactionId payOrderNo paymentNo", "pay_no pay_id transaction_id payment_no", "zhifuliushui zhifudanhao", "支付单号 支付流水号 支付流水"},
	"trace":     {"traceId traceNo serialNo bizSeq", "trace_id trace_no serial_no", "liushuihao", "流水号 链路ID 追踪号"},
	"msg":       {"msgId messageId mqMsgId", "msg_id message_id", "xiaoxiid", "消息ID 消息编号"},
	"waybill":   {"waybillCode expressNo waybillNo logisticsNo mailNo", "waybill_code express_no logistics_no", "kuaididanhao yundanhao", "运单号 快递单号 物流单号"},
	"imei":      {"imei deviceImei imei1", "imei device_imei", "chuanhao", "IMEI 串号 IMEI串号"},
	"credit":    {"creditCode uscc taxNo companyTaxNo", "credit_code tax_no unified_credit_code", "shuihao tongyidaima", "统一社会信用代码 税号 纳税人识别号"},
	"batch":     {"batchNo batchCode productionBatch", "batch_no batch_code lot_no", "picihao", "批次号 生产批号 批号"},
	"barcode":   {"barcode ean69 barCode", "barcode bar_code", "tiaoma", "条码 商品条码"},
	"invoice":   {"invoiceNo invoiceCode", "invoice_no invoice_code", "fapiaohao", "发票号码 发票代码"},
	"amount":    {"payment totalFee amount payAmount", "payment total_fee amount pay_amount", "jine", "金额 实付金额"},
	"status":    {"status orderStatus type", "status order_status type", "zhuangtai", "状态"},
	"qty":       {"num quantity goodsCount", "num quantity goods_count", "shuliang", "数量"},
	"created":   {"createTime payTime gmtCreate updateTime", "created_at pay_time gmt_create update_time", "xiadanshijian", "下单时间 创建时间"},
	"stamp":     {"timestamp ts sendTime expireAt nonceTime", "timestamp ts send_time expire_at", "shijianchuo", "时间戳 过期时间戳"},
	"shop":      {"shopName storeName mallName", "shop_name store_name", "dianpu dianpumingcheng", "店铺 店铺名称"},
	"nick":      {"buyerNick nickName wangwang", "buyer_nick nick_name", "nicheng", "买家昵称 昵称"},
	"title":     {"title itemTitle goodsName productName", "title item_title goods_name product_name", "shangpinmingcheng biaoti", "商品名称 商品标题"},
	"express":   {"expressName logisticsCompany expressCompany", "express_name logistics_company", "kuaidigongsi", "快递公司 物流公司"},
	"lat":       {"latitude lat", "latitude lat", "weidu", "纬度"},
	"lng":       {"longitude lng", "longitude lng", "jingdu", "经度"},
	"rate":      {"rate score ratio predictScore", "rate score ratio", "bili", "比例 评分"},
	"device":    {"deviceId did clientId", "device_id did", "shebeihao", "设备号 设备ID"},
	"ip":        {"ipAddress address serverAddress remoteAddr", "ip_address address server_addr remote_addr", "ipdizhi", "IP地址 服务器地址"},
	"mac":       {"macAddress mac", "mac_address mac", "macdizhi", "MAC地址"},
	"asset":     {"icon image dependency pkg entry", "icon image dependency pkg", "tupian", "图片 依赖包"},
	"site":      {"siteName nodeName currentSite logisticsAddress", "site_name node_name current_site", "wangdian", "当前网点 站点名称"},
	"service":   {"serviceTel hotline customerServicePhone kefuTel", "service_tel hotline kefu_phone", "kefudianhua", "客服电话 客服热线 服务热线"},
}

func base(what string) string { return strings.SplitN(what, "/", 2)[0] }

func (g *gen) key(what string) string { return g.pick(strings.Fields(keys[base(what)][g.naming])) }

// label is what stands before a value in free text, and what closes it.
func (g *gen) label(what string) (before, after string) {
	n := naming(g.weighted(10, 7, 0, 83))
	k := g.pick(strings.Fields(keys[base(what)][n]))
	if n != chinese {
		return k + g.pick([]string{"=", ":", ": "}), ""
	}
	switch g.weighted(34, 34, 8, 8, 5, 6, 5) {
	case 0:
		return k + ":", ""
	case 1:
		return k + "：", ""
	case 2:
		return k + " ", ""
	case 3:
		return k + "为", ""
	case 4:
		return k + "=", ""
	case 5:
		return k + "【", "】"
	}
	return k + "[", "]"
}

// cell writes a value: personal data labelled, anything else bare. What says which, after a slash in which form.
func (g *gen) cell(what string) text {
	if c, ok := cells[what]; ok {
		switch v := c(g).(type) {
		case text:
			return v
		case string:
			return cat(v)
		}
	}
	panic("no cell " + what)
}

func same(kind, s string) text { return labelled(kind, s, s) }

// cells maps every sort of value to its maker, which returns a string or, for personal data, a text.
var cells map[string]func(g *gen) any

func init() {
	cells = map[string]func(g *gen) any{
		"phone": func(g *gen) any {
			return g.cell([]string{"phone/plain", "phone/prefix", "phone/split", "phone/wide"}[g.weighted(84, 7, 5, 4)])
		},
		"phone/plain":  func(g *gen) any { return same("phone", g.phone()) },
		"phone/prefix": func(g *gen) any { return g.phonePrefixed() },
		"phone/split":  func(g *gen) any { return g.phoneSplit() },
		"phone/wide":   func(g *gen) any { v := g.phone(); return labelled("phone", wide(v), v) },
		"id_card": func(g *gen) any {
			return g.cell([]string{"id_card/plain", "id_card/split", "id_card/wide"}[g.weighted(88, 7, 5)])
		},
		"id_card/plain": func(g *gen) any {
			v := g.idCard()
			if g.chance(30) {
				return labelled("id_card", strings.ToLower(v), v)
			}
			return same("id_card", v)
		},
		"id_card/split": func(g *gen) any {
			v, sep := g.idCard(), g.pick([]string{" ", " ", "-"})
			return labelled("id_card", v[:6]+sep+v[6:14]+sep+v[14:], v)
		},
		"id_card/mistyped": func(g *gen) any { return same("id_card", g.mistypedIDCard()) },
		"id_card/old":      func(g *gen) any { return same("id_card", g.oldIDCard()) },
		"id_card/wide":     func(g *gen) any { v := g.idCard(); return labelled("id_card", wide(v), v) },
		"name": func(g *gen) any {
			if g.chance(4) {
				return g.cell("name/dotted")
			}
			return same("name", g.name())
		},
		"name/compound": func(g *gen) any { return same("name", g.pick(compounds)+g.pick(append(givenOne, givenTwo...))) },
		"name/dotted":   func(g *gen) any { return same("name", g.nameDotted()) },
		"address": func(g *gen) any {
			return g.cell([]string{"address/full", "address/spaced", "address/detail"}[g.weighted(55, 8, 37)])
		},
		"address/full":   func(g *gen) any { return g.address("") },
		"address/spaced": func(g *gen) any { return g.address(" ") },
		"address/detail": func(g *gen) any { return same("address", g.detail()) },
		"address/unit":   func(g *gen) any { return same("address", g.unit()) },
		"email":          func(g *gen) any { return same("email", g.email()) },
		"bank_card": func(g *gen) any {
			return g.cell([]string{"bank_card/plain", "bank_card/fours"}[g.weighted(78, 22)])
		},
		"bank_card/plain": func(g *gen) any { return same("bank_card", g.bankCard()) },
		"bank_card/fours": func(g *gen) any {
			v := g.bankCard()
			return labelled("bank_card", inFours(v, g.pick([]string{" ", " ", " ", "-"})), v)
		},
		"landline": func(g *gen) any {
			return g.landline([]string{"dash", "paren", "space", "extension"}[g.weighted(58, 14, 10, 18)])
		},
		"landline/dash":      func(g *gen) any { return g.landline("dash") },
		"landline/paren":     func(g *gen) any { return g.landline("paren") },
		"landline/joined":    func(g *gen) any { return g.landline("joined") },
		"landline/extension": func(g *gen) any { return g.landline("extension") },

		"province": func(g *gen) any { return g.place.province },
		"city":     func(g *gen) any { return g.place.city },
		"district": func(g *gen) any { return g.place.district },
		"order":    func(g *gen) any { return g.orderID() },
		"item":     func(g *gen) any { return "2" + g.digits(12) },
		"sku":      func(g *gen) any { return "8" + g.digits(11) },
		"refund":   func(g *gen) any { return "24" + g.digits(11) },
		"trade":    func(g *gen) any { return "TD" + g.when().Format("20060102") + g.digits(6) },
		"code":     func(g *gen) any { return g.from("ABCDEFGHJKLM", 2) + "-" + g.digits(4) },
		"waybill":  func(g *gen) any { return g.waybill() },
		"amount":   func(g *gen) any { return fmt.Sprintf("%d.%02d", 1+g.IntN(2000), g.IntN(100)) },
		"status":   func(g *gen) any { return fmt.Sprint(1 + g.IntN(90)) },
		"qty":      func(g *gen) any { return fmt.Sprint(1 + g.IntN(12)) },
		"created":  func(g *gen) any { return g.when().Format("2006-01-02 15:04:05") },
		"shop":     func(g *gen) any { return g.pick(shopNames) },
		"nick":     func(g *gen) any { return g.pick(nicks) },
		"title":    func(g *gen) any { return g.pick(titles) },
		"express":  func(g *gen) any { return g.pick(expresses) },
		"ipv4":     func(g *gen) any { return g.ip() },
		"host":     func(g *gen) any { return g.pick(hosts) },
		"n":        func(g *gen) any { return fmt.Sprint(1 + g.IntN(500)) },
	}
	for what, c := range lookalikeCells {
		cells[what] = c
	}
	for _, what := range []string{"item", "sku", "refund", "trade", "code"} {
		cells[what+"/phone"] = func(g *gen) any { return g.phone() }
	}
	for _, what := range []string{"trade", "pay", "trace", "msg"} {
		cells[what+"/card"] = func(g *gen) any { return g.bankCard() }
		cells[what+"/mistyped"] = func(g *gen) any { return g.mistypedIDCard() }
		cells[what+"/old"] = func(g *gen) any { return g.oldIDCard() }
	}
}

var decoys = strings.Fields("order amount status qty created waybill shop nick title express sku item")

// with adds up to three harmless sorts of value and shuffles all.
func (g *gen) with(whats ...string) []string {
	out := append([]string{}, whats...)
	for range g.IntN(4) {
		out = append(out, g.pick(decoys))
	}
	seen, n := map[string]bool{}, 0
	for _, w := range out {
		if !seen[base(w)] {
			seen[base(w)] = true
			out[n], n = w, n+1
		}
	}
	out = out[:n]
	g.Shuffle(n, func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

var jsonNumber = regexp.MustCompile(`^[1-9]\d{0,18}(\.\d+)?$`)

// unquoted tells if a program would write this value as a number.
func (g *gen) unquoted(what string, t text) bool {
	percent := map[string]int{"order": 60, "item": 60, "sku": 60, "refund": 50, "trade": 20, "code": 15, "amount": 70, "status": 90, "qty": 90, "phone": 10, "bank_card": 6, "pay": 20, "trace": 20, "msg": 25, "lat": 80, "lng": 80, "rate": 90, "stamp": 80}[base(what)]
	return jsonNumber.Match(t.b) && g.chance(percent)
}

// value is the cell as an object's or array's element.
func (g *gen) value(what string) any {
	if t := g.cell(what); g.unquoted(what, t) {
		return doc(t)
	} else {
		return t
	}
}

// pairs are keys and values for an object; an address sometimes follows its region in fields of their own.
func (g *gen) pairs(whats ...string) []any {
	var out []any
	used := map[string]bool{}
	add := func(k string, v any) {
		if !used[k] {
			used[k] = true
			out = append(out, k, v)
		} else if t, ok := v.(text); ok && len(t.spans) > 0 {
			out = append(out, k+"2", v)
		}
	}
	for _, what := range whats {
		if base(what) == "address" && g.chance(35) {
			for _, part := range []string{"province", "city", "district"} {
				add(g.key(part), g.cell(part))
			}
			if what == "address" || what == "address/full" {
				what = "address/detail"
			}
		}
		add(g.key(what), g.value(what))
	}
	return out
}

// person is an object of the values and some harmless ones.
func (g *gen) person(whats ...string) doc { return g.object(g.pairs(g.with(whats...)...)...) }

// joined writes keys and values as toString methods, forms and print functions do.
func (g *gen) joined(between, sep, quote string, whats ...string) text {
	var out []text
	for _, w := range whats {
		out = append(out, cat(g.key(w), between, quote, g.cell(w), quote))
	}
	return join(sep, out)
}

// form writes a query string, encoded the given number of times.
func (g *gen) form(times int, whats ...string) text {
	var out []text
	lower := g.chance(25)
	for _, w := range whats {
		k, v := cat(g.key(w)), g.cell(w)
		for range times {
			k, v = k.percent(lower), v.percent(lower)
		}
		out = append(out, cat(k, "=", v))
	}
	return join("&", out)
}

var placeholder = regexp.MustCompile(`\{([a-z_0-9/]+)(:?)\}`)

// fill replaces {what} by a value and {what:} by a label and a value.
func (g *gen) fill(templates ...string) text {
	tmpl := g.pick(templates)
	var out text
	at := 0
	for _, m := range placeholder.FindAllStringSubmatchIndex(tmpl, -1) {
		out = cat(out, tmpl[at:m[0]])
		what := tmpl[m[2]:m[3]]
		if m[4] < m[5] {
			before, after := g.label(what)
			out = cat(out, before, g.cell(what), after)
		} else {
			out = cat(out, g.cell(what))
		}
		at = m[1]
	}
	return cat(out, tmpl[at:])
}

// rows makes n rows of cells under the columns.
func (g *gen) rows(n int, whats []string) [][]text {
	out := make([][]text, n)
	for i := range out {
		g.newRow()
		for _, w := range whats {
			out[i] = append(out[i], g.cell(w))
		}
	}
	return out
}

// columns names the columns, each once.
func (g *gen) columns(whats []string) []string {
	var out []string
	seen := map[string]int{}
	for _, w := range whats {
		k := g.key(w)
		if seen[k]++; seen[k] > 1 {
			k = fmt.Sprint(k, seen[k])
		}
		out = append(out, k)
	}
	return out
}

// coordinate is a number of degrees whose decimals look like a mobile number.
func (g *gen) coordinate(low, high float64) string {
	return fmt.Sprintf("%d.%s", int(math.Floor(low+g.Float64()*(high-low))), g.phone())
}
