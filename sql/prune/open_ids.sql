-- Which shops the records that go pair with an openId, and since when.
WITH pairs AS (
  SELECT app_key, open_id, seller_id, day FROM recorded WHERE open_id IS NOT NULL AND seller_id IS NOT NULL
  UNION ALL
  SELECT app_key, open_id, seller_id, day FROM kept_open_ids
)
SELECT app_key, open_id, seller_id, min(day) AS day
FROM pairs
GROUP BY app_key, open_id, seller_id
