-- id: log-missing-days
-- clause: log
-- title.en: Days without any record of an app that logs daily
-- title.zh: 每日有日志的应用缺失整日日志
-- level: risk
-- figure: log_holes
-- behind: recorded
-- threshold: 0
-- bound: over
-- unit: days
-- summary.en: Days without any record between days with records ({first_day} to {last_day}): {value}.
-- summary.zh: {first_day}至{last_day}，前后均有日志的日期之间有{value}天没有任何日志。
-- consequence.en: A hole in the logs hides violations: what happened on these days is in no figure, and a day without calls ends a streak of failures.
-- consequence.zh: 日志缺失会掩盖违规：这些日期的操作不计入任何指标，且无调用的日期会中断连续失败的统计。
-- remedy.en: Find the logs of these days and load them; if the app really stood still, note why. Watch that every day's logs arrive.
-- remedy.zh: 找回并加载这些日期的日志；若应用当时确实停用，请记录原因。监控每日日志是否到达。
-- needs: any: login, order, open, sql, api, message
-- merge: sum

-- A risk, because violations may hide in the hole. An app logs daily when it has 10
-- or more records on a logged day and is logged on 80% or more of the days before
-- the hole, 7 at least, and comes back with 10 or more records within 7 days: who logs now and then has no holes, and who rests on
-- weekends stays under 80%. A rest of one day a week is no hole by the view.
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  first_day,
  last_day,
  days                                                                  AS value,
  0                                                                     AS threshold,
  'risk'                                                                AS level,
  ''                                                                    AS evidence
FROM log_holes
WHERE log_type IS NULL AND daily AND records_after >= 10
