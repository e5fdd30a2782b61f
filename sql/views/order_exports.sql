-- clause: 3.3
-- columns: app_key VARCHAR, seller_id BIGINT, reason VARCHAR, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT, orders BIGINT
-- unit: records
-- text.en: Order and open records that look like an export of order data, one row a record and sign: operation (a code that the configuration names an export or a download), url (export, download or 导出 in it), filter (no order ids, and more than 50 orders or an unknown number), total (over 50 orders, or more than the ids given).
-- text.zh: 疑似导出订单数据的订单访问与流转记录，每条记录每个迹象一行：operation（配置中表示导出或下载的操作码）、url（含export、download或导出）、filter（无订单号，订单数超过50或未知）、total（订单数超过50或超过所列订单号个数）。
SELECT app_key, seller_id, 'operation' AS reason, log_type, ts, day, file_id, line, element, orders FROM export_signs WHERE by_operation
UNION ALL
SELECT app_key, seller_id, 'url', log_type, ts, day, file_id, line, element, orders FROM export_signs WHERE by_url
UNION ALL
SELECT app_key, seller_id, 'filter', log_type, ts, day, file_id, line, element, orders FROM export_signs WHERE by_filter
UNION ALL
SELECT app_key, seller_id, 'total', log_type, ts, day, file_id, line, element, orders FROM export_signs WHERE by_total
