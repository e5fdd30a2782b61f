-- clause: log
-- columns: subject VARCHAR, code VARCHAR, field VARCHAR, app_key VARCHAR, log_type VARCHAR, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Records that break a softer rule of the log specification, with app and day. A time that lies ahead of the clock, and after the as-of day, is no day.
-- text.zh: 违反日志规范软性要求的记录及其应用与日期；超前于时钟且晚于统计日的时间不作为日期。
-- shared: yes
WITH placed AS (
  SELECT w.code, w.field, r.app_key, r.log_type,
    CASE WHEN w.code = 'future_time' AND r.day > (SELECT day FROM as_of) THEN CAST(NULL AS DATE) ELSE r.day END AS day,
    w.file_id, w.line, w.element
  FROM spec_warnings w
  JOIN recorded r ON r.file_id = w.file_id AND r.line = w.line AND coalesce(r.element, 0) = coalesce(w.element, 0)
)
SELECT w.code || ' ' || coalesce(w.field, '-') AS subject, w.code, w.field, w.app_key, w.log_type, w.day, w.file_id, w.line, w.element
FROM placed w
WHERE w.day IS NULL OR w.day <= (SELECT day FROM as_of)
