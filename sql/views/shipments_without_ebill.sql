-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: Shipments of orders for which no call ever got an e-waybill: what misses in the e-waybill coverage.
-- text.zh: 从未成功取得电子面单的订单的发货记录，即面单覆盖率的缺口明细。
SELECT s.app_key, s.seller_id, s.order_id, s.ts, s.day, s.method, s.file_id, s.line, s.element
FROM order_shipments s
LEFT JOIN (SELECT app_key, order_id FROM order_ebills GROUP BY app_key, order_id) e ON e.app_key = s.app_key AND e.order_id = s.order_id
WHERE e.order_id IS NULL
