package views_test

// Mistakes in what is told of records, orders and apps that cannot be judged.

func init() { mutations = append(mutations, unjudgedMutations...) }

var unjudgedMutations = []mutation{
	{view: "worked_shops", old: "result = 1 AND ", new: "", breaks: "failed calls are work for a shop"},
	{view: "lately", old: "INTERVAL '90' DAY", new: "INTERVAL '30' DAY", breaks: "a month is looked at"},
	{view: "worked_shops", old: "day >= (SELECT since FROM lately) AND ", new: "", times: 3, breaks: "all days are looked at"},
	{view: "worked_shops", old: " AND " + asOfFilter, new: "", times: 3, breaks: dropsAsOf},
	{view: "worked_shops", old: "WHEN open_id IS NOT NULL THEN 'shops.openId' ELSE 'sellerId'", new: "ELSE 'shops.openId'", breaks: "the configuration could tell of records without any shop"},
	{view: "worked_shops", old: "WHEN seller_id IS NOT NULL THEN NULL\n         ", new: "", breaks: "an openId that is explained is not"},

	{view: "unknown_owners", old: "HAVING count(*) FILTER (WHERE seller_id IS NULL) > 0", new: "", breaks: "an order of two known shops has an unknown one"},
	{view: "unknown_owners", old: "seller_id IS NULL AND open_id IS NOT NULL", new: "open_id IS NOT NULL", breaks: "an openId that is explained is not"},
	{view: "unknown_owners", old: "max(day) ", new: "min(day) ", breaks: "the last day is the first"},
	{view: "contested_refs", old: "open_id, ts, day, file_id, line, element, method, order_id\n  FROM", new: "NULL AS open_id, ts, day, file_id, line, element, method, order_id\n  FROM", breaks: "no record names an openId"},

	{view: "decrypt_calls", old: "WHERE meaning = 'decrypt'", new: "", breaks: "any call is a decrypt"},
	{view: "call_results", old: "WHERE " + asOfFilter, new: "", breaks: dropsAsOf},
	{view: "decrypt_calls", old: "len(order_ids) > 0", new: "len(order_ids) > 1", breaks: "one id is none"},

	{view: "unknown_decrypts", old: "succeeded AND ", new: "", breaks: "a failed call decrypts"},
	{view: "unknown_decrypts", old: "meaning IS NULL AND ", new: "", breaks: "the known methods are unknown"},
	{view: "unknown_decrypts", old: "lower(method) LIKE '%decrypt%'", new: "method LIKE '%decrypt%'", breaks: "Decrypt is no decrypt"},
	{view: "unknown_decrypts", old: " AND lower(method) NOT LIKE '%desensiti%'", new: "", breaks: "a masked view is a decrypt"},
	{view: "unknown_decrypts", old: "count(*)", new: "count(DISTINCT method)", breaks: "the calls of a day are one"},
	{view: "unjudged", old: "FROM unknown_decrypts\n  WHERE day >= (SELECT since FROM lately)", new: "FROM unknown_decrypts", breaks: "calls of unknown methods of old are unjudged"},
	{view: "unjudged", old: "'decrypts', 'unknown_decrypts'", new: "'decrypts', NULL", breaks: "what an unknown method decrypts is judged"},
	{view: "order_summaries", old: "max(day) ", new: "min(day) ", breaks: "orders that are still worked on are old"},
	{view: "lately", old: "INTERVAL '90' DAY", new: "INTERVAL '60' DAY", breaks: "two months are looked at"},
	{view: "unjudged", old: "FROM unknown_owners WHERE last_day >= (SELECT since FROM lately)", new: "FROM unknown_owners", breaks: "old orders are unjudged"},
	{view: "unjudged", old: "send_to_url IS NOT NULL AND ", new: "", breaks: "who sends nothing names no receiver"},
	{view: "unjudged", old: "'3.1', 'receivers', lacks", new: "'3.1', 'receivers', NULL", breaks: "a receiver that is not known is judged"},
	{view: "unjudged", old: "-count(*)", new: "0", breaks: "unjudged orders are judged, too"},
	{view: "unjudged", old: "WHERE NOT test AND ", new: "WHERE ", breaks: "heartbeats tell whose an order is"},
	{view: "unjudged", old: "ON m.app_key = d.app_key AND m.order_id", new: "ON m.order_id", breaks: "another app's push tells whose an order is"},
	{view: "unjudged", old: "WHERE log_type IN ('order', 'open')", new: "WHERE log_type = 'order'", breaks: "no operator hands orders over"},
	{view: "unjudged", old: "'shops', lacks, records FROM worked_shops\n  WHERE meaning IN ('decrypt', 'ship') AND", new: "'shops', lacks, records FROM worked_shops\n  WHERE", breaks: "any call makes the ratio"},
	{view: "unjudged", old: " AND app_key IN (SELECT app_key FROM decrypts)", new: "", breaks: "an app that decrypts nothing has a ratio"},
	{view: "unjudged", old: "CASE WHEN k.reason = 'unparsable' THEN 'unparsed_sql' END", new: "CASE WHEN k.reason IS NULL THEN 'unparsed_sql' END", times: 2, breaks: "statements of which nothing is told were not read"},
	{view: "unjudged", old: "WHEN operator IS NULL THEN 'userId'", new: "WHEN operator IS NULL THEN 'userIp'", times: 2, breaks: "who hands orders over is asked for by address"},
	{view: "unjudged", old: "(operator IS NULL OR NOT by_address)", new: "operator IS NULL", times: 2, breaks: "what stands for an address is judged like one"},
	{view: "unjudged", old: "sum(CASE WHEN lacks IS NULL THEN n ELSE 0 END)", new: "sum(n)", breaks: "what could not be judged is judged"},
	{view: "unjudged", old: "PARTITION BY app_key, clause, what)", new: "PARTITION BY app_key, clause)", breaks: "all kinds of records are one"},

	{view: "lately", old: "INTERVAL '90' DAY", new: "INTERVAL '9' DAY", breaks: "a shop served some days ago needs no company"},
	{view: "reference_gaps", old: " AND s.authorised_until IS NULL", new: "", breaks: "a shop needs the first day of its authorisation"},
	{view: "reference_gaps", old: "w.seller_id IS NOT NULL AND ", new: "", breaks: "no known shop needs an authorisation"},
	{view: "reference_gaps", old: "coalesce(kind, 'self-built') = 'self-built'", new: "true", breaks: "a third-party app needs a company"},
	{view: "reference_gaps", old: "coalesce(kind, 'self-built') = 'self-built'", new: "kind = 'self-built'", breaks: "an app of an unknown kind needs no company"},
	{view: "reference_gaps", old: " WHERE meaning IN ('export', 'download')", new: "", breaks: "a code for printing is enough"},
	{view: "reference_gaps", old: " AND app_key NOT IN (SELECT app_key FROM app_days)", new: "", breaks: "an app of the configuration stands there twice"},
	{view: "unknown_receivers", old: " AND EXISTS (SELECT 1 FROM receivers)", new: "", breaks: "without receivers all are unknown"},
	{view: "open_id_sellers", old: "JOIN shops s ON s.open_id = n.open_id\n", new: "JOIN shops s ON s.open_id = n.open_id AND s.seller_id <> 3000002\n", breaks: "the configuration explains no openId"},
	{view: "open_id_sellers", old: "WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.app_key = n.app_key AND t.open_id = n.open_id)", new: "", breaks: "an openId that records explain has two shops"},
}
