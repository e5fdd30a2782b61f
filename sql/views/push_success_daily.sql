-- clause: 2.7
-- columns: app_key VARCHAR, day DATE, pushes BIGINT, successes BIGINT, success_rate DOUBLE
-- unit: ratio
-- text.en: Push attempts an app received on a day, without heartbeats, and those that succeeded: HTTP 200, result = 1, within 3,000 ms (an absent time passes). Every attempt counts.
-- text.zh: 应用当日收到的消息推送次数（不含心跳）与成功次数：HTTP 200、result = 1 且耗时不超过3000毫秒（无耗时视为通过）。每次推送尝试均计入。
WITH counted AS (
  SELECT
    app_key,
    day,
    count(*)                                                            AS pushes,
    count(*) FILTER (WHERE succeeded)                                   AS successes
  FROM message_pushes
  WHERE NOT test AND day <= (SELECT day FROM as_of)
  GROUP BY app_key, day
  UNION ALL
  -- Pushes that were pruned; a day of heartbeats alone has none.
  SELECT app_key, day, attempts, successes FROM kept_days
  WHERE log_type = 'message' AND attempts > 0 AND day <= (SELECT day FROM as_of)
)
SELECT
  app_key,
  day,
  CAST(sum(pushes) AS BIGINT)                                           AS pushes,
  CAST(sum(successes) AS BIGINT)                                        AS successes,
  CAST(sum(successes) AS DOUBLE) / CAST(sum(pushes) AS BIGINT)          AS success_rate
FROM counted
GROUP BY app_key, day
