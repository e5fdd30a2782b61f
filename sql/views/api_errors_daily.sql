-- clause: 2.7
-- columns: app_key VARCHAR, day DATE, method VARCHAR, code VARCHAR, refusal VARCHAR, failures BIGINT
-- unit: calls
-- text.en: Failed calls of an app on a day by method and error code (the result where a record names no code); refusal = quota or qps for those that the platform refused because that limit was exceeded, else NULL.
-- text.zh: 应用当日按接口与错误码统计的失败调用次数（无错误码时取result）；refusal为因超出quota或qps限额而被拒绝的调用，其余为空。
-- shared: yes
SELECT app_key, day, method, code, refusal, count(*) AS failures
FROM failed_calls
GROUP BY app_key, day, method, code, refusal
