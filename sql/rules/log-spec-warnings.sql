-- id: log-spec-warnings
-- clause: log
-- title.en: Records that break a softer rule of the log specification
-- title.zh: 日志未遵守规范的软性要求
-- level: warning
-- figure: spec_warning_places
-- behind: spec_warning_places WHERE code <> 'future_time'
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Records with {subject} (code, field): {value}.
-- summary.zh: 有{value}条记录存在问题：{subject}（代码、字段）。
-- consequence.en: The platform may refuse such records; a private address hides who saw the orders.
-- consequence.zh: 平台可能拒收此类记录；私有地址会掩盖真正的访问者。
-- remedy.en: Log as the specification says: times in milliseconds, at most 100 order ids a record, the address of the end user instead of a proxy's.
-- remedy.zh: 按规范记录日志：时间用毫秒，每条记录最多100个订单号，记录终端用户而非代理的地址。
-- needs: all: login, order, open, sql, api, message
-- merge: sum
-- subject_in: subject

-- A warning: the records are there and count.
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  subject,
  coalesce(day, (SELECT day FROM as_of))                                AS first_day,
  coalesce(day, (SELECT day FROM as_of))                                AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  'warning'                                                             AS level,
  'spec_warning_places WHERE code <> ''future_time'''                   AS evidence
FROM spec_warning_places
WHERE code <> 'future_time'
GROUP BY app_key, subject, day
