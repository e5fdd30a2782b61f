-- clause: 3.1
-- unit: records
-- text.en: The records behind cross_shop_orders: each with the order, its owner and the other shop.
-- text.zh: cross_shop_orders的明细记录：订单、所属店铺与其他店铺。
-- shared: yes
SELECT r.app_key, r.seller_id AS other_seller_id, o.seller_id AS owner_seller_id, r.order_id, r.log_type, r.method,
  r.ts, r.day, r.file_id, r.line, r.element
FROM order_refs r
JOIN order_owners o ON o.app_key = r.app_key AND o.order_id = r.order_id
WHERE r.tells AND r.log_type IN ('api', 'order', 'open') AND r.seller_id <> o.seller_id
  AND r.day <= (SELECT day FROM as_of)
