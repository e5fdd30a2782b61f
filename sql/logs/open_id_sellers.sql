-- stage: open_id_sellers
-- columns: app_key VARCHAR, open_id VARCHAR, seller_id BIGINT, sellers BIGINT
-- text.en: The shop that an app's records pair with an openId, and how many different ones they name; should they disagree, the smallest seller id stands.
-- text.zh: 应用日志中openId对应的店铺及不同店铺个数；不一致时取最小的店铺ID。
-- shared: yes
SELECT app_key, open_id, min(seller_id) AS seller_id, count(DISTINCT seller_id) AS sellers
FROM (
  SELECT app_key, open_id, seller_id FROM recorded
  WHERE open_id IS NOT NULL AND seller_id IS NOT NULL AND day <= (SELECT day FROM as_of)
  UNION ALL
  SELECT app_key, open_id, seller_id FROM kept_open_ids WHERE day <= (SELECT day FROM as_of)
) pairs
GROUP BY app_key, open_id
