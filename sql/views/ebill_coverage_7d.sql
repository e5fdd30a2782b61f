-- clause: 3.4
-- columns: app_key VARCHAR, day DATE, ebill_orders BIGINT, shipped_orders BIGINT, coverage DOUBLE
-- unit: ratio
-- text.en: Of the orders shipped on a day and the 6 calendar days before it, those with a successful e-waybill call up to that day; coverage = e-waybill orders / shipped orders. Rows: days with a shipment.
-- text.zh: 当日及之前6个自然日内发货的订单中，截至当日已成功取电子面单的订单；覆盖率 = 面单订单量 / 发货订单量。仅列出有发货的日期。
-- shared: yes
WITH spans AS (
  -- A shipped order counts from its day until it leaves the window or its next shipment takes over.
  SELECT app_key, day, ebill_day, orders, CAST(least(CAST(day + INTERVAL '7' DAY AS DATE), next_day) AS DATE) AS until
  FROM order_days
  WHERE decrypted = 0
), steps AS (
  SELECT app_key, day, orders AS shipped, 0 AS covered, 1 AS seen FROM spans
  UNION ALL
  SELECT app_key, until, -orders, 0, 0 FROM spans
  UNION ALL
  SELECT app_key, CASE WHEN ebill_day > day THEN ebill_day ELSE day END, 0, orders, 0 FROM spans WHERE ebill_day < until
  UNION ALL
  SELECT app_key, until, 0, -orders, 0 FROM spans WHERE ebill_day < until
), daily AS (
  SELECT app_key, day, sum(shipped) AS shipped_step, sum(covered) AS covered_step, max(seen) AS seen
  FROM steps
  GROUP BY app_key, day
), running AS (
  SELECT app_key, day, seen,
    CAST(sum(covered_step) OVER days AS BIGINT)                         AS ebill_orders,
    CAST(sum(shipped_step) OVER days AS BIGINT)                         AS shipped_orders
  FROM daily
  WINDOW days AS (PARTITION BY app_key ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT app_key, day, ebill_orders, shipped_orders,
  CAST(ebill_orders AS DOUBLE) / NULLIF(shipped_orders, 0)              AS coverage
FROM running
WHERE seen = 1 AND day >= (SELECT CAST(day + INTERVAL '6' DAY AS DATE) FROM calls_since)
