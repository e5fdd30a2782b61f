-- log_type: message
-- relation: message_pushes
-- label.en: Pushes
-- label.zh: 消息推送
-- text.en: One row a record: one attempt of the platform to push a message.
-- text.zh: 每条记录一行：平台的一次消息推送。
-- shop: optional
-- orders: none
-- retention: 184 days
-- field: eventId text required = the platform's id of the event
-- field: event text required = for instance kwaishop_order_addOrder
-- field: httpStatus int required = what your receiver answered
-- field: result int required = the result in your receiver's answer; 1 = success
-- field: bizId int = the order, refund or item that it is about
-- field: costMs int = until the answer, in milliseconds; over 3000 is a failure
-- field: attempt int = 1 for the first push of the event
-- field: test bool = a heartbeat, which is no push
-- example: {"logType":"message","appKey":"ks669064233797003102","eventId":"e-1","event":"kwaishop_order_addOrder","bizId":2419900000000001,"sellerId":2200001,"httpStatus":200,"result":1,"costMs":120,"attempt":1,"time":1729396800000}
SELECT
  eventId                                                               AS event_id,
  event,
  bizId                                                                 AS biz_id,
  httpStatus                                                            AS http_status,
  result,
  costMs                                                                AS cost_ms,
  attempt,
  coalesce(test, false)                                                 AS test,
  httpStatus = 200 AND result = 1 AND coalesce(costMs, 0) <= 3000       AS succeeded,
  CASE WHEN substr(event, 1, 15) = 'kwaishop_order_' THEN bizId END     AS order_id
FROM record
