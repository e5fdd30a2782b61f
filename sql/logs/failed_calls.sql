-- stage: failed_calls
-- columns: app_key VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, method VARCHAR, code VARCHAR, error_msg VARCHAR, failure VARCHAR, refusal VARCHAR
-- text.en: The failed calls up to the as-of day, with code (the result where the record names none), failure = method and code, and refusal = quota or qps where the platform's message says that this limit is exceeded.
-- text.zh: 截至统计日的失败调用；code缺失时取result；failure为接口与错误码；refusal为平台提示超出的限额：quota或qps。
SELECT app_key, seller_id, ts, day, file_id, line, element, method,
  coalesce(code, CAST(result AS VARCHAR))                               AS code,
  error_msg,
  method || ' ' || coalesce(code, CAST(result AS VARCHAR))              AS failure,
  CASE WHEN error_msg LIKE '%Exceed quota limit%' THEN 'quota'
       WHEN error_msg LIKE '%Exceed qps limit%' THEN 'qps' END          AS refusal
FROM api_calls
WHERE result <> 1 AND day <= (SELECT day FROM as_of)
