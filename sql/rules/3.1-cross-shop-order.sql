-- id: 3.1-cross-shop-order
-- clause: 3.1
-- title.en: Orders of one shop used under another shop
-- title.zh: 订单被其他店铺访问或使用
-- level: violation, risk, info
-- figure: cross_shop_orders
-- behind: cross_shop_uses
-- threshold: 0
-- bound: over
-- unit: orders
-- summary.en: Orders of other shops used under shop {subject}, {first_day} to {last_day}: {value}.
-- summary.zh: {first_day}至{last_day}，其他店铺的订单在店铺{subject}名下被使用：{value}个。
-- consequence.en: Data of one shop may be shown and used only for that shop. The platform may restrict or withdraw the permissions of the app.
-- consequence.zh: 商家数据仅可用于数据来源的同一商家；平台可能限制或收回应用权限。
-- remedy.en: Check the shop of every order before it is read, shown or handed on; find the requests below and close the path.
-- remedy.zh: 在读取、展示、流转订单前校验其所属店铺；根据下列证据定位并关闭该路径。
-- title.risk.en: Orders of one shop used under another shop of the same company
-- title.risk.zh: 订单被同一公司主体的其他店铺访问或使用
-- consequence.risk.en: The configuration tells the same company for these shops. Data of one shop may still be used only for that shop unless the shops agreed; the platform may see it otherwise.
-- consequence.risk.zh: 配置显示这些店铺属于同一公司主体；但未经商家同意，商家数据仍仅可用于同一商家，平台可能另作认定。
-- title.info.en: Orders of one shop used under another shop of the same company
-- title.info.zh: 订单被同一公司主体的其他店铺访问或使用
-- consequence.info.en: The configuration tells the same company for these shops. The app is built for that company itself, so nothing is expected of the platform; keep it in mind.
-- consequence.info.zh: 配置显示这些店铺属于同一公司主体，且应用为该公司自研，预计平台不会处理；仅作提示。
-- needs: all: api, order, open, message
-- merge: sum
-- subject_in: other_seller_id
WITH orders AS (
  SELECT app_key, order_id, owner_seller_id, other_seller_id,
    min(CAST(first_ts + INTERVAL '8' HOUR AS DATE))                     AS first_day,
    max(CAST(last_ts + INTERVAL '8' HOUR AS DATE))                      AS last_day
  FROM cross_shop_orders
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
  'cross_shop_uses'                                                     AS evidence
FROM orders o
JOIN cross_shop_levels l ON l.app_key = o.app_key AND l.owner_seller_id = o.owner_seller_id AND l.other_seller_id = o.other_seller_id
GROUP BY o.app_key, o.other_seller_id, o.first_day, l.level
