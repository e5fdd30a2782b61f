-- stage: order_mentions
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, open_id VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, method VARCHAR, meaning VARCHAR, tells BOOLEAN, order_id BIGINT
-- text.en: As order_refs, but an id that stands in a record's list twice has two rows. For figures that count distinct orders anyway: to look for repeated ids in every list takes most of the time.
-- text.zh: 与order_refs相同，但同一记录中重复的订单号不去重；供本就按订单去重的统计使用，可省去逐列表去重的大部分耗时。
SELECT 'api' AS log_type, app_key, seller_id, open_id, ts, day, file_id, line, element,
  method, meaning, result = 1 AS tells, unnest(order_ids) AS order_id
FROM api_calls
UNION ALL
SELECT 'order', app_key, seller_id, open_id, ts, day, file_id, line, element, NULL, NULL, true, unnest(order_ids)
FROM order_accesses
UNION ALL
SELECT 'open', app_key, seller_id, open_id, ts, day, file_id, line, element, NULL, NULL, true, unnest(order_ids)
FROM order_transfers
UNION ALL
SELECT 'message', app_key, seller_id, open_id, ts, day, file_id, line, element, event, NULL, NOT test, order_id
FROM message_pushes
WHERE order_id IS NOT NULL
