-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT, owner_seller_id BIGINT, other_seller_id BIGINT, log_type VARCHAR, first_ts TIMESTAMP, last_ts TIMESTAMP, accesses BIGINT
-- unit: orders
-- text.en: Orders that records (order, open, successful api) carry under another shop than the one they belong to.
-- text.zh: 在订单访问、订单流转或成功的API调用中，以非所属店铺身份出现的订单。
SELECT
  app_key,
  order_id,
  owner_seller_id,
  other_seller_id,
  log_type,
  min(ts)                                                               AS first_ts,
  max(ts)                                                               AS last_ts,
  count(*)                                                              AS accesses
FROM cross_shop_uses
GROUP BY app_key, order_id, owner_seller_id, other_seller_id, log_type
