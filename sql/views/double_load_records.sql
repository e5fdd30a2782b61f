-- clause: log
-- columns: subject VARCHAR, app_key VARCHAR, log_type VARCHAR, day DATE, ts TIMESTAMP, first_file_id BIGINT, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: The records behind double_loads; subject = the file and the earlier loaded one.
-- text.zh: double_loads的明细记录；subject为该文件与更早加载的文件。
SELECT f.path || ' = ' || e.path AS subject, r.app_key, r.log_type, r.day, r.ts, r.first_file_id, r.file_id, r.line, r.element
FROM repeated_records r
JOIN double_loads d ON d.app_key = r.app_key AND d.log_type = r.log_type AND d.day = r.day
  AND d.first_file_id = r.first_file_id AND d.file_id = r.file_id
JOIN files f ON f.file_id = r.file_id
JOIN files e ON e.file_id = r.first_file_id
