package statement

import (
	"bytes"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cases are statements and what they do.
var cases = []struct {
	name, kind, text string
	reason           Reason
	sellers          int
	statement        string // "" is not looked at
}{
	{"one shop", "MySQL", "SELECT id FROM t_order WHERE seller_id = 5 AND status = 'paid'", "", 1, "SELECT id FROM t_order WHERE seller_id = ? AND status = ?"},
	{"a placeholder is one shop", "MySQL", "SELECT id FROM t_order WHERE seller_id = ?", "", 1, "SELECT id FROM t_order WHERE seller_id = ?"},
	{"no predicate at all", "MySQL", "SELECT id FROM t_order", NoShop, 0, "SELECT id FROM t_order"},
	{"another predicate", "MySQL", "SELECT id FROM t_order WHERE status = 1 LIMIT 100", NoShop, 0, "SELECT id FROM t_order WHERE status = ? LIMIT ?"},
	{"a single order", "MySQL", "SELECT * FROM t_order WHERE order_id = 2406400000000001", "", 0, "SELECT * FROM t_order WHERE order_id = ?"},
	{"a row by its id", "", "SELECT * FROM t_order WHERE id=?", "", 0, "SELECT * FROM t_order WHERE id=?"},
	{"orders by their ids", "", "SELECT * FROM t_order WHERE order_no IN ('a','b')", "", 0, "SELECT * FROM t_order WHERE order_no IN (?, ...)"},
	{"from an order on", "", "SELECT * FROM t_order WHERE order_id > ?", NoShop, 0, ""},
	{"several shops", "", "SELECT * FROM t_order WHERE seller_id IN (1, 2, 3)", SeveralShops, 3, "SELECT * FROM t_order WHERE seller_id IN (?, ...)"},
	{"the same shop twice", "", "SELECT * FROM t_order WHERE seller_id IN (7, '7', 7)", "", 1, ""},
	{"several placeholders", "", "SELECT * FROM t_order WHERE seller_id in ( ?,?,? )", SeveralShops, 3, "SELECT * FROM t_order WHERE seller_id in (?, ...)"},
	{"a list of one", "", "SELECT * FROM t_order WHERE seller_id IN (?)", "", 1, ""},
	{"a negative list", "", "SELECT * FROM t_order WHERE seller_id IN (-1, -2)", SeveralShops, 2, ""},
	{"either of two shops", "", "SELECT * FROM t_order WHERE (seller_id = 1 OR seller_id = 2) AND status = 1", SeveralShops, 2, ""},
	{"either of the same shop", "", "SELECT * FROM t_order WHERE seller_id = 1 AND status = 1 OR seller_id = 1 AND status = 2", "", 1, ""},
	{"a shop or anything", "", "SELECT * FROM t_order WHERE seller_id = 1 OR status = 2", NoShop, 0, ""},
	{"a shop if given", "", "SELECT * FROM t_order WHERE (? IS NULL OR seller_id = ?)", NoShop, 0, ""},
	{"named placeholders", "", "SELECT * FROM t_order WHERE seller_id = :a OR seller_id = :a", "", 1, ""},
	{"different named placeholders", "", "SELECT * FROM t_order WHERE seller_id = :a OR seller_id = :b", SeveralShops, 2, ""},
	{"always true", "", "SELECT * FROM t_order WHERE 1=1", NoShop, 0, ""},
	{"not a shop", "", "SELECT * FROM t_order WHERE seller_id <> 5", NoShop, 0, ""},
	{"no shops of a list", "", "SELECT * FROM t_order WHERE seller_id NOT IN (5, 6)", NoShop, 0, ""},
	{"shops from one on", "", "SELECT * FROM t_order WHERE seller_id > 0", NoShop, 0, ""},
	{"any shop", "", "SELECT * FROM t_order WHERE seller_id LIKE '%'", NoShop, 0, ""},
	{"some shop", "", "SELECT * FROM t_order WHERE seller_id IS NOT NULL", NoShop, 0, ""},
	{"not negated", "", "SELECT * FROM t_order WHERE NOT (seller_id = 5)", NoShop, 0, ""},
	{"grouped by shop", "", "SELECT seller_id, sum(amount) FROM t_order WHERE day = ? GROUP BY seller_id", GroupedByShop, 0, ""},
	{"grouped by shop of any table", "", "SELECT shop_id, count(*) FROM t_refund_item GROUP BY shop_id", GroupedByShop, 0, ""},
	{"grouped within a shop", "", "SELECT seller_id, sum(amount) FROM t_order WHERE seller_id = ? GROUP BY seller_id", "", 1, ""},
	{"grouped and then one shop", "", "SELECT seller_id, sum(amount) FROM t_order GROUP BY seller_id HAVING seller_id = 4", "", 1, ""},
	{"grouped over some shops", "", "SELECT seller_id, sum(amount) FROM t_order WHERE seller_id IN (1,2) GROUP BY 1, seller_id", GroupedByShop, 2, ""},
	{"grouped by another name", "", "SELECT o.seller_id AS s, count(*) FROM t_order o GROUP BY s", GroupedByShop, 0, ""},
	{"several shops of any table", "", "SELECT * FROM t_buyer WHERE shop_id IN (1,2)", SeveralShops, 2, ""},
	{"a table without orders", "", "SELECT * FROM t_goods WHERE sku = 5", "", 0, ""},
	{"settings are no orders", "", "SELECT * FROM order_config WHERE k = 'x'", "", 0, ""},
	{"a border is no order", "", "SELECT * FROM t_border", "", 0, ""},
	{"no table", "", "SELECT 1", "", 0, "SELECT ?"},
	{"nothing", "", " /* ping */ ; ", "", 0, ""},

	{"a join carries the shop over", "", "SELECT * FROM t_order o JOIN t_order_item i ON i.order_id = o.order_id WHERE o.seller_id = 5", "", 1, ""},
	{"a chain of joins", "", "SELECT * FROM t_order o, t_order_item i, trade_log l WHERE l.oid = i.order_item_id AND i.order_id = o.id AND o.shop_id = 5", "", 1, ""},
	{"a join by USING", "", "SELECT * FROM t_order JOIN t_order_item USING (order_id) WHERE t_order.seller_id = ?", "", 1, ""},
	{"a natural join", "", "SELECT * FROM t_order o NATURAL JOIN t_order_item i WHERE i.seller_id = ?", "", 1, ""},
	{"a join by the buyer", "", "SELECT * FROM t_order a JOIN t_order b ON a.buyer_id = b.buyer_id WHERE a.seller_id = ?", NoShop, 1, ""},
	{"an outer join restricts one side", "", "SELECT * FROM t_order o LEFT JOIN t_shop s ON s.seller_id = o.seller_id AND o.seller_id = 5", NoShop, 0, ""},
	{"an outer join carries over", "", "SELECT * FROM t_order o LEFT JOIN t_order_item i ON i.order_id = o.order_id WHERE o.seller_id = 5", "", 1, ""},
	{"not backwards", "", "SELECT * FROM t_order o LEFT JOIN t_order_item i ON i.order_id = o.order_id AND i.seller_id = 5", NoShop, 1, ""},
	{"through the table of shops", "", "SELECT * FROM t_order o JOIN t_shop s ON s.id = o.shop_id WHERE s.seller_id = ?", "", 1, ""},
	{"a shop that another query finds", "", "SELECT * FROM t_order WHERE seller_id = (SELECT seller_id FROM t_user WHERE uid = ?)", "", 1, ""},
	{"the shops that another query finds", "", "SELECT * FROM t_order WHERE seller_id IN (SELECT seller_id FROM user_shop WHERE user_no = ?)", SeveralShops, 0, ""},
	{"the one shop that another query finds", "", "SELECT * FROM t_order WHERE seller_id IN (SELECT seller_id FROM user_shop WHERE seller_id = ?)", "", 1, ""},
	{"orders that another query finds", "", "SELECT * FROM t_order WHERE order_id IN (SELECT order_id FROM t_order_item WHERE seller_id = ?)", "", 1, ""},
	{"orders of all shops in a query within", "", "SELECT * FROM t_goods WHERE sku IN (SELECT sku FROM t_order_item)", NoShop, 0, ""},
	{"exists", "", "SELECT * FROM t_order o WHERE EXISTS (SELECT 1 FROM t_shop s WHERE s.seller_id = o.seller_id AND s.seller_id = 9)", "", 1, ""},
	{"exists the other way", "", "SELECT * FROM t_order o WHERE o.seller_id = 9 AND EXISTS (SELECT 1 FROM t_order_item i WHERE i.order_id = o.order_id)", "", 1, ""},
	{"not exists", "", "SELECT * FROM t_order o WHERE NOT EXISTS (SELECT 1 FROM t_shop s WHERE s.seller_id = o.seller_id AND s.seller_id = 9)", NoShop, 1, ""},
	{"union", "", "SELECT id FROM t_order WHERE seller_id = 1 UNION ALL SELECT id FROM t_order_old", NoShop, 1, ""},
	{"union of two shops", "", "SELECT id FROM t_order WHERE seller_id = 1 UNION ALL SELECT id FROM t_order WHERE seller_id = 2", SeveralShops, 2, ""},
	{"union within a shop", "", "SELECT id FROM t_order WHERE seller_id = 1 UNION SELECT id FROM t_order_old WHERE seller_id = 1", "", 1, ""},
	{"union of placeholders", "", "SELECT id FROM t_order WHERE seller_id = ? UNION SELECT id FROM t_order_old WHERE seller_id = ?", "", 1, ""},
	{"a query in the place of a table", "", "SELECT * FROM (SELECT * FROM t_order) t WHERE t.seller_id = ?", "", 1, ""},
	{"one without a shop", "", "SELECT count(*) FROM (SELECT * FROM t_order WHERE status = 1) t", NoShop, 0, ""},
	{"with", "", "WITH o AS (SELECT * FROM t_order WHERE seller_id = 5) SELECT * FROM o JOIN t_order_item i ON i.order_id = o.order_id", "", 1, ""},
	{"with, and without a shop", "", "WITH o AS (SELECT * FROM t_order) SELECT * FROM o", NoShop, 0, ""},
	{"with, restricted by its use", "", "WITH o AS (SELECT * FROM t_order) SELECT * FROM o WHERE shop_id = 5", "", 1, ""},
	{"with, used twice", "", "WITH o AS (SELECT * FROM t_order) SELECT * FROM o WHERE shop_id = 5 UNION SELECT * FROM o", NoShop, 0, ""},
	{"pairs", "", "SELECT * FROM t_order WHERE (seller_id, order_id) IN ((1, 2), (3, 4))", "", 0, ""},
	{"pairs with shops", "", "SELECT * FROM t_order WHERE (seller_id, status) IN ((1, 2), (3, 4))", SeveralShops, 0, ""},
	{"a pair", "", "SELECT * FROM t_order WHERE (seller_id, status) = (1, 2)", "", 1, ""},
	{"a function of the shop", "", "SELECT * FROM t_order WHERE CAST(seller_id AS CHAR) = TRIM('5')", "", 1, ""},
	{"a computed shop", "", "SELECT * FROM t_order WHERE seller_id = seller_id", NoShop, 0, ""},
	{"order of value and column", "", "SELECT * FROM t_order WHERE 5 = seller_id", "", 1, ""},
	{"two shops in two places", "", "SELECT (SELECT count(*) FROM t_order WHERE seller_id = 1), (SELECT count(*) FROM t_order WHERE seller_id = 2)", SeveralShops, 2, ""},

	{"insert", "", "INSERT INTO t_order (seller_id, id) VALUES (1, 2), (3, 4),(5,6)", "", 0, "INSERT INTO t_order (seller_id, id) VALUES (?, ?), ..."},
	{"insert of equal rows", "", "INSERT INTO t_order (a, b) VALUES (1, 'x'), (3, 'y'), (5, 'z') ON DUPLICATE KEY UPDATE a = 5", "", 0, "INSERT INTO t_order (a, b) VALUES (?, ?), ... ON DUPLICATE KEY UPDATE a = ?"},
	{"insert from a table", "", "INSERT INTO t_copy SELECT * FROM t_order", NoShop, 0, ""},
	{"insert from a shop", "", "INSERT INTO t_copy SELECT * FROM t_order WHERE seller_id = 5", "", 1, ""},
	{"create from a table", "", "CREATE TABLE t_copy AS SELECT * FROM t_order", NoShop, 0, ""},
	{"update", "", "UPDATE t_order SET status = 1 WHERE status = 0", NoShop, 0, ""},
	{"update of a shop", "", "UPDATE t_order SET status = 1 WHERE seller_id = 5 AND status = 0", "", 1, ""},
	{"update of other tables", "", "UPDATE t_job SET state = 1 WHERE seller_id IN (1, 2)", "", 0, ""},
	{"delete", "", "DELETE FROM t_order WHERE created < '2024-01-01'", NoShop, 0, ""},
	{"several statements", "", "SET @a = 1; SELECT * FROM t_order", NoShop, 0, ""},
	{"administration", "", "ALTER TABLE t_order ADD COLUMN x INT COMMENT 'x'", "", 0, "ALTER TABLE t_order ADD COLUMN x INT COMMENT ?"},

	{"back-ticks", "", "SELECT * FROM `db`.`t_order` AS `o` WHERE `o`.`seller_id`=5", "", 1, "SELECT * FROM `db`.`t_order` AS `o` WHERE `o`.`seller_id`=?"},
	{"a keyword as a table", "", "select * from `order` where `status`=1", NoShop, 0, ""},
	{"Chinese names", "", "SELECT 订单号 FROM 订单表 WHERE 店铺ID = 5", "", 1, "SELECT 订单号 FROM 订单表 WHERE 店铺ID = ?"},
	{"Chinese names without a shop", "", "SELECT `订单号` AS '号' FROM `订单` WHERE `状态` = '已发货'", NoShop, 0, "SELECT `订单号` AS ? FROM `订单` WHERE `状态` = ?"},
	{"comments", "", "SELECT /* seller_id = 5 */ *\n\tFROM t_order -- WHERE seller_id = 1\n# and seller_id = 2\nWHERE status=1", NoShop, 0, "SELECT * FROM t_order WHERE status=?"},
	{"a predicate in a string", "", "SELECT * FROM t_order WHERE note = ' OR seller_id = 5 -- '", NoShop, 0, ""},
	{"a comment that MySQL executes", "", "SELECT 1 /*!50000 FROM t_order */", NoShop, 0, "SELECT ? FROM t_order"},
	{"a hint", "", "SELECT /*+ MAX_EXECUTION_TIME(1000) */ id FROM t_order WHERE seller_id = 5", "", 1, "SELECT id FROM t_order WHERE seller_id = ?"},
	{"escaped quotes", "", `SELECT * FROM t_order WHERE a = 'it\'s' AND b = "x""y" AND seller_id = 'z'`, "", 1, "SELECT * FROM t_order WHERE a = ? AND b = ? AND seller_id = ?"},
	{"strings side by side", "", `SELECT * FROM t_order WHERE seller_id = 'a' 'b'`, "", 1, "SELECT * FROM t_order WHERE seller_id = ?"},
	{"numbers", "", "SELECT 1, 1.5, .5, -2e-3, 0xFF, x'1F', b'01', N'a' FROM t_a1 WHERE t1.c2=3", "", 0, "SELECT ?, ?, ?, -?, ?, ?, ?, ? FROM t_a1 WHERE t1.c2=?"},
	{"types and dates", "", "SELECT CAST(a AS DECIMAL(10,2)), DATE '2024-01-01', a + INTERVAL 1 DAY FROM t_order WHERE seller_id = 5 AND d >= TIMESTAMP '2024-01-01 00:00:00' ORDER BY 1 LIMIT 10, 20", "", 1, ""},
	{"masked", "", "SELECT * FROM t_order WHERE mobile = '138****8000' AND seller_id = 10000000000", "", 1, ""},
	{"already without literals", "", "SELECT * FROM t_order WHERE seller_id IN (?, ...)", SeveralShops, 2, "SELECT * FROM t_order WHERE seller_id IN (?, ...)"},
	{"nine shops", "", "SELECT * FROM t_order WHERE seller_id IN (1, 2, 3, 4, 5, 6, 7, 8, 9)", SeveralShops, 9, ""},
	{"many shops, some again", "", "SELECT * FROM t_order WHERE seller_id IN (1,2,3,4,5,6,7,8,9,9,'1',10,'10',8)", SeveralShops, 10, ""},
	{"more than eight in two places", "", "SELECT * FROM t_order WHERE seller_id IN (1,2,3,4,5) OR seller_id IN (5,6,7,8,9,10)", SeveralShops, 10, ""},
	{"names that begin with a digit", "", "SELECT t.1a, 2b FROM t_order t WHERE t.seller_id = 5 AND t.3c = .5 AND `t`.4d = 1", "", 1, "SELECT t.1a, 2b FROM t_order t WHERE t.seller_id = ? AND t.3c = ? AND `t`.4d = ?"},
	{"an unended name", "", "SELECT * FROM `t_order WHERE seller_id = 5", Unparsable, 0, ""},
	{"a digest", "", "SELECT * FROM `t_order` WHERE `seller_id` IN (...)", SeveralShops, 0, ""},

	{"casts", "PostgreSQL", `SELECT a::numeric(10, 2), b :: text FROM t_order WHERE seller_id = '5'::varchar(20) AND d = '{1,2}'::bigint[][]`, "", 1, ""},
	{"casts of several shops", "PostgreSQL", `SELECT * FROM t_order WHERE seller_id IN (1::bigint, '2'::bigint)`, SeveralShops, 2, ""},
	{"quoted names", "PostgreSQL", `SELECT "o"."id" FROM "public"."t_order" AS "o" WHERE "o"."seller_id" IN (1, 2)`, SeveralShops, 2, ""},
	{"names in brackets", "SQL Server", `SELECT [o].[id] FROM [dbo].[t_order] AS [o] WHERE [o].[seller_id] = 5 AND [o].[a b] = 1`, "", 1, ""},
	{"a hint of SQL Server", "SQL Server", `SELECT id FROM t_order WITH (NOLOCK) WHERE status = 1`, NoShop, 0, ""},
	{"no hint of SQL Server", "SQL Server", `SELECT id FROM t_order WITH (INDEX(ix)) WHERE status = 1`, Unparsable, 0, ""},
	{"dollars", "PostgreSQL", `SELECT "id" FROM "public"."t_order" WHERE "seller_id" = $1::bigint AND note = 'a\' LIMIT $2`, "", 1, `SELECT "id" FROM "public"."t_order" WHERE "seller_id" = ?::bigint AND note = ? LIMIT ?`},
	{"an array", "postgres", "SELECT * FROM t_order WHERE seller_id = ANY($1)", SeveralShops, 0, ""},
	{"an array of values", "postgres", "SELECT * FROM t_order WHERE seller_id = ANY(ARRAY[$1, $2])", SeveralShops, 0, ""},
	{"the same dollar", "PostgreSQL", "SELECT * FROM t_order WHERE seller_id = $1 AND a = $2 OR seller_id = $1", "", 1, ""},
	{"returning", "PostgreSQL", "UPDATE t_order SET a = $1 WHERE status = $2 RETURNING id", NoShop, 0, ""},
	{"quoted by dollars", "PostgreSQL", "SELECT $$ it's $$, $x$ y $x$ FROM t_order", NoShop, 0, "SELECT ?, ? FROM t_order"},
	{"concatenation", "PostgreSQL", "SELECT a || b FROM t_order WHERE seller_id = $1 ORDER BY a NULLS LAST", "", 1, ""},
	{"named", "Oracle", "SELECT NVL(a, 0) FROM ERP.T_ORDER WHERE SELLER_ID = :sid AND ROWNUM <= 50", "", 1, "SELECT NVL(a, ?) FROM ERP.T_ORDER WHERE SELLER_ID = ? AND ROWNUM <= ?"},
	{"numbered", "Oracle", "SELECT * FROM T_ORDER o, T_SHOP s WHERE o.SHOP_ID = s.SHOP_ID(+) AND o.STATUS = :1", NoShop, 0, ""},
	{"minus", "oracle", "SELECT ID FROM T_ORDER MINUS SELECT ID FROM T_DONE", NoShop, 0, ""},
	{"brackets", "SQLServer", "SELECT TOP 10 [id] FROM [dbo].[T_Order] WITH (NOLOCK) WHERE [ShopId] = @p1", "", 1, "SELECT TOP ? [id] FROM [dbo].[T_Order] WITH (NOLOCK) WHERE [ShopId] = ?"},
	{"pages", "SQL Server", "SELECT id FROM T_Order WHERE Status = @s ORDER BY id OFFSET @o ROWS FETCH NEXT @n ROWS ONLY", NoShop, 0, ""},
	{"a remainder", "", "SELECT * FROM t_order WHERE seller_id = 5 AND c = d %s", "", 1, "SELECT * FROM t_order WHERE seller_id = ? AND c = d %s"},
	{"Python's placeholders", "", "SELECT * FROM t_order WHERE seller_id = %s AND a = %(b)s", "", 1, "SELECT * FROM t_order WHERE seller_id = ? AND a = ?"},
	{"templates", "", "SELECT * FROM t_order WHERE seller_id = #{sellerId} AND a = ${b}", "", 1, "SELECT * FROM t_order WHERE seller_id = ? AND a = ?"},

	{"not SQL", "", "hello 13 world", Unparsable, 0, "hello ? world"},
	{"another language", "redis", "GET order:1", Unparsable, 0, ""},
	{"a quote that does not end", "", "SELECT * FROM t_order WHERE seller_id = 5 AND a = 'secret", Unparsable, 0, "SELECT * FROM t_order WHERE seller_id = ? AND a = ?"},
	{"a comment that does not end", "", "SELECT * FROM t_order /* x", Unparsable, 0, "SELECT * FROM t_order"},
	{"cut off", "", "SELECT * FROM t_order WHERE seller_id IN (1, 2,", Unparsable, 0, ""},
}

func TestRead(t *testing.T) {
	r := NewReader()
	for _, c := range cases {
		for range 2 { // also from what it remembers
			got := r.Read([]byte(c.text), []byte(c.kind), false)
			if got.Reason != c.reason || got.Sellers != c.sellers {
				t.Errorf("%s: %q gives %q with %d shops, want %q with %d\n%s", c.name, c.text, got.Reason, got.Sellers, c.reason, c.sellers, got.Statement)
			}
			if c.statement != "" && got.Statement != c.statement {
				t.Errorf("%s: %q becomes %q, want %q", c.name, c.text, got.Statement, c.statement)
			}
		}
	}
}

// TestStores: only a masked value that a statement stores counts.
func TestStores(t *testing.T) {
	for text, want := range map[string]bool{
		"UPDATE t_buyer SET mobile = '138****8000' WHERE id = 5":                    true,
		"UPDATE t_buyer SET note = 'x' WHERE mobile = '138****8000'":                false,
		"UPDATE t_buyer SET name = '张＊' WHERE `where` = 1":                          true,
		"INSERT INTO t_buyer (id, mobile) VALUES (5, 10000000000)":                  true,
		"INSERT INTO t_buyer (id, mobile) VALUES (5, 13), (6, '138****8000')":       true,
		"REPLACE INTO t_buyer SET mobile = '138****8000'":                           true,
		"INSERT INTO t_buyer (id, amount) VALUES (5, 1000)":                         false,
		"SELECT * FROM t_buyer WHERE mobile = '138****8000'":                        false,
		"DELETE FROM t_buyer WHERE mobile = '138****8000'":                          false,
		"INSERT INTO t_copy SELECT id FROM t_buyer WHERE mobile = '138****8000'":    false,
		"MERGE INTO t USING s ON (a = b) WHEN MATCHED THEN UPDATE SET m = '13****'": true, // nobody parses it here
	} {
		if got := NewReader().Read([]byte(text), nil, true); got.Stores != want {
			t.Errorf("%s: stores is %t", text, got.Stores)
		}
		if got := NewReader().Read([]byte(text), nil, false); got.Stores {
			t.Errorf("%s: stores without anything masked", text)
		}
	}
}

// TestReadingsAreNumbered: databases hold these numbers.
func TestReadingsAreNumbered(t *testing.T) {
	one := NewReader().Read([]byte("SELECT * FROM t_order WHERE a = 1"), nil, false)
	other := NewReader().Read([]byte("SELECT * FROM  t_order WHERE a = 'x'"), []byte("MySQL"), false)
	if one.ID != other.ID || one.ID != 2515000174674772587 {
		t.Errorf("the readings %d and %d are to be the same for all time", one.ID, other.ID)
	}
	third := NewReader().Read([]byte("SELECT * FROM t_order WHERE b = 1"), nil, false)
	if third.ID == one.ID {
		t.Error("two statements have one number")
	}
}

const longText = 1 << 20

// longTexts are what is hardest to read.
var longTexts = map[string]string{
	"garbage":       strings.Repeat("\xff(\"'`[--", longText/8),
	"one word":      strings.Repeat("a", longText),
	"parentheses":   "SELECT " + strings.Repeat("(", longText),
	"closed":        "SELECT " + strings.Repeat("(", longText/2) + "1" + strings.Repeat(")", longText/2),
	"depth allowed": "SELECT " + strings.Repeat("(", maxDepth-1) + "1" + strings.Repeat(")", maxDepth-1),
	"queries":       strings.Repeat("SELECT * FROM (", maxDepth-1) + "t_order" + strings.Repeat(")", maxDepth-1),
	"operators":     "SELECT 1" + strings.Repeat("+a", maxParsed/2-10),
	"not":           "SELECT " + strings.Repeat("NOT ", maxParsed/4-10) + "a",
	"minus":         "SELECT " + strings.Repeat("- ", maxParsed/2-10) + "a",
	"or":            "SELECT * FROM t_order WHERE seller_id = 1" + strings.Repeat(" OR seller_id = 1", maxParsed/20),
	"case":          "SELECT " + strings.Repeat("CASE WHEN ", maxParsed/12) + "1",
	"tables":        "SELECT * FROM t_order" + strings.Repeat(",t_order", maxParsed/10) + " WHERE a = b AND seller_id = id",
	"unions":        "SELECT 1" + strings.Repeat(" UNION SELECT 1 FROM t_order", maxParsed/30),
	"numbers":       "SELECT * FROM t_order WHERE seller_id IN (1" + strings.Repeat(", 12345", longText/8) + ")",
	"rows":          "INSERT INTO t_order VALUES (1, 'x')" + strings.Repeat(", (22, 'y')", longText/12),
	"other rows":    "INSERT INTO t_order VALUES (a)" + strings.Repeat(",(b),(a)", longText/9),
	"dollars":       strings.Repeat("$a", longText/2),
	"comments":      strings.Repeat("/*", longText/2),
	"strings":       strings.Repeat("'a' ", longText/4),
	"in":            strings.Repeat("in(1,", longText/5),
	"placeholders":  strings.Repeat("${", longText/2),
	"semicolons":    strings.Repeat(";", longText),
}

// TestLongTexts: whatever a log holds is read, and little of it is kept. How long
// that takes is seen in BenchmarkLongTexts.
func TestLongTexts(t *testing.T) {
	for name, text := range longTexts {
		for _, kind := range []string{"MySQL", "PostgreSQL", "SQLServer"} {
			got := NewReader().Read([]byte(text), []byte(kind), false)
			if len(got.Statement) > MaxStatement {
				t.Errorf("%s of %s is shown with %d bytes", name, kind, len(got.Statement))
			}
		}
	}
}

// BenchmarkLongTexts reads each text and tells which takes longest.
func BenchmarkLongTexts(b *testing.B) {
	worst, which := time.Duration(0), ""
	for b.Loop() {
		for name, text := range longTexts {
			for _, kind := range []string{"MySQL", "PostgreSQL", "SQLServer"} {
				begin := time.Now()
				NewReader().Read([]byte(text), []byte(kind), false)
				if took := time.Since(begin); took > worst {
					worst, which = took, name+" of "+kind
				}
			}
		}
	}
	b.ReportMetric(float64(worst.Milliseconds()), "worst-ms")
	b.Logf("worst: %s", which)
}

// FuzzRead: no text does harm, leaves a literal in what is shown, or gives another
// result the second time.
func FuzzRead(f *testing.F) {
	for _, c := range cases {
		f.Add(c.text, c.kind)
	}
	f.Fuzz(func(t *testing.T, text, kind string) {
		if len(text) > 1<<12 {
			return
		}
		r := NewReader()
		first := *r.Read([]byte(text), []byte(kind), false)
		for range 2 {
			if again := *r.Read([]byte(text), []byte(kind), false); again != first {
				t.Fatalf("%+v, then %+v", first, again)
			}
		}
		d := dialectOf([]byte(kind))
		var n normalizer
		n.normalize([]byte(text), d)
		once, broken := bytes.Clone(n.out), n.broken
		for i, l := range n.literals {
			if once[l.at] != '?' || l.start > l.end || l.end > len(text) {
				t.Fatalf("literal %d of %q stands at %d", i, once, l.at)
			}
		}
		if broken {
			return
		}
		n.normalize(once, d)
		for _, l := range n.literals {
			if l.as != aPlaceholder && l.as != aLongList {
				t.Errorf("%q leaves the literal %q", once, once[l.start:l.end])
			}
		}
		// Two dashes become a comment when what followed them is gone.
		if !bytes.Equal(n.out, once) && !bytes.Contains(once, []byte("--")) {
			t.Errorf("%q becomes %q", once, n.out)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	for name, text := range map[string]string{
		"literals":     "SELECT order_id, status FROM t_order WHERE seller_id = 1234567%03d AND status = 1 ORDER BY paid_at DESC LIMIT 20",
		"lists":        "SELECT order_id, status FROM t_order WHERE seller_id IN (1234567%03d, 1234568) AND status = 1 ORDER BY paid_at DESC LIMIT 20",
		"placeholders": "SELECT order_id, status FROM t_order WHERE seller_id = ? AND status = ? ORDER BY paid_at DESC LIMIT 20",
	} {
		b.Run(name, func(b *testing.B) {
			r := NewReader()
			line, at := []byte(text), strings.Index(text, "%03d")
			b.SetBytes(int64(len(line)))
			b.ReportAllocs()
			n, begin := 0, processorTime(b)
			for b.Loop() {
				if at > 0 {
					n++
					for i, m := 0, n; i < 4; i, m = i+1, m/10 {
						line[at+i] = byte('0' + m%10)
					}
				}
				r.Read(line, []byte("MySQL"), false)
			}
			b.ReportMetric(float64(processorTime(b)-begin)/float64(b.N), "cpu-ns/op")
		})
	}
}

// processorTime is what this process has used of the processors.
func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
