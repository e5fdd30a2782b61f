package mask

import "bytes"

// meaning is what a key says about its value.
type meaning uint8

const (
	unknown     meaning = iota
	declaredID          // an id or time the log specification declares: never altered
	phoneNumber         // a key that announces a phone number
	idCardField         // a key that announces a resident id
	otherNumber         // some other id, code, time or amount
)

// maxKey bounds the keys that are understood; longer ones are nobody's field.
const maxKey = 64

// The vocabulary, in lower case without _ and -.
var (
	phoneWords  = [][]byte{[]byte("phone"), []byte("mobile"), []byte("msisdn"), []byte("contact"), []byte("手机"), []byte("电话")}
	idCardWords = [][]byte{[]byte("idcard"), []byte("identity"), []byte("idno"), []byte("idnum"), []byte("certno"), []byte("身份证")}
	// accountWords: who logs in with a phone number has it as account id.
	accountWords = [][]byte{[]byte("user"), []byte("account"), []byte("login"), []byte("member"), []byte("operator"), []byte("customer"), []byte("staff"), []byte("employee")}
	// numberWords end keys that are written as one lower-case word, or in Chinese.
	numberWords = [][]byte{
		[]byte("orderid"), []byte("itemid"), []byte("skuid"), []byte("spuid"), []byte("goodsid"), []byte("productid"),
		[]byte("refundid"), []byte("outerid"), []byte("shopid"), []byte("sellerid"), []byte("traceid"), []byte("orderno"),
		[]byte("tradeno"), []byte("waybillno"), []byte("expressno"), []byte("trackingno"), []byte("serialno"),
		[]byte("单号"), []byte("编号"), []byte("编码"), []byte("金额"), []byte("时间"),
	}
)

// meaningOf reads a key as it is written.
func meaningOf(key []byte) meaning {
	if len(key) == 0 || len(key) > maxKey {
		return unknown
	}
	switch string(key) {
	case "orderIds", "orderId", "mainOrderId", "sellerId", "bizId", "openId",
		"requestId", "eventId", "time", "timestamp", "appKey", "appkey":
		return declaredID
	}
	var buffer [2 * maxKey]byte
	folded := foldKey(buffer[:0], key)
	word := foldKey(buffer[len(folded):len(folded)], key[lastWord(key):])
	rest := folded[:len(folded)-len(word)]
	switch {
	case containsAny(folded, phoneWords), string(word) == "tel", startsWithTel(key):
		return phoneNumber
	case containsAny(folded, idCardWords):
		return idCardField
	case endsInAny(rest, accountWords):
		return unknown
	case isNumberWord(string(word)), endsInAny(folded, numberWords):
		return otherNumber
	}
	return unknown
}

// startsWithTel tells telNo and tel_no from template and telemetry.
func startsWithTel(key []byte) bool {
	return bytes.HasPrefix(key, []byte("tel")) && (isUpper(first(key, 3)) || first(key, 3) == '_')
}

// vocabulary remembers the meaning of recent keys: a log repeats the same few
// in every line.
type vocabulary [64]struct {
	key    [maxKey]byte
	length int
	means  meaning
}

func (v *vocabulary) meaningOf(key []byte) meaning {
	if len(key) == 0 || len(key) > maxKey {
		return unknown
	}
	slot := &v[(len(key)*7+int(key[0])*3+int(key[len(key)-1]))%len(v)]
	if slot.length != len(key) || string(slot.key[:slot.length]) != string(key) {
		slot.length = copy(slot.key[:], key)
		slot.means = meaningOf(key)
	}
	return slot.means
}

func isNumberWord(word string) bool {
	switch word {
	case "id", "ids", "no", "nos", "code", "codes", "sn", "num", "number", "seq", "serial", "key", "keys",
		"time", "ts", "timestamp", "date", "amount", "price", "fee", "total", "cost", "count", "qty", "ms":
		return true
	}
	return false
}

// foldKey appends key in lower case without _ and -.
func foldKey(to, key []byte) []byte {
	for _, c := range key {
		switch {
		case c >= 'A' && c <= 'Z':
			to = append(to, c|0x20)
		case c != '_' && c != '-':
			to = append(to, c)
		}
	}
	return to
}

// lastWord returns where the last word of a camelCase, snake_case or UPPER key
// starts.
func lastWord(key []byte) int {
	i := len(key)
	if i > 0 && isUpper(key[i-1]) {
		for i > 0 && isUpper(key[i-1]) {
			i--
		}
		return i
	}
	for i > 0 && isLetter(key[i-1]) && !isUpper(key[i-1]) {
		i--
	}
	if i > 0 && isUpper(key[i-1]) {
		i--
	}
	return i
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func containsAny(key []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.Contains(key, word) {
			return true
		}
	}
	return false
}

func endsInAny(key []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.HasSuffix(key, word) {
			return true
		}
	}
	return false
}

// labelBefore returns the meaning of the word that names the value at start in
// text: itemId=…, "phone": '…', sku_id%3D….
func labelBefore(line []byte, low, start int) meaning {
	const reach = 16 // quotes, brackets and spaces around the sign
	i, sign := start, false
	for ; i > low && start-i < reach; i-- {
		c := line[i-1]
		if c == '=' || c == ':' {
			sign = true
		} else if width := encodedSign(line[low:i]); width > 0 {
			sign = true
			i -= width - 1
		} else if sign && isWord(c) || !isQuoting(c) {
			break
		}
	}
	if !sign {
		return unknown
	}
	end := i
	for i > low && end-i < maxKey && isWord(line[i-1]) {
		i--
	}
	return meaningOf(line[i:end])
}

// encodedSign returns the width of an encoded = or : or of a full-width colon
// at the end of text, or 0.
func encodedSign(text []byte) int {
	switch last(text, 1) {
	case 'D', 'd', 'A', 'a', 0x9A:
	default:
		return 0
	}
	for _, sign := range [...]string{"%3D", "%3d", "%3A", "%3a", `\u003d`, `\u003D`, "："} {
		if len(text) >= len(sign) && string(text[len(text)-len(sign):]) == sign {
			return len(sign)
		}
	}
	return 0
}

func isWord(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c >= 0x80 }

func isQuoting(c byte) bool {
	switch c {
	case ' ', '"', '\'', '`', '\\', '(', '[', '%':
		return true
	}
	return false
}
