-- clause:
-- columns: file_id BIGINT, path VARCHAR, lines BIGINT, blank BIGINT, accepted BIGINT, rejected BIGINT, duplicate BIGINT, events BIGINT, balanced BOOLEAN
-- unit: lines
-- text.en: What became of the lines of a file: lines = blank + accepted + rejected + duplicate. events = rows that came from them.
-- text.zh: 文件各行的去向：总行数 = 空行 + 接受 + 拒绝 + 重复。events为写入的记录数。
SELECT file_id, path, lines, blank, accepted, rejected, duplicate, events,
  lines = blank + accepted + rejected + duplicate                       AS balanced
FROM files
