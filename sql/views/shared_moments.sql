-- clause: log
-- columns: log_type VARCHAR, ts TIMESTAMP
-- unit: moments
-- text.en: Moments at which two or more files have a record of one log type. Only days of files are looked at on which they overlap in time with another for some app and log type.
-- text.zh: 两个或以上文件在同一时刻有同一类日志记录的时刻。仅比较某应用某类日志在当日时间范围重叠的文件。
-- shared: yes
WITH neighbours AS (
  SELECT file_id, app_key, log_type, day, first_ts, last_ts,
    max(last_ts) OVER (PARTITION BY app_key, log_type, day ORDER BY first_ts, file_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_before,
    lead(first_ts, 1, TIMESTAMP '9999-12-31 00:00:00') OVER (PARTITION BY app_key, log_type, day ORDER BY first_ts, file_id) AS next_ts
  FROM file_days
  WHERE day <= (SELECT day FROM as_of)
), overlapping AS (
  SELECT file_id, day
  FROM neighbours
  WHERE latest_before >= first_ts OR next_ts <= last_ts
  GROUP BY file_id, day
)
-- Apps are told apart later: to group by their keys, too, takes half as long again.
SELECT r.log_type, r.ts
FROM recorded r
JOIN overlapping o ON o.file_id = r.file_id AND o.day = r.day
GROUP BY r.log_type, r.ts
HAVING min(r.file_id) <> max(r.file_id)
