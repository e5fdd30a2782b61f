-- id: 2.6-no-log
-- clause: 2.6
-- title.en: An app of the configuration without any API call in the logs
-- title.zh: 配置中的应用在日志中无任何API调用
-- level: risk, warning
-- figure: idle_apps
-- threshold: 90
-- bound: from
-- warn: 60
-- unit: days
-- summary.en: Not one API call of this app is in the logs, though it has been there since {first_day}, for {value} days; after {threshold} days without a successful call an app is taken offline.
-- summary.zh: 该应用自{first_day}起已存在{value}天，日志中没有任何API调用；{threshold}天无成功调用平台将下线应用。
-- consequence.en: If it really makes no calls, the platform takes it offline. If it does, its logs are missing here, and nothing can be said of it.
-- consequence.zh: 若确无调用，平台将下线应用；若有调用，则说明缺少该应用的日志，无法判定其合规情况。
-- remedy.en: Find out whether the app calls the platform. If so, load its logs, which must be kept; if not, make a real call or retire the app.
-- remedy.zh: 核实该应用是否调用平台API：若有，请接入其日志（依规须留存）；若无，请完成真实调用或主动下架。
-- needs: all: api
-- forecast: inactivity_forecast
-- forecast.en: Offline in {time_left} without a successful call ({due}).
-- forecast.zh: 若无成功调用，{days_left}天后（{due}）将被下线。
SELECT
  -- No violation: an app without any log may as well have its logs elsewhere.
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  since                                                                 AS first_day,
  (SELECT day FROM as_of)                                               AS last_day,
  idle_days                                                             AS value,
  90                                                                    AS threshold,
  CASE WHEN idle_days >= 90 THEN 'risk' ELSE 'warning' END              AS level,
  NULL                                                                  AS evidence
FROM idle_apps
WHERE NOT called
  AND idle_days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.6-no-log'), 60)
