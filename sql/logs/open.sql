-- log_type: open
-- relation: order_transfers
-- upload: open.security.log.open
-- text.en: One row a record: orders were handed to another system.
-- text.zh: 每条记录一行：订单数据流转至其他系统。
-- shop: or userId
-- orders: required
-- retention: 366 days
-- field: userId text
-- field: clientIp text
-- field: data text
-- field: orderTotal int
-- field: url text
-- field: sendToUrl text
SELECT
  userId                                                                AS user_id,
  clientIp                                                              AS client_ip,
  CASE WHEN NOT was_masked(userId) THEN userId
       WHEN NOT was_masked(clientIp) THEN clientIp END                  AS operator,
  order_ids,
  data,
  orderTotal                                                            AS order_total,
  url,
  sendToUrl                                                             AS send_to_url,
  url_host(sendToUrl)                                                   AS send_to_host,
  plain_http_host(url)                                                  AS plain_host,
  plain_http_host(sendToUrl)                                            AS plain_send_host
FROM record
