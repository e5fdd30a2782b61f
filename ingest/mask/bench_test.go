package mask

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
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

// hitRichLines hold several values to mask each.
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

func benchmarkLines(b *testing.B, lines [][]byte) {
	size := 0
	for _, line := range lines {
		size += len(line)
	}
	all := bytes.Join(lines, nil)
	work := make([]byte, len(all))
	b.SetBytes(int64(size))
	b.ReportAllocs()
	scanner, hits := NewScanner(), 0
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
func BenchmarkHitRichLines(b *testing.B) { benchmarkLines(b, hitRichLines()) }

func TestCleanLinesDoNotAllocate(t *testing.T) {
	lines := cleanLines()
	scanner, hits := NewScanner(), 0
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
		`%13800138000`, `138-0013-8000-1 `, `%25`, `\\\\`, `'sign='`, `１３８`, `\u0031`, `"a":"{\"b\":13800138000`,
	}
	for _, unit := range units {
		for _, head := range []string{"", `{"sql":"`, `[`, `["`, `{"a":[`, `{"orderId":"`} {
			line := []byte(head + strings.Repeat(unit, times))
			scanner := NewScanner()
			scanner.Line(line, func(Hit) {})
			if steps := scanner.tracker.steps; steps > len(line) {
				t.Errorf("%s%s…: %d steps for %d bytes", head, unit, steps, len(line))
			}
		}
	}
}
