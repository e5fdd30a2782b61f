-- clause: 2.7
-- columns: app_key VARCHAR, first_day DATE, last_day DATE, days BIGINT
-- unit: days
-- text.en: Maximal runs of consecutive calendar days with a daily call success rate under 80%. A day without calls ends a run; a day that is still running neither extends nor ends one.
-- text.zh: 日调用成功率低于80%的最长连续自然日区间。无调用的日期会中断连续；尚未结束的当天既不延长也不中断。
WITH failing AS (
  SELECT
    app_key,
    day,
    date_diff('day', DATE '2015-01-01', day) - row_number() OVER (PARTITION BY app_key ORDER BY day) AS run
  FROM api_success_daily
  WHERE success_rate < 0.8e0
    AND NOT EXISTS (SELECT 1 FROM provisional_day p WHERE p.day <= api_success_daily.day)
)
SELECT app_key, min(day) AS first_day, max(day) AS last_day, count(*) AS days
FROM failing
GROUP BY app_key, run
