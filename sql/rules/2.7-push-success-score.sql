-- id: 2.7-push-success-score
-- clause: 2.7
-- title.en: Message push success rate under the score target
-- title.zh: 消息推送成功率低于评分目标
-- level: warning
-- figure: push_success_7d
-- behind: message_pushes WHERE NOT test
-- span: 7
-- threshold: 0.99
-- bound: under
-- unit: ratio
-- summary.en: Over 7 days {value} of the pushes succeeded; the score target is {threshold}.
-- summary.zh: 近7天消息推送成功率为{value}；评分目标为{threshold}。
-- consequence.en: The app score falls; missing this target alone, which is stricter than the rule, leads to no throttling.
-- consequence.zh: 影响应用评分；该目标严于运营规则，仅未达到该目标不会导致限流。
-- remedy.en: Answer HTTP 200 with result 1 within 3,000 ms and do the work afterwards.
-- remedy.zh: 请在3000毫秒内返回HTTP 200及result=1，业务处理改为异步。
-- needs: all: message
-- merge: min
WITH latest AS (
  SELECT app_key, max(day) AS day
  FROM push_success_7d
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
  0.99                                                                  AS threshold,
  'warning'                                                             AS level,
  'message_pushes WHERE NOT succeeded AND NOT test'                                                                  AS evidence
FROM push_success_7d f
JOIN latest l ON l.app_key = f.app_key AND l.day = f.day
WHERE f.success_rate < 0.99e0
