-- clause: log
-- columns: app_key VARCHAR, path VARCHAR, rejects BIGINT, records BIGINT, loaded BIGINT, share DOUBLE
-- unit: ratio
-- text.en: Records of a file that were refused, as a share of all in it. loaded = the others; records = those refused ones that were records of a log type, though not good ones: a file that has neither is no log at all. Refused records have no app.
-- text.zh: 文件中被拒绝的记录数及占比。loaded为已加载的记录数；records为被拒绝者中属于某类日志但不合格的记录数，两者均为零的文件不是日志。拒绝记录没有应用。
WITH refused AS (
  SELECT file_id, count(*) AS rejects,
    count(*) FILTER (WHERE reason NOT IN ('too_long', 'bad_bytes', 'bad_json', 'not_object', 'unknown_type')) AS records
  FROM rejects
  GROUP BY file_id
)
SELECT CAST(NULL AS VARCHAR) AS app_key, f.path, CAST(sum(r.rejects) AS BIGINT) AS rejects, CAST(sum(r.records) AS BIGINT) AS records, CAST(sum(f.events) AS BIGINT) AS loaded,
  CAST(sum(r.rejects) AS DOUBLE) / CAST(sum(r.rejects) + sum(f.events) AS BIGINT) AS share
FROM refused r
JOIN files f ON f.file_id = r.file_id
GROUP BY f.path
