-- clause: 3.3
-- columns: app_key VARCHAR, seller_id BIGINT, revoked_ts TIMESTAMP, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Order and open records of a shop after one of the app's calls for it failed with AUTHORIZATION_REVOKED, and before the next successful one; revoked_ts = the last such failure. At the moment of the failure itself nothing is known yet, at that of the success it is over.
-- text.zh: 应用对店铺的调用因AUTHORIZATION_REVOKED失败之后、下一次成功调用之前，该店铺的订单访问与流转记录；revoked_ts为最近一次该类失败的时间。与失败同一时刻的记录不计，与成功同一时刻的也不计。
WITH revoked AS (
  SELECT app_key, seller_id FROM revocations GROUP BY app_key, seller_id
), happened AS (
  SELECT s.app_key, s.seller_id, s.ts, 1 AS place, s.ts AS succeeded_ts, CAST(NULL AS TIMESTAMP) AS revoked_ts,
    s.day, CAST(NULL AS VARCHAR) AS log_type, s.file_id, s.line, s.element
  FROM api_calls s
  JOIN revoked r ON r.app_key = s.app_key AND r.seller_id = s.seller_id
  WHERE s.result = 1 AND s.day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT o.app_key, o.seller_id, o.ts, 2, NULL, NULL, o.day, o.log_type, o.file_id, o.line, o.element
  FROM order_operations o
  JOIN revoked r ON r.app_key = o.app_key AND r.seller_id = o.seller_id
  UNION ALL
  SELECT app_key, seller_id, ts, 3, NULL, ts, day, NULL, file_id, line, element FROM revocations
), followed AS (
  SELECT app_key, seller_id, ts, day, log_type, file_id, line, element,
    max(revoked_ts) OVER before                                         AS revoked_ts,
    max(succeeded_ts) OVER before                                       AS succeeded_ts
  FROM happened
  WINDOW before AS (PARTITION BY app_key, seller_id ORDER BY ts, place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT app_key, seller_id, revoked_ts, log_type, ts, day, file_id, line, element
FROM followed
WHERE log_type IS NOT NULL AND revoked_ts IS NOT NULL AND (succeeded_ts IS NULL OR succeeded_ts < revoked_ts)
