-- id: 2.4-no-app-after-qualification
-- clause: 2.4
-- title.en: No app within 30 days of category approval
-- title.zh: 类目资质通过后30天内未创建应用
-- level: violation, warning
-- figure: app_milestones
-- threshold: 30
-- bound: over
-- warn: 20
-- unit: days
-- summary.en: Category approved on {first_day}, {value} days without the app by {last_day}; the limit is {threshold} days.
-- summary.zh: {first_day}类目资质通过，至{last_day}已{value}天未创建应用；限值为{threshold}天。
-- consequence.en: The platform withdraws the rights to create apps, go online and publish services in the category; a new application is possible after 180 days.
-- consequence.zh: 平台将取消在对应类目创建应用、上线应用及发布服务的权限，180天内不可重新申请。
-- remedy.en: Create the app in the category, and enter its created day in the configuration. If it came late already, ask the platform whether your rights in the category stand.
-- remedy.zh: 请在对应类目创建应用，并在配置中填写创建日期。若已逾期创建，请向平台确认该类目权限。
-- title.warning.en: The 30 days to create the app after category approval are running out
-- title.warning.zh: 类目资质通过后创建应用的30天期限将至
-- consequence.warning.en: Nothing yet. After 30 days without the app the platform withdraws the rights to create apps, go online and publish services in the category; a new application is possible after 180 days.
-- consequence.warning.zh: 目前尚无影响；超过30天仍未创建应用，平台将取消在对应类目创建应用、上线应用及发布服务的权限，180天内不可重新申请。
-- remedy.warning.en: Create the app in the category, and enter its created day in the configuration.
-- remedy.warning.zh: 请在对应类目创建应用，并在配置中填写创建日期。
-- needs: reference: apps.qualified, apps.created
-- forecast: creation_forecast
-- forecast.en: Rights in the category are withdrawn after {due} if the app is not created by then: {time_left} left.
-- forecast.zh: 若至{due}仍未创建应用，将取消对应类目权限：还剩{days_left}天。
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  subject,
  since                                                                 AS first_day,
  coalesce(done, (SELECT day FROM as_of))                               AS last_day,
  days                                                                  AS value,
  30                                                                    AS threshold,
  CASE WHEN state = 'open' THEN 'warning' ELSE 'violation' END          AS level,
  NULL                                                                  AS evidence
FROM app_milestones m
WHERE step = 'creation'
  AND (state = 'overdue'
    -- The first logged day of an app proves that it was there in time, never that it came late.
    OR state = 'late' AND EXISTS (SELECT 1 FROM apps a WHERE a.app_key = m.app_key AND a.created IS NOT NULL)
    OR state = 'open' AND days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.4-no-app-after-qualification'), 20))
