-- clause: log
-- columns: app_key VARCHAR, log_type VARCHAR, day DATE, ts TIMESTAMP, first_file_id BIGINT, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Records of a file that an earlier loaded file has too, equal in every field; first_file_id = the first file that has it.
-- text.zh: 与更早加载的文件中某条记录各字段均相同的记录；first_file_id为最先含有该记录的文件。
-- shared: yes
WITH matched AS (
  SELECT app_key, log_type, day, ts, file_id, line, element,
    min(file_id) OVER (PARTITION BY app_key, log_type, ts, digest)      AS first_file_id
  FROM record_digests
)
SELECT app_key, log_type, day, ts, first_file_id, file_id, line, element
FROM matched
WHERE file_id <> first_file_id
