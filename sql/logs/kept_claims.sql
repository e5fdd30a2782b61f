-- stage: kept_claims
-- columns: app_key VARCHAR, order_id BIGINT, log_type VARCHAR, seller_id BIGINT, open_id VARCHAR, ts TIMESTAMP, day DATE
-- text.en: What pruned records said of whose order it is, with the seller resolved like that of any record.
-- text.zh: 已清理记录中关于订单所属店铺的信息，店铺按openId解析。
SELECT k.app_key, k.order_id, k.log_type, coalesce(k.seller_id, p.seller_id) AS seller_id, k.open_id, k.ts, k.day
FROM kept_owners k
LEFT JOIN open_id_sellers p ON p.app_key = k.app_key AND p.open_id = k.open_id
WHERE k.day <= (SELECT day FROM as_of)
