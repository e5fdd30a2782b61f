-- id: 3.1-cross-shop-operator
-- clause: 3.1
-- title.en: One operator works on the orders of many shops
-- title.zh: 同一操作者操作多个店铺的订单
-- level: risk
-- figure: cross_shop_operators
-- behind: order_operations
-- threshold: 3
-- bound: from
-- unit: shops
-- summary.en: {subject} worked on the orders of up to {value} shops on one day.
-- summary.zh: {subject}单日最多操作了{value}个店铺的订单。
-- consequence.en: Data of one shop may be shown and used only for that shop. The platform may restrict or withdraw the permissions of the app.
-- consequence.zh: 商家数据仅可用于数据来源的同一商家；平台可能限制或收回应用权限。
-- remedy.en: Find out who works there. Staff of one shop must see that shop alone; if it is your own server, log the end user's address instead.
-- remedy.zh: 核实该操作者身份：单个店铺的人员只能查看本店铺；若为自有服务器，请改为记录最终用户IP。
-- needs: all: order, open
-- subject_in: operator
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  operator                                                              AS subject,
  day                                                                   AS first_day,
  day                                                                   AS last_day,
  sellers                                                               AS value,
  3                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_operations'                                                    AS evidence
FROM cross_shop_operators
WHERE sellers >= 3
