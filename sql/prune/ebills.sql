-- Since when the orders of the calls that go have an e-waybill.
WITH fetched AS (
  SELECT app_key, order_id, day FROM order_refs WHERE log_type = 'api' AND tells AND meaning = 'ebill'
  UNION ALL
  SELECT app_key, order_id, day FROM kept_ebills
)
SELECT app_key, order_id, min(day) AS day
FROM fetched
GROUP BY app_key, order_id
