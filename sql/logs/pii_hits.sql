-- stage: pii_hits
-- columns: file_id BIGINT, line BIGINT, element BIGINT, log_type VARCHAR, app_key VARCHAR, day DATE, field VARCHAR, kind VARCHAR, confidence VARCHAR, sample VARCHAR, digest BLOB
-- text.en: One row a piece of plaintext personal data, masked; field = the path in the log line, under the line's own names; the digest is keyed, to count distinct values.
-- text.zh: 每处明文个人信息一行（已脱敏）；field为日志行中的字段路径（日志自身的字段名）；digest为带密钥的摘要，用于统计不同值的个数。
SELECT file_id, line, element, log_type, app_key, day, field, kind, confidence, sample, digest
FROM pii_found
