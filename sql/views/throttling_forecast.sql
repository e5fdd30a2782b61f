-- clause: 2.7
-- columns: app_key VARCHAR, first_day DATE, days BIGINT, days_left BIGINT, throttled_on DATE
-- unit: days
-- text.en: For streaks of under 15 days that run up to the as-of day, or to the day before one that is still running: their days, and the day that would be the 15th.
-- text.zh: 持续至统计日（或尚未结束当天的前一日）且未满15天的连续低成功率区间：已持续天数及第15天的日期。
SELECT s.app_key, s.first_day, s.days, 15 - s.days AS days_left, CAST(s.first_day + INTERVAL '14' DAY AS DATE) AS throttled_on
FROM api_failure_streaks s
CROSS JOIN as_of a
WHERE s.days < 15
  AND (s.last_day = a.day OR EXISTS (SELECT 1 FROM provisional_day p WHERE date_diff('day', s.last_day, p.day) = 1))
