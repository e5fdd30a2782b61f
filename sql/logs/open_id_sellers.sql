-- stage: open_id_sellers
-- columns: app_key VARCHAR, open_id VARCHAR, seller_id BIGINT, sellers BIGINT
-- text.en: The shop that an app's records pair with an openId, and how many different ones they name; should they disagree, the smallest seller id stands. Where no record pairs it, the configuration does.
-- text.zh: 应用日志中openId对应的店铺及不同店铺个数；不一致时取最小的店铺ID；日志未给出对应关系时以配置为准。
-- shared: yes
WITH told AS (
  SELECT app_key, open_id, min(seller_id) AS seller_id, count(DISTINCT seller_id) AS sellers
  FROM (
    SELECT app_key, open_id, seller_id FROM recorded
    WHERE open_id IS NOT NULL AND seller_id IS NOT NULL AND day <= (SELECT day FROM as_of)
    UNION ALL
    SELECT app_key, open_id, seller_id FROM kept_open_ids WHERE day <= (SELECT day FROM as_of)
  ) pairs
  GROUP BY app_key, open_id
), named AS (
  SELECT app_key, open_id FROM recorded
  WHERE open_id IN (SELECT open_id FROM shops) AND day <= (SELECT day FROM as_of)
  GROUP BY app_key, open_id
  UNION
  SELECT app_key, open_id FROM kept_owners WHERE open_id IN (SELECT open_id FROM shops) AND day <= (SELECT day FROM as_of)
)
SELECT app_key, open_id, seller_id, sellers FROM told
UNION ALL
SELECT n.app_key, n.open_id, s.seller_id, 1
FROM named n
JOIN shops s ON s.open_id = n.open_id
WHERE NOT EXISTS (SELECT 1 FROM told t WHERE t.app_key = n.app_key AND t.open_id = n.open_id)
