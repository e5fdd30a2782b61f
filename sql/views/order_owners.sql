-- clause: 3.1
-- unit: orders
-- text.en: The shop an order belongs to within an app: the seller of the earliest record that carries the order with a seller. Order pushes decide if there are any, else successful calls, else order and open records; ties go to the smaller seller id.
-- text.zh: 应用内订单所属的店铺：最早携带该订单且带有店铺的记录。优先取订单消息推送，其次取成功的API调用，最后取订单访问与流转日志；时间相同时取较小的店铺ID。
-- shared: yes
WITH claims AS (
  -- A shop's first claim to an order: what decides comes first, then the time.
  SELECT app_key, order_id, seller_id,
    min(CASE log_type WHEN 'message' THEN 1 WHEN 'api' THEN 2 ELSE 3 END * 10000000000000
      + date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', ts))  AS claim
  FROM order_refs
  WHERE tells AND seller_id IS NOT NULL AND day <= (SELECT day FROM as_of)
  GROUP BY app_key, order_id, seller_id
), firsts AS (
  SELECT app_key, order_id, min(claim) AS claim
  FROM claims
  GROUP BY app_key, order_id
)
SELECT c.app_key, c.order_id, min(c.seller_id) AS seller_id
FROM claims c
JOIN firsts f ON f.app_key = c.app_key AND f.order_id = c.order_id AND f.claim = c.claim
GROUP BY c.app_key, c.order_id
