-- clause: 3.1
-- columns: app_key VARCHAR, owner_seller_id BIGINT, other_seller_id BIGINT, level VARCHAR
-- unit: pairs
-- text.en: How grave it is that orders of one shop are used under another, by pair of shops: a violation, unless the configuration names the same company for both; then a risk, and for a self-built app information.
-- text.zh: 一个店铺的订单以另一店铺身份被使用的严重程度（按店铺对）：一般为违规；配置表明两店属同一公司时为风险，自研应用为提示。
SELECT p.app_key, p.owner_seller_id, p.other_seller_id,
  CASE WHEN own.company = other.company THEN CASE WHEN a.kind = 'self-built' THEN 'info' ELSE 'risk' END
       ELSE 'violation' END                                             AS level
FROM (
  SELECT app_key, owner_seller_id, other_seller_id FROM cross_shop_uses GROUP BY app_key, owner_seller_id, other_seller_id
) p
LEFT JOIN shops own ON own.seller_id = p.owner_seller_id
LEFT JOIN shops other ON other.seller_id = p.other_seller_id
LEFT JOIN apps a ON a.app_key = p.app_key
