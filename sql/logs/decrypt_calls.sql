-- stage: decrypt_calls
-- columns: app_key VARCHAR, day DATE, listed BOOLEAN
-- text.en: The decrypt calls up to the as-of day, also those that failed: listed = the record, or the call's parameters in it, tell which orders.
-- text.zh: 截至统计日的解密调用（含失败的）：listed表示记录或其调用参数写明了订单号。
SELECT app_key, day, coalesce(len(order_ids) > 0, false) AS listed
FROM call_results
WHERE meaning = 'decrypt'
