package mask

import (
	"slices"
	"strings"
	"testing"
)

// want lists the kinds that a line holds, in the order of their names.
type want struct {
	line  string
	kinds string
}

func checkKinds(t *testing.T, tests []want) {
	t.Helper()
	for _, test := range tests {
		_, hits := scan(test.line)
		var kinds []string
		for _, h := range hits {
			kinds = append(kinds, h.Kind)
		}
		slices.Sort(kinds)
		if got := strings.Join(kinds, " "); got != test.kinds {
			var values []string
			for _, h := range hits {
				values = append(values, h.Kind+"="+string(h.Value))
			}
			t.Errorf("%s\n got %q %v\nwant %q", test.line, got, values, test.kinds)
		}
		if broken := checkPromises(test.line); broken != "" {
			t.Errorf("%s\n%s", test.line, broken)
		}
	}
}

func TestBankCards(t *testing.T) {
	checkKinds(t, []want{
		{`{"m":"6222020000000000000"}`, "bank_card"},
		{`{"bankCardNo":"6222020000000000000"}`, "bank_card"},
		{`{"cardNo":6222020000000000000}`, "bank_card"},
		{`{"m":"打款到 6222 0200 0000 0000 000 了"}`, "bank_card"},
		{`{"m":"卡号：6228-4800-0000-0008"}`, ""},
		{`{"m":"卡号：6228480000000009"}`, ""},
		{`{"sql":"insert into t(card_no) values (6222020000000000000)"}`, "bank_card"},
		{`{"m":"６２２２０２０００００００００００００"}`, "bank_card"},
		{`{"tradeNo":"6222020000000000000","payId":"6222020000000000000","traceId":"6222020000000000000","msgId":6222020000000000000,"outTradeNo":"6222020000000000000"}`, ""},
		{`{"m":"支付流水号：6222020000000000000"}`, ""},
		{`{"m":"交易单号6222020000000000000"}`, ""},
		{`{"m":"6222020000000000001"}`, ""},
		{`{"m":"尾号1234"}`, ""},
		{`{"m":"6222 **** **** 0004"}`, ""},
		{`{"m":"6222********0004"}`, ""},
	})
}

func TestLandlines(t *testing.T) {
	checkKinds(t, []want{
		{`{"m":"010-65529988"}`, "landline"},
		{`{"m":"座机 0571-88157777，请联系"}`, "landline"},
		{`{"m":"(0755)26712345"}`, "landline"},
		{`{"m":"（021）58765432"}`, "landline"},
		{`{"m":"021 5876 5432"}`, "landline"},
		{`{"tel":"02158765432"}`, "landline"},
		{`{"m":"固话：075526712345"}`, "landline"},
		{`{"m":"0571-88157777-801"}`, "landline"},
		{`{"m":"0571-88157777转801"}`, "landline"},
		{`{"m":"0311-8765432"}`, "landline"},
		{`{"m":"+86-10-65529988"}`, "landline"},
		{`{"m":"+86 755 26712345"}`, "landline"},
		{`{"m":"86-010-65529988"}`, "landline"},
		{`{"m":"０１０－６５５２９９８８"}`, "landline"},
		{`{"tel":"\uff08010\uff0965529988"}`, "landline"},
		{`{"p":"{\"tel\":\"\\uFF080571\\uFF0988157777\"}"}`, "landline"},
		{`{"m":"400-820-8820 4008208820 800-810-0000 95338 10086"}`, ""},
		{`{"batchNo":"0571-88157777"}`, ""},
		{`{"m":"批次号0571-88157777"}`, ""},
		{`{"m":"0571-20240101"}`, ""},
		{`{"m":"02158765432"}`, ""},
		{`{"m":"2024-01-01 010-****5678"}`, ""},
		{`{"sku":"010-65529988"}`, ""},
	})
}

func TestEmails(t *testing.T) {
	checkKinds(t, []want{
		{`{"m":"zhang.san@example.com"}`, "email"},
		{`{"m":"邮箱zhangsan@example.com.cn，收到"}`, "email"},
		{`{"m":"13800138000@qq.com"}`, "email"},
		{`{"url":"?m=zhangsan%40example.com&a=1"}`, "email"},
		{`{"url":"?m%3Dzhangsan%2540example.com%26a"}`, "email"},
		{`{"m":"a\u0040b.com"}`, "email"},
		{`{"p":"{\"email\":\"li_si+1@163.com\"}"}`, "email"},
		{`{"m":"x\nfoo@bar.io\n"}`, "email"},
		{`{"m":"mailto:foo@bar.io"}`, "email"},
		{`{"m":"z***@example.com ab**c@qq.com ***@qq.com"}`, ""},
		{`{"m":"logo@2x.png icon@3x.webp"}`, ""},
		{`{"m":"lodash@4.17.21 @types/node@18.0.0 vue@next"}`, ""},
		{`{"m":"root@10.0.0.1:3306 root@localhost user@host"}`, ""},
		{`{"m":"git@github.com:a/b.git mysql://root:pw@db.example.com:3306/x"}`, ""},
		{`{"m":"com.foo.Bar@1a2b3c4d"}`, ""},
	})
}

func TestPhonesByContext(t *testing.T) {
	checkKinds(t, []want{
		{`{"m":"订单号：13800138000"}`, ""},
		{`{"m":"\u8ba2\u5355\u53f7\uff1a13800138000"}`, ""},
		{`{"m":"退款编号13800138000"}`, ""},
		{`{"m":"SKU-13800138000 sku 13800138000 item #13800138000 order 13800138000"}`, ""},
		{`{"m":"商家编码 13800138000"}`, ""},
		{`{"label":"商品编号","value":"13800138000"}`, ""},
		{`{"data":"商家编码,手机号\n13800138000,13900139000"}`, "phone"},
		{`{"columns":["sku_id","mobile"],"rows":[["13800138000","13900139000"]]}`, "phone"},
		{`{"sql":"insert into t (outer_id, mobile) values ('13800138000','13900139000')"}`, "phone"},
		{`{"m":"收货电话 13800138000"}`, "phone"},
		{`{"m":"%E7%94%B5%E8%AF%9D13800138000"}`, "phone"},
		{`{"m":"a3f13800138000bc 550e8400-e29b-41d4-a716-446655440000 120.13800138000"}`, ""},
		{`{"m":"快递员电话：13800138000，请保持畅通"}`, "phone"},
		{`{"imei":"861380013800012"}`, ""},
		{`{"url":"/user/13800138000/detail?m=13900139000"}`, "phone phone"},
		{`{"m":"1380013800013800138000"}`, ""},
	})
}

func TestNames(t *testing.T) {
	checkKinds(t, []want{
		{`{"receiverName":"张三"}`, "name"},
		{`{"receiver_name":"王小明"}`, "name"},
		{`{"receiverName":"\u5f20\u4e09"}`, "name"},
		{`{"p":"{\"consignee\":\"欧阳娜娜\"}"}`, "name"},
		{`{"p":"{\"a\":\"{\\\"receiverName\\\":\\\"\\\\u5f20\\\\u4e09\\\"}\"}"}`, "name"},
		{`{"url":"?receiverName=%E5%BC%A0%E4%B8%89&x=1"}`, "name"},
		{`{"receiver":{"name":"李四","mobile":"138****8000"}}`, "name"},
		{`{"name":"李四","phone":"13800138000"}`, "name phone"},
		{`{"m":"收件人：张伟"}`, "name"},
		{`{"m":"收件人张伟，电话138****8000"}`, "name"},
		{`{"m":"联系人 李小龙 已签收"}`, "name"},
		{`{"m":"张三 13800138000"}`, "name phone"},
		{`{"m":"13800138000 高建国"}`, "name phone"},
		{`{"m":"请把货发给李明13800138000"}`, "name phone"},
		{`{"m":"骑手陈刚（13800138000）正在配送"}`, "name phone"},
		{`{"buyerName":"买买提·艾力"}`, "name"},
		{`{"m":"我叫王芳，收不到货"}`, "name"},
		{`{"sql":"insert into t_order (id, receiver_name, phone) values (1, '张三', '13800138000')"}`, "name phone"},
		{`{"sql":"insert into t_order (id, receiver_name) values (1, '张三'), (2, '李四')"}`, "name name"},
		{`{"sql":"update t set receiver_name = '张三' where id = 1"}`, "name"},
		{`{"sql":"select * from t where consignee like '%张三%'"}`, "name"},
		{`{"m":"==>  Preparing: insert into t (id, name, receiver_name) values (?, ?, ?) ==> Parameters: 1(Long), 白云(String), 张三(String)"}`, "name"},
		{`{"m":"==>  Parameters: 张三(String), 13800138000(String)"}`, "name phone"},
		{`{"data":"订单号,收件人,手机\n1,张三,138****8000\n2,李四,138****8000"}`, "name name"},
		{`{"columns":["id","receiver_name"],"rows":[[1,"张三"],[2,"王小明"]]}`, "name name"},
		{`{"label":"收件人","value":"张三"}`, "name"},
		{`["张三","13800138000"]`, "name phone"},
		{`{"receiverName":"张*"}`, ""},
		{`{"receiverName":"张先生"}`, ""},
		{`{"receiverName":"张三先生"}`, "name"},
		{`{"receiverName":"王女士","contact":"李经理","consignee":"测试","buyer":"匿名用户"}`, ""},
		{`{"nickname":"白小兔","shopName":"张小泉","brand":"李宁","title":"王小卤虎皮凤爪"}`, ""},
		{`{"m":"收件人：","n":"姓名"}`, ""},
		{`{"m":"黄金会员 13800138000 高级客服 13800138000 江苏 13800138000"}`, "phone phone phone"},
		{`{"m":"客户李先生 13800138000"}`, "phone"},
		{`{"goodsName":"高领毛衣 白色","m":"金色 XL,白色"}`, ""},
		{`{"name":"黄金吊坠"}`, ""},
		{`{"m":"姓名不能为空"}`, ""},
		{`{"m":"店铺：金牛座 13800138000"}`, "phone"},
	})
}

func TestAddresses(t *testing.T) {
	checkKinds(t, []want{
		{`{"m":"北京市朝阳区建国路88号院3号楼1201室"}`, "address"},
		{`{"address":"建国路88号"}`, "address"},
		{`{"detail":"阳光花园3栋2单元501"}`, "address"},
		{`{"address":{"province":"浙江省","city":"杭州市","detail":"阳光花园3栋2单元501"}}`, "address"},
		{`{"receiverAddress":"浙江省杭州市余杭区五常街道五常大道123号"}`, "address"},
		{`{"address":"河北省保定市清苑县石桥乡王家村3组12号"}`, "address"},
		{`{"m":"收货地址：幸福小区二十号楼三单元502"}`, "address"},
		{`{"address":"广东省深圳市南山区科技园南区A座1201"}`, "address"},
		{`{"m":"\u5317\u4eac\u5e02\u671d\u9633\u533a\u5efa\u56fd\u8def88\u53f7"}`, "address"},
		{`{"url":"?a=%E5%8C%97%E4%BA%AC%E5%B8%82%E6%9C%9D%E9%98%B3%E5%8C%BA%E5%BB%BA%E5%9B%BD%E8%B7%AF88%E5%8F%B7"}`, "address"},
		{`{"m":"张三 13800138000 上海市浦东新区世纪大道100号"}`, "address name phone"},
		{`{"m":"张三，13800138000，上海市浦东新区世纪大道１００号２楼"}`, "address name phone"},
		{`{"m":"上海市浦东新区世纪大道100号 张三收 13800138000"}`, "address name phone"},
		{`{"address":"北京市朝阳区"}`, ""},
		{`{"address":"浙江省杭州市余杭区仓前街道"}`, ""},
		{`{"address":"北京市朝阳区建国路**号***"}`, ""},
		{`{"m":"快件到达 上海浦东川沙路12号营业部"}`, ""},
		{`{"m":"杭州转运中心3号库"}`, ""},
		{`{"title":"丝绸之路3号礼盒 一路向北5号色 7号电池"}`, ""},
		{`{"m":"6月18号发货 20号前到货 3号链接 10号线 三室一厅"}`, ""},
		{`{"ipAddress":"10.0.0.1","macAddress":"aa:bb:cc","emailAddress":"x"}`, ""},
		{`{"address":"新疆维吾尔自治区乌鲁木齐市天山区解放北路１２号"}`, "address"},
		{`{"address":"内蒙古自治区呼和浩特市赛罕区大学西街235号"}`, "address"},
		{`{"sql":"update t set address='幸福路12号' where id=1"}`, "address"},
		{`{"sql":"insert into t (id, address) values (1,'幸福路12号')"}`, "address"},
		{`{"data":"订单号,地址\n1,幸福路12号\n"}`, "address"},
	})
}

// TestMaskedForms holds the exact form of each kind, in the line and as sample.
func TestMaskedForms(t *testing.T) {
	tests := []struct{ line, masked, sample string }{
		{`{"receiverName":"张三"}`, `{"receiverName":"张＊"}`, "张*"},
		{`{"receiverName":"欧阳娜娜"}`, `{"receiverName":"欧阳＊＊"}`, "欧阳**"},
		{`{"receiverName":"\u738b\u5c0f\u660e"}`, `{"receiverName":"\u738b************"}`, "王**"},
		{`{"u":"?receiverName=%E5%BC%A0%E4%B8%89"}`, `{"u":"?receiverName=%E5%BC%A0%EF%BC%8A"}`, "张*"},
		{`{"u":"?receiverName=%25E5%25BC%25A0%25E4%25B8%2589"}`, `{"u":"?receiverName=%25E5%25BC%25A0%25EF%25BC%258A"}`, "张*"},
		{`{"m":"%31%33%38%30%30%31%33%38%30%30%30"}`, `{"m":"%31%33%38%2A%2A%2A%2A%38%30%30%30"}`, "138****8000"},
		{`{"m":"北京市朝阳区建国路88号"}`, `{"m":"北京市朝阳区＊＊＊**＊"}`, "北京市朝阳区＊＊＊"},
		{`{"address":"建国路88号"}`, `{"address":"＊＊＊**＊"}`, "＊＊＊"},
		{`{"m":"zhang@example.com"}`, `{"m":"z****@example.com"}`, "z***@example.com"},
		{`{"m":"a@example.com"}`, `{"m":"*@example.com"}`, "***@example.com"},
		{`{"m":"6222020000000000000"}`, `{"m":"***************0000"}`, "************0000"},
		{`{"cardNo":6222020000000000000}`, `{"cardNo":1000000000000000000}`, "************0000"},
		{`{"m":"0571-88157777转801"}`, `{"m":"0571-****7777转***"}`, "0571-****7777"},
		{`{"tel":"075526712345"}`, `{"tel":"0755****2345"}`, "0755-****2345"},
		{`{"idCard":"110101199003077777"}`, `{"idCard":"110101********7777"}`, "110101********7777"},
		{`{"idCard":"11010119900307777X"}`, `{"idCard":"110101********777X"}`, "110101********777X"},
		{`{"idCardNo":"110101900307777"}`, `{"idCardNo":"110101*****7777"}`, "110101*****7777"},
		{`{"idCardNo":110101199003077777}`, `{"idCardNo":100000000000000000}`, "110101********7777"},
		{`{"idCardNo":110101900307777}`, `{"idCardNo":100000000000000}`, "110101*****7777"},
		{`{"idNo":"110101 19900307 7777"}`, `{"idNo":"110101 ******** 7777"}`, "110101********7777"},
		{`{"idNo":"110101-900307-777"}`, `{"idNo":"110101-*****7-777"}`, "110101*****7777"},
		{`{"idNo":"１１０１０１１９９００３０７７７７７"}`, `{"idNo":"１１０１０１＊＊＊＊＊＊＊＊７７７７"}`, "110101********7777"},
		{`{"idNo":"１１０１０１９００３０７７７７"}`, `{"idNo":"１１０１０１＊＊＊＊＊７７７７"}`, "110101*****7777"},
		{`{"u":"?idcard=%31%31%30%31%30%31%39%30%30%33%30%37%37%37%37"}`, `{"u":"?idcard=%31%31%30%31%30%31%2A%2A%2A%2A%2A%37%37%37%37"}`, "110101*****7777"},
		{`{"sql":"UPDATE t_user SET id_card='110101199003077777'"}`, `{"sql":"UPDATE t_user SET id_card='110101********7777'"}`, "110101********7777"},
		{`{"sql":"UPDATE t_user SET id_card=110101900307777 WHERE id=1"}`, `{"sql":"UPDATE t_user SET id_card=100000000000000 WHERE id=1"}`, "110101*****7777"},
	}
	for _, test := range tests {
		if hits := checkLine(t, test.line, test.masked); len(hits) != 1 || hits[0].Sample != test.sample {
			t.Errorf("%s gave %+v, want one hit with the sample %s", test.line, hits, test.sample)
		}
	}
}

func TestFieldAndConfidenceOfText(t *testing.T) {
	tests := []struct{ line, kind, field, confidence string }{
		{`{"param":"{\"list\":[{\"receiverName\":\"张三\"}]}"}`, "name", "param.list[].receiverName", high},
		{`{"m":"张三 138****8000"}`, "name", "m", medium},
		{`{"a":{"address":"建国路88号"}}`, "address", "a.address", high},
		{`{"tradeNo":"11010519491231002X"}`, "id_card", "tradeNo", low},
		{`{"param":"{\"buyer\":{\"idCard\":\"110101199003077777\"}}"}`, "id_card", "param.buyer.idCard", medium},
		{`{"msg":"身份证号：110101900307777"}`, "id_card", "msg", medium},
		{`{"tradeNo":"身份证号：110101199003077777"}`, "id_card", "tradeNo", medium},
		{`{"m":"6222020000000000000"}`, "bank_card", "m", medium},
		{`{"bankCardNo":"6222020000000000000"}`, "bank_card", "bankCardNo", high},
		{`{"m":"0571-88157777"}`, "landline", "m", medium},
		{`{"tel":"0571-88157777"}`, "landline", "tel", high},
	}
	for _, test := range tests {
		_, hits := scan(test.line)
		if len(hits) != 1 || hits[0].Kind != test.kind || hits[0].Field != test.field || hits[0].Confidence != test.confidence {
			t.Errorf("%s gave %+v, want %s %s %s", test.line, hits, test.kind, test.field, test.confidence)
		}
	}
}

// TestDeclaredFieldsHoldNoText holds that no kind is found under a declared key.
func TestDeclaredFieldsHoldNoText(t *testing.T) {
	for _, key := range []string{"openId", "requestId", "eventId", "appKey", "bizId"} {
		for _, value := range []string{"张三 13800138000", "收件人：张三", "北京市朝阳区建国路88号", "a@b.com", "6222020000000000000", "电话0571-88157777"} {
			line := `{"` + key + `":"` + value + `"}`
			if hits := checkLine(t, line, line); len(hits) > 0 {
				t.Errorf("%s gave %v", line, hits)
			}
		}
	}
}
