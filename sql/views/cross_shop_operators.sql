-- clause: 3.1
-- unit: shops
-- text.en: Operators who worked on two or more shops on a day, order and open records together; operator = user address (order), account or else client address (open). orders = distinct order ids.
-- text.zh: 同一天操作两个或以上店铺的操作者，订单访问与订单流转合并统计；操作者为用户IP（订单访问），或操作账号，其次客户端IP（订单流转）。orders为去重订单数。
WITH wide AS (
  SELECT app_key, operator, day, count(DISTINCT seller_id) AS sellers
  FROM order_operations
  WHERE operator IS NOT NULL
  GROUP BY app_key, operator, day
  HAVING count(DISTINCT seller_id) >= 2
), touched AS (
  SELECT w.app_key, w.operator, w.day, count(DISTINCT r.order_id) AS orders
  FROM order_operations w
  JOIN wide ON wide.app_key = w.app_key AND wide.operator = w.operator AND wide.day = w.day
  JOIN order_refs r ON r.log_type = w.log_type AND r.file_id = w.file_id AND r.line = w.line
    AND coalesce(r.element, 0) = coalesce(w.element, 0)
  GROUP BY w.app_key, w.operator, w.day
)
SELECT wide.app_key, wide.operator, wide.day, wide.sellers, coalesce(touched.orders, 0) AS orders
FROM wide
LEFT JOIN touched ON touched.app_key = wide.app_key AND touched.operator = wide.operator AND touched.day = wide.day
