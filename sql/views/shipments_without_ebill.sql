-- clause: 3.4
-- columns: app_key VARCHAR, seller_id BIGINT, order_id BIGINT, ts TIMESTAMP, day DATE, method VARCHAR, file_id BIGINT, line BIGINT, element BIGINT
-- unit: orders
-- text.en: Shipments of orders for which no call ever got an e-waybill, none that was pruned either: what misses in the e-waybill coverage.
-- text.zh: 从未成功取得电子面单（含已清理的调用）的订单的发货记录，即面单覆盖率的缺口明细。
WITH with_ebill AS (
  SELECT app_key, order_id
  FROM (
    SELECT app_key, order_id FROM order_ebills
    UNION ALL
    SELECT app_key, order_id FROM kept_ebills WHERE day <= (SELECT day FROM as_of)
  ) e
  GROUP BY app_key, order_id
)
SELECT s.app_key, s.seller_id, s.order_id, s.ts, s.day, s.method, s.file_id, s.line, s.element
FROM order_shipments s
LEFT JOIN with_ebill e ON e.app_key = s.app_key AND e.order_id = s.order_id
WHERE e.order_id IS NULL
