-- id: 2.7-api-success-rate
-- clause: 2.7
-- title.en: Daily API call success rate under 80% for many days in a row
-- title.zh: API日调用成功率连续多日低于80%
-- level: violation, risk, warning
-- figure: api_failure_streaks
-- behind: api_calls
-- threshold: 15
-- bound: from
-- warn: 7
-- unit: days
-- summary.en: {value} consecutive days with a daily call success rate under 80% ({first_day} to {last_day}); the limit is {threshold} days.
-- summary.zh: {first_day}至{last_day}连续{value}天日调用成功率低于80%；限值为{threshold}天。
-- consequence.en: The platform throttles the app.
-- consequence.zh: 平台将对应用进行限流。
-- remedy.en: Find the methods and error codes that fail most and mend them first; stop retrying calls that must fail.
-- remedy.zh: 优先排查失败最多的接口与错误码并修复；停止重试必然失败的调用。
-- title.warning.en: Daily API call success rate under 80%, the 15 days are running
-- title.warning.zh: API日调用成功率连续低于80%，尚未满15天
-- consequence.warning.en: Nothing yet. On the 15th day in a row the platform throttles the app.
-- consequence.warning.zh: 目前尚无影响；连续满15天平台将对应用进行限流。
-- needs: all: api
-- gap: 0
-- forecast: throttling_forecast
-- forecast.en: Day {days} of 15, throttled on {throttled_on} if nothing changes. A single day at 80% or more ends the streak.
-- forecast.zh: 15天中的第{days}天；若无变化，{throttled_on}将被限流；任意一天成功率达到80%及以上即可中断连续。
-- caveat.en: It rests on days of which records are missing{incomplete_days}, so it is a risk and not proven.
-- caveat.zh: 其中部分日期的日志不完整{incomplete_days}，因此仅列为风险，尚不能认定。
WITH doubtful AS (
  -- Days that would reach 80% if every lost record had been a successful call.
  SELECT d.app_key, d.day
  FROM incomplete_days i
  JOIN api_success_daily d ON d.app_key = i.app_key AND d.day = i.day
  WHERE i.log_type = 'api' AND i.reason <> 'running'
    AND (i.lost IS NULL OR CAST(d.successes + i.lost AS DOUBLE) / (d.calls + i.lost) >= 0.8e0)
), cuts AS (
  SELECT s.app_key, s.first_day, q.day
  FROM api_failure_streaks s
  JOIN doubtful q ON q.app_key = s.app_key AND q.day BETWEEN s.first_day AND s.last_day
  UNION ALL
  SELECT app_key, first_day, CAST(first_day - INTERVAL '1' DAY AS DATE) FROM api_failure_streaks
  UNION ALL
  SELECT app_key, first_day, CAST(last_day + INTERVAL '1' DAY AS DATE) FROM api_failure_streaks
), stretches AS (
  SELECT app_key, first_day,
    date_diff('day', day, lead(day, 1, day) OVER (PARTITION BY app_key, first_day ORDER BY day)) - 1 AS days
  FROM cuts
), proven AS (
  -- The longest part of a streak without a doubtful day.
  SELECT app_key, first_day, max(days) AS days
  FROM stretches
  GROUP BY app_key, first_day
)
SELECT
  s.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  s.first_day,
  s.last_day,
  s.days                                                                AS value,
  15                                                                    AS threshold,
  CASE WHEN p.days >= 15 THEN 'violation'
       WHEN s.days >= 15 THEN 'risk' ELSE 'warning' END                 AS level,
  'api_calls WHERE result <> 1'                                         AS evidence
FROM api_failure_streaks s
JOIN proven p ON p.app_key = s.app_key AND p.first_day = s.first_day
WHERE s.days >= 15
  OR s.days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.7-api-success-rate'), 7) AND (
    s.last_day = (SELECT day FROM as_of)
    OR EXISTS (
      SELECT 1 FROM provisional_day r
      WHERE date_diff('day', s.last_day, r.day) = 1))
