-- id: 2.7-quota
-- clause: 2.7
-- title.en: Calls refused because a quota or QPS limit was exceeded
-- title.zh: 调用因超出配额或QPS限制被拒绝
-- level: warning
-- figure: api_errors_daily
-- behind: failed_calls WHERE refusal IS NOT NULL
-- threshold: none
-- unit: calls
-- summary.en: {value} calls refused because the {subject} limit was exceeded, {first_day} to {last_day}.
-- summary.zh: {first_day}至{last_day}，因超出{subject}限制被拒绝的调用：{value}次。
-- subject.zh: quota = 调用量（quota）; qps = 每秒请求数（QPS）
-- consequence.en: Refused calls are failed calls: they pull the success rate down, and shops wait for their orders.
-- consequence.zh: 被拒绝的调用计为失败，会拉低调用成功率，并影响商家正常使用。
-- remedy.en: Spread calls over the day, cache what does not change, back off after a refusal; at a success rate of 95% or more over 7 days ask for a higher traffic tier.
-- remedy.zh: 错峰调用，缓存不变的数据，被拒绝后退避重试；近7天成功率达到95%及以上时可申请更高流量档位。
-- needs: all: api
-- merge: sum
-- subject_in: refusal
WITH refused AS (
  SELECT app_key, day, refusal, CAST(sum(failures) AS BIGINT) AS calls
  FROM api_errors_daily
  WHERE refusal IS NOT NULL
  GROUP BY app_key, day, refusal
)
SELECT
  r.app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  r.refusal                                                             AS subject,
  r.day                                                                 AS first_day,
  r.day                                                                 AS last_day,
  r.calls                                                               AS value,
  CAST(NULL AS BIGINT)                                                  AS threshold,
  'warning'                                                             AS level,
  'failed_calls'                                                        AS evidence
FROM refused r
JOIN api_success_daily d ON d.app_key = r.app_key AND d.day = r.day
-- The rules name no number. 1% of the calls is half of what the score target of 98% leaves; a few refusals happen to anybody.
WHERE r.calls >= 10 AND 100 * r.calls >= d.calls
