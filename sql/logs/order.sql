-- log_type: order
-- relation: order_accesses
-- upload: open.security.log.order
-- label.en: Order accesses
-- label.zh: 订单访问
-- text.en: One row a record: a user saw or worked on orders.
-- text.zh: 每条记录一行：用户查看或操作订单。
-- shop: required
-- orders: required
-- retention: 366 days
-- field: url text required = the page that the user was on
-- field: userIp text required = the user's own address, not the server's; of an X-Forwarded-For list the first public one counts
-- field: data text = the filter that was used, for bulk work such as exports
-- field: operation int = the code of what was done; opaudit.yaml says which mean export, print, download
-- field: orderTotal int = how many orders were touched
-- example: {"logType":"order","appKey":"ks669064233797003102","openId":"o-1","url":"https://erp.example.com/orders","userIp":"203.0.113.7","orderIds":[2419900000000001],"operation":1,"orderTotal":1,"time":1729396800000}
SELECT
  url,
  userIp                                                                AS user_ip,
  order_ids,
  data,
  operation,
  orderTotal                                                            AS order_total,
  plain_http_host(url)                                                  AS plain_host
FROM record
