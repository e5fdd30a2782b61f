-- clause: log
-- columns: app_key VARCHAR, log_type VARCHAR, day DATE, first_file_id BIGINT, file_id BIGINT, records BIGINT, first_ts TIMESTAMP, last_ts TIMESTAMP
-- unit: records
-- text.en: Possible double loads: 10 or more records of an app, log type and day that a file shares with an earlier loaded one, and half or more of what either file has in the time between the first and the last of them. Fewer are records that are equal by chance.
-- text.zh: 疑似重复加载：文件与更早加载的文件在同一应用、同一类日志、同一天有10条或以上相同记录，且不少于任一文件在这些记录首末时刻之间记录数的一半；更少的视为偶然相同。
WITH pairs AS (
  SELECT app_key, log_type, day, first_file_id, file_id, count(*) AS records, min(ts) AS first_ts, max(ts) AS last_ts
  FROM repeated_records
  GROUP BY app_key, log_type, day, first_file_id, file_id
  HAVING count(*) >= 10
), spans AS (
  SELECT p.app_key, p.log_type, p.day, p.first_file_id, p.file_id, p.records, p.first_ts, p.last_ts,
    count(*) FILTER (WHERE r.file_id = p.file_id)                       AS own,
    count(*) FILTER (WHERE r.file_id = p.first_file_id)                 AS earlier
  FROM pairs p
  JOIN recorded r ON r.app_key = p.app_key AND r.log_type = p.log_type AND r.day = p.day AND r.ts BETWEEN p.first_ts AND p.last_ts
  WHERE r.file_id = p.file_id OR r.file_id = p.first_file_id
  GROUP BY p.app_key, p.log_type, p.day, p.first_file_id, p.file_id, p.records, p.first_ts, p.last_ts
)
SELECT app_key, log_type, day, first_file_id, file_id, records, first_ts, last_ts
FROM spans
WHERE 2 * records >= least(own, earlier)
