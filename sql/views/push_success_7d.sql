-- clause: 2.7
-- columns: app_key VARCHAR, day DATE, pushes BIGINT, successes BIGINT, success_rate DOUBLE
-- unit: ratio
-- text.en: Push attempts and successful ones on a day and the 6 calendar days before it; success rate = successes / pushes. Rows: days with a push.
-- text.zh: 应用当日及之前6个自然日的消息推送次数与成功次数；成功率 = 成功次数 / 推送次数。仅列出有推送的日期。
WITH windowed AS (
  SELECT
    app_key,
    day,
    CAST(sum(pushes) OVER week AS BIGINT)                               AS pushes,
    CAST(sum(successes) OVER week AS BIGINT)                            AS successes
  FROM push_success_daily
  WINDOW week AS (PARTITION BY app_key ORDER BY date_diff('day', DATE '2015-01-01', day) RANGE BETWEEN 6 PRECEDING AND CURRENT ROW)
)
SELECT app_key, day, pushes, successes, CAST(successes AS DOUBLE) / pushes AS success_rate
FROM windowed
