-- id: 3.1-cross-shop-transfer
-- clause: 3.1
-- title.en: One receiving system is fed with orders of several shops
-- title.zh: 同一接收系统汇集多个店铺的订单
-- level: risk
-- figure: cross_shop_transfers
-- behind: order_transfers
-- threshold: 2
-- bound: from
-- unit: shops
-- summary.en: {subject} received orders of {value} shops ({first_day} to {last_day}).
-- summary.zh: {first_day}至{last_day}，{subject}接收了{value}个店铺的订单数据。
-- consequence.en: Data of one shop may be shown and used only for that shop. The platform may restrict or withdraw the permissions of the app.
-- consequence.zh: 商家数据仅可用于数据来源的同一商家；平台可能限制或收回应用权限。
-- remedy.en: Check that the receiver keeps the shops apart and that each shop agreed to it.
-- remedy.zh: 核实接收方是否按店铺隔离数据，且已获得各商家授权。
-- needs: all: open
-- subject_in: send_to_host
SELECT
  app_key,
  CAST(NULL AS BIGINT)                                                  AS seller_id,
  host                                                                  AS subject,
  CAST(first_ts + INTERVAL '8' HOUR AS DATE)                            AS first_day,
  CAST(last_ts + INTERVAL '8' HOUR AS DATE)                             AS last_day,
  sellers                                                               AS value,
  2                                                                     AS threshold,
  'risk'                                                                AS level,
  'order_transfers'                                                     AS evidence
FROM cross_shop_transfers
