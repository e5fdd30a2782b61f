-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, day DATE, orders BIGINT
-- unit: orders
-- text.en: The most orders of a shop that an app decrypted within one minute that ends on the day, each order once. Rows: days on which orders of a known shop were decrypted.
-- text.zh: 应用在一分钟内（以当日结束）解密同一店铺订单的最大数量（订单号去重）。仅列出有已知店铺订单解密的日期。
WITH spans AS (
  -- An order counts from its decrypt until the minute is over or its next decrypt takes over.
  SELECT app_key, seller_id, ts,
    least(ts + INTERVAL '1' MINUTE, lead(ts, 1, TIMESTAMP '9999-12-31 00:00:00') OVER (PARTITION BY app_key, seller_id, order_id ORDER BY ts)) AS until
  FROM order_decrypts
  WHERE seller_id IS NOT NULL
), steps AS (
  SELECT app_key, seller_id, ts, 1 AS step FROM spans
  UNION ALL
  SELECT app_key, seller_id, until, -1 FROM spans
), moments AS (
  SELECT app_key, seller_id, ts, sum(step) AS step, max(step) AS seen
  FROM steps
  GROUP BY app_key, seller_id, ts
), running AS (
  SELECT app_key, seller_id, CAST(ts + INTERVAL '8' HOUR AS DATE) AS day, seen,
    CAST(sum(step) OVER minutes AS BIGINT)                              AS orders
  FROM moments
  WINDOW minutes AS (PARTITION BY app_key, seller_id ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT app_key, seller_id, day, max(orders) AS orders
FROM running
WHERE seen = 1
GROUP BY app_key, seller_id, day
