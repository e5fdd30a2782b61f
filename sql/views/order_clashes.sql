-- clause: 3.1
-- columns: app_key VARCHAR, other_seller_id BIGINT, owner_seller_id BIGINT, order_id BIGINT, log_type VARCHAR, method VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Records (order, open, successful api) that carry an order under another shop than its own, or under no known shop: cross-shop use is among them.
-- text.zh: 以非所属店铺身份、或店铺未知的身份携带订单的记录（订单访问、订单流转或成功的API调用），跨店使用均在其中。
-- shared: yes
SELECT r.app_key, r.seller_id AS other_seller_id, o.seller_id AS owner_seller_id, r.order_id, r.log_type, r.method,
  r.ts, r.day, r.file_id, r.line, r.element
FROM contested_refs r
JOIN contested_owners o ON o.app_key = r.app_key AND o.order_id = r.order_id
WHERE r.log_type IN ('api', 'order', 'open') AND r.file_id IS NOT NULL AND (r.seller_id IS NULL OR r.seller_id <> o.seller_id)
