-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: One row a successful shipping call and order id: what the decrypt ratio counts as shipped.
-- text.zh: 每次成功的发货调用与订单号一行，即解密率分母的明细。
SELECT app_key, seller_id, order_id, ts, day, method, file_id, line, element
FROM order_refs
WHERE log_type = 'api' AND tells AND meaning = 'ship' AND day <= (SELECT day FROM as_of)
