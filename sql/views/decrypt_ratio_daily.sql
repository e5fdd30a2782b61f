-- clause: 3.4
-- columns: app_key VARCHAR, day DATE, decrypted_orders BIGINT, shipped_orders BIGINT, decrypt_ratio DOUBLE
-- unit: ratio
-- text.en: Orders decrypted and orders shipped on a day. Distinct order ids in it; decrypt ratio = decrypted / shipped, NULL without shipments. Rows: days with a decrypt or a shipment.
-- text.zh: 当日的解密订单量与发货订单量。订单号去重；解密率 = 解密订单量 / 发货订单量，无发货时为空。仅列出有解密或发货的日期。
WITH calls AS (
  SELECT app_key, day AS period, order_id AS decrypted, CAST(NULL AS BIGINT) AS shipped FROM order_decrypts
  UNION ALL
  SELECT app_key, day, NULL, order_id FROM order_shipments
)
SELECT
  app_key,
  period                                                                AS day,
  count(DISTINCT decrypted)                                             AS decrypted_orders,
  count(DISTINCT shipped)                                               AS shipped_orders,
  CAST(count(DISTINCT decrypted) AS DOUBLE) / NULLIF(count(DISTINCT shipped), 0) AS decrypt_ratio
FROM calls
WHERE period >= (SELECT day FROM calls_since)
GROUP BY app_key, period
