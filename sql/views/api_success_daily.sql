-- clause: 2.7
-- columns: app_key VARCHAR, day DATE, calls BIGINT, successes BIGINT, success_rate DOUBLE
-- unit: ratio
-- text.en: Calls and successful calls (result = 1) of an app on a day; success rate = successes / calls. A day without calls has no row.
-- text.zh: 应用当日的API调用次数与成功次数（result = 1）；成功率 = 成功次数 / 调用次数。无调用的日期不产生记录。
-- shared: yes
WITH counted AS (
  SELECT
    app_key,
    day,
    count(*)                                                            AS calls,
    count(*) FILTER (WHERE succeeded)                                   AS successes
  FROM call_results
  GROUP BY app_key, day
  UNION ALL
  -- Calls that were pruned.
  SELECT app_key, day, attempts, successes FROM kept_days WHERE log_type = 'api' AND day <= (SELECT day FROM as_of)
)
SELECT
  app_key,
  day,
  CAST(sum(calls) AS BIGINT)                                            AS calls,
  CAST(sum(successes) AS BIGINT)                                        AS successes,
  CAST(sum(successes) AS DOUBLE) / CAST(sum(calls) AS BIGINT)           AS success_rate
FROM counted
GROUP BY app_key, day
