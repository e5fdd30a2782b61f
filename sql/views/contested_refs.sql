-- clause: 3.1
-- unit: records
-- text.en: The records that carry a contested order and say something of it.
-- text.zh: 携带有争议订单且可说明其情况的记录。
-- shared: yes
SELECT r.log_type, r.app_key, r.seller_id, r.ts, r.day, r.file_id, r.line, r.element, r.method, r.order_id
FROM order_refs r
JOIN contested_orders c ON c.app_key = r.app_key AND c.order_id = r.order_id
WHERE r.tells AND r.day <= (SELECT day FROM as_of)
