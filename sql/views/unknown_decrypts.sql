-- clause: 3.4
-- columns: app_key VARCHAR, method VARCHAR, day DATE, calls BIGINT
-- unit: calls
-- text.en: Successful calls by day of methods whose name says that they decrypt, but which are not among the known ones (api_methods): no ratio counts them, and what they show is not judged. Masked views (desensitise) are no decrypts.
-- text.zh: 名称含decrypt但不在已知接口（api_methods）之列的接口的成功调用次数（按日）：不计入任何比率，也无法判断。脱敏查看（desensitise）不是解密。
SELECT app_key, method, day, count(*) AS calls
FROM call_results
WHERE succeeded AND meaning IS NULL AND lower(method) LIKE '%decrypt%' AND lower(method) NOT LIKE '%desensiti%' AND lower(method) NOT LIKE '%mask%'
GROUP BY app_key, method, day
