-- clause: log
-- columns: app_key VARCHAR, log_type VARCHAR, day DATE, reason VARCHAR, lost BIGINT
-- unit: records
-- text.en: Days of an app for which the records of a log type are not all there: the day still runs (running); over 5% of what a file holds for the day was refused (refused lines; lost = how many of them may have been such records, NULL where that cannot be told); the last day of a file that could not be read to its end (failed file); an active day without api records, while the app calls on 80% or more of its days before, 7 at least, and calls again after it (no calls).
-- text.zh: 应用某类日志不完整的日期：当天尚未结束（running）；某文件当日内容被拒绝超过5%（refused lines，lost为其中可能属于该类日志的记录数，无法判断时为空）；未能读完的文件的最后一天（failed file）；此前至少7天且80%以上的活跃日均有API调用、之后也恢复调用，而当日有日志却无API记录（no calls）。
-- shared: yes
WITH failed AS (
  SELECT f.file_id, max(f.day) AS day
  FROM file_days f
  JOIN files s ON s.file_id = f.file_id
  WHERE s.error IS NOT NULL
  GROUP BY f.file_id
)
SELECT app_key, log_type, day, 'running' AS reason, CAST(NULL AS BIGINT) AS lost
FROM app_days
WHERE EXISTS (SELECT 1 FROM provisional_day p WHERE p.day <= app_days.day)
UNION ALL
SELECT f.app_key, f.log_type, f.day, 'refused lines', CAST(sum(r.lost) AS BIGINT)
FROM file_days f
JOIN refused_days r ON r.file_id = f.file_id AND r.day = f.day
WHERE 20 * r.lost > r.records + r.lost
GROUP BY f.app_key, f.log_type, f.day
UNION ALL
SELECT f.app_key, f.log_type, l.day, 'failed file', CAST(NULL AS BIGINT)
FROM failed l
JOIN file_days f ON f.file_id = l.file_id
WHERE l.day <= (SELECT day FROM as_of)
GROUP BY f.app_key, f.log_type, l.day
UNION ALL
SELECT h.app_key, h.log_type, d.day, 'no calls', CAST(NULL AS BIGINT)
FROM log_holes h
JOIN app_days d ON d.app_key = h.app_key AND d.day BETWEEN h.first_day AND h.last_day
WHERE h.log_type = 'api' AND h.resumed AND h.logged_days >= 7 AND 5 * h.logged_days >= 4 * h.active_days
  AND NOT EXISTS (SELECT 1 FROM provisional_day p WHERE p.day <= d.day)
GROUP BY h.app_key, h.log_type, d.day
