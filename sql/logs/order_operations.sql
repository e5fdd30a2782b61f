-- stage: order_operations
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, operator VARCHAR, by_address BOOLEAN, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- text.en: Order and open records with who worked: user address (order), account or else client address (open). by_address = the operator is an address. An address stands without its port; of a list (X-Forwarded-For) the first public one stands. A private, loopback or unspecified address tells nobody from others, nor does a word such as unknown: their operator is NULL. Of a user address that is none otherwise its text stands, and by_address is false.
-- text.zh: 订单访问与流转记录及其操作者：用户IP（订单访问），或操作账号，其次客户端IP（订单流转）。by_address表示操作者为IP；IP不含端口；IP列表（X-Forwarded-For）取其中第一个公网IP；内网、本机、未指定（如0.0.0.0）的地址以及unknown之类的字样无法区分操作者，操作者为空；用户IP为其他非IP内容时以其文本为准，by_address为false。
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
), named AS (
  -- Where no client's address stands is no user: only its field may hold what stands for one.
  SELECT *, CASE WHEN log_type = 'order' AND address IS NULL THEN told_instead(operator) END AS told FROM addressed
)
SELECT log_type, app_key, seller_id,
  CASE WHEN NOT by_address THEN operator
       WHEN NOT private_address(address) THEN address
       ELSE told END                                                    AS operator,
  by_address AND told IS NULL                                           AS by_address,
  ts, day, file_id, line, element
FROM named
