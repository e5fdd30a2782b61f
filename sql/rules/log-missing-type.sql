-- id: log-missing-type
-- clause: log
-- title.en: A log type is missing while the app logs others
-- title.zh: 应用有其他日志而缺失某类日志
-- level: risk, warning
-- figure: log_holes
-- behind: recorded
-- threshold: 0
-- bound: over
-- unit: days
-- summary.en: Active days without {subject} records, though the app logged them daily before ({first_day} to {last_day}): {value}.
-- summary.zh: {first_day}至{last_day}，有{value}个活跃日缺失此前每日都有的{subject}日志。
-- subject.zh: login = 登录; order = 订单访问; open = 订单流转; sql = 数据库操作; api = API调用; message = 消息推送
-- consequence.en: A hole in the logs hides violations: what only this log type shows is in no figure of these days.
-- consequence.zh: 日志缺失会掩盖违规：仅由该类日志体现的操作不计入这些日期的指标。
-- remedy.en: Find the missing logs and load them; check that the system that writes them still does, and that they are collected.
-- remedy.zh: 找回并加载缺失的日志；检查产生该类日志的系统是否仍在记录、日志是否仍在采集。
-- title.warning.en: A log type stopped while the app logs others
-- title.warning.zh: 应用有其他日志而某类日志已中断
-- consequence.warning.en: The app may not do any more what it logged. If it does, what only this log type shows is in no figure since then.
-- consequence.warning.zh: 应用可能已不再进行此类操作；若仍在进行，仅由该类日志体现的操作自此不计入任何指标。
-- needs: any: login, order, open, sql, api, message
-- merge: sum

-- A risk where the type came back with 10 or more records within 7 days, because violations may hide in the hole; a
-- warning where it stopped 7 or more active days ago, as the app may not do any
-- more what it logged. After 60 days that is taken as given; of an app that does
-- not call any more clause 2.6 then speaks. Logged daily means 10 or more records
-- on a logged day, and 80% or more of the active days before the hole, 7 at least.
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  log_type                                                              AS subject,
  first_day,
  last_day,
  days                                                                  AS value,
  0                                                                     AS threshold,
  CASE WHEN resumed THEN 'risk' ELSE 'warning' END                      AS level,
  ''                                                                    AS evidence
FROM log_holes
WHERE log_type IS NOT NULL AND daily
  AND (records_after >= 10 OR NOT resumed AND days >= 7 AND first_day > (SELECT CAST(day - INTERVAL '60' DAY AS DATE) FROM as_of))
