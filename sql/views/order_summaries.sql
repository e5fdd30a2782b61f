-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT, seller_id BIGINT, contested BOOLEAN, first_shipped DATE, last_shipped DATE, first_ebill DATE, last_day DATE
-- unit: orders
-- text.en: What the records of an app tell of each order, those among them that were pruned: the shop that they name, and whether the order is contested (they name different shops, or one names none: then the shop says nothing), the first and last day of its successful shipping calls, the first day of a successful e-waybill call, and the last day with a record of it.
-- text.zh: 应用各订单的概况（含已清理的记录）：所写店铺、是否有争议（所写店铺不同或未写店铺，此时店铺值无意义）、成功发货调用的首末日、首次成功取电子面单的日期、最后有记录的日期。
-- shared: yes
WITH claims AS (
  -- Under no known shop is as good as under another one.
  SELECT app_key, order_id, coalesce(seller_id, -1) AS shop, day,
    CASE WHEN meaning = 'ship' THEN day END                             AS ship_day,
    CASE WHEN meaning = 'ebill' THEN day END                            AS ebill_day
  FROM order_mentions
  WHERE tells AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, order_id, coalesce(seller_id, -1), day, NULL, NULL FROM kept_claims
  UNION ALL
  -- Whose the order is, other records tell.
  SELECT app_key, order_id, NULL, NULL, NULL, day FROM kept_ebills WHERE day <= (SELECT day FROM as_of)
)
SELECT app_key, order_id,
  min(shop)                                                             AS seller_id,
  min(shop) <> max(shop) OR max(shop) = -1                              AS contested,
  min(ship_day)                                                         AS first_shipped,
  max(ship_day)                                                         AS last_shipped,
  min(ebill_day)                                                        AS first_ebill,
  max(day)                                                              AS last_day
FROM claims
GROUP BY app_key, order_id
HAVING count(day) > 0
