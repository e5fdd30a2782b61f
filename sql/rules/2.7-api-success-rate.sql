-- id: 2.7-api-success-rate
-- clause: 2.7
-- title.en: Daily API call success rate under 80% for many days in a row
-- title.zh: API日调用成功率连续多日低于80%
-- level: violation, warning
-- figure: api_failure_streaks
-- behind: api_calls
-- threshold: 15
-- warn: 7
-- unit: days
-- summary.en: {value} consecutive days with a daily call success rate under 80% ({first_day} to {last_day}); the limit is {threshold} days.
-- summary.zh: {first_day}至{last_day}连续{value}天日调用成功率低于80%；限值为{threshold}天。
-- consequence.en: The platform throttles the app.
-- consequence.zh: 平台将对应用进行限流。
-- remedy.en: Find the methods and error codes that fail most and mend them first; stop retrying calls that must fail. A single day at 80% or more ends the streak.
-- remedy.zh: 优先排查失败最多的接口与错误码并修复；停止重试必然失败的调用。任意一天成功率达到80%及以上即可中断连续。
-- needs: all: api
-- gap: 0
-- forecast: throttling_forecast
-- forecast.en: Day {days} of 15, throttled on {throttled_on} if nothing changes.
-- forecast.zh: 15天中的第{days}天；若无变化，{throttled_on}将被限流。
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  first_day,
  last_day,
  days                                                                  AS value,
  15                                                                    AS threshold,
  CASE WHEN days >= 15 THEN 'violation' ELSE 'warning' END              AS level,
  'api_calls WHERE result <> 1'                                         AS evidence
FROM api_failure_streaks
WHERE days >= 15
  OR days >= coalesce((SELECT value FROM earlier_warnings WHERE rule = '2.7-api-success-rate'), 7) AND (
    last_day = (SELECT day FROM as_of)
    OR EXISTS (
      SELECT 1 FROM provisional_day p
      WHERE date_diff('day', api_failure_streaks.last_day, p.day) = 1))
