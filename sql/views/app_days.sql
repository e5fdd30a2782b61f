-- clause:
-- columns: app_key VARCHAR, log_type VARCHAR, day DATE, records BIGINT
-- unit: records
-- text.en: Records of an app on a day by log type, those among them that were pruned.
-- text.zh: 应用当日各类日志的记录数（含已清理的记录）。
-- shared: yes
WITH counted AS (
  SELECT app_key, log_type, day, records FROM file_days WHERE day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, log_type, day, records FROM kept_days WHERE day <= (SELECT day FROM as_of)
)
SELECT app_key, log_type, day, CAST(sum(records) AS BIGINT) AS records
FROM counted
GROUP BY app_key, log_type, day
