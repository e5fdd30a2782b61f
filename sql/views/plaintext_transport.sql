-- clause: 3.3
-- columns: app_key VARCHAR, log_type VARCHAR, host VARCHAR, day DATE, records BIGINT
-- unit: records
-- text.en: Order and open records whose url or sendToUrl is http://, each counted once a host; host with its port.
-- text.zh: url或sendToUrl使用http://的订单访问与流转记录，同一记录同一主机只计一次；主机含端口。
SELECT app_key, log_type, host, day, count(*) AS records
FROM plain_http_uses
GROUP BY app_key, log_type, host, day
