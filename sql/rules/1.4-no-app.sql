-- id: 1.4-no-app
-- clause: 1.4
-- title.en: No app within 30 days of joining
-- title.zh: 入驻后30天内未创建应用
-- level: violation, warning
-- figure: app_milestones
-- threshold: 30
-- bound: over
-- warn: 20
-- unit: days
-- summary.en: Joined on {first_day}, {value} days without an app by {last_day}; the limit is {threshold} days.
-- summary.zh: {first_day}入驻，至{last_day}已{value}天未创建应用；限值为{threshold}天。
-- consequence.en: The platform may clear out the account.
-- consequence.zh: 平台有权对账号进行清退处理。
-- remedy.en: Create the app in the developer console, and enter its created day in the configuration. If it came late already, ask the platform whether the account stands.
-- remedy.zh: 请在开放平台创建应用，并在配置中填写创建日期。若已逾期创建，请向平台确认账号状态。
-- title.warning.en: The 30 days to create an app are running out
-- title.warning.zh: 入驻后创建应用的30天期限将至
-- consequence.warning.en: Nothing yet. After 30 days without an app the platform may clear out the account.
-- consequence.warning.zh: 目前尚无影响；超过30天仍未创建应用，平台有权对账号进行清退处理。
-- remedy.warning.en: Create the app in the developer console, and enter its created day in the configuration.
-- remedy.warning.zh: 请在开放平台创建应用，并在配置中填写创建日期。
-- needs: reference: developer.onboarded, apps.created
-- forecast: creation_forecast
-- forecast.en: The account may be cleared out after {due} if there is no app by then: {time_left} left.
-- forecast.zh: 若至{due}仍未创建应用，账号可能被清退：还剩{days_left}天。
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
FROM app_milestones
WHERE step = 'first app'
  AND (state = 'overdue'
    -- The first logged day of an app proves that it was there in time, never that it came late.
    OR state = 'late' AND NOT EXISTS (SELECT 1 FROM reference_gaps WHERE reference = 'apps.created')
    OR state = 'open' AND days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '1.4-no-app'), 20))
