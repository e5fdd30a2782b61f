-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: One row a successful e-waybill call and order id.
-- text.zh: 每次成功的电子面单取号调用与订单号一行。
SELECT app_key, seller_id, order_id, ts, day, method, file_id, line, element
FROM order_refs
WHERE log_type = 'api' AND tells AND meaning = 'ebill' AND day <= (SELECT day FROM as_of)
