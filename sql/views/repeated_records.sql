-- clause: log
-- unit: records
-- text.en: Records of a file that an earlier loaded file has too, equal in every field; first_file_id = the first file that has it.
-- text.zh: 与更早加载的文件中某条记录各字段均相同的记录；first_file_id为最先含有该记录的文件。
-- shared: yes
WITH first_files AS (
  SELECT app_key, log_type, ts, digest, min(file_id) AS first_file_id
  FROM record_digests
  GROUP BY app_key, log_type, ts, digest
  HAVING min(file_id) <> max(file_id)
)
SELECT r.app_key, r.log_type, r.day, r.ts, f.first_file_id, r.file_id, r.line, r.element
FROM record_digests r
JOIN first_files f ON f.app_key = r.app_key AND f.log_type = r.log_type AND f.ts = r.ts AND f.digest = r.digest
WHERE r.file_id <> f.first_file_id
