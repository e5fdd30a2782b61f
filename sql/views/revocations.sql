-- clause: 3.3
-- columns: app_key VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, code VARCHAR, error_msg VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: calls
-- text.en: Calls for a shop that failed because it had withdrawn its authorisation (AUTHORIZATION_REVOKED as code or in the message). An expired or wrong token is none: it says nothing of what the shop wants.
-- text.zh: 因商家取消授权而失败的API调用（错误码或错误信息含AUTHORIZATION_REVOKED）。令牌过期或无效不算，因其不代表商家意愿。
-- shared: yes
SELECT app_key, seller_id, ts, day, method, code, error_msg, file_id, line, element
FROM api_calls
WHERE result <> 1 AND seller_id IS NOT NULL AND day <= (SELECT day FROM as_of)
  -- Of earlier days the calls that succeeded afterwards may be gone.
  AND day >= (SELECT day FROM calls_since)
  AND (position('AUTHORIZATION_REVOKED' IN upper(code)) > 0 OR position('AUTHORIZATION_REVOKED' IN upper(error_msg)) > 0)
