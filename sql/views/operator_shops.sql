-- clause: 3.1
-- columns: app_key VARCHAR, operator VARCHAR, by_address BOOLEAN, day DATE, seller_id BIGINT
-- unit: shops
-- text.en: The shops whose orders an operator worked on a day, each once.
-- text.zh: 操作者当日操作过订单的店铺（去重）。
-- shared: yes
SELECT app_key, operator, by_address, day, seller_id
FROM order_operations
WHERE operator IS NOT NULL AND seller_id IS NOT NULL
GROUP BY app_key, operator, by_address, day, seller_id
