-- log_type: api
-- relation: api_calls
-- label.en: API calls
-- label.zh: API 调用
-- text.en: One row a record: one call of a platform API.
-- text.zh: 每条记录一行：一次平台API调用。
-- shop: optional
-- orders: optional
-- retention: 184 days; 366 days decrypts WHERE meaning = 'decrypt'
-- field: method text required = the API that was called, open.xxx.yyy
-- field: result int required = 1 = success; anything else failed
-- field: requestId text = the platform's id of the request
-- field: code text = the error code
-- field: errorMsg text = the platform's error text; quota refusals are told by it
-- field: costMs int = how long the call took, in milliseconds
-- field: userIp text = the end user's address, when a user caused the call
-- field: param json = the request's business parameters, as JSON or as its text: order ids are taken from it when orderIds is absent
-- example: {"logType":"api","appKey":"ks669064233797003102","method":"open.order.detail","sellerId":2200001,"requestId":"r-1","result":1,"costMs":35,"orderIds":[2419900000000001],"time":1729396800000}
SELECT
  method,
  method_meaning(method)                                                AS meaning,
  result,
  requestId                                                             AS request_id,
  code,
  errorMsg                                                              AS error_msg,
  costMs                                                                AS cost_ms,
  userIp                                                                AS user_ip,
  param,
  coalesce(order_ids,
    CASE method_meaning(method)
      WHEN 'decrypt' THEN list_filter([log_int(id) FOR id IN list_append(
        json_extract_string(param, '$.batchDecryptList[*].bizId'), json_extract_string(param, '$.orderId'))], id -> id IS NOT NULL)
      WHEN 'ship' THEN list_filter([log_int(id) FOR id IN [
        json_extract_string(param, '$.orderId'), json_extract_string(param, '$.mainOrderId')]], id -> id IS NOT NULL)
      WHEN 'ebill' THEN list_filter([log_int(id) FOR id IN
        json_extract_string(param, '$.*[*].orderId')], id -> id IS NOT NULL)
    END)                                                                AS order_ids
FROM record
