-- clause: 3.1
-- columns: app_key VARCHAR, other_seller_id BIGINT, owner_seller_id BIGINT, order_id BIGINT, log_type VARCHAR, method VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: The records behind cross_shop_orders: each with the order, its owner and the other shop.
-- text.zh: cross_shop_orders的明细记录：订单、所属店铺与其他店铺。
SELECT app_key, other_seller_id, owner_seller_id, order_id, log_type, method, ts, day, file_id, line, element
FROM order_clashes
WHERE other_seller_id <> owner_seller_id
