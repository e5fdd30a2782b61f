-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE
-- unit: ratio
-- text.en: The 7-day decrypt ratio of one shop, by the shop that the calls name. Calls whose shop is unknown are in no row.
-- text.zh: 单个店铺的7天解密率，按调用所属店铺统计。店铺未知的调用不计入。
WITH spans AS (
  -- An order counts from its day until it leaves the window or its next day takes over.
  SELECT app_key, seller_id, day, decrypted, orders, CAST(least(CAST(day + INTERVAL '7' DAY AS DATE), next_shop_day) AS DATE) AS until
  FROM order_days
  WHERE seller_id IS NOT NULL
), steps AS (
  SELECT app_key, seller_id, day, decrypted, orders, 1 AS seen FROM spans
  UNION ALL
  SELECT app_key, seller_id, until, decrypted, -orders, 0 FROM spans
), daily AS (
  SELECT app_key, seller_id, day,
    sum(CASE WHEN decrypted = 1 THEN orders ELSE 0 END)                  AS decrypted_step,
    sum(CASE WHEN decrypted = 0 THEN orders ELSE 0 END)                  AS shipped_step,
    max(seen)                                                           AS seen
  FROM steps
  GROUP BY app_key, seller_id, day
), running AS (
  SELECT app_key, seller_id, day, seen,
    CAST(sum(decrypted_step) OVER days AS BIGINT)                       AS decrypted_orders,
    CAST(sum(shipped_step) OVER days AS BIGINT)                         AS shipped_orders
  FROM daily
  WINDOW days AS (PARTITION BY app_key, seller_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT app_key, seller_id, day, decrypted_orders, shipped_orders,
  CAST(decrypted_orders AS DOUBLE) / NULLIF(shipped_orders, 0)          AS decrypt_ratio
FROM running
WHERE seen = 1 AND day >= (SELECT CAST(day + INTERVAL '6' DAY AS DATE) FROM calls_since)
