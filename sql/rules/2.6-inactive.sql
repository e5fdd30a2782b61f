-- id: 2.6-inactive
-- clause: 2.6
-- title.en: No successful API call for a long time
-- title.zh: 应用长期无有效API调用
-- level: violation, warning
-- figure: idle_apps
-- behind: api_calls WHERE result = 1
-- threshold: 90
-- bound: from
-- warn: 60
-- unit: days
-- summary.en: {value} days without a successful API call; at {threshold} days the app is taken offline.
-- summary.zh: 已连续{value}天无成功的API调用；达到{threshold}天平台将下线应用。
-- consequence.en: The platform takes the app offline, and its service in the service market too; without a valid shop authorisation the app is deleted, and rights to create and publish in the category are withdrawn for 180 days.
-- consequence.zh: 平台将下线应用（服务市场同步下架）；若同时无有效商家授权，将删除应用并取消对应类目权限，180天内不可重新申请。
-- remedy.en: Make a real, successful API call for an authorised shop now; if the app is no longer used, retire it yourself.
-- remedy.zh: 尽快为已授权店铺完成一次真实且成功的API调用；若应用已停用，请主动下架。
-- title.warning.en: No successful API call for weeks
-- title.warning.zh: 应用数周无有效API调用
-- consequence.warning.en: Nothing yet. At 90 days the platform takes the app offline, and its service in the service market too; without a valid shop authorisation it deletes the app.
-- consequence.warning.zh: 目前尚无影响；达到90天平台将下线应用（服务市场同步下架），若同时无有效商家授权则删除应用。
-- needs: all: api
-- forecast: inactivity_forecast
-- forecast.en: Offline in {time_left} without a successful call ({due}).
-- forecast.zh: 若无成功调用，{days_left}天后（{due}）将被下线。
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  since                                                                 AS first_day,
  (SELECT day FROM as_of)                                               AS last_day,
  idle_days                                                             AS value,
  90                                                                    AS threshold,
  CASE WHEN idle_days >= 90 THEN 'violation' ELSE 'warning' END         AS level,
  'api_calls'                                                           AS evidence
FROM idle_apps
-- Of apps that the configuration knows and no call tells of, see 2.6-no-log.
WHERE called
  AND idle_days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.6-inactive'), 60)
