-- log_type: api
-- relation: api_calls
-- text.en: One row a record: one call of a platform API.
-- text.zh: 每条记录一行：一次平台API调用。
-- shop: optional
-- orders: optional
-- retention: 184 days; 366 days decrypts WHERE meaning = 'decrypt'
-- field: method text required
-- field: result int required
-- field: requestId text
-- field: code text
-- field: errorMsg text
-- field: costMs int
-- field: userIp text
-- field: param json
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
