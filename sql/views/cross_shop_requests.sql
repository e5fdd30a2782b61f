-- clause: 3.1
-- columns: app_key VARCHAR, log_type VARCHAR, file_id BIGINT, line BIGINT, element BIGINT, ts TIMESTAMP, sellers BIGINT, orders BIGINT
-- unit: requests
-- text.en: Single records (order, open, successful api) whose orders belong to two or more shops; sellers = those shops, orders = all distinct order ids of the record.
-- text.zh: 单条记录（订单访问、订单流转或成功的API调用）中的订单分属两个或以上店铺；sellers为店铺数，orders为该记录全部去重订单数。
SELECT
  app_key,
  log_type,
  file_id,
  line,
  element,
  ts,
  count(DISTINCT owner_seller_id)                                       AS sellers,
  count(DISTINCT order_id)                                              AS orders
FROM request_orders
GROUP BY app_key, log_type, file_id, line, element, ts
HAVING count(DISTINCT owner_seller_id) >= 2
