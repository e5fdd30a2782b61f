-- clause: 3.1
-- columns: app_key VARCHAR, host VARCHAR, sellers BIGINT, orders BIGINT, first_ts TIMESTAMP, last_ts TIMESTAMP
-- unit: shops
-- text.en: Hosts that received orders of two or more shops (open records, host of sendToUrl, without the port that https or http means anyway); orders = distinct order ids.
-- text.zh: 接收两个或以上店铺订单数据的主机（订单流转日志中sendToUrl的主机，不含https、http的默认端口）；orders为去重订单数。
WITH hosts AS (
  SELECT app_key, send_to_host AS host, count(DISTINCT seller_id) AS sellers, min(ts) AS first_ts, max(ts) AS last_ts
  FROM order_transfers
  WHERE send_to_host IS NOT NULL AND day <= (SELECT day FROM as_of)
  GROUP BY app_key, send_to_host
  HAVING count(DISTINCT seller_id) >= 2
), sent AS (
  SELECT t.app_key, t.send_to_host AS host, count(DISTINCT r.order_id) AS orders
  FROM order_transfers t
  JOIN order_mentions r ON r.log_type = 'open' AND r.file_id = t.file_id AND r.line = t.line
    AND coalesce(r.element, 0) = coalesce(t.element, 0)
  WHERE t.send_to_host IS NOT NULL AND t.day <= (SELECT day FROM as_of)
  GROUP BY t.app_key, t.send_to_host
)
SELECT hosts.app_key, hosts.host, hosts.sellers, coalesce(sent.orders, 0) AS orders, hosts.first_ts, hosts.last_ts
FROM hosts
LEFT JOIN sent ON sent.app_key = hosts.app_key AND sent.host = hosts.host
