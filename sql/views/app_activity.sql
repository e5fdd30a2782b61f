-- clause: 2.6
-- columns: app_key VARCHAR, first_day DATE, last_success_day DATE, idle_days BIGINT
-- unit: days
-- text.en: First call and last successful call of an app up to the as-of day, and the days since that success; NULL if no call ever succeeded.
-- text.zh: 截至统计日，应用的首次调用日、最近一次成功调用日及距今天数；从未成功时为空。
WITH activity AS (
  SELECT app_key, min(day) AS first_day, max(day) FILTER (WHERE successes > 0) AS last_success_day
  FROM api_success_daily
  GROUP BY app_key
)
SELECT app_key, first_day, last_success_day, date_diff('day', last_success_day, (SELECT day FROM as_of)) AS idle_days
FROM activity
