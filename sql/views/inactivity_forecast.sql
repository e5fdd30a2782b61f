-- clause: 2.6
-- columns: app_key VARCHAR, idle_days BIGINT, days_left BIGINT, due DATE, time_left VARCHAR
-- unit: days
-- text.en: For apps idle for less than 90 days: the day on which they will have been, if no call succeeds, and how long that is from the as-of day.
-- text.zh: 无成功调用未满90天的应用：若一直无成功调用，届满90天的日期及剩余天数。
WITH idle AS (
  SELECT app_key, idle_days, 90 - idle_days AS days_left, CAST(since + INTERVAL '90' DAY AS DATE) AS due
  FROM idle_apps
  WHERE idle_days < 90
)
SELECT app_key, idle_days, days_left, due,
  CAST(days_left AS VARCHAR) || CASE WHEN days_left = 1 THEN ' day' ELSE ' days' END AS time_left
FROM idle
