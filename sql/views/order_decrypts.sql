-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: One row a successful decrypt call and order id: what the decrypt ratio counts as decrypted. The masked view (desensitise) is no decrypt.
-- text.zh: 每次成功的解密调用与订单号一行，即解密率分子的明细。脱敏接口不算解密。
-- shared: yes
SELECT app_key, seller_id, order_id, ts, day, method, file_id, line, element
FROM decrypt_attempts
WHERE succeeded
