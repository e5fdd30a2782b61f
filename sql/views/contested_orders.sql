-- clause: 3.1
-- columns: app_key VARCHAR, order_id BIGINT
-- unit: orders
-- text.en: The contested orders. Only of these the earliest record must tell the owner, and only these can be used across shops.
-- text.zh: 有争议的订单：只有这些订单需由最早记录确定所属店铺，也只有它们可能被跨店使用。
-- shared: yes
SELECT app_key, order_id
FROM order_summaries
WHERE contested
