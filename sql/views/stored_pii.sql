-- clause: 3.3
-- columns: app_key VARCHAR, kind VARCHAR, day DATE, hits BIGINT, distinct_values BIGINT
-- unit: hits
-- text.en: Plaintext personal data that SQL statements store, with high or medium confidence; distinct_values counts different values.
-- text.zh: SQL语句写入数据库的明文个人信息（高、中置信度）；distinct_values为不同值的个数。
SELECT app_key, kind, day, count(*) AS hits, count(DISTINCT digest) AS distinct_values
FROM pii_writes
GROUP BY app_key, kind, day
