package mask

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// cleanLines are lines of every log type without anything to mask.
func cleanLines() [][]byte {
	var lines [][]byte
	for i := range 1000 {
		order := 2400000000000000 + i*7919
		time := 1728100000000 + i*1013
		for _, line := range []string{
			fmt.Sprintf(`{"logType":"api","appKey":"ks669064233797003102","method":"open.seller.order.goods.deliver","time":%d,"result":1,"openId":"f1f9a0c3b1e2","sellerId":2200%06d,"requestId":"req-%d-7f","code":"1","errorMsg":"","costMs":%d,"userIp":"10.1.%d.7","param":"{\"orderId\":%d,\"expressNo\":\"SF%d\",\"itemId\":138%08d,\"expressCode\":4}"}`, time, i, time, 20+i%80, i%256, order, order, i),
			fmt.Sprintf(`{"logType":"order","appKey":"ks669064233797003102","openId":"f1f9a0c3b1e2","sellerId":2200%06d,"url":"https://erp.example.com/orders/list?page=%d","userIp":"120.26.%d.9","orderIds":[%d,%d,%d],"operation":2,"orderTotal":3,"time":%d}`, i, i, i%256, order, order+1, order+2, time),
			fmt.Sprintf(`{"logType":"message","appKey":"ks669064233797003102","eventId":"evt-%d","event":"kwaishop_order_addOrder","time":%d,"bizId":%d,"openId":"f1f9a0c3b1e2","sellerId":2200%06d,"httpStatus":200,"result":1,"costMs":41,"attempt":1,"test":false}`, order, time, order, i),
			fmt.Sprintf(`{"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"select id, status from t_order where seller_id = 2200%06d and order_id in (%d,%d) limit 50","time":%d}`, i, order, order+1, time),
		} {
			lines = append(lines, []byte(line))
		}
	}
	return lines
}

// orderLines hold names and addresses besides.
func orderLines() [][]byte {
	var lines [][]byte
	for i := range 1000 {
		phone, time := fmt.Sprintf("138%08d", i*7919), 1728100000000+i*1013
		lines = append(lines,
			fmt.Appendf(nil, `{"logType":"api","appKey":"ks669064233797003102","method":"open.order.detail","time":%d,"result":1,"sellerId":2200%06d,"param":"{\"receiver\":{\"name\":\"王小明\",\"mobile\":\"%s\",\"address\":\"浙江省杭州市余杭区文一西路%d号3幢1201室\"},\"email\":\"user%d@example.com\"}"}`, time, i, phone, i, i),
			fmt.Appendf(nil, `{"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"insert into t_order (id, receiver_name, phone, address) values (%d, '李四', '%s', '北京市朝阳区建国路%d号')","time":%d}`, i, phone, i, time))
	}
	return lines
}

// hitRichLines hold several numbers to mask each.
func hitRichLines() [][]byte {
	var lines [][]byte
	for i := range 1000 {
		phone := fmt.Sprintf("138%08d", i*7919)
		time := 1728100000000 + i*1013
		for _, line := range []string{
			fmt.Sprintf(`{"logType":"api","appKey":"ks669064233797003102","method":"open.order.desensitise.batch","time":%d,"result":1,"sellerId":2200%06d,"access_token":"c2VjcmV0","param":"{\"list\":[{\"bizId\":%d,\"mobile\":\"%s\"},{\"receiverPhone\":%s,\"idCard\":\"11010519491231002X\"}]}"}`, time, i, time, phone, phone),
			fmt.Sprintf(`{"logType":"login","appKey":"ks669064233797003102","openId":"f1f9a0c3b1e2","userIp":"120.26.1.9","loginResult":"failure","loginMessage":"password of %s is wrong, call +86 138-0013-8000","time":%d}`, phone, time),
			fmt.Sprintf(`{"logType":"sql","appKey":"ks669064233797003102","type":"MySQL","sql":"update t_user set phone='%s' where id=%d and mobile=%s and id_card = '11010519491231002X'","time":%d}`, phone, i, phone, time),
		} {
			lines = append(lines, []byte(line))
		}
	}
	return lines
}

// hanLines are clean lines full of Chinese text: titles, messages, statements.
func hanLines() [][]byte {
	var lines [][]byte
	for i := range 1000 {
		time := 1728100000000 + i*1013
		for _, line := range []string{
			fmt.Sprintf(`{"logType":"api","appKey":"ks669064233797003102","method":"open.item.list.get","time":%d,"result":1,"sellerId":2200%06d,"title":"秋冬新款高领毛衣女宽松慵懒风加厚针织衫百搭打底衫","param":"{\"skuName\":\"米白色;均码\",\"brand\":\"黄金搭档\",\"detail\":\"面料舒适亲肤，洗涤方式：手洗，发货时间：下单后48小时内\"}"}`, time, i),
			fmt.Sprintf(`{"logType":"login","appKey":"ks669064233797003102","openId":"f1f9a0c3b1e2","userIp":"120.26.1.9","loginResult":"failure","loginMessage":"登录失败：密码错误次数过多，账号已被锁定，请在三十分钟后重试或联系管理员处理","time":%d}`, time),
			fmt.Sprintf(`{"logType":"api","appKey":"ks669064233797003102","method":"open.express.trace","time":%d,"result":1,"sellerId":2200%06d,"errorMsg":"快件已到达杭州转运中心，正在发往下一站武汉分拨中心，请耐心等待，如有疑问请联系在线客服","goodsName":"四川特产麻辣牛肉干500克袋装休闲零食小吃"}`, time, i),
		} {
			lines = append(lines, []byte(line))
		}
	}
	return lines
}

func benchmarkLines(b *testing.B, lines [][]byte) {
	size := 0
	for _, line := range lines {
		size += len(line)
	}
	all := bytes.Join(lines, nil)
	work := make([]byte, len(all))
	b.SetBytes(int64(size))
	b.ReportAllocs()
	scanner, hits := NewScanner(DefaultVocabulary()), 0
	count := func(Hit) { hits++ }
	for b.Loop() {
		copy(work, all)
		rest := work
		for _, line := range lines {
			scanner.Line(rest[:len(line)], count)
			rest = rest[len(line):]
		}
	}
	b.ReportMetric(float64(hits)/float64(b.N)/float64(len(lines)), "hits/line")
}

func BenchmarkCleanLines(b *testing.B)   { benchmarkLines(b, cleanLines()) }
func BenchmarkHanLines(b *testing.B)     { benchmarkLines(b, hanLines()) }
func BenchmarkOrderLines(b *testing.B)   { benchmarkLines(b, orderLines()) }
func BenchmarkHitRichLines(b *testing.B) { benchmarkLines(b, hitRichLines()) }

func TestCleanLinesDoNotAllocate(t *testing.T) {
	lines := append(cleanLines(), hanLines()...)
	scanner, hits := NewScanner(DefaultVocabulary()), 0
	count := func(Hit) { hits++ }
	allocs := testing.AllocsPerRun(10, func() {
		for _, line := range lines {
			scanner.Line(line, count)
		}
	})
	if allocs != 0 || hits != 0 {
		t.Errorf("%v allocations and %d hits on clean lines, want none", allocs, hits)
	}
}

// TestTrackerIsLinear counts the bytes the tracker passes on lines full of
// candidates: never more than the line has.
func TestTrackerIsLinear(t *testing.T) {
	const times = 20000
	units := []string{
		`"13800138000",`, `13800138000,`, `[13800138000`, `{"sign":1,`, `sign=abc&`, `\"sign\":\"`,
		`%13800138000`, `138-0013-8000-1 `, `110101900307777,`, `110101 900307 777 `, `"idCard":110101199003077777,`, `%25`, `\\\\`, `'sign='`, `１３８`, `\u0031`, `"a":"{\"b\":13800138000`,
	}
	for _, unit := range units {
		for _, head := range []string{"", `{"sql":"`, `[`, `["`, `{"a":[`, `{"orderId":"`} {
			line := []byte(head + strings.Repeat(unit, times))
			scanner := NewScanner(DefaultVocabulary())
			scanner.Line(line, func(Hit) {})
			if steps := scanner.tracker.steps; steps > len(line) {
				t.Errorf("%s%s…: %d steps for %d bytes", head, unit, steps, len(line))
			}
		}
	}
}

// BenchmarkTwiceTheBytes doubles long adversarial fields: twice the bytes must
// take about twice the time (x/2x; the bar is 2.3).
func BenchmarkTwiceTheBytes(b *testing.B) {
	const size = 200_000
	units := []string{
		"1", "13800138000", "138 ", "0571-", "6222 ", "张", "张三 ", "收件人：", "北京市", "路1号", "3栋", "一", "@", "a@", "a.", "@a.b", "\\\\", "%", "%25", "%E5%BC%A0",
		`\u5f20`, `\"`, "'", ",", "{", "[", `{\"a\":`, "张三,138", "·", "张·", "建国路88号3栋", "+86", "(", "insert into t(name) values('张三'", "Parameters: 张三(String), ",
		`name":"张三",`, "\\n张三,", "sign=", "*", "138****8000张三", "110101900307777", "110101199003077777,", "110101 900307 777 ", "idCard=110101900307777 ", "身份证110101900307777",
	}
	for b.Loop() {
		worst, where := 0.0, ""
		for _, unit := range units {
			for _, frame := range [][2]string{{`{"m":"`, `"}`}, {`{"sql":"select '`, `'"}`}, {`{"receiverName":"`, `"}`}, {"", ""}} {
				ratio := growth(frame, unit, size)
				if ratio > 2.3 {
					b.Logf("%s%s…: twice the bytes take %.2f times the time", frame[0], unit, ratio)
				}
				if ratio > worst {
					worst, where = ratio, frame[0]+unit
				}
			}
		}
		b.ReportMetric(worst, "worst-2x/x")
		b.Logf("worst: %.2f at %s…", worst, where)
	}
}

// growth returns how much longer twice the field takes, the best of some tries.
func growth(frame [2]string, unit string, size int) float64 {
	best := 1e9
	for range 6 {
		once := scanTime(frame[0] + strings.Repeat(unit, size/len(unit)) + frame[1])
		twice := scanTime(frame[0] + strings.Repeat(unit, 2*size/len(unit)) + frame[1])
		if best = min(best, twice/once); best <= 2.2 {
			break
		}
	}
	return best
}

func scanTime(line string) float64 {
	scanner, best := NewScanner(DefaultVocabulary()), time.Duration(1<<62)
	for range 3 {
		masked := []byte(line)
		start := time.Now()
		scanner.Line(masked, func(Hit) {})
		best = min(best, time.Since(start))
	}
	return best.Seconds()
}
