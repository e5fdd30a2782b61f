-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT, seller_id BIGINT
-- unit: orders
-- text.en: The shop an order belongs to within an app: the seller of the earliest record that carries the order with a seller. Order pushes decide if there are any, else successful calls, else order and open records; ties go to the smaller seller id.
-- text.zh: 应用内订单所属的店铺：最早携带该订单且带有店铺的记录。优先取订单消息推送，其次取成功的API调用，最后取订单访问与流转日志；时间相同时取较小的店铺ID。
SELECT app_key, order_id, seller_id
FROM contested_owners
UNION ALL
SELECT app_key, order_id, seller_id
FROM order_summaries
WHERE NOT contested
