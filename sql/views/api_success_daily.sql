-- clause: 2.7
-- unit: ratio
-- text.en: Calls and successful calls (result = 1) of an app on a day; success rate = successes / calls. A day without calls has no row.
-- text.zh: 应用当日的API调用次数与成功次数（result = 1）；成功率 = 成功次数 / 调用次数。无调用的日期不产生记录。
-- shared: yes
SELECT
  app_key,
  day,
  count(*)                                                              AS calls,
  count(*) FILTER (WHERE result = 1)                                    AS successes,
  CAST(count(*) FILTER (WHERE result = 1) AS DOUBLE) / count(*)         AS success_rate
FROM api_calls
WHERE day <= (SELECT day FROM as_of)
GROUP BY app_key, day
