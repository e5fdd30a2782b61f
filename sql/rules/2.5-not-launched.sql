-- id: 2.5-not-launched
-- clause: 2.5
-- title.en: The app is not online within 90 days of its creation
-- title.zh: 应用创建后90天内未上线
-- level: violation, risk, warning
-- figure: app_milestones
-- threshold: 90
-- bound: over
-- warn: 60
-- unit: days
-- summary.en: Created on {first_day}, {value} days without going online by {last_day}; the limit is {threshold} days.
-- summary.zh: {first_day}创建，至{last_day}已{value}天未上线；限值为{threshold}天。
-- consequence.en: The platform deletes the app and withdraws rights to create and publish in the category for 180 days.
-- consequence.zh: 平台将删除应用，并取消对应类目的创建与发布权限，180天内不可重新申请。
-- remedy.en: Bring the app online (its state is then "online, running"), and enter the launched day in the configuration; delete an app that you no longer need yourself. If it went online late already, ask the platform whether app and rights stand.
-- remedy.zh: 请尽快发布上线（状态为“上线运行中”），并在配置中填写上线日期；不再需要的应用请主动删除。若已逾期上线，请向平台确认应用与权限状态。
-- title.risk.en: The app is not known to be online 90 days after its creation
-- title.risk.zh: 应用创建已满90天，配置中无上线日期
-- consequence.risk.en: The app makes successful calls, so it may be online, and only its launched day be left out of the configuration. If it is not online, the platform deletes the app and withdraws rights to create and publish in the category for 180 days.
-- consequence.risk.zh: 该应用有成功的调用，可能已上线而配置中未填写上线日期；若确未上线，平台将删除应用，并取消对应类目的创建与发布权限，180天内不可重新申请。
-- title.warning.en: The 90 days to bring the app online are running out
-- title.warning.zh: 应用创建后上线的90天期限将至
-- consequence.warning.en: Nothing yet. After 90 days the platform deletes an app that is not online and withdraws rights to create and publish in the category for 180 days.
-- consequence.warning.zh: 目前尚无影响；超过90天仍未上线，平台将删除应用，并取消对应类目的创建与发布权限，180天内不可重新申请。
-- remedy.warning.en: Bring the app online (its state is then "online, running"), and enter the launched day in the configuration; delete an app that you no longer need yourself.
-- remedy.warning.zh: 请尽快发布上线（状态为“上线运行中”），并在配置中填写上线日期；不再需要的应用请主动删除。
-- needs: reference: apps.created
-- forecast: launch_forecast
-- forecast.en: Deleted after {due} if the app is not online by then: {time_left} left.
-- forecast.zh: 若至{due}仍未上线，应用将被删除：还剩{days_left}天。
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  subject,
  since                                                                 AS first_day,
  coalesce(done, (SELECT day FROM as_of))                               AS last_day,
  days                                                                  AS value,
  90                                                                    AS threshold,
  CASE WHEN state = 'open' THEN 'warning'
       -- An app whose calls succeed may be online, and its day left out of the configuration.
       WHEN state = 'overdue' AND EXISTS (
         SELECT 1 FROM app_activity y WHERE y.app_key = app_milestones.app_key AND y.last_success_day IS NOT NULL) THEN 'risk'
       ELSE 'violation' END                                             AS level,
  NULL                                                                  AS evidence
FROM app_milestones
WHERE step = 'launch'
  AND (state IN ('late', 'overdue')
    OR state = 'open' AND days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.5-not-launched'), 60))
