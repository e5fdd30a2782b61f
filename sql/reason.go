package catalog

// A Reason is why a record is rejected.
type Reason struct {
	Word    string
	Meaning Words // when it holds
	Mend    Words // what to change where the logs are written
}

// The reasons for which a record is rejected.
const (
	TooLong      = "too_long"
	BadBytes     = "bad_bytes"
	BadJSON      = "bad_json"
	NotObject    = "not_object"
	UnknownType  = "unknown_type"
	MissingField = "missing_field"
	BadField     = "bad_field"
	NoShop       = "no_shop"
	NoOrders     = "no_orders"
	BadTime      = "bad_time"
)

// Reasons are all of them in their order of precedence: a record is rejected for the
// first one that holds.
func Reasons() []Reason { return reasons }

var reasons = []Reason{
	{TooLong, Words{"the line is longer than 1 MiB, decompressed, without its end", "解压后该行超过1 MiB（不含行尾）"},
		Words{"write one record a line, and large batches as several lines", "每行写一条记录，大批量数据拆成多行"}},
	{BadBytes, Words{"the line holds a NUL byte, or bytes that are neither UTF-8 nor, in a file that begins so, GB18030", "该行含NUL字节，或含既非UTF-8、也非（以其开头的文件中的）GB18030的字节"},
		Words{"write one encoding a file", "一个文件只用一种编码"}},
	{BadJSON, Words{"the line is not one JSON value: cut off, followed by other text, or nested deeper than 64", "该行不是单个JSON值：不完整、后面还有其他文字或嵌套超过64层"},
		Words{"write whole lines; where something stands before the JSON, say so under sources in opaudit.yaml", "整行写入；JSON之前另有内容时，在opaudit.yaml的sources中说明"}},
	{NotObject, Words{"the line is a JSON value, but neither an object nor an array", "该行是JSON值，但既不是对象也不是数组"},
		Words{"write the record itself, not its JSON as a text", "直接写记录本身，不要再编码成字符串"}},
	{UnknownType, Words{"logType is absent or none of the log types, or an upload call names another method", "logType缺失或不是已知类型，或上传调用的method未知"},
		Words{"write the logType in its own letters; for lines without one, say it under sources in opaudit.yaml", "logType按原样拼写；没有logType的行，在opaudit.yaml的sources中说明"}},
	{MissingField, Words{"a required field is absent, null or empty", "必填字段缺失、为null或为空"},
		Words{"write the field; where it stands under another name, say so under sources in opaudit.yaml", "写入该字段；若名称不同，在opaudit.yaml的sources中说明"}},
	{BadField, Words{"a field, optional ones too, cannot be converted to its type", "某字段（包括选填字段）无法转换为其类型"},
		Words{"write the type that the field has; times that are no epoch milliseconds are read with time: under sources in opaudit.yaml", "按字段类型写入；非毫秒时间戳的时间，用opaudit.yaml的sources中的time说明"}},
	{NoShop, Words{"the record names no shop: neither openId nor sellerId, nor what may stand in for them", "记录未写明店铺：既无openId也无sellerId，也无可替代的字段"},
		Words{"write the openId, the sellerId or both", "写入openId、sellerId或两者"}},
	{NoOrders, Words{"the record names no orders: neither orderIds nor data", "记录未写明订单：既无orderIds也无data"},
		Words{"write the order ids, or in data the filter that was used", "写入订单号；批量操作则在data中写入所用的筛选条件"}},
	{BadTime, Words{"the time is not within 2015 to 2099 (UTC)", "时间不在2015至2099年之间（UTC）"},
		Words{"write epoch milliseconds, which have 13 digits", "写入毫秒时间戳（13位）"}},
}

// The softer rules of the log specification: a record that breaks one is stored, and
// noted in spec_warnings.
const (
	Seconds    = "seconds"
	FutureTime = "future_time"
	Over100    = "over_100"
	PrivateIP  = "private_ip"
)

// Warnings are those softer rules.
func Warnings() []Reason { return warnings }

var warnings = []Reason{
	{Seconds, Words{"the time is in epoch seconds; it is stored as milliseconds", "时间为秒级时间戳，入库时换算为毫秒"},
		Words{"write epoch milliseconds", "写入毫秒时间戳"}},
	{FutureTime, Words{"the time is more than a day ahead of the clock of the machine that loads", "时间比载入机器的时钟晚一天以上"},
		Words{"set the clock of the machine that writes the logs", "校准写日志的机器的时钟"}},
	{Over100, Words{"a record has more than 100 orderIds, or a batch upload more than 100 records", "一条记录的orderIds超过100个，或一次批量上传超过100条记录"},
		Words{"split it", "拆分"}},
	{PrivateIP, Words{"userIp is a private, loopback or link-local address, thus not the user's own", "userIp是私有、回环或链路本地地址，不是用户本人的地址"},
		Words{"log the address that the request came from, as the first proxy saw it", "记录请求来源地址（首个代理所见）"}},
}
