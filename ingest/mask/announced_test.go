package mask

import (
	"fmt"
	"testing"
)

// unchecked are built like resident ids; no check character says that they are:
// it is wrong, or there is none.
var unchecked = []string{"110101199003077777", "11010119900307777X", "110101900307777"}

// TestAnnouncedIDCards: what a key, label or column announces is masked.
func TestAnnouncedIDCards(t *testing.T) {
	for _, id := range unchecked {
		for _, form := range []string{
			`{"idCard":"%s"}`, `{"idCardNo":"%s"}`, `{"id_card":"%s"}`, `{"ID_CARD_NO":"%s"}`, `{"identityNo":"%s"}`, `{"identityCard":"%s"}`,
			`{"certNo":"%s"}`, `{"buyerIdCard":"%s"}`, `{"useridcard":"%s"}`, `{"userIDCard":"%s"}`, `{"id_number":"%s"}`, `{"idCard1":"%s"}`,
			`{"sfzh":"%s"}`, `{"shenfenzhenghao":"%s"}`, `{"身份证号":"%s"}`, `{"订购人身份证":"%s"}`, `{"\u8eab\u4efd\u8bc1":"%s"}`,
			`{"idCards":["%s"]}`, `{"idCards":[["x"],["%s"]]}`, `{"param":"{\"idCard\":\"%s\"}"}`, `{"p":"{\"a\":\"[{\\\"idCard\\\":\\\"%s\\\"}]\"}"}`,
			`{"label":"身份证号","value":"%s"}`, `{"columns":["id","id_card"],"rows":[[1,"%s"]]}`,
			`{"msg":"身份证号：%s"}`, `{"msg":"身份证%s不存在"}`, `{"msg":"身份证号码为 %s，请核对"}`, `{"msg":"证件号(必填)：%s"}`, `{"msg":"\u8eab\u4efd\u8bc1\uff1a%s"}`,
			`{"msg":"idcard %s invalid"}`, `{"msg":"id_card=%s"}`, `{"msg":"idCard: '%s'"}`, `{"msg":"<idCard>%s</idCard>"}`, `{"tradeNo":"idCard=%s"}`,
			`{"url":"https://e.example.com/v?orderId=1&idCard=%s&x=1"}`, `{"url":"?q=idcard%%3D%s"}`, `{"url":"?身份证=%s"}`,
			`{"sql":"UPDATE t_user SET id_card='%s'"}`, `{"sql":"select * from t_user u where u.id_card = '%s' and id = 1"}`,
			`{"sql":"select * from t_user where id_card in ('110101********7777','%s')"}`, `{"sql":"select 1 from t where id_card like '%s%%'"}`,
			`{"sql":"insert into t_user (id, id_card) values (1,'%s')"}`, `{"m":"Preparing: insert into t (id, id_card) values (?, ?) Parameters: 1(Long), %s(String)"}`,
			`{"data":"订单号,身份证号\n1,%s"}`, `id_card,name\n%s,x`, `idCard=%s`, `身份证号：%s`,
		} {
			line := fmt.Sprintf(form, id)
			checkKinds(t, []want{{line, "id_card"}})
			if _, hits := scan(line); len(hits) == 1 && (hits[0].Confidence != medium || string(hits[0].Value) != id) {
				t.Errorf("%s gave %+v, want %s with medium confidence", line, hits[0], id)
			}
		}
	}
}

// TestUnannouncedIDCardsStay: order ids have 15 to 18 digits, too.
func TestUnannouncedIDCardsStay(t *testing.T) {
	for _, id := range unchecked {
		for _, form := range []string{
			`{"m":"%s"}`, `{"m":"no %s"}`, `%s`, `{"id":"%s"}`, `{"no":"%s"}`, `{"userId":"%s"}`, `{"tradeNo":"%s"}`, `{"outerId":"%s"}`, `{"%s":1}`,
			`{"orderIdNo":"%s"}`, `{"order_id_number":"%s"}`, `{"prepaidNo":"%s"}`, `{"prepaidCard":"%s"}`, `{"validCardNo":"%s"}`, `{"concertId":"%s"}`, `{"gridNum":"%s"}`,
			`{"idCardImageId":"%s"}`, `{"identityId":"%s"}`, `{"idCardOrderNo":"%s"}`, `{"identity_trace_id":"%s"}`, `{"certRequestIds":["%s"]}`,
			`{"idCard":"order_%s"}`, `{"idCard":"%s_1"}`, `{"idCardUrl":"https://e.example.com/img/%s.jpg"}`, `{"idCard":"订单号：%s"}`, `{"idCard":"order %s"}`, `{"idCard":"orderId=%s"}`,
			`{"idCard":{"orderId":"%s"}}`, `{"orderId":{"idCard":1},"x":"%s"}`, `{"idCard":1,"x":"%s"}`,
			`{"msg":"订单号：%s"}`, `{"msg":"身份证已核验，订单 %s 已发货"}`, `{"msg":"身份证订单号：%s"}`, `{"msg":"order %s idCard 1"}`, `{"idCard":"A%s"}`, `{"idCard":"%s1"}`, `{"idCard":"%s.5"}`,
			`{"sql":"select * from t where order_id=%s and id_card is null"}`, `{"sql":"insert into t (id_card, order_id) values ('', '%s')"}`, `{"sql":"select * from t where order_id in (%s)"}`,
			`{"columns":["id_card","order_id"],"rows":[["","%s"]]}`, `{"data":"身份证号,订单号\n,%s"}`, `{"url":"?idCard=&orderId=%s"}`,
			`{"orderIds":["%s"]}`, `{"sellerId":"%s"}`, `{"bizId":"%s"}`, `{"openId":"%s"}`, `{"requestId":"%s"}`, `{"eventId":"%s"}`, `{"appKey":"%s"}`,
			`{"openId":"身份证号：%s"}`, `{"bizId":"idCard=%s"}`, `{"param":"{\"orderId\":\"%s\",\"idCard\":\"\"}"}`, `{"idCard":{"orderIds":["%s"]}}`,
		} {
			line := fmt.Sprintf(form, id)
			if hits := checkLine(t, line, line); len(hits) > 0 {
				t.Errorf("%s gave %v", line, hits)
			}
		}
	}
	for _, line := range []string{
		`{"orderIds":[110101900307777,110101199003077777],"sellerId":110101900307777,"time":110101900307777,"orderId":110101900307777}`,
		`{"m":110101900307777,"id":110101199003077777}`, `{"idCard":-110101199003077777}`, `{"idCard":110101199003077777.5}`,
		`{"m":"110101 19900307 7777, 110101-900307-777"}`,
	} {
		if hits := checkLine(t, line, line); len(hits) > 0 {
			t.Errorf("%s gave %v", line, hits)
		}
	}
}

// TestImpossibleIDCardsStay: a word that announces a resident id makes none of what is not built like one.
func TestImpossibleIDCardsStay(t *testing.T) {
	for _, id := range []string{
		"110101199013077777", "110101199002307777", "110101189903077777", "110101299003077777", "990101199003077777", "11010119900300777X", // no day, no province
		"110101901307777", "110101900230777", "110101900300777", "990101900307777", "860101900307777", "100000000000000", "100000000000000000",
		"1101011990030777", "11010119900307777", "1101011990030777777", "11010190030777", "11010190030777X", "1101019003077777",
		"2400000000000001", "1728100000000123", "110101********7777", "110101*****7777",
	} {
		for _, form := range []string{`{"idCard":"%s"}`, `{"msg":"身份证号：%s"}`, `{"sql":"UPDATE t_user SET id_card='%s'"}`} {
			line := fmt.Sprintf(form, id)
			if hits := checkLine(t, line, line); len(hits) > 0 {
				t.Errorf("%s gave %v", line, hits)
			}
		}
	}
}
