-- clause: 2.3
-- columns: app_key VARCHAR, seller_id BIGINT, day DATE, records BIGINT
-- unit: records
-- text.en: Which shops a self-built app (by the configuration) served on which day; a shop that no record tells is NULL.
-- text.zh: 自研应用（依据配置）每日服务的店铺；无法识别的店铺为空。
-- shared: yes
SELECT app_key, seller_id, day, count(*) AS records
FROM shop_uses
WHERE app_key IN (SELECT app_key FROM apps WHERE kind = 'self-built')
GROUP BY app_key, seller_id, day
