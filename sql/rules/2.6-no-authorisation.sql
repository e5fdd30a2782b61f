-- id: 2.6-no-authorisation
-- clause: 2.6
-- title.en: No successful API call for a long time, and no valid shop authorisation
-- title.zh: 应用长期无有效API调用且无有效商家授权
-- level: violation, risk, warning
-- figure: idle_apps
-- behind: api_calls WHERE result = 1
-- threshold: 90
-- bound: from
-- warn: 60
-- unit: days
-- summary.en: {value} days without a successful API call, and no shop's authorisation is valid on {last_day}; at {threshold} days such an app is deleted.
-- summary.zh: 已连续{value}天无成功的API调用，且{last_day}无有效商家授权；达到{threshold}天平台将删除应用。
-- consequence.en: The platform deletes the app and withdraws rights to create and publish in the category for 180 days.
-- consequence.zh: 平台将删除应用，并取消对应类目的创建、上线与发布权限，180天内不可重新申请。
-- remedy.en: Have a shop renew its authorisation and make a real, successful call for it; enter the shop's authorised days in the configuration.
-- remedy.zh: 请商家重新授权，并为其完成一次真实且成功的API调用；同时在配置中更新授权日期。
-- title.warning.en: No successful API call for weeks, and no valid shop authorisation
-- title.warning.zh: 应用数周无有效API调用且无有效商家授权
-- consequence.warning.en: Nothing yet. At 90 days the platform deletes the app and withdraws rights to create and publish in the category for 180 days.
-- consequence.warning.zh: 目前尚无影响；达到90天平台将删除应用，并取消对应类目的创建、上线与发布权限，180天内不可重新申请。
-- needs: all: api
-- forecast: inactivity_forecast
-- forecast.en: Deleted in {time_left} without a successful call or a valid authorisation ({due}).
-- forecast.zh: 若无成功调用且无有效授权，{days_left}天后（{due}）将被删除。
WITH valid AS (
  -- The shops of the configuration are those of all apps. A day that is left out is no bound.
  SELECT count(*) AS shops FROM shops
  WHERE coalesce(authorised_from, DATE '2000-01-01') <= (SELECT day FROM as_of)
    AND coalesce(authorised_until, DATE '9999-12-31') >= (SELECT day FROM as_of)
)
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  since                                                                 AS first_day,
  (SELECT day FROM as_of)                                               AS last_day,
  idle_days                                                             AS value,
  90                                                                    AS threshold,
  CASE WHEN idle_days < 90 THEN 'warning'
       WHEN called THEN 'violation' ELSE 'risk' END                     AS level,
  NULL                                                                  AS evidence
FROM idle_apps
-- Without any shop in the configuration nobody knows of authorisations.
WHERE EXISTS (SELECT 1 FROM shops) AND (SELECT shops FROM valid) = 0
  AND idle_days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.6-no-authorisation'), 60)
