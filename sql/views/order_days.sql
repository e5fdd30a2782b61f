-- clause: 3.4
-- unit: orders
-- text.en: The days on which an order was decrypted (decrypted = 1) or shipped (0) under a shop, each once, with the next such day of the order, and its next under the same shop (9999-12-31 for none): what the ratios' windows are counted with.
-- text.zh: 订单在店铺下被解密（decrypted = 1）或发货（0）的日期（去重），以及该订单的下一个同类日期与同店铺的下一个同类日期（没有则为9999-12-31）；各比率按此统计窗口。
-- shared: yes
WITH days AS (
  SELECT order_id, app_key, seller_id, 1 AS decrypted, day FROM order_decrypts GROUP BY order_id, app_key, seller_id, day
  UNION ALL
  SELECT order_id, app_key, seller_id, 0, day FROM order_shipments GROUP BY order_id, app_key, seller_id, day
), again AS (
  -- Few orders have more than one such day; the others need no look at the next.
  SELECT order_id, app_key, decrypted FROM days GROUP BY order_id, app_key, decrypted HAVING count(*) > 1
)
SELECT app_key, seller_id, order_id, decrypted, day, DATE '9999-12-31' AS next_day, DATE '9999-12-31' AS next_shop_day
FROM days
WHERE NOT EXISTS (SELECT 1 FROM again a WHERE a.order_id = days.order_id AND a.app_key = days.app_key AND a.decrypted = days.decrypted)
UNION ALL
SELECT d.app_key, d.seller_id, d.order_id, d.decrypted, d.day,
  lead(d.day, 1, DATE '9999-12-31') OVER (PARTITION BY d.order_id, d.app_key, d.decrypted ORDER BY d.day),
  lead(d.day, 1, DATE '9999-12-31') OVER (PARTITION BY d.order_id, d.app_key, d.decrypted, d.seller_id ORDER BY d.day)
FROM days d
JOIN again a ON a.order_id = d.order_id AND a.app_key = d.app_key AND a.decrypted = d.decrypted
