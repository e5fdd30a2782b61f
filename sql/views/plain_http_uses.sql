-- clause: 3.3
-- columns: subject VARCHAR, log_type VARCHAR, host VARCHAR, app_key VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Order and open records whose url or sendToUrl is http://, one row a record and host; subject = log type and host.
-- text.zh: url或sendToUrl使用http://的订单访问与流转记录，每条记录每个主机一行；subject为日志类型与主机。
-- shared: yes
WITH plain AS (
  SELECT 'order' AS log_type, plain_host AS host, app_key, seller_id, ts, day, file_id, line, element
  FROM order_accesses
  WHERE plain_host IS NOT NULL
  UNION ALL
  SELECT 'open', plain_host, app_key, seller_id, ts, day, file_id, line, element
  FROM order_transfers
  WHERE plain_host IS NOT NULL
  UNION ALL
  SELECT 'open', plain_send_host, app_key, seller_id, ts, day, file_id, line, element
  FROM order_transfers
  WHERE plain_send_host IS NOT NULL AND (plain_host IS NULL OR plain_host <> plain_send_host)
)
SELECT log_type || ' ' || host AS subject, log_type, host, app_key, seller_id, ts, day, file_id, line, element
FROM plain
WHERE day <= (SELECT day FROM as_of)
