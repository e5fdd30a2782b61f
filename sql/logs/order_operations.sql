-- stage: order_operations
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, operator VARCHAR, by_address BOOLEAN, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- text.en: Order and open records with who worked: user address (order), account or else client address (open). by_address = the operator is an address. An address stands without its port. A private, loopback or unspecified address tells nobody from others, and what is no address neither: their operator is NULL.
-- text.zh: 订单访问与流转记录及其操作者：用户IP（订单访问），或操作账号，其次客户端IP（订单流转）。by_address表示操作者为IP；IP不含端口；内网、本机、未指定（如0.0.0.0）的地址以及不是IP的内容无法区分操作者，操作者为空。
-- shared: yes
WITH worked AS (
  SELECT 'order' AS log_type, app_key, seller_id, user_ip AS operator, true AS by_address, ts, day, file_id, line, element
  FROM order_accesses
  WHERE day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT 'open', app_key, seller_id, operator, coalesce(operator <> user_id, true), ts, day, file_id, line, element
  FROM order_transfers
  WHERE day <= (SELECT day FROM as_of)
), addressed AS (
  SELECT *, CASE WHEN by_address THEN plain_address(operator) END AS address FROM worked
)
SELECT log_type, app_key, seller_id,
  CASE WHEN NOT by_address THEN operator
       WHEN NOT private_address(address) THEN address END               AS operator,
  by_address, ts, day, file_id, line, element
FROM addressed
