-- log_type: open
-- relation: order_transfers
-- upload: open.security.log.open
-- label.en: Order transfers
-- label.zh: 订单外传
-- text.en: One row a record: orders were handed to another system.
-- text.zh: 每条记录一行：订单数据流转至其他系统。
-- shop: or userId
-- orders: required
-- retention: 366 days
-- field: userId text = the operator's account in your own system; stands in for the shop
-- field: clientIp text = the receiver of the data
-- field: data text = the filter that was used, for bulk work
-- field: orderTotal int = how many orders
-- field: url text = the page or call that handed them over
-- field: sendToUrl text = where the data went
-- example: {"logType":"open","appKey":"ks669064233797003102","openId":"o-1","userId":"clerk-1","clientIp":"203.0.113.20","orderIds":[2419900000000001,2419900000000002],"orderTotal":2,"sendToUrl":"https://wms.example.com/orders","time":1729396800000}
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
  receiver_host(sendToUrl)                                              AS send_to_host,
  plain_http_host(url)                                                  AS plain_host,
  plain_http_host(sendToUrl)                                            AS plain_send_host
FROM record
