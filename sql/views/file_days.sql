-- clause: log
-- columns: file_id BIGINT, app_key VARCHAR, log_type VARCHAR, day DATE, records BIGINT, first_ts TIMESTAMP, last_ts TIMESTAMP, first_line BIGINT, last_line BIGINT
-- unit: records
-- text.en: Records of an app on a day by log type and file, with the times and lines between which they lie. Every day, also those after the as-of day.
-- text.zh: 应用当日各类日志在各文件中的记录数及其时间与行号范围（包含统计日之后的日期）。
-- shared: yes
SELECT file_id, app_key, log_type, day, count(*) AS records,
  min(ts) AS first_ts, max(ts) AS last_ts, min(line) AS first_line, max(line) AS last_line
FROM recorded
GROUP BY file_id, app_key, log_type, day
