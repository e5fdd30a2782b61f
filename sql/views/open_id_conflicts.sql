-- clause: log
-- columns: app_key VARCHAR, open_id VARCHAR, day DATE, sellers BIGINT
-- unit: shops
-- text.en: OpenIds that the records of an app pair with several sellers, on a day on which one is named; sellers = how many in all.
-- text.zh: 应用日志中对应多个店铺的openId，按其出现的日期；sellers为店铺总数。
WITH named AS (
  SELECT app_key, open_id, day FROM open_id_claims
  UNION ALL
  SELECT app_key, open_id, day FROM kept_open_ids WHERE day <= (SELECT day FROM as_of)
)
SELECT c.app_key, c.open_id, n.day, c.sellers
FROM open_id_sellers c
JOIN named n ON n.app_key = c.app_key AND n.open_id = c.open_id
WHERE c.sellers > 1
GROUP BY c.app_key, c.open_id, n.day, c.sellers
