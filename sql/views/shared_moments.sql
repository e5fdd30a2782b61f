-- clause: log
-- unit: moments
-- text.en: Moments at which two or more files have a record of one app and log type. Only files whose records of a day overlap in time are looked at, so that one file, or files that follow each other, cost nothing.
-- text.zh: 两个或以上文件在同一时刻有同一应用、同一类日志记录的时刻。仅比较当日时间范围重叠的文件。
WITH neighbours AS (
  SELECT file_id, app_key, log_type, day, first_ts, last_ts,
    max(last_ts) OVER (PARTITION BY app_key, log_type, day ORDER BY first_ts, file_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_before,
    lead(first_ts, 1, TIMESTAMP '9999-12-31 00:00:00') OVER (PARTITION BY app_key, log_type, day ORDER BY first_ts, file_id) AS next_ts
  FROM file_days
  WHERE day <= (SELECT day FROM as_of)
), overlapping AS (
  SELECT file_id, app_key, log_type, day
  FROM neighbours
  WHERE latest_before >= first_ts OR next_ts <= last_ts
)
SELECT r.app_key, r.log_type, r.ts
FROM recorded r
JOIN overlapping o ON o.file_id = r.file_id AND o.day = r.day AND o.app_key = r.app_key AND o.log_type = r.log_type
GROUP BY r.app_key, r.log_type, r.ts
HAVING min(r.file_id) <> max(r.file_id)
