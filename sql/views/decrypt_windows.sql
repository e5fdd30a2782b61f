-- clause: 3.4
-- columns: app_key VARCHAR, day DATE, incomplete BOOLEAN
-- unit: days
-- text.en: For each day of an app whether the 7-day window that ends on it is incomplete: it starts before the app's first logged day, holds the day that is still running, an active day without api records, or a day without any record of an app that logs daily (as in log-missing-days).
-- text.zh: 应用每一天对应的7天窗口是否不完整：窗口早于首个有日志的日期、含尚未结束的当天、有日志却无API记录的日期，或每日都有日志的应用完全没有日志的日期（同log-missing-days）。
WITH active AS (
  SELECT app_key, day, max(CASE WHEN log_type = 'api' THEN 0 ELSE 1 END) AS other,
    max(CASE WHEN log_type = 'api' THEN 1 ELSE 0 END)                   AS api
  FROM app_days
  GROUP BY app_key, day
), windowed AS (
  SELECT app_key, day,
    sum(1 - api) OVER week                                              AS days_without_api,
    min(day) OVER (PARTITION BY app_key)                                AS first_day,
    max(CASE WHEN EXISTS (SELECT 1 FROM provisional_day p WHERE p.day <= active.day) THEN 1 ELSE 0 END) OVER week AS provisional
  FROM active
  WINDOW week AS (PARTITION BY app_key ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW)
)
SELECT app_key, day,
  days_without_api > 0 OR provisional = 1 OR first_day > CAST(day - INTERVAL '6' DAY AS DATE)
    OR EXISTS (
      SELECT 1 FROM log_holes h
      WHERE h.log_type IS NULL AND h.daily AND h.records_after >= 10 AND h.app_key = windowed.app_key
        AND h.first_day <= windowed.day AND h.last_day >= CAST(windowed.day - INTERVAL '6' DAY AS DATE)) AS incomplete
FROM windowed
