-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, succeeded BOOLEAN, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: One row a decrypt call and order id, also of calls that failed. The masked view (desensitise) is no decrypt.
-- text.zh: 每次解密调用与订单号一行，包括失败的调用。脱敏接口不算解密。
-- shared: yes
SELECT app_key, seller_id, order_id, tells AS succeeded, ts, day, method, file_id, line, element
FROM order_refs
WHERE log_type = 'api' AND meaning = 'decrypt' AND day <= (SELECT day FROM as_of)
