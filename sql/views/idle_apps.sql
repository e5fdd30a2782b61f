-- clause: 2.6
-- columns: app_key VARCHAR, since DATE, idle_days BIGINT, called BOOLEAN
-- unit: days
-- text.en: The days that an app has been without a successful call, up to the as-of day: since its last one, else since its first call (called = true); an app of the configuration without any call in the logs since its creation, else its launch (called = false).
-- text.zh: 截至统计日应用无成功调用的天数：自最近一次成功调用起，从未成功则自首次调用起（called = true）；配置中有而日志中无任何调用的应用，自创建日（缺失时为上线日）起（called = false）。
WITH since AS (
  SELECT app_key, coalesce(last_success_day, first_day) AS since, true AS called FROM app_activity
  UNION ALL
  SELECT app_key, coalesce(created, launched), false FROM apps
  WHERE app_key IS NOT NULL AND app_key NOT IN (SELECT app_key FROM app_activity)
)
SELECT s.app_key, s.since, date_diff('day', s.since, a.day) AS idle_days, s.called
FROM since s
CROSS JOIN as_of a
WHERE s.since <= a.day
