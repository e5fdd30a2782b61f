package views_test

// Mistakes about how order data is handled.
var handlingMutations = []mutation{
	{view: "order_operations", old: "WHEN NOT private_address(address)", new: "WHEN true", breaks: "private addresses are operators"},
	{view: "order_operations", old: "WHEN NOT by_address THEN", new: "WHEN NOT by_address AND NOT private_address(operator) THEN", breaks: "an account that looks like a private address is none"},
	{view: "order_operations", old: "CASE WHEN by_address THEN plain_address(operator) END", new: "operator", breaks: "who has no address is one operator, one with several ports are several"},
	{view: "order_operations", old: "log_type = 'order' AND address IS NULL", new: "address IS NULL", breaks: "a receiver without an address is an operator"},
	{view: "order_operations", old: "ELSE told END", new: "END", breaks: "a user without an address is nobody"},
	{view: "order_operations", old: "by_address AND told IS NULL", new: "by_address", breaks: "what stands for an address is one"},
	{view: "address_shops", old: "WHERE by_address", new: "", breaks: "accounts are addresses"},
	{view: "address_shops", old: "count(*)", new: "count(DISTINCT by_address)", breaks: "shops are not counted"},
	{view: "operator_shops", old: "GROUP BY app_key, operator, by_address, day, seller_id", new: "", breaks: "a shop counts once a record"},

	{view: "export_signs", old: "WHERE " + asOfFilter, new: "WHERE true", times: 2, breaks: dropsAsOf},
	{view: "export_signs", old: "'export', 'download')), false)", new: "'export', 'print', 'download')), false)", breaks: "printing is an export"},
	{view: "export_signs", old: "regexp_replace(lower(url), '^\\s*([a-z][a-z0-9+.-]*:)?//[^/?#\\\\]*', '')", new: "lower(url)", breaks: "a word in the host is a sign"},
	{view: "export_signs", old: "contains(lower(url), 'download') OR ", new: "", breaks: "downloads are no sign"},
	{view: "export_signs", old: " OR contains(lower(url), '%e5%af%bc%e5%87%ba')", new: "", breaks: "encoded words are no sign"},
	{view: "export_signs", old: "coalesce(order_total > 50, true)", new: "coalesce(order_total > 50, false)", breaks: "a filter for an unknown number of orders is no sign"},
	{view: "export_signs", old: "coalesce(order_total > 50, true)", new: "coalesce(order_total >= 50, true)", breaks: "50 orders of a filter are a bulk"},
	{view: "export_signs", old: "order_total > least(ids, 50)", new: "order_total >= least(ids, 50)", breaks: "as many orders as ids are a sign"},
	{view: "export_signs", old: "order_total > least(ids, 50)", new: "order_total > 50", breaks: "more orders than ids are no sign"},
	{view: "export_signs", old: "greatest(order_total, ids)", new: "order_total", breaks: "ids are not counted"},
	{view: "order_exports", old: "'filter', log_type", new: "'total', log_type", breaks: "one sign is another"},
	{view: "order_exports", old: "WHERE by_url", new: "WHERE by_url AND NOT by_operation", breaks: "a record has one sign at most"},

	{view: "unauthorised_accesses", old: "u.day < s.authorised_from", new: "u.day <= s.authorised_from", breaks: "the first day is outside"},
	{view: "unauthorised_accesses", old: "u.day > s.authorised_until", new: "u.day >= s.authorised_until", breaks: "the last day is outside"},

	{view: "revocations", old: "upper(code)", new: "code", breaks: "codes in lower case are not read"},
	{view: "revocations", old: " OR position('AUTHORIZATION_REVOKED' IN upper(error_msg)) > 0", new: "", breaks: "messages are not read"},
	{view: "accesses_after_revocation", old: "succeeded_ts < revoked_ts", new: "succeeded_ts <= revoked_ts", breaks: "a success at the same moment does not end it"},
	{view: "accesses_after_revocation", old: "s.ts, 1 AS place", new: "s.ts, 4 AS place", breaks: "a success at the moment of the access does not end it"},
	{view: "accesses_after_revocation", old: "seller_id, ts, 3,", new: "seller_id, ts, 0,", breaks: "a failure at the moment of the access comes before it"},
	{view: "accesses_after_revocation", old: "r.app_key = s.app_key AND r.seller_id = s.seller_id\n  WHERE s.result = 1 AND", new: "r.app_key = s.app_key AND r.seller_id = s.seller_id\n  WHERE", breaks: "failed calls end it"},
	{view: "accesses_after_revocation", old: "max(revoked_ts)", new: "min(revoked_ts)", breaks: "the first failure stands"},

	{view: "unknown_receivers", old: "position(r.host || ':' IN h.written) = 1", new: "r.host = h.host", breaks: "a receiver without a port is that port alone"},
	{view: "unknown_receivers", old: "position(r.host || ':' IN h.written) = 1", new: "position(r.host IN h.written) = 1", breaks: "a longer name is the same host"},
	{view: "unknown_receivers", old: "IN h.written) > 1", new: "IN h.written) > 99", breaks: "sub-domains are unknown"},
	{view: "unknown_receivers", old: "h.written || '80:'", new: "''", breaks: "a receiver with port 80 is none that http names without it"},
	{view: "unknown_receivers", old: "AND " + asOfFilter, new: "", breaks: dropsAsOf},

	{view: "decrypt_bursts", old: "INTERVAL '1' MINUTE", new: "INTERVAL '60001' MILLISECOND", breaks: "a minute later is within the minute"},
	{view: "decrypt_bursts", old: "INTERVAL '1' MINUTE", new: "INTERVAL '59999' MILLISECOND", breaks: "the last millisecond of the minute is outside"},
	{view: "decrypt_bursts", old: "PARTITION BY app_key, seller_id, order_id ORDER", new: "PARTITION BY app_key, seller_id, order_id, ts ORDER", breaks: "an order counts once a decrypt"},
	{view: "decrypt_bursts", old: "WHERE seller_id IS NOT NULL", new: "", breaks: "no known shop is a shop"},
	{view: "repeated_decrypts", old: "HAVING count(*) >= 2", new: "HAVING count(*) >= 3", breaks: "two failures are none"},
	{view: "repeated_decrypts", old: " AND count(*) FILTER (WHERE succeeded) = 0", new: "", breaks: "a decrypt that succeeded had to fail"},
	{view: "repeated_decrypts", old: " AND v.day = a.day", new: "", breaks: "the days are one"},

	{view: "cross_shop_decrypts", old: " AND m.meaning = 'decrypt'", new: "", breaks: "any call with a meaning is a decrypt"},
	{view: "cross_shop_decrypts", old: "m.method = u.method", new: "m.method <> u.method", breaks: "other methods are decrypts"},
	{view: "cross_shop_levels", old: "own.company = other.company", new: "own.company IS NOT NULL", breaks: "any company is the same"},
	{view: "cross_shop_levels", old: "a.kind = 'self-built'", new: "a.kind IS NOT NULL", breaks: "any app is self-built"},
}
