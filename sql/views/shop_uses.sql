-- clause: 2.3
-- columns: log_type VARCHAR, app_key VARCHAR, seller_id BIGINT, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: The records that show an app at work for a shop: successful calls, order and open records.
-- text.zh: 应用为店铺提供服务的记录：成功的API调用、订单访问与订单流转。
SELECT 'api' AS log_type, app_key, seller_id, ts, day, file_id, line, element FROM api_calls
WHERE result = 1 AND day <= (SELECT day FROM as_of)
UNION ALL
SELECT log_type, app_key, seller_id, ts, day, file_id, line, element FROM order_operations
