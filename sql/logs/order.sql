-- log_type: order
-- relation: order_accesses
-- upload: open.security.log.order
-- text.en: One row a record: a user saw or worked on orders.
-- text.zh: 每条记录一行：用户查看或操作订单。
-- shop: required
-- orders: required
-- retention: 366 days
-- field: url text required
-- field: userIp text required
-- field: data text
-- field: operation int
-- field: orderTotal int
SELECT
  url,
  userIp                                                                AS user_ip,
  order_ids,
  data,
  operation,
  orderTotal                                                            AS order_total,
  plain_http_host(url)                                                  AS plain_host
FROM record
