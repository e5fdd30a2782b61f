-- clause: 3.1
-- columns: app_key VARCHAR, address VARCHAR, day DATE, sellers BIGINT
-- unit: shops
-- text.en: Shops whose orders were worked on from an address on a day, order and open records together; addresses of open records that name an account do not count, private ones neither.
-- text.zh: 同一IP当日操作过订单的店铺数，订单访问与订单流转合并统计；写明操作账号的流转记录不计其IP，内网地址不计。
SELECT app_key, operator AS address, day, count(*) AS sellers
FROM operator_shops
WHERE by_address
GROUP BY app_key, operator, day
