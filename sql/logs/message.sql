-- log_type: message
-- relation: message_pushes
-- text.en: One row a record: one attempt of the platform to push a message.
-- text.zh: 每条记录一行：平台的一次消息推送。
-- shop: optional
-- orders: none
-- retention: 184 days
-- field: eventId text required
-- field: event text required
-- field: httpStatus int required
-- field: result int required
-- field: bizId int
-- field: costMs int
-- field: attempt int
-- field: test bool
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
