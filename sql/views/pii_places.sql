-- clause: 3.3
-- columns: subject VARCHAR, app_key VARCHAR, log_type VARCHAR, field VARCHAR, kind VARCHAR, day DATE, file_id BIGINT, line BIGINT, element BIGINT, sample VARCHAR, digest BLOB
-- unit: hits
-- text.en: The hits that count as plaintext personal data (high and medium confidence); subject = log type, field and kind.
-- text.zh: 计为明文个人信息的命中（高、中置信度）；subject为日志类型、字段与种类。
SELECT
  coalesce(log_type, 'rejected') || ' ' || CASE WHEN field = '' THEN '-' ELSE field END || ' ' || kind AS subject,
  app_key, log_type, field, kind, day, file_id, line, element, sample, digest
FROM pii_hits
WHERE confidence IN ('high', 'medium') AND (day IS NULL OR day <= (SELECT day FROM as_of))
