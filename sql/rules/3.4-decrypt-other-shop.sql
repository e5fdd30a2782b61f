-- id: 3.4-decrypt-other-shop
-- clause: 3.4
-- title.en: Orders of another shop decrypted
-- title.zh: 解密其他店铺的订单
-- level: violation, risk, info
-- figure: cross_shop_decrypts
-- behind: cross_shop_decrypts
-- threshold: 0
-- bound: over
-- unit: orders
-- summary.en: Orders of other shops decrypted as shop {subject}, {first_day} to {last_day}: {value}.
-- summary.zh: {first_day}至{last_day}，以店铺{subject}的身份解密其他店铺的订单：{value}个。
-- consequence.en: The platform restricts decryption, bans the app or takes it offline.
-- consequence.zh: 平台将限制解密、封禁或下架应用。
-- remedy.en: Check the shop of every order before its data is decrypted; never decrypt an order with another shop's authorisation.
-- remedy.zh: 解密前校验订单所属店铺；不得使用其他店铺的授权解密订单。
-- title.risk.en: Orders of another shop of the same company decrypted
-- title.risk.zh: 解密同一公司主体其他店铺的订单
-- consequence.risk.en: The configuration tells the same company for these shops. Data of one shop may still be used only for that shop unless the shops agreed; the platform may see it otherwise.
-- consequence.risk.zh: 配置显示这些店铺属于同一公司主体；但未经商家同意，商家数据仍仅可用于同一商家，平台可能另作认定。
-- title.info.en: Orders of another shop of the same company decrypted
-- title.info.zh: 解密同一公司主体其他店铺的订单
-- consequence.info.en: The configuration tells the same company for these shops. The app is built for that company itself, so nothing is expected of the platform; keep it in mind.
-- consequence.info.zh: 配置显示这些店铺属于同一公司主体，且应用为该公司自研，预计平台不会处理；仅作提示。
-- needs: all: api
-- merge: sum
-- subject_in: other_seller_id
WITH orders AS (
  SELECT app_key, order_id, owner_seller_id, other_seller_id, min(day) AS first_day, max(day) AS last_day
  FROM cross_shop_decrypts
  GROUP BY app_key, order_id, owner_seller_id, other_seller_id
)
SELECT
  o.app_key,
  o.other_seller_id                                                     AS seller_id,
  CAST(o.other_seller_id AS VARCHAR)                                    AS subject,
  o.first_day,
  max(o.last_day)                                                       AS last_day,
  count(*)                                                              AS value,
  0                                                                     AS threshold,
  l.level,
  'cross_shop_decrypts'                                                 AS evidence
FROM orders o
JOIN cross_shop_levels l ON l.app_key = o.app_key AND l.owner_seller_id = o.owner_seller_id AND l.other_seller_id = o.other_seller_id
GROUP BY o.app_key, o.other_seller_id, o.first_day, l.level
