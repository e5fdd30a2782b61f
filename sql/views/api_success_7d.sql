-- clause: 2.7
-- columns: app_key VARCHAR, day DATE, calls BIGINT, successes BIGINT, success_rate DOUBLE
-- unit: ratio
-- text.en: Calls and successful calls of an app on a day and the 6 calendar days before it; success rate = successes / calls. Rows: days with a call.
-- text.zh: 应用当日及之前6个自然日的API调用次数与成功次数；成功率 = 成功次数 / 调用次数。仅列出有调用的日期。
WITH windowed AS (
  SELECT
    app_key,
    day,
    CAST(sum(calls) OVER week AS BIGINT)                                AS calls,
    CAST(sum(successes) OVER week AS BIGINT)                            AS successes
  FROM api_success_daily
  WINDOW week AS (PARTITION BY app_key ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW)
)
SELECT app_key, day, calls, successes, CAST(successes AS DOUBLE) / calls AS success_rate
FROM windowed
