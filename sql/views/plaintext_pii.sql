-- clause: 3.3
-- columns: app_key VARCHAR, log_type VARCHAR, field VARCHAR, kind VARCHAR, day DATE, hits BIGINT, distinct_values BIGINT, sample VARCHAR
-- unit: hits
-- text.en: Personal data found in plaintext in the log lines, with high or medium confidence; distinct_values counts different values, sample is masked. Lines without a readable app or day show NULL.
-- text.zh: 日志中以明文出现的个人信息（高、中置信度）；distinct_values为不同值的个数，sample已脱敏。无法识别应用或日期的行显示为空。
SELECT app_key, log_type, field, kind, day,
  count(*)                                                              AS hits,
  count(DISTINCT digest)                                                AS distinct_values,
  min(sample)                                                           AS sample
FROM pii_places
GROUP BY app_key, log_type, field, kind, day
