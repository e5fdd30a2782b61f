-- clause: 3.1
-- unit: records
-- text.en: Order and open records with who worked: user address (order), account or else client address (open).
-- text.zh: 订单访问与流转记录及其操作者：用户IP（订单访问），或操作账号，其次客户端IP（订单流转）。
-- shared: yes
SELECT 'order' AS log_type, app_key, seller_id, user_ip AS operator, ts, day, file_id, line, element FROM order_accesses
WHERE day <= (SELECT day FROM as_of)
UNION ALL
SELECT 'open', app_key, seller_id, operator, ts, day, file_id, line, element FROM order_transfers
WHERE day <= (SELECT day FROM as_of)
