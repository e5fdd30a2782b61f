-- clause: 3.1
-- columns: app_key VARCHAR, operator VARCHAR, day DATE, sellers BIGINT, orders BIGINT
-- unit: shops
-- text.en: Operators who worked on two or more shops on a day, order and open records together; operator = user address (order), account or else client address (open). orders = distinct order ids.
-- text.zh: 同一天操作两个或以上店铺的操作者，订单访问与订单流转合并统计；操作者为用户IP（订单访问），或操作账号，其次客户端IP（订单流转）。orders为去重订单数。
WITH wide AS (
  SELECT app_key, operator, day, count(DISTINCT seller_id) AS sellers
  FROM operator_shops
  GROUP BY app_key, operator, day
  HAVING count(DISTINCT seller_id) >= 2
), worked AS (
  SELECT w.log_type, w.file_id, w.line, coalesce(w.element, 0) AS place, w.app_key, w.operator, w.day
  FROM order_operations w
  JOIN wide ON wide.app_key = w.app_key AND wide.operator = w.operator AND wide.day = w.day
), touched AS (
  SELECT w.app_key, w.operator, w.day, count(DISTINCT r.order_id) AS orders
  FROM order_mentions r
  JOIN worked w ON w.log_type = r.log_type AND w.file_id = r.file_id AND w.line = r.line AND w.place = coalesce(r.element, 0)
  WHERE r.log_type IN ('order', 'open')
  GROUP BY w.app_key, w.operator, w.day
)
SELECT wide.app_key, wide.operator, wide.day, wide.sellers, coalesce(touched.orders, 0) AS orders
FROM wide
LEFT JOIN touched ON touched.app_key = wide.app_key AND touched.operator = wide.operator AND touched.day = wide.day
