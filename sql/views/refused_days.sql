-- clause: log
-- columns: file_id BIGINT, day DATE, records BIGINT, lost BIGINT
-- unit: records
-- text.en: Of each day in a file that has rejects: its records, and the refused ones that may have been records of that day (lost). Those lie among its lines, or between the lines of earlier and later days. Records of another log type (unknown_type) are not lost.
-- text.zh: 含拒绝记录的文件中每一天的记录数，以及可能属于当日的被拒绝记录数（lost）：位于当日各行之间，或位于之前与之后日期的行之间。其他类型的日志（unknown_type）不计。
WITH refused AS (
  SELECT file_id, line, count(*) AS records
  FROM rejects
  WHERE reason <> 'unknown_type'
  GROUP BY file_id, line
), days AS (
  SELECT file_id, day, sum(records) AS records, min(first_line) AS first_line, max(last_line) AS last_line
  FROM file_days
  WHERE file_id IN (SELECT file_id FROM refused)
  GROUP BY file_id, day
), around AS (
  SELECT file_id, day, records, first_line, last_line,
    coalesce(max(last_line) OVER (PARTITION BY file_id ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS line_before,
    coalesce(min(first_line) OVER (PARTITION BY file_id ORDER BY day ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), 9223372036854775807) AS line_after
  FROM days
), points AS (
  -- A day begins before the refused line it begins with, and ends behind the one it ends with.
  SELECT file_id, day, CASE WHEN line_before < first_line THEN line_before + 1 ELSE first_line END AS line, 0 AS place, 0 AS records FROM around
  UNION ALL
  SELECT file_id, CAST(NULL AS DATE), line, 1, records FROM refused
  UNION ALL
  SELECT file_id, day, CASE WHEN line_after > last_line THEN line_after - 1 ELSE last_line END, 2, 0 FROM around
), running AS (
  SELECT file_id, day, place,
    sum(records) OVER (PARTITION BY file_id ORDER BY line, place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS refused
  FROM points
), lost AS (
  SELECT file_id, day, max(refused) - min(refused) AS lost
  FROM running
  WHERE place <> 1
  GROUP BY file_id, day
)
SELECT d.file_id, d.day, CAST(d.records AS BIGINT) AS records, CAST(l.lost AS BIGINT) AS lost
FROM days d
JOIN lost l ON l.file_id = d.file_id AND l.day = d.day
WHERE l.lost > 0 AND d.day <= (SELECT day FROM as_of)
