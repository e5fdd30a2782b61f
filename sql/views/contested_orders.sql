-- clause: 3.1
-- unit: orders
-- text.en: The contested orders: records name different shops for them, or one names none. Only of these the earliest record must tell the owner, and only these can be used across shops.
-- text.zh: 有争议的订单：不同记录所写店铺不同，或有记录未写店铺。只有这些订单需由最早记录确定所属店铺，也只有它们可能被跨店使用。
-- shared: yes
WITH shipped AS (
  SELECT app_key, order_id, seller_id FROM order_days WHERE decrypted = 0 AND seller_id IS NOT NULL
), doubtful AS (
  -- Records that name the shop which the order was shipped under need no second look: most do.
  SELECT r.app_key, r.order_id, r.seller_id, s.seller_id AS shipped_seller_id
  FROM order_refs r
  LEFT JOIN shipped s ON s.app_key = r.app_key AND s.order_id = r.order_id
  WHERE r.tells AND r.day <= (SELECT day FROM as_of)
    AND (s.seller_id IS NULL OR r.seller_id IS NULL OR r.seller_id <> s.seller_id)
  UNION ALL
  -- The same for what was pruned.
  SELECT k.app_key, k.order_id, k.seller_id, s.seller_id
  FROM kept_claims k
  LEFT JOIN shipped s ON s.app_key = k.app_key AND s.order_id = k.order_id
  WHERE s.seller_id IS NULL OR k.seller_id IS NULL OR k.seller_id <> s.seller_id
)
SELECT app_key, order_id
FROM doubtful
GROUP BY app_key, order_id
HAVING count(shipped_seller_id) > 0 OR min(seller_id) <> max(seller_id) OR count(*) > count(seller_id)
