-- clause: 3.3
-- columns: app_key VARCHAR, host VARCHAR, day DATE, records BIGINT
-- unit: records
-- text.en: Open records by day that sent order data to a host which the configuration does not name as a receiver. A receiver without a port stands for all ports of its host, one with 443 or 80 also for what names no port, *.domain for the hosts under the domain. No rows without any receiver in the configuration.
-- text.zh: 订单数据流转至配置的接收方以外的主机的记录数（按日）。接收方未写端口时适用于任意端口，端口为443或80时也适用于未写端口的地址，*.域名适用于其下各主机。配置无接收方时无结果。
WITH sent AS (
  SELECT app_key, send_to_host AS host, day, count(*) AS records
  FROM order_transfers
  WHERE send_to_host IS NOT NULL AND day <= (SELECT day FROM as_of) AND EXISTS (SELECT 1 FROM receivers)
  GROUP BY app_key, send_to_host, day
), named AS (
  -- A colon ends the host, whether a port follows or not; a dot before it, which names the same host, is left out.
  SELECT h.host
  FROM (SELECT host, replace(host || ':', '.:', ':') AS written FROM sent GROUP BY host) h
  JOIN receivers r ON position(r.host || ':' IN h.written) = 1
    OR r.host || ':' IN (h.written || '443:', h.written || '80:')
    OR substr(r.host, 1, 2) = '*.' AND position(substr(r.host, 2) || ':' IN h.written) > 1
  GROUP BY h.host
)
SELECT app_key, host, day, records
FROM sent
WHERE host NOT IN (SELECT host FROM named)
