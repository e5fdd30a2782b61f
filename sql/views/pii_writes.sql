-- clause: 3.3
-- columns: app_key VARCHAR, kind VARCHAR, field VARCHAR, sample VARCHAR, digest BLOB, statement VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: hits
-- text.en: The hits of plaintext personal data in sql records whose statement stores a masked value: INSERT, REPLACE, MERGE, or what UPDATE sets; a value in a WHERE alone stores nothing.
-- text.zh: 数据库操作日志中，语句写入了明文个人信息的命中：INSERT、REPLACE、MERGE或UPDATE所设的值；仅出现在WHERE条件中的不计。
SELECT p.app_key, p.kind, p.field, p.sample, p.digest, k.statement, s.ts, s.day, s.file_id, s.line, s.element
FROM pii_places p
JOIN sql_statements s ON s.file_id = p.file_id AND s.line = p.line AND coalesce(s.element, 0) = coalesce(p.element, 0)
JOIN statements k ON k.statement_id = s.statement_id
-- Where the configuration says which member holds the statement, that one alone does.
WHERE p.log_type = 'sql' AND k.stores_pii
  AND (p.ours = 'sql' OR p.ours IS NULL AND (p.field = 'sql' OR p.field LIKE '%.sql'))
