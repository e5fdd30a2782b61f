-- clause: 3.1
-- columns: app_key VARCHAR, log_type VARCHAR, file_id BIGINT, line BIGINT, element BIGINT, ts TIMESTAMP, day DATE, order_id BIGINT, owner_seller_id BIGINT
-- unit: orders
-- text.en: The orders, with their owners, of the records (order, open, successful api) that may span shops: a record with orders of two shops carries at least one under another shop, or under none.
-- text.zh: 可能跨店的记录（订单访问、订单流转或成功的API调用）中的订单及其所属店铺：含两个店铺订单的记录，至少有一个订单不属于其所写店铺，或未写店铺。
-- shared: yes
WITH suspects AS (
  SELECT log_type, file_id, line, coalesce(element, 0) AS place
  FROM order_clashes
  GROUP BY log_type, file_id, line, coalesce(element, 0)
), carried AS (
  SELECT r.app_key, r.log_type, r.file_id, r.line, r.element, r.ts, r.day, r.order_id, r.seller_id
  FROM order_refs r
  JOIN suspects s ON s.log_type = r.log_type AND s.file_id = r.file_id AND s.line = r.line AND s.place = coalesce(r.element, 0)
)
-- An order that is not contested belongs to the one shop that all its records name.
SELECT r.app_key, r.log_type, r.file_id, r.line, r.element, r.ts, r.day, r.order_id,
  coalesce(o.seller_id, r.seller_id)                                    AS owner_seller_id
FROM carried r
LEFT JOIN contested_owners o ON o.app_key = r.app_key AND o.order_id = r.order_id
