-- clause: 3.3
-- columns: app_key VARCHAR, host VARCHAR, day DATE, records BIGINT
-- unit: records
-- text.en: Open records by day that sent order data to a host which the configuration does not name as a receiver. A receiver without a port stands for all ports of its host, one with 443 or 80 also for what names no port (but not for what names the other), *.domain for the hosts under the domain. No rows without any receiver in the configuration.
-- text.zh: 订单数据流转至配置的接收方以外的主机的记录数（按日）。接收方未写端口时适用于任意端口，端口为443或80时也适用于未写端口的地址（但不适用于写明另一端口的地址），*.域名适用于其下各主机。配置无接收方时无结果。
WITH sent AS (
  -- A host stands without the port that its scheme has anyway: whether that was named is seen behind it.
  SELECT app_key, send_to_host AS host, day,
    CASE WHEN send_to_url LIKE '%:443%' AND position('/' || send_to_host || ':443' IN replace(lower(send_to_url), '@', '/')) > 0 THEN ':443'
         WHEN send_to_url LIKE '%:80%' AND position('/' || send_to_host || ':80' IN replace(lower(send_to_url), '@', '/')) > 0 THEN ':80'
         ELSE '' END                                                    AS port
  FROM order_transfers
  WHERE send_to_host IS NOT NULL AND day <= (SELECT day FROM as_of) AND EXISTS (SELECT 1 FROM receivers)
), counted AS (
  SELECT app_key, host, port, day, count(*) AS records
  FROM sent
  GROUP BY app_key, host, port, day
), named AS (
  -- A colon ends the host, whether a port follows or not; a dot before it, which names the same host, is left out.
  SELECT h.host, h.port
  FROM (SELECT host, port, replace(host || port || ':', '.:', ':') AS written FROM counted GROUP BY host, port) h
  JOIN receivers r ON position(r.host || ':' IN h.written) = 1
    OR r.host || ':' IN (h.written || '443:', h.written || '80:')
    OR substr(r.host, 1, 2) = '*.' AND position(substr(r.host, 2) || ':' IN h.written) > 1
  GROUP BY h.host, h.port
)
SELECT c.app_key, c.host, c.day, CAST(sum(c.records) AS BIGINT) AS records
FROM counted c
LEFT JOIN named n ON n.host = c.host AND n.port = c.port
WHERE n.host IS NULL
GROUP BY c.app_key, c.host, c.day
