-- clause: 3.1
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, open_id VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, method VARCHAR, order_id BIGINT
-- unit: records
-- text.en: The records that carry a contested order and say something of it; pruned ones have no file.
-- text.zh: 携带有争议订单且可说明其情况的记录；已清理的记录无文件。
-- shared: yes
SELECT DISTINCT r.log_type, r.app_key, r.seller_id, r.open_id, r.ts, r.day, r.file_id, r.line, r.element, r.method, r.order_id
FROM (
  SELECT log_type, app_key, seller_id, open_id, ts, day, file_id, line, element, method, order_id
  FROM order_mentions
  WHERE tells AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT log_type, app_key, seller_id, open_id, ts, day, NULL, NULL, NULL, NULL, order_id FROM kept_claims
) r
JOIN contested_orders c ON c.app_key = r.app_key AND c.order_id = r.order_id
