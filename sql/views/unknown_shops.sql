-- clause:
-- columns: app_key VARCHAR, log_type VARCHAR, meaning VARCHAR, lacks VARCHAR, records BIGINT
-- unit: records
-- text.en: The records of the last 90 days that show an app at work (order, open, successful api; of calls their meaning), counted by whether their shop is known: lacks = NULL, it is; shops.openId, neither a record nor the configuration says which shop the openId stands for; sellerId, the record names no shop.
-- text.zh: 最近90天内应用为店铺工作的记录（订单访问、订单流转、成功的API调用及其含义），按店铺是否已知计数：lacks为空表示已知；shops.openId表示日志与配置均未说明openId对应的店铺；sellerId表示记录未写店铺。
-- shared: yes
WITH since AS (
  -- A finding is open for 90 days.
  SELECT CAST(day - INTERVAL '90' DAY AS DATE) AS day FROM as_of
), worked AS (
  SELECT app_key, 'api' AS log_type, meaning, seller_id, open_id FROM api_calls
  WHERE result = 1 AND day >= (SELECT day FROM since) AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, 'order', NULL, seller_id, open_id FROM order_accesses
  WHERE day >= (SELECT day FROM since) AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, 'open', NULL, seller_id, open_id FROM order_transfers
  WHERE day >= (SELECT day FROM since) AND day <= (SELECT day FROM as_of)
), told AS (
  SELECT app_key, log_type, meaning,
    CASE WHEN seller_id IS NOT NULL THEN NULL
         WHEN open_id IS NOT NULL THEN 'shops.openId' ELSE 'sellerId' END AS lacks
  FROM worked
)
SELECT app_key, log_type, meaning, lacks, count(*) AS records
FROM told
GROUP BY app_key, log_type, meaning, lacks
