package statement

import (
	"regexp"
	"strings"
)

// Which tables hold orders and which columns name a shop or a single order can be
// told by their names alone: a log has no schema. The lists err on the side of a
// person's look, for what they lead to is an indicator and no proof.

// notOrders are names that hold "order" or "trade" and no orders: settings,
// dictionaries, counters, and words that only contain the letters.
var notOrders = regexp.MustCompile(`border|recorder|(config|cfg|conf|settings?|dict|dictionary|enums?|types?|templates?|rules?|seq|sequence|permissions?)$`)

// isOrderTable tells whether a table holds orders, by the last part of its name.
func isOrderTable(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"order", "trade", "订单"} {
		if strings.Contains(name, word) {
			return !notOrders.MatchString(name)
		}
	}
	return false
}

// shopColumn is the name of a column that says whose shop a row belongs to, in
// lower case and without underscores: seller_id, ksSellerId, shop_id, open_id …
var shopColumn = regexp.MustCompile(`^(open_?id|seller|shop|店铺|店铺id|店铺编号|商家id)$|(seller|shop|store|merchant|mall)(open)?(id|no|code)s?$`)

func isShopColumn(name string) bool { return shopColumn.MatchString(plain(name)) }

// recordColumn is the name of a column by which single orders are asked for:
// their own id or number, that of a line, a refund or a parcel of theirs.
var recordColumn = regexp.MustCompile(`^(id|oid|tid|订单id|订单号|订单编号|运单号)$|(order|trade)(item|goods|detail|line|sku)?(id|no|sn|num|number|code)s?$|(waybill|refund)(id|no|sn|num|number|code)s?$`)

func isRecordColumn(name string) bool { return recordColumn.MatchString(plain(name)) }

// plain is a column's name without case and underscores.
func plain(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "") }
