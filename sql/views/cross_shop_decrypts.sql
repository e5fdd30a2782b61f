-- clause: 3.4
-- columns: app_key VARCHAR, order_id BIGINT, owner_seller_id BIGINT, other_seller_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: Successful decrypts of orders under another shop than the one they belong to, one row a call and order.
-- text.zh: 以非所属店铺身份成功解密的订单，每次调用每个订单一行。
SELECT u.app_key, u.order_id, u.owner_seller_id, u.other_seller_id, u.ts, u.day, u.method, u.file_id, u.line, u.element
FROM cross_shop_uses u
JOIN api_methods m ON m.method = u.method
WHERE u.log_type = 'api' AND m.meaning = 'decrypt'
