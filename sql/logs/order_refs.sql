-- stage: order_refs
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, open_id VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, method VARCHAR, meaning VARCHAR, tells BOOLEAN, order_id BIGINT
-- text.en: One row a record and order id, each id once a record: the only place that takes lists of ids apart. tells = the record says something of the order: a push that is no heartbeat, a successful call, an order or open record.
-- text.zh: 每条记录的每个订单号一行（记录内去重）。tells表示该记录可说明订单情况：非心跳推送、成功调用、订单访问或流转。
SELECT 'api' AS log_type, app_key, seller_id, open_id, ts, day, file_id, line, element,
  method, meaning, result = 1 AS tells, unnest(CASE WHEN len(order_ids) = 1 THEN order_ids ELSE list_distinct(order_ids) END) AS order_id
FROM api_calls
UNION ALL
SELECT 'order', app_key, seller_id, open_id, ts, day, file_id, line, element,
  NULL, NULL, true, unnest(CASE WHEN len(order_ids) = 1 THEN order_ids ELSE list_distinct(order_ids) END)
FROM order_accesses
UNION ALL
SELECT 'open', app_key, seller_id, open_id, ts, day, file_id, line, element,
  NULL, NULL, true, unnest(CASE WHEN len(order_ids) = 1 THEN order_ids ELSE list_distinct(order_ids) END)
FROM order_transfers
UNION ALL
SELECT 'message', app_key, seller_id, open_id, ts, day, file_id, line, element,
  event, NULL, NOT test, order_id
FROM message_pushes
WHERE order_id IS NOT NULL
