-- clause: log
-- columns: app_key VARCHAR, open_id VARCHAR, seller_id BIGINT, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Of each openId that records pair with several sellers, the first record of a day for each seller.
-- text.zh: 对应多个店铺的openId：每个店铺每天的首条记录。
WITH claims AS (
  SELECT r.app_key, r.open_id, r.seller_id, r.log_type, r.ts, r.day, r.file_id, r.line, r.element,
    row_number() OVER (PARTITION BY r.app_key, r.open_id, r.seller_id, r.day ORDER BY r.ts, r.file_id, r.line, r.element NULLS FIRST) AS place
  FROM recorded r
  JOIN open_id_sellers c ON c.app_key = r.app_key AND c.open_id = r.open_id
  WHERE c.sellers > 1 AND r.seller_id IS NOT NULL AND r.day <= (SELECT day FROM as_of)
)
SELECT app_key, open_id, seller_id, log_type, ts, day, file_id, line, element
FROM claims
WHERE place = 1
