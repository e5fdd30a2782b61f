-- clause: 3.3
-- columns: app_key VARCHAR, seller_id BIGINT, log_type VARCHAR, ts TIMESTAMP, day DATE, file_id BIGINT, line BIGINT, element BIGINT
-- unit: records
-- text.en: Records (order, open, successful api) of a shop on a day before its authorisation began or after it ended, by the configuration.
-- text.zh: 在配置的店铺授权期之前或之后产生的记录（订单访问、订单流转、成功的API调用）。
SELECT u.app_key, u.seller_id, u.log_type, u.ts, u.day, u.file_id, u.line, u.element
FROM shop_uses u
JOIN shops s ON s.seller_id = u.seller_id
WHERE u.day < s.authorised_from OR u.day > s.authorised_until
