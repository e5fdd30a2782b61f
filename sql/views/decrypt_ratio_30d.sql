-- clause: 3.4
-- columns: app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE
-- unit: ratio
-- text.en: Orders decrypted and orders shipped on a day and the 29 calendar days before it. Distinct order ids in it; decrypt ratio = decrypted / shipped, NULL without shipments. Rows: days with a decrypt or a shipment.
-- text.zh: 当日及之前29个自然日内的解密订单量与发货订单量。订单号去重；解密率 = 解密订单量 / 发货订单量，无发货时为空。仅列出有解密或发货的日期。
WITH spans AS (
  -- An order counts from its day until it leaves the window or its next day takes over.
  SELECT app_key, day, decrypted, orders, CAST(least(CAST(day + INTERVAL '30' DAY AS DATE), next_day) AS DATE) AS until
  FROM order_days
), steps AS (
  SELECT app_key, day, decrypted, orders, 1 AS seen FROM spans
  UNION ALL
  SELECT app_key, until, decrypted, -orders, 0 FROM spans
), daily AS (
  SELECT app_key, day,
    sum(CASE WHEN decrypted = 1 THEN orders ELSE 0 END)                  AS decrypted_step,
    sum(CASE WHEN decrypted = 0 THEN orders ELSE 0 END)                  AS shipped_step,
    max(seen)                                                           AS seen
  FROM steps
  GROUP BY app_key, day
), running AS (
  SELECT app_key, day, seen,
    CAST(sum(decrypted_step) OVER days AS BIGINT)                       AS decrypted_orders,
    CAST(sum(shipped_step) OVER days AS BIGINT)                         AS shipped_orders
  FROM daily
  WINDOW days AS (PARTITION BY app_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT app_key, day, decrypted_orders, shipped_orders,
  CAST(decrypted_orders AS DOUBLE) / NULLIF(shipped_orders, 0)          AS decrypt_ratio
FROM running
WHERE seen = 1 AND day >= (SELECT CAST(day + INTERVAL '29' DAY AS DATE) FROM calls_since)
