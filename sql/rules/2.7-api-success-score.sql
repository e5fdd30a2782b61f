-- id: 2.7-api-success-score
-- clause: 2.7
-- title.en: API call success rate under the score target
-- title.zh: API调用成功率低于评分目标
-- level: warning
-- figure: api_success_7d
-- behind: api_calls
-- span: 7
-- threshold: 0.98
-- bound: under
-- unit: ratio
-- summary.en: Over 7 days {value} of the calls succeeded; the score target is {threshold}.
-- summary.zh: 近7天API调用成功率为{value}；评分目标为{threshold}。
-- consequence.en: The app score falls; missing this target alone, which is stricter than the rule, leads to no throttling.
-- consequence.zh: 影响应用评分；该目标严于运营规则，仅未达到该目标不会导致限流。
-- remedy.en: Mend the methods and error codes that fail most.
-- remedy.zh: 修复失败最多的接口与错误码。
-- needs: all: api
-- merge: min
WITH latest AS (
  SELECT app_key, max(day) AS day
  FROM api_success_7d
  WHERE day > (SELECT CAST(day - INTERVAL '7' DAY AS DATE) FROM as_of)
  GROUP BY app_key
)
SELECT
  f.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  ''                                                                    AS subject,
  CAST(f.day - INTERVAL '6' DAY AS DATE)                                AS first_day,
  f.day                                                                 AS last_day,
  f.success_rate                                                        AS value,
  0.98                                                                  AS threshold,
  'warning'                                                             AS level,
  'api_calls WHERE result <> 1'                                                                  AS evidence
FROM api_success_7d f
JOIN latest l ON l.app_key = f.app_key AND l.day = f.day
WHERE f.success_rate < 0.98e0
