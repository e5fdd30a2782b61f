-- clause: 3.1
-- unit: requests
-- text.en: Single records (order, open, successful api) whose orders belong to two or more shops; sellers = those shops, orders = all distinct order ids of the record.
-- text.zh: 单条记录（订单访问、订单流转或成功的API调用）中的订单分属两个或以上店铺；sellers为店铺数，orders为该记录全部去重订单数。
-- shared: yes
WITH suspects AS (
  -- A record with orders of two shops carries at least one under another shop, or under none.
  SELECT log_type, file_id, line, coalesce(element, 0) AS place
  FROM order_clashes
  GROUP BY log_type, file_id, line, coalesce(element, 0)
), carried AS (
  SELECT r.app_key, r.log_type, r.file_id, r.line, r.element, r.ts, r.order_id
  FROM order_refs r
  JOIN suspects s ON s.log_type = r.log_type AND s.file_id = r.file_id AND s.line = r.line AND s.place = coalesce(r.element, 0)
)
SELECT
  r.app_key,
  r.log_type,
  r.file_id,
  r.line,
  r.element,
  r.ts,
  count(DISTINCT o.seller_id)                                           AS sellers,
  count(DISTINCT r.order_id)                                            AS orders
FROM carried r
LEFT JOIN order_owners o ON o.app_key = r.app_key AND o.order_id = r.order_id
GROUP BY r.app_key, r.log_type, r.file_id, r.line, r.element, r.ts
HAVING count(DISTINCT o.seller_id) >= 2
