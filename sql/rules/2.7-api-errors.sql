-- id: 2.7-api-errors
-- clause: 2.7
-- title.en: The calls that fail most
-- title.zh: 失败最多的接口与错误码
-- level: info
-- figure: api_errors_daily
-- behind: failed_calls
-- span: 7
-- threshold: none
-- unit: calls
-- summary.en: {subject} (method and code): {value} failed calls, {first_day} to {last_day}, at least one in twenty of the app's failures.
-- summary.zh: {first_day}至{last_day}，{subject}（接口与错误码）失败{value}次，占该应用失败调用的5%以上。
-- consequence.en: These calls pull the app's success rate under the score target of 98%; under 80% for 15 days in a row the platform throttles the app.
-- consequence.zh: 这些调用使成功率低于98%的评分目标；若连续15天低于80%，平台将对应用进行限流。
-- remedy.en: Mend this method first: read the code in the platform's error list, stop calls that must fail, retry only what can succeed.
-- remedy.zh: 优先修复该接口：对照平台错误码说明排查，停止必然失败的调用，仅重试可能成功的请求。
-- needs: all: api
-- subject_in: failure
WITH latest AS (
  -- Evidence for the rules about rates, so only while the 7-day rate misses the score target.
  SELECT app_key, max(day) AS day
  FROM api_success_7d
  WHERE day > (SELECT CAST(day - INTERVAL '7' DAY AS DATE) FROM as_of)
  GROUP BY app_key
), low AS (
  SELECT f.app_key, f.day, f.calls - f.successes AS failures
  FROM api_success_7d f
  JOIN latest l ON l.app_key = f.app_key AND l.day = f.day
  WHERE f.success_rate < 0.98e0
), failing AS (
  SELECT low.app_key, low.day, low.failures AS all_failures, e.method || ' ' || e.code AS failure, CAST(sum(e.failures) AS BIGINT) AS failures
  FROM api_errors_daily e
  JOIN low ON low.app_key = e.app_key AND e.day <= low.day AND e.day > CAST(low.day - INTERVAL '7' DAY AS DATE)
  GROUP BY low.app_key, low.day, low.failures, e.method || ' ' || e.code
)
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  failure                                                               AS subject,
  CAST(day - INTERVAL '6' DAY AS DATE)                                  AS first_day,
  day                                                                   AS last_day,
  failures                                                              AS value,
  CAST(NULL AS BIGINT)                                                  AS threshold,
  'info'                                                                AS level,
  'failed_calls'                                                        AS evidence
FROM failing
-- 5% or more of all failures in these days; one or two failed calls are no pattern.
WHERE failures >= 3 AND 20 * failures >= all_failures
