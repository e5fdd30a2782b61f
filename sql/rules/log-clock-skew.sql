-- id: log-clock-skew
-- clause: log
-- title.en: Records from the future
-- title.zh: 日志时间超前
-- level: warning
-- figure: spec_warning_places
-- behind: spec_warning_places WHERE code = 'future_time'
-- threshold: 0
-- bound: over
-- unit: records
-- summary.en: Records with a time more than a day ahead of the clock when they were loaded: {value}.
-- summary.zh: 有{value}条记录的时间比加载时的时钟超前一天以上。
-- consequence.en: They count on the wrong day, so that figures of the right one lack them; the platform refuses or misreads such logs.
-- consequence.zh: 这些记录被计入错误的日期，正确日期的指标因此不完整；平台可能拒收或误读此类日志。
-- remedy.en: Correct the clock or the unit of time on the machine that wrote them, and load the corrected logs.
-- remedy.zh: 校正产生日志的机器的时钟或时间单位，并加载更正后的日志。
-- needs: all: login, order, open, sql, api, message
-- merge: sum

-- A warning: the records are there, only their day is wrong.
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  coalesce(day, (SELECT day FROM as_of))                                AS first_day,
  coalesce(day, (SELECT day FROM as_of))                                AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  'warning'                                                             AS level,
  'spec_warning_places WHERE code = ''future_time'''                    AS evidence
FROM spec_warning_places
WHERE code = 'future_time'
GROUP BY app_key, day
