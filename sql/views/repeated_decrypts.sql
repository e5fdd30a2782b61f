-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, failures BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: calls
-- text.en: Failed decrypt calls of an order that the app tried two or more times on the day and never with success; failures = all failed calls of the order on that day.
-- text.zh: 应用当日两次或以上尝试解密同一订单且从未成功的失败调用；failures为该订单当日失败的调用次数。
WITH vain AS (
  SELECT app_key, order_id, day, count(*) AS failures
  FROM decrypt_attempts
  GROUP BY app_key, order_id, day
  HAVING count(*) >= 2 AND count(*) FILTER (WHERE succeeded) = 0
)
SELECT a.app_key, a.seller_id, a.order_id, v.failures, a.ts, a.day, a.method, a.file_id, a.line, a.element
FROM decrypt_attempts a
JOIN vain v ON v.app_key = a.app_key AND v.order_id = a.order_id AND v.day = a.day
