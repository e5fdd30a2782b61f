-- clause: 3.1
-- unit: orders
-- text.en: For each order of an app the smallest seller id that a record names for it, and whether the order is contested: records name different shops, or one names none.
-- text.zh: 应用的每个订单：各记录所写店铺ID中的最小值，以及是否有争议（不同记录所写店铺不同，或有记录未写店铺）。
SELECT app_key, order_id, min(seller_id) AS seller_id,
  coalesce(min(seller_id) <> max(seller_id), true) OR count(*) > count(seller_id) AS contested
FROM (
  SELECT app_key, order_id, seller_id FROM order_refs WHERE tells AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, order_id, seller_id FROM kept_claims
) named
GROUP BY app_key, order_id
