-- id: log-double-load
-- clause: log
-- title.en: Records that may have been loaded twice
-- title.zh: 疑似重复加载的日志
-- level: warning
-- figure: double_loads
-- behind: double_load_records
-- threshold: 10
-- bound: from
-- unit: records
-- summary.en: Records that two files share, equal in every field ({subject}): {value}.
-- summary.zh: 两个文件中有{value}条记录各字段完全相同（{subject}）。
-- consequence.en: What was loaded twice counts twice, so that success rates and counts are wrong.
-- consequence.zh: 重复加载的记录会重复计数，成功率与次数因此失真。
-- remedy.en: Check whether one file is a part or a re-sorted copy of the other; if so, take its records out with "opaudit forget FILE".
-- remedy.zh: 核实其中一个文件是否为另一个文件的片段或重新排序的副本；若是，用“opaudit forget 文件”移除其记录。
-- needs: all: login, order, open, sql, api, message
-- merge: sum
-- subject_in: subject

-- A warning: it distorts figures and hides nothing. Whole copies and copies that go
-- on are recognised while loading and never counted twice.
SELECT
  d.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  f.path || ' = ' || e.path                                             AS subject,
  d.day                                                                 AS first_day,
  d.day                                                                 AS last_day,
  d.records                                                             AS value,
  10                                                                    AS threshold,
  'warning'                                                             AS level,
  'double_load_records'                                                 AS evidence
FROM double_loads d
JOIN files f ON f.file_id = d.file_id
JOIN files e ON e.file_id = d.first_file_id
