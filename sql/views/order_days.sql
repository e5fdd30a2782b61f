-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, decrypted INTEGER, day DATE, next_day DATE, next_shop_day DATE, ebill_day DATE, orders BIGINT
-- unit: orders
-- text.en: How many orders were decrypted (decrypted = 1) or shipped (0) under a shop on a day, each order once a shop and day, by the next such day of the order, its next under the same shop (9999-12-31 for none), and the first day of its e-waybill: what the ratios' windows are counted with.
-- text.zh: 当日在店铺下被解密（decrypted = 1）或发货（0）的订单数（按店铺与日去重），按该订单的下一个同类日期、同店铺的下一个同类日期（没有则为9999-12-31）与首次取面单日期分组；各比率按此统计窗口。
-- shared: yes
WITH again AS (
  -- Few orders have more than one such day or shop; the others need no look at the next.
  SELECT app_key, order_id, first_ebill FROM order_summaries WHERE contested OR first_shipped < last_shipped
), days AS (
  SELECT app_key, seller_id, order_id, 1 AS decrypted, day, CAST(NULL AS DATE) AS ebill_day
  FROM order_decrypts
  GROUP BY app_key, seller_id, order_id, day
  UNION ALL
  SELECT m.app_key, m.seller_id, m.order_id, 0, m.day, a.first_ebill
  FROM order_mentions m
  JOIN again a ON a.app_key = m.app_key AND a.order_id = m.order_id
  WHERE m.meaning = 'ship' AND m.tells AND m.day <= (SELECT day FROM as_of)
  GROUP BY m.app_key, m.seller_id, m.order_id, m.day, a.first_ebill
), followed AS (
  SELECT app_key, seller_id, decrypted, day, ebill_day,
    lead(day, 1, DATE '9999-12-31') OVER (PARTITION BY order_id, app_key, decrypted ORDER BY day) AS next_day,
    lead(day, 1, DATE '9999-12-31') OVER (PARTITION BY order_id, app_key, decrypted, seller_id ORDER BY day) AS next_shop_day
  FROM days
)
SELECT app_key, seller_id, decrypted, day, next_day, next_shop_day, ebill_day, count(*) AS orders
FROM followed
GROUP BY app_key, seller_id, decrypted, day, next_day, next_shop_day, ebill_day
UNION ALL
SELECT app_key, seller_id, 0, first_shipped, DATE '9999-12-31', DATE '9999-12-31', first_ebill, count(*)
FROM order_summaries
WHERE NOT contested AND first_shipped = last_shipped
GROUP BY app_key, seller_id, first_shipped, first_ebill
