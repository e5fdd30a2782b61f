-- clause:
-- unit: records
-- text.en: Records of an app on a day by log type.
-- text.zh: 应用当日各类日志的记录数。
-- shared: yes
SELECT app_key, log_type, day, count(*) AS records
FROM recorded
WHERE day <= (SELECT day FROM as_of)
GROUP BY app_key, log_type, day
