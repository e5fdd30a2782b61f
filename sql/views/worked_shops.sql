-- clause:
-- columns: app_key VARCHAR, seller_id BIGINT, log_type VARCHAR, meaning VARCHAR, lacks VARCHAR, records BIGINT
-- unit: records
-- text.en: For which shops an app was at work in the last 90 days: its order and open records and successful api calls, of calls their meaning. Where the shop is not known, lacks = shops.openId (neither a record nor the configuration says which shop the openId stands for) or sellerId (the record names no shop).
-- text.zh: 最近90天内应用为哪些店铺工作：订单访问、订单流转与成功的API调用（及其含义）的记录数。店铺未知时，lacks为shops.openId（日志与配置均未说明openId对应的店铺）或sellerId（记录未写店铺）。
-- shared: yes
WITH worked AS (
  SELECT app_key, 'api' AS log_type, meaning, seller_id, open_id FROM api_calls
  WHERE result = 1 AND day >= (SELECT since FROM lately) AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, 'order', NULL, seller_id, open_id FROM order_accesses
  WHERE day >= (SELECT since FROM lately) AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, 'open', NULL, seller_id, open_id FROM order_transfers
  WHERE day >= (SELECT since FROM lately) AND day <= (SELECT day FROM as_of)
), told AS (
  SELECT app_key, seller_id, log_type, meaning,
    CASE WHEN seller_id IS NOT NULL THEN NULL
         WHEN open_id IS NOT NULL THEN 'shops.openId' ELSE 'sellerId' END AS lacks
  FROM worked
)
SELECT app_key, seller_id, log_type, meaning, lacks, count(*) AS records
FROM told
GROUP BY app_key, seller_id, log_type, meaning, lacks
