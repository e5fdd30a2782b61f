-- clause: log
-- columns: path VARCHAR, app_key VARCHAR, day DATE, reason VARCHAR, field VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Refused records by the path of their file. They have no app and no day.
-- text.zh: 被拒绝的记录及其文件路径；无应用与日期。
SELECT f.path, CAST(NULL AS VARCHAR) AS app_key, CAST(NULL AS DATE) AS day, r.reason, r.field, r.file_id, r.line, r.element
FROM rejects r
JOIN files f ON f.file_id = r.file_id
