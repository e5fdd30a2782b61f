-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT, seller_id BIGINT
-- unit: orders
-- text.en: The owner of each contested order: the seller of the earliest record that carries it with a seller. Order pushes decide if there are any, else successful calls, else order and open records; ties go to the smaller seller id.
-- text.zh: 有争议订单的所属店铺：最早携带该订单且带有店铺的记录。优先取订单消息推送，其次取成功的API调用，最后取订单访问与流转日志；时间相同时取较小的店铺ID。
-- shared: yes
WITH claims AS (
  SELECT app_key, order_id, seller_id,
    row_number() OVER (PARTITION BY app_key, order_id
      ORDER BY CASE log_type WHEN 'message' THEN 1 WHEN 'api' THEN 2 ELSE 3 END, ts, seller_id) AS place
  FROM contested_refs
  WHERE seller_id IS NOT NULL
)
SELECT app_key, order_id, seller_id
FROM claims
WHERE place = 1
