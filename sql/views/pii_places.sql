-- clause: 3.3
-- columns: subject VARCHAR, app_key VARCHAR, log_type VARCHAR, field VARCHAR, ours VARCHAR, kind VARCHAR, day DATE, file_id BIGINT, line BIGINT, element BIGINT, sample VARCHAR, digest BLOB, counts_on DATE
-- unit: hits
-- text.en: The hits that count as plaintext personal data (high and medium confidence); subject = log type, field and kind; ours = the field of the log specification that the configuration's sources say stands there (NULL where they say nothing, '' where they say that the field of that name stands elsewhere); counts_on = its day, or of a hit without a day the newest day that its file has records of, or else the as-of day.
-- text.zh: 计为明文个人信息的命中（高、中置信度）；subject为日志类型、字段与种类；ours为配置的sources所指的规范字段（未配置时为空，''表示该同名字段另有对应）；counts_on为其日期，无日期时为所在文件最新记录的日期，仍没有则为统计日。
WITH file_ends AS (
  -- A line that tells no day was written by the last one that its file tells, as far as anybody can say.
  SELECT file_id AS of_file, max(day) AS last_day
  FROM file_days
  WHERE day <= (SELECT day FROM as_of)
  GROUP BY file_id
)
SELECT
  coalesce(log_type, 'rejected') || ' ' || CASE WHEN field = '' THEN '-' ELSE field END || ' ' || kind AS subject,
  app_key, log_type, field, ours, kind, day, file_id, line, element, sample, digest,
  coalesce(day, last_day, (SELECT day FROM as_of))                      AS counts_on
FROM pii_found
LEFT JOIN file_ends ON of_file = file_id
WHERE confidence IN ('high', 'medium') AND (day IS NULL OR day <= (SELECT day FROM as_of))
